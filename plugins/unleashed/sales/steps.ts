import type { Found, SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { settingsOf } from '../settings.js';
import type { SalesOrderRow } from '../wire.js';
import { inWords, isLack, isThereAlready, isUnknownCustomer, lineOf, type Wrong } from '../wrongs.js';
import { createCustomerOf } from './customer.js';
import { madeElsewhere } from './made-elsewhere.js';
import type { Order } from './order.js';
import { saysLeft, sourceId, withLeft } from './signs.js';
import { comparedWith } from './verify.js';
import { wireOrder } from './wire-order.js';

type Context = SendContext<UnleashedApi>;
type Sent = Shipment<Order>;

/** The guid is made by us once per shipment, and the app takes a guid only once. */
export async function create(shipment: Sent, ctx: Context): Promise<StepResult> {
  const there = await madeElsewhere(shipment, ctx);
  if (there) return there;
  const body = wireOrder(shipment.payload, sourceId(ctx.store.id, shipment.reference));
  let said = await ctx.api.createOrder(shipment.key, body);
  if ('wrongs' in said && said.wrongs.some(isUnknownCustomer) && settingsOf(ctx).createCustomers) {
    const refused = await createCustomerOf(shipment.payload, ctx);
    if (refused) return { rejected: inWords(refused) };
    said = await ctx.api.createOrder(shipment.key, body);
  }
  if ('row' in said) return { ...doneWith(shipment, said.row.OrderNumber), ...comparedWith(said.row, shipment, ctx) };
  return isThereAlready(said.wrongs) ? { exists: true } : refusal(said.wrongs, shipment.payload);
}

/** Brings a placed order up to date. Lines are known by their numbers; those that are too many are taken out first. */
export async function update(shipment: Sent, ctx: Context): Promise<StepResult> {
  const { api, store } = ctx;
  const guid = guidOf(shipment);
  const order = await api.order(guid);
  const gone = order && closedMeanwhile(order);
  if (!order || gone) return { needsPerson: gone ?? 'The sales order is no longer in Unleashed.' };
  const extra = (order.SalesOrderLines ?? []).filter((line) => line.LineNumber > shipment.payload.lines.length);
  for (const line of extra) {
    const said = await api.deleteOrderLine(line.Guid);
    if ('wrongs' in said) return refusal(said.wrongs, shipment.payload);
  }
  const said = await api.updateOrder(guid, wireOrder(shipment.payload, sourceId(store.id, shipment.reference)));
  if ('wrongs' in said) return refusal(said.wrongs, shipment.payload);
  return { ...doneWith(shipment, order.OrderNumber), ...comparedWith(said.row, shipment, ctx) };
}

/** Issues the stock and makes the invoice. What stock or numbers are missing for waits, and says so in the app as well. */
export async function complete(shipment: Sent, ctx: Context): Promise<StepResult> {
  const { api } = ctx;
  const guid = guidOf(shipment);
  const said = await api.completeOrder(guid);
  if ('row' in said) return completed(shipment, said, ctx);
  const order = await api.order(guid);
  if (!order) return { needsPerson: 'The sales order is no longer in Unleashed.' };
  if (order.OrderStatus === 'Completed') return completed(shipment, { row: order }, ctx);
  if (order.OrderStatus === 'Deleted') return { needsPerson: closedMeanwhile(order)! };
  if (!said.wrongs.every(isLack)) return refusal(said.wrongs, shipment.payload);
  if (!saysLeft(order)) await noteThatItLeft(order, ctx);
  return { waiting: inWords(said.wrongs), label: 'Placed, waiting' };
}

async function noteThatItLeft({ Guid: guid, OrderNumber: number, Comments: comments }: SalesOrderRow, ctx: Context) {
  const said = await ctx.api.updateOrder(guid, { Comments: withLeft(comments) }, 'Note that it has left the store');
  if ('wrongs' in said)
    ctx.log('The order could not be marked as having left the store', { order: number, why: inWords(said.wrongs) });
}

/** A sale that was cancelled before its goods left. */
export async function remove(shipment: Sent, { api }: Context): Promise<StepResult> {
  const guid = guidOf(shipment);
  const order = await api.order(guid);
  if (!order || order.OrderStatus === 'Deleted') return doneWith(shipment, order?.OrderNumber);
  if (order.OrderStatus === 'Completed') return { needsPerson: closedMeanwhile(order)! };
  const said = await api.deleteOrder(guid);
  return 'row' in said ? doneWith(shipment, order.OrderNumber) : refusal(said.wrongs, shipment.payload);
}

/** Which of these are in the app, and how far they have got. */
export async function find(shipments: Sent[], { api }: Context): Promise<(Found | undefined)[]> {
  const found: (Found | undefined)[] = [];
  for (const shipment of shipments) {
    const order = await api.order(guidOf(shipment));
    found.push(order && { remoteId: order.Guid, number: order.OrderNumber, steps: stepsOf(order) });
  }
  return found;
}

function stepsOf({ OrderStatus: status }: SalesOrderRow): string[] {
  if (status === 'Completed') return ['create', 'complete'];
  return status === 'Deleted' ? ['create', 'delete'] : ['create'];
}

async function completed(shipment: Sent, { row }: { row: Partial<SalesOrderRow> }, ctx: Context): Promise<StepResult> {
  const orderNumber = row.OrderNumber ?? shipment.done.create?.number;
  const reads = orderNumber !== undefined && settingsOf(ctx).readInvoiceNumber;
  const invoice = reads ? await ctx.api.invoiceNumber(orderNumber) : undefined;
  return {
    ...doneWith(shipment, invoice ?? orderNumber),
    data: { order: orderNumber ?? null, invoice: invoice ?? null },
  };
}

const doneWith = (shipment: Sent, number: string | undefined) =>
  ({ done: true, remoteId: guidOf(shipment), number }) as const;

const guidOf = ({ key, done }: Sent): string => done.create?.remoteId ?? key;

function closedMeanwhile({ OrderNumber: number, OrderStatus: status }: SalesOrderRow): string | undefined {
  if (status === 'Completed')
    return `${number} was completed in Unleashed meanwhile. Mend it there, or leave it as it is.`;
  if (status === 'Deleted')
    return `${number} was deleted in Unleashed meanwhile. Enter it there by hand, or leave it as it is.`;
  return undefined;
}

/** Of a batch, the orders whose lines are at fault are named, so that the others can go. */
function refusal(wrongs: Wrong[], { lines, numbers = [] }: Order): StepResult {
  const rejected = inWords(wrongs);
  const guilty = new Set(wrongs.flatMap((wrong) => lines[lineOf(wrong) ?? -1]?.of ?? []));
  const everyLine = wrongs.every((wrong) => lineOf(wrong) !== undefined);
  const named = everyLine && guilty.size > 0 && guilty.size < numbers.length;
  return named ? { rejected, members: [...guilty] } : { rejected };
}
