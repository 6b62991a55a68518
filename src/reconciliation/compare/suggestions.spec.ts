import { beforeAll, expect, it } from 'vitest';
import { ownSource } from '../../../test/support/own-source.js';
import { Database } from '../../database/database.js';
import { Suggestions } from './suggestions.js';

const REPORT = { storeId: 1, reportId: 1 };
const RULES = { tolerance: 100, days: 0, from: '2026-11-01', to: '2026-11-30' };
const source = ownSource();
let database: Database;

beforeAll(async () => {
  database = new Database(source());
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
