import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../src/connections/test/eventually.js';
import type { Installation } from '../../src/installations/installation.entity.js';
import { PluginRegistry } from '../../src/plugins/plugin-registry.js';
import { packageRoot } from '../../src/web/package-root.js';
import { ShopHub } from '../hostile/shop-hub.js';
import type { Merchant } from '../support/hub.js';

const CONNECTORS = ['connect', 'neto', 'unleashed'].map((id) => join(packageRoot, 'dist/plugins', id));
const IMPORTS = ['warehouses', 'tax-rates', 'suppliers', 'customers', 'products', 'kits', 'stock'].map(
  (name) => `import-${name}`,
);
const EXPORTS = ['export-invoices', 'export-returns'];
const ROWS_PER_PAGE = 10;

/** A merchant's shop and stock system, all the way round. */
interface Side {
  house: ShopHub;
  merchant: Merchant;
  stock: Installation;
  /** What each run of the stock system cost. */
  costs: Record<string, Cost>;
}

interface Cost {
  /** Both ways over the boundary of its process. */
  messages: number;
  /** To the app. */
  requests: number;
  rows: number;
  /** Of shipments. */
  steps: number;
}

let dataDir: string;
let here: Side;
let there: Side;

beforeAll(async () => {
  // The twins' goods and sales are dated from now on backwards.
  const at = Date.now();
  const now = () => at;
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-contained-'));
  // As a vendor's folder: compiled, staged, and run in a process of its own.
  const env = { DATA_DIR: dataDir, PLUGIN_PATHS: CONNECTORS.join(',') };
  here = await goRound(await ShopHub.open({ now }));
  there = await goRound(await ShopHub.open({ now, env, plugins: { bundled: false } }));
}, 180_000);

afterAll(async () => {
  await Promise.all([here?.house.stop(), there?.house.stop()]);
  await rm(dataDir, { recursive: true, force: true });
});

async function goRound(house: ShopHub): Promise<Side> {
  const merchant = await house.hub.merchant();
  const still = async () => {
    const alive = 'select 1 from runs where alive = 1 limit 1';
    await eventually(async () => (await house.database.query(alive)).length === 0, 30_000);
    // From here on nothing starts by itself, so that only what is asked for is measured.
    await house.database.run('update schedules set active = false, next_run_at = null');
  };
  const { stock } = await house.furnish(merchant, still);
  const side: Side = { house, merchant, stock, costs: {} };
  await house.database.run(
    `insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at)
     values (?, ?, 'return-reasons', 'Change of mind', 'Customer return', true, now(3))`,
    [merchant.store.id, stock.id],
  );
  await house.database.run('update installations set advanced = ? where id = ?', [
    JSON.stringify({ ...stock.advanced, pageSize: ROWS_PER_PAGE }),
    stock.id,
  ]);
  for (const task of [...IMPORTS, ...EXPORTS]) side.costs[task] = await costOf(task, side);
  return side;
}

async function costOf(task: string, { house, merchant, stock }: Side): Promise<Cost> {
  let requests = 0;
  house.filter((app, _, answer) => {
    if (app === 'unleashed') requests += 1;
    return answer;
  });
  // Everything once more, not only what has changed.
  await house.database.run('update schedules set watermark = null where installation_id = ?', [stock.id]);
  const before = messagesOf(house);
  await house.run(merchant, stock, task);
  const messages = messagesOf(house) - before;
  const { rows, steps } = (await house.database.one<Record<'rows' | 'steps', number>>(
    `select r.\`read\` + r.sent as \`rows\`,
       (select count(distinct l.shipment_id, l.step) from export_log l where l.store_id = r.store_id and l.run_id = r.id) as steps
     from runs r where installation_id = ? and task = ? order by id desc limit 1`,
    [stock.id, task],
  ))!;
  return { messages, requests, rows, steps };
}

function messagesOf({ hub }: ShopHub): number {
  const { sent, received } = unleashedIn(hub).traffic?.() ?? { sent: 0, received: 0 };
  return sent + received;
}

const unleashedIn = (hub: ShopHub['hub']) => hub.app.get(PluginRegistry).get('unleashed')!;

const both = async <T>(look: (side: Side) => T | Promise<T>) => [await look(here), await look(there)] as const;

const recordsOf = ({ house, merchant }: Side) =>
  house.database.query<{ type: string; record_key: string; body: string }>(
    'select type, record_key, amount, status, body from records where store_id = ? order by type, record_key',
    [merchant.store.id],
  );

const logOf = ({ house, merchant, stock }: Side) =>
  house.database.query(
    `select o.task, r.record_key, o.state, o.reason from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
     where o.store_id = ? and o.installation_id = ? order by o.task, r.record_key`,
    [merchant.store.id, stock.id],
  );

/** What the app's people would compare; ids and times are made anew on each side. */
function heldBy({ house }: Side) {
  const { unleashed } = house.twins;
  const orders = unleashed.orders().map((order) => ({
    source: order.SourceId,
    status: order.OrderStatus,
    customer: order.Customer.CustomerCode,
    warehouse: order.Warehouse.WarehouseCode,
    total: order.Total,
    lines: order.SalesOrderLines.map((line) => [
      line.Product.ProductCode,
      line.OrderQuantity,
      line.UnitPrice,
      line.LineTax,
    ]),
  }));
  const adjustments = unleashed.adjustments().map((one) => ({
    reason: one.AdjustmentReason,
    warehouse: one.Warehouse.WarehouseCode,
    lines: one.StockAdjustmentLines.map((line) => [line.Product.ProductCode, line.NewQuantity, line.Comments]),
  }));
  const inOrder = <T>(all: T[]) => all.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  return { orders: inOrder(orders), adjustments: inOrder(adjustments) };
}

describe('a whole connector in a process of its own', () => {
  it('came through the same registry as one that runs here', async () => {
    const found = await both(({ house }) => unleashedIn(house.hub));
    expect(found.map(({ contained }) => contained)).toEqual([false, true]);
    expect(found[1].manifest).toEqual(found[0].manifest);
  });

  it('brings in the same records, to the letter', async () => {
    const [these, those] = await both(recordsOf);
    expect(new Set(these.map(({ type }) => type)).size).toBeGreaterThan(8);
    expect(those).toEqual(these);
  });

  it('leaves the same orders and adjustments in the app, and the same lines in the log', async () => {
    const [these, those] = await both(heldBy);
    expect(these.orders.filter(({ source, status }) => source && status === 'Completed').length).toBeGreaterThan(10);
    expect(these.adjustments.length).toBeGreaterThan(0);
    expect(those).toEqual(these);
    const [lines, others] = await both(logOf);
    expect(others).toEqual(lines);
  });

  it.each(IMPORTS)('%s costs a few messages a page, whatever is on it', (task) => {
    const { messages, requests, rows } = there.costs[task]!;
    expect(rows).toBeGreaterThan(0);
    // There and back for the whole, for each request, and for the page that it brought.
    expect(messages).toBeLessThanOrEqual(2 + 4 * requests);
  });

  it('exports cost what the app wants to be asked, a message for each step and a few for the run', () => {
    for (const task of EXPORTS) {
      const { messages, requests, steps, rows } = there.costs[task]!;
      expect(rows).toBeGreaterThan(0);
      expect(messages).toBeLessThanOrEqual(2 * (requests + steps + 8));
    }
  });

  it('asks the app for as many pages as it does here', () => {
    const requests = ({ costs }: Side) => IMPORTS.map((task) => [task, costs[task]!.requests]);
    expect(requests(there)).toEqual(requests(here));
  });
});
