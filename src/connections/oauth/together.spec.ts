import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askTogether } from '../../../test/bench/refresh-together.js';
import { compileWorker } from '../../../test/faults/workers.js';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { migrated } from '../test/hub.js';

const PROGRAM = fileURLToPath(new URL('../../../test/bench/refresh-caller.ts', import.meta.url));
let program: Awaited<ReturnType<typeof compileWorker>>;
let database: TestDatabase;

beforeAll(async () => {
  [program, database] = await Promise.all([compileWorker(PROGRAM), testDatabase()]);
  await migrated(database.url);
}, 60_000);
afterAll(async () => {
  await database?.drop();
  await program?.remove();
});

it('renews a token once for everybody in two processes', { timeout: 60_000 }, async () => {
  const { refreshes, refusals, peak, reports } = await askTogether(program.path, database.url, 2, 50);
  expect(reports.map(({ served, failures }) => [served, failures])).toEqual([
    [50, []],
    [50, []],
  ]);
  expect({ refreshes, refusals, peak }).toEqual({ refreshes: 1, refusals: 0, peak: 1 });
});
