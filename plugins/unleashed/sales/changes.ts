import { type Document, money } from 'patchbay/sdk';
import type { Order } from './order.js';

/**
 * What to do about a sales order whose sale has changed since. A placed one follows the store; a completed one has issued stock and
 * made an invoice, so a person decides.
 */
export function changeSalesOrder(
  before: Document & { done: string[] },
  now: Document | undefined,
): string[] | 'ask' | 'nothing' {
  if (before.done.includes('delete')) return now ? 'ask' : 'nothing';
  if (before.done.includes('complete')) return now && sameGoods(orderOf(before), orderOf(now)) ? 'nothing' : 'ask';
  if (!now) return ['delete'];
  const updates = isSame(orderOf(before), orderOf(now)) ? [] : ['update'];
  const completes = now.steps.includes('complete') ? ['complete'] : [];
  const steps = [...updates, ...completes];
  return steps.length > 0 ? steps : 'nothing';
}

const orderOf = ({ payload }: Document): Order => payload as Order;

const isSame = (one: Order, other: Order): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether what was booked still holds: who, what, how many, for how much. Telephone numbers and prices' decimals don't matter. */
function sameGoods(one: Order, other: Order): boolean {
  const head = ({ customer, warehouse, currency, total }: Order) =>
    [customer.code, warehouse, currency, money.add(total)].join('|');
  const goods = ({ lines }: Order) =>
    lines.flatMap(({ id, sku, quantity }) => (id === undefined ? [] : [`${sku}|${quantity}`])).sort();
  return head(one) === head(other) && goods(one).join() === goods(other).join();
}
