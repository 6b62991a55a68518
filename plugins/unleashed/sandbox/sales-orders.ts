import { type Answer, created, found, ok, refused } from './answers.js';
import { wireDate, writtenInstant } from './dates.js';
import { Form } from './form.js';
import { ordered, page } from './paging.js';
import type { Query } from './query.js';
import { type Call, listRoutes, type Route } from './router.js';
import type { SalesOrder } from './sales-order.js';
import { completeOrder, saveOrder } from './sales-order-completion.js';
import { readOrder } from './sales-order-form.js';
import { totals } from './sales-order-lines.js';
import type { Shop } from './shop.js';

function list(shop: Shop, { page: number, query }: Call) {
  const orders = ordered(chosen(shop, query), query, (order) => order.OrderNumber);
  return page(orders, number, query, (order) => JSON.stringify(order));
}

/** An order number or a source id is asked for by itself: both override every other filter. */
function chosen(shop: Shop, query: Query): SalesOrder[] {
  const all = shop.orders.all();
  const [number, source] = [query.lower('orderNumber'), query.text('sourceId')];
  if (number) return all.filter((order) => order.OrderNumber.toLowerCase() === number);
  if (source) return all.filter((order) => order.SourceId === source);
  const rules = [byStatus(query), byDates(query), byPlace(query)];
  return shop.modifiedSince(all, query.instant('modifiedSince')).filter((order) => rules.every((rule) => rule(order)));
}

type Rule = (order: SalesOrder) => boolean;

function byStatus(query: Query): Rule {
  const custom = query.lower('customOrderStatus');
  if (custom) return (order) => order.CustomOrderStatus?.toLowerCase() === custom;
  const statuses = query.list('orderStatus');
  if (statuses) return (order) => statuses.includes(order.OrderStatus.toLowerCase());
  return (order) => order.OrderStatus !== 'Deleted';
}

function byDates(query: Query): Rule {
  const [start, end] = [query.instant('startDate'), query.end('endDate')];
  const [after, before] = [query.instant('completedAfter'), query.end('completedBefore')];
  const within = (date: string | null, from: number | undefined, to: number | undefined) => {
    if (from === undefined && to === undefined) return true;
    return date !== null && writtenInstant(date) >= (from ?? 0) && writtenInstant(date) < (to ?? Number.MAX_VALUE);
  };
  return (order) => within(order.OrderDate, start, end) && within(order.CompletedDate, after, before);
}

function byPlace(query: Query): Rule {
  const [code, guid] = [query.lower('customerCode'), query.lower('customerId')];
  const warehouse = query.lower('warehouseCode');
  const serial = query.text('serialBatch');
  return (order) =>
    (!code || order.Customer.CustomerCode.toLowerCase() === code) &&
    (!guid || order.Customer.Guid === guid) &&
    (!warehouse || order.Warehouse.WarehouseCode.toLowerCase() === warehouse) &&
    (!serial || hasNumber(order, serial));
}

const hasNumber = (order: SalesOrder, number: string): boolean =>
  order.SalesOrderLines.some((line) =>
    [...line.SerialNumbers, ...line.BatchNumbers].some((one) => JSON.stringify(one).includes(JSON.stringify(number))),
  );

const show = (shop: Shop, { guid }: Call) => ok(found(shop.orders.get(guid), 'The sales order'));

/** The client makes the guid, and the app takes a guid only once: that is what makes a create safe to repeat. */
function create(shop: Shop, call: Call): Answer {
  const form = Form.of(call.body);
  const said = form.text('Guid', 36)?.toLowerCase();
  const guid = call.guid || said || shop.guid('order', shop.orders.size + 1);
  if (said && said !== guid) form.problem('Guid', 'Guid differs from the one in the path.', 'Invalid');
  if (shop.orders.get(guid)) throw refused(`A sales order with guid ${guid} already exists.`);
  const order = readOrder(shop, form, guid);
  const number = order.OrderNumber || shop.nextNumber('SO', (next) => hasOrder(shop, next));
  return created(saveOrder(shop, { ...order, OrderNumber: number }));
}

const hasOrder = (shop: Shop, number: string): boolean =>
  shop.orders.find((order) => order.OrderNumber === number) !== undefined;

function update(shop: Shop, { guid, body }: Call): Answer {
  const before = changeable(found(shop.orders.get(guid), 'The sales order'));
  return ok(saveOrder(shop, readOrder(shop, Form.of(body), guid, before)));
}

function changeable(order: SalesOrder): SalesOrder {
  const closed = order.OrderStatus === 'Completed' || order.OrderStatus === 'Deleted';
  if (closed) throw refused(`Sales order ${order.OrderNumber} is ${order.OrderStatus} and cannot be changed.`);
  return order;
}

const complete = (shop: Shop, { guid }: Call) =>
  ok(completeOrder(shop, found(shop.orders.get(guid), 'The sales order')));

function remove(shop: Shop, { guid }: Call): Answer {
  const order = changeable(found(shop.orders.get(guid), 'The sales order'));
  return ok(saveOrder(shop, { ...order, OrderStatus: 'Deleted', LastModifiedOn: wireDate(shop.now()) }));
}

function removeLine(shop: Shop, { guid }: Call): Answer {
  const holder = shop.orders.find((order) => order.SalesOrderLines.some((line) => line.Guid === guid));
  const order = changeable(found(holder, 'The sales order line'));
  const lines = order.SalesOrderLines.filter((line) => line.Guid !== guid);
  if (lines.length === 0) throw refused('The last line of a sales order cannot be deleted; delete the order.');
  const sums = totals(lines, order.ExchangeRate);
  return ok(saveOrder(shop, { ...order, ...sums, SalesOrderLines: lines, LastModifiedOn: wireDate(shop.now()) }));
}

export const salesOrderRoutes: Route[] = [
  ...listRoutes('SalesOrders', list),
  { method: 'GET', path: '/SalesOrders/*', answer: show },
  { method: 'POST', path: '/SalesOrders', answer: create },
  { method: 'POST', path: '/SalesOrders/*', answer: create },
  { method: 'PUT', path: '/SalesOrders/*', answer: update },
  { method: 'DELETE', path: '/SalesOrders/*', answer: remove },
  { method: 'POST', path: '/SalesOrders/*/Complete', answer: complete },
  { method: 'DELETE', path: '/SalesOrders/Lines/*', answer: removeLine },
];
