import { type Answer, created, found, ok, refused } from './answers.js';
import { wireDate, writtenInstant } from './dates.js';
import { product as times } from './decimals.js';
import { Form } from './form.js';
import { ordered, page } from './paging.js';
import { type Mention, mention, type Product } from './product.js';
import { type Call, listRoutes, type Route } from './router.js';
import type { Shop } from './shop.js';
import { averageCost } from './stock.js';
import { namedWarehouse, type Warehouse } from './warehouses.js';

export interface StockAdjustmentLine {
  Guid: string;
  LineNumber: number;
  Product: Mention;
  NewQuantity: number;
  NewActualValue: number;
  Comments: string | null;
  SerialNumbers: unknown[];
  BatchNumbers: unknown[];
  LastModifiedOn: string;
}

export interface StockAdjustment {
  Guid: string;
  AdjustmentNumber: string;
  AdjustmentDate: string;
  AdjustmentReason: string;
  AccountCode: string | null;
  Status: 'Parked' | 'Completed';
  Warehouse: Pick<Warehouse, 'Guid' | 'WarehouseCode' | 'WarehouseName'>;
  StockAdjustmentLines: StockAdjustmentLine[];
  CreatedBy: string;
  CreatedOn: string;
  ConfirmedBy: string | null;
  ConfirmedOn: string | null;
  LastModifiedBy: string;
  LastModifiedOn: string;
}

function list(shop: Shop, { page: number, query }: Call) {
  const [code, warehouse] = [query.lower('productCode'), query.lower('warehouseCode')];
  const since = query.instant('adjustmentDate') ?? 0;
  const chosen = shop
    .modifiedSince(shop.adjustments.all(), query.instant('modifiedSince'))
    .filter((adjustment) => writtenInstant(adjustment.AdjustmentDate) >= since)
    .filter((adjustment) => !warehouse || adjustment.Warehouse.WarehouseCode.toLowerCase() === warehouse)
    .filter((adjustment) => !code || mentions(adjustment, code));
  const sorted = ordered(chosen, query, (adjustment) => adjustment.AdjustmentNumber);
  return page(sorted, number, query, (adjustment) => JSON.stringify(adjustment));
}

const mentions = (adjustment: StockAdjustment, code: string): boolean =>
  adjustment.StockAdjustmentLines.some((line) => line.Product.ProductCode.toLowerCase() === code);

/** Create only: an adjustment is never edited, and the same guid is never taken twice. */
function create(shop: Shop, { guid, body }: Call): Answer {
  if (shop.adjustments.get(guid)) throw refused(`A stock adjustment with guid ${guid} already exists.`);
  const form = Form.of(body);
  form.require('Warehouse', 'AdjustmentReason', 'StockAdjustmentLines');
  const said = form.text('Guid', 36)?.toLowerCase();
  if (said && said !== guid) form.problem('Guid', 'Guid differs from the one in the path.', 'Invalid');
  const warehouse = namedWarehouse(shop, form);
  const status = readStatus(form);
  const heads = readHeads(shop, form);
  const lines = readLines(shop, form, guid, warehouse);
  form.settle();
  if (!warehouse) throw new Error('A settled form names its warehouse');
  const { Guid, WarehouseCode, WarehouseName } = warehouse;
  const adjustment: StockAdjustment = {
    Guid: guid,
    AdjustmentNumber: shop.nextNumber('SA'),
    ...heads,
    Status: status,
    Warehouse: { Guid, WarehouseCode, WarehouseName },
    StockAdjustmentLines: lines,
    ...signatures(shop, status),
  };
  if (status === 'Completed') apply(shop, adjustment);
  return created(shop.adjustments.put(adjustment));
}

function readStatus(form: Form): StockAdjustment['Status'] {
  const text = form.text('Status', 20) ?? 'Completed';
  if (text === 'Completed' || text === 'Parked') return text;
  form.problem('Status', 'Status must be Parked or Completed.', 'Invalid');
  return 'Parked';
}

function readHeads(shop: Shop, form: Form) {
  const reason = form.text('AdjustmentReason', 20) ?? '';
  const known = shop.settings.reasons.includes(reason);
  if (reason && !known) form.problem('AdjustmentReason', `Adjustment reason ${reason} does not exist.`, 'NotFound');
  return {
    AdjustmentDate: wireDate(form.instant('AdjustmentDate') ?? shop.now()),
    AdjustmentReason: reason,
    AccountCode: form.text('AccountCode', 50) ?? null,
  };
}

