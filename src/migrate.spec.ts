import { expect, it } from 'vitest';
import { migrations } from '../migrations/index.js';
import { testDatabase } from '../test/support/database.js';
import { DatabaseUnreachable } from './database/database-unreachable.js';
import { migrate, waitingMigrations } from './migrate.js';

it('brings the tables up to date once, however many processes begin together', async () => {
  const database = await testDatabase();
  try {
    expect(await waitingMigrations(database.url)).toBe(migrations.length);
    const done = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    expect(done.map((names) => names.length).sort((a, b) => a - b)).toEqual([0, 0, migrations.length]);
    expect(await migrate(database.url)).toEqual([]);
    expect(await waitingMigrations(database.url)).toBe(0);
  } finally {
    await database.drop();
  }
});

it('names the database it could not reach, and not its password', async () => {
  const failing = migrate('mysql://hub:hunter2@127.0.0.1:1/shop');
  await expect(failing).rejects.toBeInstanceOf(DatabaseUnreachable);
  await expect(failing).rejects.toThrow(/shop at 127\.0\.0\.1:1/);
  await expect(failing).rejects.not.toThrow(/hunter2/);
});
