import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { Database } from '../../database/database.js';
import { migrate } from '../../migrate.js';
import { Suggestions } from './suggestions.js';

const REPORT = { storeId: 1, reportId: 1 };
const RULES = { tolerance: 100, days: 0, from: '2026-11-01', to: '2026-11-30' };
let source: DataSource;
let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const given = await testDatabase();
  drop = given.drop;
  await migrate(given.url);
  source = await new DataSource({ ...dataSourceOptions(given.url), migrations: [] }).initialize();
  database = new Database(source);
});

afterAll(async () => {
  await source?.destroy();
  await drop?.();
});

it('says when more is left over on a side than it looks through', async () => {
  const suggestions = new Suggestions(database);
  const left = Array.from({ length: 20_001 }, (_, n) => [
    1,
    1,
    n + 1,
    'never',
    9,
    n * 16,
    'AUD',
    '2026-11-20',
    '10.00',
  ]);
  await database.run(
    'insert into differences (store_id, report_id, id, cause, severity, here, currency, date, amount_here) values ?',
    [left],
  );
  expect(await suggestions.write(REPORT, RULES, new AbortController().signal)).toBe(false);
  await database.run('delete from differences where id = 1');
  expect(await suggestions.write(REPORT, RULES, new AbortController().signal)).toBe(true);
});
