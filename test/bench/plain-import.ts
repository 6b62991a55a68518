import { hash } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { request } from 'undici';
import type { ServedPage, ServedProduct } from './served-products.js';

// What a good programmer would write by hand for this one import: no hub, no plugin, no checks. Pages are fetched while
// earlier ones are written, over two connections of the database, a thousand products a statement.
// node plain-import.js bare|same <database> <app>

const ROWS_AT_ONCE = 1000;
const PAGES_AHEAD = 10;
// The hub is measured warm, and so is this.
const WARM_UP_PAGES = 10;
const TABLES = ['bare_products', 'records', 'links', 'import_log'];

type Write = (db: Connection, products: ServedProduct[], first: number) => Promise<void>;

const [form, database, app] = process.argv.slice(2) as ['bare' | 'same', string, string];
const write: Write = form === 'bare' ? writeBare : writeSame;
const connections = await Promise.all([connect(database), connect(database)]);
async function connect(url: string): Promise<Connection> {
  const connection = await createConnection({ uri: url, timezone: 'Z', charset: 'utf8mb4_unicode_ci' });
  await connection.query('set session transaction isolation level read committed');
  return connection;
}

async function importAll(most = Number.POSITIVE_INFINITY): Promise<number> {
  const fetched: Promise<ServedPage>[] = [];
  let asked = 0;
  let pages = most;
  let taken = 0;
  const ask = () => {
    while (asked < pages && fetched.length < PAGES_AHEAD) {
      // One after the other, as an app that counts requests would have it.
      const before = fetched.at(-1) ?? Promise.resolve();
      const number = ++asked;
      fetched.push(before.then(() => fetchPage(number)));
      if (asked === 1) return;
    }
  };
  ask();
  const first = await fetched[0]!;
  pages = Math.min(most, first.Pagination.NumberOfPages);
  ask();
  await Promise.all(
    connections.map(async (db) => {
      while (fetched.length > 0) {
        const products: ServedProduct[] = [];
        const mine = fetched.splice(0, ROWS_AT_ONCE / 200);
        ask();
        for (const page of await Promise.all(mine)) products.push(...page.Items);
        const at = taken;
        taken += products.length;
        await write(db, products, at);
      }
    }),
  );
  return taken;
}

async function fetchPage(number: number): Promise<ServedPage> {
  const { body } = await request(`${app}/${number}`);
  return (await body.json()) as ServedPage;
}

async function writeBare(db: Connection, products: ServedProduct[]): Promise<void> {
  const rows = products.map((p) => [
    p.ProductCode,
    p.Guid,
    p.ProductDescription,
    p.Barcode,
    p.Width,
    p.Height,
    p.Depth,
    p.Weight,
    p.ReOrderPoint,
    p.MinStockAlertLevel,
    p.MaxStockAlertLevel,
    (p.UnitOfMeasure as { Name: string }).Name,
    p.NeverDiminishing,
    p.LastCost,
    p.AverageLandPrice,
    p.DefaultPurchasePrice,
    p.DefaultSellPrice,
    (p.SellPriceTier1 as { Value: string }).Value,
    (p.SellPriceTier2 as { Value: string }).Value,
    (p.ProductGroup as { GroupName: string }).GroupName,
    (p.Supplier as { SupplierCode: string }).SupplierCode,
    p.Notes,
    p.BinLocation,
    p.IsComponent,
    p.Obsolete,
  ]);
  await db.query(`insert into bare_products (${BARE.join()}) values ? on duplicate key update ${updates(BARE)}`, [
    rows,
  ]);
}

const BARE = (
  'sku guid name barcode width height depth weight reorder_point min_stock max_stock unit ' +
  'never_diminishing last_cost average_cost purchase_price sell_price tier1 tier2 product_group ' +
  'supplier notes bin component obsolete'
).split(' ');

const updates = (columns: string[]) => columns.map((column) => `${column} = values(${column})`).join();

/** The rows that the hub ends up with: record, link and a line of log for each product. */
async function writeSame(db: Connection, products: ServedProduct[], first: number): Promise<void> {
  const at = new Date();
  const records: unknown[][] = [];
  const links: unknown[][] = [];
  const lines: unknown[][] = [];
  products.forEach((p, n) => {
    const id = 1_000_000 + first + n;
    const body = bodyOf(p);
    const text = JSON.stringify(body);
    const print = Buffer.from(hash('sha256', text).slice(0, 32), 'hex');
    records.push([1, id, 'product', body.sku, body.sku, null, body.price, null, null, text, at, null]);
    links.push([1, 1, 'product', p.Guid, id, print, null]);
    lines.push([1, 1, Math.floor((first + n) / 200), (first + n) % 200, 1, 'import-products', 'product', id, p.Guid]);
    lines.at(-1)!.push('created', null, null, 1, at);
  });
  await db.query('start transaction');
  await db.query(`insert into records (${RECORD.join()}) values ? on duplicate key update ${updates(RECORD)}`, [
    records,
  ]);
  await db.query(`insert into links (${LINK.join()}) values ? on duplicate key update ${updates(LINK)}`, [links]);
  await db.query(`insert into import_log (${LINE.join()}) values ?`, [lines]);
  await db.query('commit');
}

const RECORD = 'store_id id type record_key number date amount currency status body changed_at retired_at'.split(' ');
const LINK = 'store_id connection_id type remote_id record_id hash told'.split(' ');
const LINE =
  'store_id run_id seq row_no installation_id task type record_id remote_id action reason changes exchange_id at'.split(
    ' ',
  );

function bodyOf(p: ServedProduct) {
  return {
    sku: p.ProductCode,
    name: p.ProductDescription,
    purchasePrice: String(p.DefaultPurchasePrice),
    price: String(p.DefaultSellPrice),
    priceA: (p.SellPriceTier1 as { Value: string }).Value,
    priceB: (p.SellPriceTier2 as { Value: string }).Value,
    priceC: (p.SellPriceTier3 as { Value: string }).Value,
    barcode: p.Barcode,
    notes: p.Notes,
    length: String(p.Depth),
    width: String(p.Width),
    height: String(p.Height),
    weight: String(p.Weight),
    reorderQuantity: String(p.ReOrderPoint),
    restockQuantity: String(p.MaxStockAlertLevel),
    pickZone: p.BinLocation,
    isKit: p.IsAssembledProduct,
    isComponent: p.IsComponent,
    supplier: (p.Supplier as { SupplierName: string }).SupplierName,
    group: (p.ProductGroup as { GroupName: string }).GroupName,
    unit: (p.UnitOfMeasure as { Name: string }).Name,
    active: !p.Obsolete,
    tracked: false,
    untracked: p.NeverDiminishing,
  };
}

await importAll(WARM_UP_PAGES);
for (const table of TABLES) await connections[0]!.query(`truncate ${table}`);
const started = performance.now();
const count = await importAll();
process.send!({
  seconds: (performance.now() - started) / 1000,
  count,
  rssMiB: process.resourceUsage().maxRSS / 1024,
});
await Promise.all(connections.map((connection) => connection.end()));
process.disconnect();
