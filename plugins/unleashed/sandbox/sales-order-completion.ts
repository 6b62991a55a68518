import { type Problem, Refusal } from './answers.js';
import { wireDate } from './dates.js';
import { sum, product as times } from './decimals.js';
import { invoiceFor } from './invoices.js';
import type { Product } from './product.js';
import { isOpen, type SalesOrder, type SalesOrderLine } from './sales-order.js';
import type { Shop } from './shop.js';

/** Quantities to take out of one warehouse, by product. */
type Needs = Map<string, number>;

/** Issues the stock and writes the invoice, or throws the list of what is missing and changes nothing. */
export function completeOrder(shop: Shop, order: SalesOrder): SalesOrder {
  const problems = order.SalesOrderLines.flatMap((line, at) => numberProblems(shop, line, at));
  if (order.OrderStatus === 'Completed') problems.push(problem('OrderStatus', 'The order is completed.', 'Completed'));
  if (order.OrderStatus === 'Deleted') problems.push(problem('OrderStatus', 'The order is deleted.', 'Deleted'));
  const needs = stockNeeds(shop, order);
  problems.push(...shortages(shop, order, needs));
  if (problems.length > 0) throw new Refusal(400, problems);
  for (const [guid, quantity] of needs) shop.stock.issue(guid, order.Warehouse.Guid, quantity, shop.now());
  const now = wireDate(shop.now());
  const completed = saveOrder(shop, { ...order, OrderStatus: 'Completed', CompletedDate: now, LastModifiedOn: now });
  shop.invoices.put(invoiceFor(shop, completed));
  return completed;
}

const problem = (field: string, description: string, code: string): Problem => ({
  Field: field,
  Description: description,
  ErrorCode: code,
  DebugInformation: null,
});

function numberProblems(shop: Shop, line: SalesOrderLine, at: number): Problem[] {
  const product = shop.products.get(line.Product.Guid);
  const code = line.Product.ProductCode;
  if (product?.IsSerialized && line.SerialNumbers.length !== line.OrderQuantity) {
    const text = `${code} needs ${line.OrderQuantity} serial numbers.`;
    return [problem(`SalesOrderLines[${at}].SerialNumbers`, text, 'SerialNumbersRequired')];
  }
  if (product?.IsBatchTracked && line.BatchNumbers.length === 0) {
    return [problem(`SalesOrderLines[${at}].BatchNumbers`, `${code} needs its batch numbers.`, 'BatchNumbersRequired')];
  }
  return [];
}

/** What a kit lacks is assembled on the way out, so its parts are needed instead. */
function stockNeeds(shop: Shop, order: SalesOrder): Needs {
  const needs: Needs = new Map();
  for (const line of order.SalesOrderLines) addNeed(shop, order, needs, line.Product.Guid, line.OrderQuantity);
  return needs;
}

function addNeed(shop: Shop, order: SalesOrder, needs: Needs, guid: string, quantity: number): void {
  const product = shop.products.get(guid);
  if (product?.NeverDiminishing) return;
  const parts = product && assemblyOf(shop, product);
  const taken = needs.get(guid) ?? 0;
  const free = Math.max(0, sum(shop.stock.onHand(guid, order.Warehouse.Guid), -taken));
  const fromShelf = parts ? Math.min(quantity, free) : quantity;
  if (fromShelf > 0) needs.set(guid, sum(taken, fromShelf));
  const assembled = sum(quantity, -fromShelf);
  if (!parts || assembled === 0) return;
  for (const part of parts) addNeed(shop, order, needs, part.Product.Guid, times(4, part.Quantity, assembled));
}

const assemblyOf = (shop: Shop, product: Product) =>
  shop.bills.find((bill) => bill.Product.Guid === product.Guid && bill.CanAutoAssemble && !bill.Obsolete)
    ?.BillOfMaterialsLines;

function shortages(shop: Shop, order: SalesOrder, needs: Needs): Problem[] {
  return [...needs].flatMap(([guid, quantity]) => {
    const held = shop.stock.onHand(guid, order.Warehouse.Guid);
    if (held >= quantity) return [];
    const code = shop.products.get(guid)?.ProductCode ?? guid;
    const text = `Not enough stock of ${code} in ${order.Warehouse.WarehouseCode}: ${quantity} needed, ${held} on hand.`;
    return [problem('SalesOrderLines', text, 'InsufficientStock')];
  });
}

/** Keeps an order and moves what it sets aside. */
export function saveOrder(shop: Shop, order: SalesOrder): SalesOrder {
  const before = shop.orders.get(order.Guid);
  if (before) allocate(shop, before, -1);
  allocate(shop, order, 1);
  return shop.orders.put(order);
}

function allocate(shop: Shop, order: SalesOrder, sign: 1 | -1): void {
  if (!isOpen(order)) return;
  for (const { Product: product, OrderQuantity: quantity } of order.SalesOrderLines) {
    if (shop.products.get(product.Guid)?.NeverDiminishing) continue;
    shop.stock.allocate(product.Guid, order.Warehouse.Guid, sign * quantity, shop.now());
  }
}
