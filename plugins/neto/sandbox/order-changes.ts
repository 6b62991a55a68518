import type { StoreClock } from './clock.js';
import { thousandths } from './decimal.js';
import type { Order, OrderLine, OrderStatus } from './order.js';
import { orderStatus, textsOf } from './order-entry.js';
import { LINE_TEXTS, lineId, ORDER_TEXTS } from './order-table.js';
import { Refusal } from './refusal.js';
import { type Given, givenList, isTrue, text } from './wire.js';

/** What an UpdateOrder element does to an order. */
export function changeOrder(order: Order, given: Given, { clock }: { clock: StoreClock }): void {
  Object.assign(order.texts, textsOf(given, ORDER_TEXTS));
  order.exportStatus = text(given.ExportStatus) || order.exportStatus;
  order.exportedToWms = text(given.ExportedToWMS) || order.exportedToWms;
  for (const line of givenList(given.OrderLine, 'OrderLine')) changeLine(order, line);
  if (given.OrderApproval !== undefined) approve(order, isTrue(given.OrderApproval), clock.now());
  const status = text(given.OrderStatus);
  if (status) stand(order, orderStatus(status), clock.now(), givenList(given.OrderLine, 'OrderLine').length > 0);
}

/** Approval is a flag beside the status, and the moment an order is invoiced. */
export function approve(order: Order, approved: boolean, now: number): void {
  order.completeStatus = approved ? 'Approved' : 'Incomplete';
  if (approved) order.dateInvoiced ??= now;
}

/** An order that is dispatched is approved too; unless lines said otherwise, everything has left the house. */
export function stand(order: Order, status: OrderStatus, now: number, linesSaid: boolean): void {
  order.status = status;
  order.onHoldType = status === 'On Hold' ? order.onHoldType || 'On Hold' : '';
  if (status !== 'Dispatched') return;
  approve(order, true, now);
  order.dateCompleted ??= now;
  if (linesSaid) return;
  for (const line of order.lines) shipLine(line, line.quantity);
}

/** What has not left is backordered. */
export function shipLine(line: OrderLine, shipped: number): void {
  if (shipped < 0 || shipped > line.quantity) {
    throw new Refusal(`QuantityShipped of ${line.sku} must lie between 0 and the quantity ordered`);
  }
  line.shipped = shipped;
  line.backordered = shipped === 0 ? 0 : line.quantity - shipped;
}

function changeLine(order: Order, given: Given): void {
  const named = text(given.OrderLineNumber) ?? text(given.OrderLineID) ?? '';
  const line = order.lines.find((one) => String(one.number) === named || lineId(order, one) === named);
  if (!line) throw new Refusal(`Cannot find line ${named} of Order ${order.id}`);
  Object.assign(line.texts, textsOf(given, LINE_TEXTS));
  const [tracking] = givenList(given.TrackingDetails);
  line.texts.ShippingTracking = text(tracking?.TrackingNumber) ?? line.texts.ShippingTracking ?? '';
  line.texts.ShippingMethod = text(tracking?.ShippingMethod) ?? line.texts.ShippingMethod ?? '';
  const shipped = text(given.QuantityShipped);
  if (shipped) shipLine(line, thousandths(shipped));
}