function readLines(shop: Shop, form: Form, guid: string, warehouse: Warehouse | undefined): StockAdjustmentLine[] {
  const forms = form.children('StockAdjustmentLines');
  if (forms?.length === 0) form.problem('StockAdjustmentLines', 'At least one line is needed.', 'Required');
  const seen = new Set<string>();
  return (forms ?? []).flatMap((line, at) => {
    line.require('Product', 'NewQuantity');
    const product = adjustable(shop, line);
    if (!product) return [];
    // Two absolute targets for one product would contradict each other.
    if (seen.has(product.Guid)) line.problem('Product', `${product.ProductCode} is there twice.`, 'Duplicate');
    seen.add(product.Guid);
    return [readLine(shop, line, product, warehouse, shop.guid('adjustment-line', guid, at), at + 1)];
  });
}

function adjustable(shop: Shop, line: Form): Product | undefined {
  const named = line.child('Product');
  if (!named) return undefined;
  const [guid, code] = [named.text('Guid'), named.text('ProductCode')];
  const product = guid ? shop.products.get(guid) : shop.products.coded(code ?? '');
  if (!product) return named.problem('ProductCode', `Product ${code ?? guid ?? ''} does not exist.`, 'NotFound');
  if (!product.NeverDiminishing) return product;
  return named.problem('ProductCode', `${product.ProductCode} never diminishes and has no stock.`, 'NeverDiminishing');
}

function readLine(
  shop: Shop,
  line: Form,
  product: Product,
  warehouse: Warehouse | undefined,
  guid: string,
  number: number,
): StockAdjustmentLine {
  const quantity = line.number('NewQuantity') ?? 0;
  if (quantity < 0) line.problem('NewQuantity', 'NewQuantity cannot be less than nought.', 'Invalid');
  const value = line.number('NewActualValue');
  if (value !== undefined && value < 0)
    line.problem('NewActualValue', 'NewActualValue cannot be less than nought.', 'Invalid');
  const serials = line.items('SerialNumbers') ?? [];
  const batches = line.items('BatchNumbers') ?? [];
  if (product.IsSerialized && serials.length === 0)
    line.problem('SerialNumbers', 'Serial numbers are needed.', 'Required');
  if (product.IsBatchTracked && batches.length === 0)
    line.problem('BatchNumbers', 'Batch numbers are needed.', 'Required');
  return {
    Guid: guid,
    LineNumber: line.number('LineNumber') ?? number,
    Product: mention(product),
    NewQuantity: quantity,
    NewActualValue: value ?? times(4, quantity, presentCost(shop, product, warehouse)),
    Comments: line.text('Comments', 200) ?? null,
    SerialNumbers: serials,
    BatchNumbers: batches,
    LastModifiedOn: wireDate(shop.now()),
  };
}

function presentCost(shop: Shop, product: Product, warehouse: Warehouse | undefined): number {
  const level = warehouse && shop.stock.level(product.Guid, warehouse.Guid);
  return level?.quantity ? averageCost(level.quantity, level.value) : product.AverageLandPrice;
}

function signatures(shop: Shop, status: StockAdjustment['Status']) {
  const now = wireDate(shop.now());
  const confirmed = status === 'Completed';
  return {
    CreatedBy: 'api',
    CreatedOn: now,
    ConfirmedBy: confirmed ? 'api' : null,
    ConfirmedOn: confirmed ? now : null,
    LastModifiedBy: 'api',
    LastModifiedOn: now,
  };
}

function apply(shop: Shop, { Warehouse: warehouse, StockAdjustmentLines: lines }: StockAdjustment): void {
  for (const { Product: product, NewQuantity: quantity, NewActualValue: value } of lines) {
    shop.stock.set(product.Guid, warehouse.Guid, quantity, value, shop.now());
  }
}

export const stockAdjustmentRoutes: Route[] = [
  ...listRoutes('StockAdjustments', list),
  {
    method: 'GET',
    path: '/StockAdjustments/*',
    answer: (shop, { guid }) => ok(found(shop.adjustments.get(guid), 'The stock adjustment')),
  },
  { method: 'POST', path: '/StockAdjustments/*', answer: create },
];
