import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { Database, type SqlParameter } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';
import { countUpTo, type KeyValues, readSlice, type Slice } from '../../logs/key-set.js';
import { LogApps } from '../../logs/log-apps.js';
import { migrate } from '../../migrate.js';
import type { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { OutboxState } from '../states.js';
import { branchesOf, type ExportScope, OUTBOX, type Standing } from './export-branches.js';
import { Standings } from './standings.service.js';

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

function standingsOn(asked: Database): Standings {
  const justRead = new JustRead(database);
  const logApps = new LogApps(asked, { get: () => undefined } as unknown as PluginRegistry, justRead);
  return new Standings(asked, justRead, logApps);
}

/** By which of the tasks, in their order. */
const of = async (...tasks: number[]): Promise<Standing[]> => {
  const all = await standingsOn(database).of(STORE);
  const names = [...new Set(all.map(({ installation_id, task }) => `${installation_id} ${task}`))];
  return all.filter(({ installation_id, task }) => tasks.includes(names.indexOf(`${installation_id} ${task}`)));
};
const ALL = [0, 1, 2, 3];
const key = ({ changed_at, record_id, installation_id, task }: Row): KeyValues => [
  changed_at,
  record_id,
  installation_id,
  task,
];
type Scope = Omit<Partial<ExportScope>, 'standings'> & { tasks?: number[] };
const page = async (
  { tasks = ALL, ...scope }: Scope,
  states: OutboxState[] | undefined,
  slice: Partial<Slice> = {},
) => {
  const branches = branchesOf({ storeId: STORE, standings: await of(...tasks), ...scope }, states);
  return effortOf<Row>(readSlice(OUTBOX, branches, { limit: 51, ...slice })!);
};

describe('of a hundred thousand lines a page is read by looking at hardly more than it shows', () => {
  const middle: KeyValues = [new Date('2026-11-20T01:00:00Z'), 60_000, 1, 'export-invoices'];
  const filters: [string, Scope, OutboxState[] | undefined][] = [
    ['without a filter', {}, undefined],
    ['by status', {}, ['rejected', 'needs-person']],
    ['by a status that most have', {}, ['exported']],
    ['by app', { tasks: [0, 1] }, undefined],
    ['by task and status', { tasks: [0] }, ['not-due', 'pending']],
    ['by date', { since: new Date('2026-11-20T01:00:00Z'), until: new Date('2026-11-20T02:00:00Z') }, undefined],
    ['by search', { recordIds: [7, 8, 9], tasks: [2, 3] }, ['rejected']],
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
      const { rows } = await page({}, ['exported', 'rejected'], { from, limit: 500 });
      seen.push(...rows.map(({ record_id }) => record_id));
      from = { key: key(rows.at(-1)!), direction: 'older' };
    }
    expect(new Set(seen).size).toBe(turns * 500);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    const { rows: back } = await page({}, ['exported', 'rejected'], {
      from: { ...from!, direction: 'newer' },
      limit: 500,
    });
    expect(back.map(({ record_id }) => record_id).toReversed()).toEqual(seen.slice(-501, -1));
  });
});

describe('counting', () => {
  const count = async (states: OutboxState[], bound: number) => {
    const branches = branchesOf({ storeId: STORE, standings: await of(...ALL) }, states);
    return effortOf<{ n: number }>(countUpTo('outbox', branches, bound));
  };

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

it('which tasks have lines, and in which state, is known without reading the lines', async () => {
  const sql: [string, SqlParameter[]][] = [];
  const counting = {
    query: async (text: string, values: SqlParameter[]) => {
      sql.push([text, values]);
      return database.query(text, values);
    },
  } as unknown as Database;
  const found = await standingsOn(counting).of(STORE);
  const standing = (installation_id: number, task: string) => (state: OutboxState) => ({
    installation_id,
    task,
    state,
  });
  expect(found).toEqual([
    ...(['exported', 'not-due', 'rejected'] as const).map(standing(1, 'export-invoices')),
    ...(['exported', 'not-due'] as const).map(standing(1, 'export-returns')),
    ...(['exported', 'not-due'] as const).map(standing(2, 'export-invoices')),
    ...(['exported', 'not-due', 'rejected'] as const).map(standing(2, 'export-returns')),
  ]);
  const efforts = await Promise.all(sql.map(([text, values]) => effortOf({ sql: text, values })));
  expect(efforts.reduce((sum, { examined }) => sum + examined, 0)).toBeLessThan(80);
});
