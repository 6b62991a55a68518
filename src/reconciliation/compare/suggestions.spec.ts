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

/** Documents that stand on one side alone, each with an entry of its own. */
async function lay(side: 'here' | 'there', documents: { amount?: string; date?: string; contact?: string }[]) {
  const base = side === 'here' ? 0 : 100;
  const facts = documents.map(({ amount = '10.00', date = '2026-11-20', contact = null }, n) => ({
    at: base + n,
    amount,
    date,
    contact,
  }));
  await database.run(
    `insert into differences (store_id, report_id, id, cause, severity, ${side}, currency, date, amount_${side}) values ?`,
    [
      facts.map(({ at, amount, date }) => [
        2,
        2,
        at + 1,
        side === 'here' ? 'never' : 'only-there',
        9,
        at,
        'AUD',
        date,
        amount,
      ]),
    ],
  );
  await database.run(
    'insert into statement_rows (store_id, report_id, side, entry, match_key, face, contact, status) values ?',
    [facts.map(({ at, contact }) => [2, 2, side === 'here' ? 0 : 1, at, `K${at}`, '', contact, 'open'])],
  );
}

async function suggested(): Promise<[here: number, there: number][]> {
  await new Suggestions(database).write({ storeId: 2, reportId: 2 }, RULES, new AbortController().signal);
  const rows = await database.query<{ here: number; suggested: number }>(
    'select here, suggested from differences where store_id = 2 and suggested is not null order by here',
  );
  for (const table of ['differences', 'statement_rows']) await database.run(`delete from ${table} where store_id = 2`);
  return rows.map(({ here, suggested: there }) => [here, there]);
}

it('takes the nearest of one amount and name for one', async () => {
  await lay('here', [{ contact: 'Ada & Co' }, { contact: 'Bo' }, { amount: '12.00' }]);
  await lay('there', [
    { contact: 'ada co', date: '2026-11-24' },
    { contact: 'ADA CO', date: '2026-11-21' },
    { contact: 'Cy' },
    { amount: '12.00', contact: 'Dee' },
  ]);
  expect(await suggested()).toEqual([
    [0, 101],
    [2, 103],
  ]);
});

it('takes none for one where another is as likely, on whichever side', async () => {
  await lay('here', [{ contact: 'ada' }]);
  await lay('there', [
    { contact: 'ada', date: '2026-11-19' },
    { contact: 'ada', date: '2026-11-21' },
  ]);
  expect(await suggested()).toEqual([]);
  await lay('here', [{ contact: 'ada' }, { contact: 'ada' }]);
  await lay('there', [{ contact: 'ada' }]);
  expect(await suggested()).toEqual([]);
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
