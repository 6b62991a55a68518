import { leadLives } from './lead-lives.js';

leadLives(4);
