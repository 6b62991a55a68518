import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { Database, type SqlParameter } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';
import { migrate } from '../../migrate.js';
import type { PluginRegistry } from '../../plugins/plugin-registry.js';
import { countUpTo, type KeyValues, readSlice, type Slice } from '../../records/pages/key-set.js';
import { LogApps } from '../../records/pages/log-apps.js';
import type { OutboxState } from '../states.js';
import { branchesOf, type ExportScope, OUTBOX } from './export-branches.js';

const LINES = 100_000;
const STORE = 5;

let own: TestDatabase;
let source: DataSource;
let database: Database;

/** A hundred thousand lines, taken in at three moments as a first run takes them in; three of them were refused. */
beforeAll(async () => {
  own = await testDatabase();
  await migrate(own.url);
  source = await new DataSource(dataSourceOptions(own.url)).initialize();
  database = new Database(source);
  await database.run(
    `insert into outbox (store_id, installation_id, task, record_id, state, changed_at, app_number, customer_reference)
     select ${STORE}, 1 + seq mod 2, if(seq mod 4 < 2, 'export-invoices', 'export-returns'), seq,
       if(seq in (7, 50000, 99999), 'rejected', if(seq mod 3 = 0, 'not-due', 'exported')),
       timestamp('2026-11-20 00:00:00.000') + interval floor(seq / 40000) hour, concat('SO-', seq), concat('PO ', seq)
     from seq_1_to_${LINES}`,
  );
  await database.run('analyze table outbox');
}, 120_000);
afterAll(async () => {
  await source?.destroy();
  await own?.drop();
});

type Row = { changed_at: Date; record_id: number; installation_id: number; task: string };

/** Runs a statement and answers its rows with how many the database had to look at for them. */
async function effortOf<T>({ sql, values }: { sql: string; values: SqlParameter[] }) {
  return database.transaction(async (tx) => {
    const reads = async () => {
      const rows = await tx.query<{ Value: string }>(`show session status where Variable_name in
        ('Handler_read_first', 'Handler_read_key', 'Handler_read_last', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd_next')`);
      return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    const before = await reads();
    const rows = await tx.query<T>(sql, values);
    return { rows, examined: (await reads()) - before };
  });
}

const tasks = [1, 2].flatMap((installation_id) =>
  ['export-invoices', 'export-returns'].map((task) => ({ installation_id, task })),
);
const key = ({ changed_at, record_id, installation_id, task }: Row): KeyValues => [
  changed_at,
  record_id,
  installation_id,
  task,
];
const page = (scope: Partial<ExportScope>, states: OutboxState[] | undefined, slice: Partial<Slice> = {}) =>
  effortOf<Row>(readSlice(OUTBOX, branchesOf({ storeId: STORE, ...scope }, states), { limit: 51, ...slice })!);

describe('of a hundred thousand lines a page is read by looking at hardly more than it shows', () => {
  const middle: KeyValues = [new Date('2026-11-20T01:00:00Z'), 60_000, 1, 'export-invoices'];
  const filters: [string, Partial<ExportScope>, OutboxState[] | undefined][] = [
    ['without a filter', {}, undefined],
    ['by status', {}, ['rejected', 'needs-person']],
    ['by a status that most have', {}, ['exported']],
    ['by app', { tasks: tasks.slice(0, 2) }, undefined],
    ['by task and status', { tasks: tasks.slice(0, 1) }, ['not-due', 'pending']],
    ['by date', { since: new Date('2026-11-20T01:00:00Z'), until: new Date('2026-11-20T02:00:00Z') }, undefined],
    ['by search', { recordIds: [7, 8, 9], tasks: tasks.slice(2) }, ['rejected']],
  ];

  it.each(filters)('%s', async (_, scope, states) => {
    for (const slice of [
      {},
      { from: { key: middle, direction: 'older' } },
      { from: { key: middle, direction: 'newer' } },
    ] satisfies Partial<Slice>[]) {
      const { rows, examined } = await page(scope, states, slice);
      // Each branch is read, sorted in with the others and read again.
      expect(examined).toBeLessThan(51 * 45);
      expect(rows.length).toBeLessThanOrEqual(51);
    }
  });
});

describe('paging', () => {
  it('meets each line once, in both directions, also where thousands share one moment', async () => {
    const seen: number[] = [];
    let from: Slice['from'];
    const turns = 40;
    for (let turn = 0; turn < turns; turn++) {
      const { rows } = await page({ tasks }, ['exported', 'rejected'], { from, limit: 500 });
      seen.push(...rows.map(({ record_id }) => record_id));
      from = { key: key(rows.at(-1)!), direction: 'older' };
    }
    expect(new Set(seen).size).toBe(turns * 500);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    const { rows: back } = await page({ tasks }, ['exported', 'rejected'], {
      from: { ...from!, direction: 'newer' },
      limit: 500,
    });
    expect(back.map(({ record_id }) => record_id).toReversed()).toEqual(seen.slice(-501, -1));
  });
});

describe('counting', () => {
  const count = (states: OutboxState[], bound: number) =>
    effortOf<{ n: number }>(countUpTo('outbox', branchesOf({ storeId: STORE }, states), bound));

  it('is exact where it matters and stops where it doesn’t', async () => {
    expect((await count(['rejected', 'needs-person'], 10_001)).rows[0]!.n).toBe(3);
    const many = await count(['exported'], 10_001);
    expect(many.rows[0]!.n).toBe(10_001);
    expect(many.examined).toBeLessThan(45_000);
  });
});

it('a searched number is found through an index', async () => {
  const { rows, examined } = await effortOf({
    sql: 'select record_id from outbox force index (by_app_number) where store_id = ? and app_number like ?',
    values: [STORE, 'SO-5000%'],
  });
  expect(rows).toHaveLength(11);
  expect(examined).toBeLessThan(30);
});

it('which tasks have lines is known without reading the lines', async () => {
  const sql: [string, SqlParameter[]][] = [];
  const counting = {
    query: async (text: string, values: SqlParameter[]) => {
      sql.push([text, values]);
      return database.query(text, values);
    },
  } as unknown as Database;
  const logApps = new LogApps(counting, { get: () => undefined } as unknown as PluginRegistry, new JustRead(database));
  const found = await logApps.logged('outbox', STORE);
  expect(found).toEqual(tasks);
  const efforts = await Promise.all(sql.map(([text, values]) => effortOf({ sql: text, values })));
  expect(efforts.reduce((sum, { examined }) => sum + examined, 0)).toBeLessThan(40);
});
