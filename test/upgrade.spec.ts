import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox as netoTwin } from '../plugins/neto/sandbox/index.js';
import { createSandbox as unleashedTwin } from '../plugins/unleashed/sandbox/index.js';
import { createApp } from '../src/app.js';
import { eventually } from '../src/connections/test/eventually.js';
import { migrate } from '../src/migrate.js';
import { type ServedSandbox, serveSandbox } from '../src/sandboxes/sandbox-server.js';
import { Settings } from '../src/settings/settings.js';
import { Runs } from '../src/tasks/runs.service.js';
import { testDatabase } from './support/database.js';
import { FIRST_LANDING, layFirstLanding } from './support/first-landing.js';
import { Hub, PASSWORD } from './support/hub.js';

const { store, shop, stock } = FIRST_LANDING;

type Rows = Record<string, string[]>;

let database: Awaited<ReturnType<typeof testDatabase>>;
let source: DataSource;
/** Every row of every table, before and after. */
let before: Rows;
let after: Rows;

beforeAll(async () => {
  database = await testDatabase();
  source = await layFirstLanding(database.url);
  const columns = await columnsNow();
  before = await rowsOf(columns);
  await migrate(database.url);
  after = await rowsOf(columns);
});

afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

/** A table and its columns. A column that is worked out from others is none to keep. */
async function columnsNow(): Promise<[table: string, columns: string[]][]> {
  const rows: { name: string; columns: string }[] = await source.query(
    `select table_name as name, group_concat(column_name order by ordinal_position) as columns
     from information_schema.columns
     where table_schema = database() and table_name <> 'migrations' and extra not like '%GENERATED%' group by table_name`,
  );
  return rows.map(({ name, columns }) => [name, columns.split(',')]);
}

async function rowsOf(tables: [string, string[]][]): Promise<Rows> {
  const read = tables.map(async ([table, columns]) => {
    const rows: unknown[] = await source.query(`select ${columns.map((name) => `\`${name}\``).join()} from ${table}`);
    return [table, rows.map((row) => JSON.stringify(row, asText)).sort()] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** What a column holds, whether the driver takes it for JSON or for a text. */
const asText = (column: string, value: unknown) =>
  column !== '' && typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

describe('a database of the first landing', () => {
  it('had something in every table', () => {
    expect(Object.keys(before).length).toBeGreaterThan(30);
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
  });

  it('keeps every row when it is brought up to date', () => {
    for (const [table, rows] of Object.entries(before)) expect([table, after[table]]).toEqual([table, rows]);
  });
});

describe('a hub on it', () => {
  let twins: [shop: ServedSandbox, stock: ServedSandbox];
  let stockTwin: ReturnType<typeof unleashedTwin>;
  let hub: Hub;

  beforeAll(async () => {
    const now = () => FIRST_LANDING.at;
    const shopTwin = netoTwin({ requestsPerMinute: Number.POSITIVE_INFINITY, now, sales: 12, products: 2, rmas: 3 });
    stockTwin = unleashedTwin({ now });
    twins = [await serveSandbox(shopTwin), await serveSandbox(stockTwin)];
    const settings = Settings.from({
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
      PORT: '0',
      SECRET_KEYS: FIRST_LANDING.sealedWith,
      ENDPOINTS: `${shopTwin.credentials.storeDomain}=${twins[0].url},api.unleashedsoftware.com=${twins[1].url}`,
    });
    const app = await createApp(settings, { databaseUrl: database.url });
    await app.listen(0, '127.0.0.1');
    hub = new Hub(app, await app.getUrl(), async () => undefined);
  });

  afterAll(async () => {
    await hub?.stop();
    await Promise.all((twins ?? []).map((twin) => twin.stop()));
  });

  it('shows its pages to whoever was there before', async () => {
    const mia = hub.stranger();
    await mia.signIn(FIRST_LANDING.email, PASSWORD);
    const paths = ['/', '/addons', '/stores', '/profile', '/logs/exports', '/logs/imports'];
    for (const id of [shop, stock]) {
      paths.push(...['setup', 'tasks', 'mappings'].map((page) => `/installations/${id}/${page}`));
    }
    const [order] = await source.query("select record_id from outbox where task = 'export-invoices' limit 1");
    paths.push(`/installations/${stock}/tasks/export-invoices`, `/installations/${stock}/maps/warehouses`);
    paths.push(`/logs/exports/${stock}/export-invoices/${order.record_id}`);
    for (const path of paths) expect([path, (await mia.get(path)).status]).toEqual([path, 200]);
  });

  it('moves records as before, opens what was sealed, and sends nothing again', async () => {
    const ended = async (installation: number, task: string) => {
      const { id } = await hub.app.get(Runs).start(store, installation, task, 'person');
      const look = () => source.query('select state from runs where id = ? and alive is null', [id]);
      await eventually(async () => (await look()).length > 0, 15_000);
      return [task, (await look())[0].state];
    };
    const sent = await source.query(
      "select record_id, app_number from outbox where task = 'export-invoices' and state = 'exported'",
    );
    expect(sent.length).toBeGreaterThan(0);
    for (const task of ['import-orders', 'import-products']) expect(await ended(shop, task)).toEqual([task, 'done']);
    for (const task of ['import-products', 'export-invoices']) expect(await ended(stock, task)).toEqual([task, 'done']);
    expect(stockTwin.orders().filter(({ SourceId }) => SourceId)).toEqual([]);
    const still = await source.query(
      "select record_id, app_number from outbox where task = 'export-invoices' and state = 'exported'",
    );
    expect(still).toEqual(sent);
  });
});
