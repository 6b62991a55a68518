import type { MigrationInterface } from 'typeorm';
import { CreateIds1795305600000 } from './1795305600000-create-ids.js';
import { CreateAccounts1795306000000 } from './1795306000000-create-accounts.js';
import { CreateInstallations1795306200000 } from './1795306200000-create-installations.js';

/** Every migration in order of time. Append only: one that has landed is never changed. */
export const migrations: (new () => MigrationInterface)[] = [
  CreateIds1795305600000,
  CreateAccounts1795306000000,
  CreateInstallations1795306200000,
];
