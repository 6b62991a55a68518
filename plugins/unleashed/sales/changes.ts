import { type BuildContext, type Difference, type Document, money } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { creditFor } from './credit.js';
import type { Order } from './order.js';

/**
 * What to do about a sales order whose sale has changed since. A placed one follows the store; a completed one has issued stock and
 * made an invoice, so a person decides.
 */
export function changeSalesOrder(
  before: Document & { done: string[] },
  now: Document | undefined,
  ctx: BuildContext,
): string[] | 'ask' | 'nothing' | Difference {
  if (before.done.includes('delete')) return now ? 'ask' : 'nothing';
  if (before.done.includes('complete')) return changeCompleted(before, now, ctx);
  if (!now) return ['delete'];
  const updates = isSame(orderOf(before), orderOf(now)) ? [] : ['update'];
  const completes = now.steps.includes('complete') ? ['complete'] : [];
  const steps = [...updates, ...completes];
  return steps.length > 0 ? steps : 'nothing';
}

/** What is completed stays. What it came to less by is credited; what became more, a person enters. */
function changeCompleted(
  before: Document,
  now: Document | undefined,
  ctx: BuildContext,
): 'ask' | 'nothing' | Difference {
  const was = before.payload as Order | null;
  if (was && now && sameGoods(was, orderOf(now))) return 'nothing';
  const credit = was ? creditFor(was, now && orderOf(now), ctx) : undefined;
  if (!credit) return 'ask';
  const difference: Document = {
    reference: `${before.reference}-C`,
    part: 'credit',
    payload: credit,
    steps: ['credit', 'complete-credit'],
    summary: `Credit of ${credit.total} ${credit.currency}`,
    doublesUnlessFound: true,
  };
  return { difference, ask: !settingsOf(ctx).creditsChanges };
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
