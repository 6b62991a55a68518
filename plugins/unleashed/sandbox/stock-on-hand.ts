import { found, ok, refused } from './answers.js';
import { daysBetween, wireDate } from './dates.js';
import { quotient, sum } from './decimals.js';
import { page } from './paging.js';
import type { Product } from './product.js';
import type { Query } from './query.js';
import { type Call, listRoutes, type Route } from './router.js';
import type { Shop } from './shop.js';
import { averageCost } from './stock.js';
import type { Warehouse } from './warehouses.js';

/** Which warehouses a row speaks of: one, or the sum of all. */
interface Scope {
  one: Warehouse | null;
  guids: string[];
}

interface Totals {
  quantity: number;
  value: number;
  allocated: number;
  modified: number;
  lastSale: number | null;
}

function list(shop: Shop, { page: number, query }: Call) {
  const scope = scopeOf(shop, query);
  const withAssemblable = query.flag('isAssembled');
  const write = (at: number) => JSON.stringify(row(shop, shop.products.at(at), scope, withAssemblable));
  return page(selection(shop, query, scope), number, query, write);
}

function scopeOf(shop: Shop, query: Query): Scope {
  if (query.text('asAtDate')) throw refused('asAtDate is not answered here: only the present stock is kept.');
  const [code, name] = [query.text('warehouseCode'), query.text('warehouseName')];
  const all = shop.warehouses.all();
  if (code === undefined && name === undefined) return { one: null, guids: all.map((warehouse) => warehouse.Guid) };
  const one = all.find((warehouse) => warehouse.WarehouseCode === code || warehouse.WarehouseName === name);
  if (!one) throw refused(`Warehouse ${code ?? name} does not exist.`);
  return { one, guids: [one.Guid] };
}

function selection(shop: Shop, query: Query, scope: Scope): readonly number[] {
  const names = ['isAssembled', 'modifiedSince', 'productId', 'orderBy', 'sort'];
  const question = [scope.guids.join(), ...names.map((name) => query.lower(name) ?? '')].join('\n');
  return shop.remembered(`stock\n${question}`, () => chosen(shop, query, scope));
}

function chosen(shop: Shop, query: Query, scope: Scope): number[] {
  const since = query.instant('modifiedSince') ?? Number.NEGATIVE_INFINITY;
  const wanted = query.list('productId');
  const assembled = query.lower('isAssembled');
  const keyed = shop.products.inOrder().flatMap((at) => {
    const { guid } = shop.products.head(at);
    if (wanted && !wanted.includes(guid)) return [];
    if (assembled !== undefined && String(shop.products.at(at).IsAssembledProduct) !== assembled) return [];
    const totals = totalsOf(shop, guid, scope);
    if (!totals && !(assembled === 'true' && autoBill(shop, guid))) return [];
    return (totals?.modified ?? 0) >= since ? [{ at, modified: totals?.modified ?? 0 }] : [];
  });
  if (query.lower('orderBy') === 'lastmodifiedon') keyed.sort((a, b) => a.modified - b.modified);
  if (query.lower('sort') === 'desc') keyed.reverse();
  return keyed.map(({ at }) => at);
}

function totalsOf(shop: Shop, guid: string, scope: Scope): Totals | undefined {
  let totals: Totals | undefined;
  for (const warehouse of scope.guids) {
    const level = shop.stock.level(guid, warehouse);
    const allocation = shop.stock.allocation(guid, warehouse);
    if (!level && !allocation) continue;
    totals ??= { quantity: 0, value: 0, allocated: 0, modified: 0, lastSale: null };
    totals.quantity = sum(totals.quantity, level?.quantity ?? 0);
    totals.value = sum(totals.value, level?.value ?? 0);
    totals.allocated = sum(totals.allocated, allocation?.quantity ?? 0);
    totals.modified = Math.max(totals.modified, level?.modified ?? 0, allocation?.modified ?? 0);
    if (level?.lastSale) totals.lastSale = Math.max(totals.lastSale ?? 0, level.lastSale);
  }
  return totals;
}

const EMPTY: Totals = { quantity: 0, value: 0, allocated: 0, modified: 0, lastSale: null };

function row(shop: Shop, product: Product, scope: Scope, withAssemblable: boolean) {
  const totals = totalsOf(shop, product.Guid, scope) ?? EMPTY;
  const assemblable = withAssemblable ? assemblableFrom(shop, product.Guid, scope) : 0;
  return {
    Guid: shop.guid('stock', product.Guid, scope.one?.Guid ?? ''),
    ProductGuid: product.Guid,
    ProductCode: product.ProductCode,
    ProductDescription: product.ProductDescription,
    ProductGroupName: product.ProductGroup?.GroupName ?? null,
    ProductSourceId: product.SourceId,
    WarehouseId: scope.one?.Guid ?? null,
    Warehouse: scope.one?.WarehouseName ?? null,
    WarehouseCode: scope.one?.WarehouseCode ?? null,
    DaysSinceLastSale: totals.lastSale === null ? null : daysBetween(totals.lastSale, shop.now()),
    OnPurchase: 0,
    AllocatedQty: totals.allocated,
    AvailableQty: sum(totals.quantity, -totals.allocated, assemblable),
    QtyOnHand: totals.quantity,
    AvgCost: averageCost(totals.quantity, totals.value),
    TotalCost: totals.value,
    LastModifiedOn: wireDate(totals.modified),
  };
}

const autoBill = (shop: Shop, guid: string) =>
  shop.bills.find((bill) => bill.Product.Guid === guid && bill.CanAutoAssemble && !bill.Obsolete);

/** How many whole kits the free parts make; a kit is put together in one place, so warehouses do not mix. */
function assemblableFrom(shop: Shop, guid: string, scope: Scope): number {
  const lines = autoBill(shop, guid)?.BillOfMaterialsLines;
  if (!lines) return 0;
  const inOne = (warehouse: string) => {
    const free = (part: string) =>
      sum(shop.stock.onHand(part, warehouse), -(shop.stock.allocation(part, warehouse)?.quantity ?? 0));
    return Math.min(...lines.map((line) => Math.floor(quotient(8, free(line.Product.Guid), line.Quantity))));
  };
  return scope.guids.reduce((all, warehouse) => all + Math.max(0, inOne(warehouse)), 0);
}

function show(shop: Shop, { guid, query }: Call) {
  const product = found(shop.products.get(guid), 'The product');
  const scope = scopeOf(shop, query);
  found(totalsOf(shop, guid, scope), 'Stock of the product');
  return ok(row(shop, product, scope, product.IsAssembledProduct));
}

function everywhere(shop: Shop, { guid, page: number, query }: Call) {
  const product = found(shop.products.get(guid), 'The product');
  const scopes = shop.warehouses
    .all()
    .map((one): Scope => ({ one, guids: [one.Guid] }))
    .filter((scope) => totalsOf(shop, guid, scope));
  return page(scopes, number, query, (scope) => JSON.stringify(row(shop, product, scope, product.IsAssembledProduct)));
}

export const stockRoutes: Route[] = [
  ...listRoutes('StockOnHand', list),
  { method: 'GET', path: '/StockOnHand/*', answer: show },
  { method: 'GET', path: '/StockOnHand/*/AllWarehouses', answer: everywhere },
];
