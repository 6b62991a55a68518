import { money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { dayAfter } from '../dates.js';
import { settingsOf } from '../settings.js';
import type { SalesOrderRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import type { Order } from './order.js';
import { isOfSomeStore, sourceId } from './signs.js';

type Context = SendContext<UnleashedApi>;

/** Another tool dates its orders by the day of the sale or of its dispatch. */
const DAYS_BEFORE = -31;
const DAYS_AFTER = 62;

/**
 * Whether a sale is in the app already, sent by another tool that the merchant moves from, or by a hub before this one. One that
 * says the same is taken over; where it doesn't, a person looks. Nothing is made twice. What was there before going live the hub has
 * found; what came since is looked for here.
 */
export async function madeElsewhere(shipment: Shipment<Order>, ctx: Context): Promise<StepResult | undefined> {
  if (shipment.takeOver) return standingIn(shipment, shipment.takeOver.remoteId, ctx);
  if (!settingsOf(ctx).looksForOthers) return undefined;
  const { payload } = shipment;
  const numbers = payload.numbers ?? [payload.number ?? shipment.reference];
  const there = await ordersLike(shipment, numbers, ctx);
  if (there.length === 0) return undefined;
  return payload.numbers ? outOfBatch(there, numbers) : takenOver(there, shipment, ctx);
}

/** Orders of the customer around that day, and the one under the store's own number, whoever it is for. */
async function ordersLike({ key, payload, reference }: Shipment<Order>, numbers: string[], { api, store }: Context) {
  const { customer, date } = payload;
  const [start, end] = [dayAfter(date, DAYS_BEFORE), dayAfter(date, DAYS_AFTER)];
  const nearby = await api.ordersOf(customer.code, start, end);
  const numbered = payload.number ? await api.ordersNumbered(payload.number) : [];
  const ours = sourceId(store.id, reference);
  const isIt = (row: SalesOrderRow) =>
    (payload.number !== undefined && row.SourceId === ours) ||
    (!isOfSomeStore(row) && numbers.some((number) => names(row, number)));
  const rows = new Map([...nearby, ...numbered].map((row) => [row.Guid, row]));
  return [...rows.values()].filter((row) => row.Guid !== key && row.OrderStatus !== 'Deleted' && isIt(row));
}

async function standingIn(shipment: Shipment<Order>, guid: string, ctx: Context): Promise<StepResult> {
  const row = await ctx.api.order(guid);
  if (row && row.OrderStatus !== 'Deleted') return ourOwn(row, shipment, ctx);
  return {
    needsPerson: `The sales order ${shipment.takeOver?.number ?? guid}, which stood for this one, is no longer in Unleashed. Send it anew, or mark it as expected.`,
  };
}

async function takenOver(there: SalesOrderRow[], shipment: Shipment<Order>, ctx: Context): Promise<StepResult> {
  const { payload } = shipment;
  const [row] = there;
  const same = there.length === 1 && money.isDecimal(row!.Total) && money.compare(row!.Total, payload.total) === 0;
  if (!same) {
    const found = there.map((one) => `${one.OrderNumber} over ${one.Total ?? 'an unknown amount'}`).join(', ');
    return {
      needsPerson: `Unleashed has ${found} for ${payload.number} already, which another tool seems to have sent; this would be one over ${payload.total}. Mark it as expected, or delete that one in Unleashed and re-export.`,
    };
  }
  return ourOwn(row!, shipment, ctx);
}

/**
 * Marked as ours: what it sets aside is counted as this store's. A completed one sets nothing aside. It comes to the same, or a person
 * has said that it is the same sale.
 */
async function ourOwn(
  row: SalesOrderRow,
  { reference }: Shipment<Order>,
  { api, store, log }: Context,
): Promise<StepResult> {
  if (row.OrderStatus !== 'Completed' && !isOfSomeStore(row)) {
    const source = sourceId(store.id, reference);
    const said = await api.updateOrder(row.Guid, { SourceId: source }, 'Take the sales order over');
    if ('wrongs' in said) log('The order could not be marked as ours', { why: inWords(said.wrongs) });
  }
  return { done: true, remoteId: row.Guid, number: row.OrderNumber, also: ['verify'] };
}

/** Those that are there already stay out; the rest of the batch goes. */
function outOfBatch(there: SalesOrderRow[], numbers: string[]): StepResult {
  const members = numbers.filter((number) => there.some((row) => names(row, number)));
  const found = there.map(({ OrderNumber: number }) => number).join(', ');
  const rejected = `Unleashed has it already, as ${found}; another tool seems to have sent it. Mark it as expected, or delete that one in Unleashed and re-export.`;
  return members.length < numbers.length ? { rejected, members } : { needsPerson: rejected };
}

/** By its number, its reference, its source or a comment: a word of its own in one of them. */
function names({ OrderNumber, CustomerRef, SourceId, Comments }: SalesOrderRow, number: string): boolean {
  return [OrderNumber, CustomerRef, SourceId, Comments].some((text) => (text ?? '').split(/[^\w-]+/).includes(number));
}
