import type { MigrationInterface } from 'typeorm';
import { CreateIds1795305600000 } from './1795305600000-create-ids.js';

/** Every migration in order of time. Append only: one that has landed is never changed. */
export const migrations: (new () => MigrationInterface)[] = [CreateIds1795305600000];
