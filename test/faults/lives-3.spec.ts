import { leadLives } from './lead-lives.js';

leadLives(3);
