import { beforeAll, expect, it } from 'vitest';
import { ownSource } from '../../../test/support/own-source.js';
import { Database } from '../../database/database.js';
import { writeFace } from '../face.js';
import { StatementRows, THERE } from '../statement-rows.store.js';
import { Cursor } from './cursor.js';
import type { Row } from './finding.js';
import { Sides } from './sides.js';

const REPORT = { storeId: 1, reportId: 1 };
const source = ownSource();
let database: Database;

beforeAll(async () => {
  database = new Database(source());
});

const face = (amount: string) =>
  writeFace({ currency: 'AUD', date: '2026-11-20', standing: 'a', remoteId: amount, amount });

async function groups(size?: number): Promise<Row[][]> {
  const cursor = new Cursor(new Sides(database).inOrder(REPORT, THERE, size));
  const read: Row[][] = [];
  while (await cursor.fill()) while (!cursor.empty) read.push(cursor.takeGroup());
  return read;
}

async function lay(rows: Omit<Row, 'entry'>[]): Promise<void> {
  const store = new StatementRows(database);
  await store.forget(REPORT, THERE);
  const entries = rows.map(
    (row, entry) => ({ ...row, key: row.match_key, side: THERE, entry, status: 'open' }) as const,
  );
  await database.transaction((tx) => store.insert(tx, REPORT, entries));
}

it('are read in order of key, each key as a whole, in pages of whatever size', async () => {
  // A key without a letter, one that begins another, and ten rows under one.
  const keys = ['', '1', '10', '100', '2', ...Array.from({ length: 10 }, () => '7'), 'A', 'A{e9}', '~XYZ'];
  await lay(keys.map((match_key, n) => ({ match_key, face: face(`${n}.50`) })).toReversed());
  const whole = await groups();
  expect(whole.map((rows) => [rows[0]!.match_key, rows.length])).toEqual(
    [...new Set(keys)].map((key) => [key, key === '7' ? 10 : 1]),
  );
  expect(whole.flat().map(({ entry }) => keys.at(-1 - entry))).toEqual(keys);
  expect(whole.at(-1)![0]!.face).toBe(face(`${keys.length - 1}.50`));
  for (const size of [1, 2, 3, 4, keys.length, 50]) expect(await groups(size)).toEqual(whole);
});

it('are read where there is nothing', async () => {
  await lay([]);
  expect(await groups()).toEqual([]);
});

it('come whole in pages beyond the megabyte that servers put into a text by themselves', async () => {
  const long = 'X'.repeat(180);
  await lay(Array.from({ length: 6000 }, (_, n) => ({ match_key: `${long}${n}`, face: face('1') })));
  expect(await groups()).toHaveLength(6000);
});
