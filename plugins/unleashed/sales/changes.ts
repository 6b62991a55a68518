import { type BuildContext, type Difference, type Document, money, type SentDocument, stepsLeft } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { creditFor } from './credit.js';
import type { Order } from './order.js';

/**
 * What to do about a sales order whose sale has changed since. A placed one follows the store; a completed one has issued stock and
 * made an invoice, so a person decides.
 */
export function changeSalesOrder(
  before: SentDocument,
  now: Document | undefined,
  ctx: BuildContext,
): string[] | 'ask' | 'nothing' | Difference {
  if (before.done.includes('delete')) return now ? 'ask' : 'nothing';
  if (before.done.includes('complete')) return changeCompleted(before, now, ctx);
  if (!now) return ['delete'];
  const isSameOrder = isSame(orderOf(before), orderOf(now));
  // A batch of which nothing differs goes on by the steps that it left with.
  if (isSameOrder && now.batchKey !== undefined && !before.steps.includes('verify')) return 'nothing';
  const updates = isSameOrder ? unfinished(before) : ['update', 'verify'];
  const completes = now.steps.includes('complete') ? ['complete'] : [];
  const steps = [...updates, ...completes];
  return orNothing(steps);
}

/** An update that was stopped on its way has not landed, whatever it was to say. */
const unfinished = (before: SentDocument): string[] =>
  stepsLeft(before).filter((step) => step === 'update' || step === 'verify');

/** Which order a credit makes up for, by its reference; sent anew, it bears the hub's mark of that besides. */
export const orderCredited = (reference: string): string | undefined => /^(.+)-C(-R\d+)?$/.exec(reference)?.[1];

/** What left before orders were compared stays as it is. */
const uncompared = (before: SentDocument): string[] => stepsLeft(before).filter((step) => step === 'verify');

const orNothing = (steps: string[]): string[] | 'nothing' => (steps.length > 0 ? steps : 'nothing');

/** What is completed stays. What it came to less by is credited; what became more, a person enters. */
function changeCompleted(
  before: SentDocument,
  now: Document | undefined,
  ctx: BuildContext,
): string[] | 'ask' | 'nothing' | Difference {
  const was = before.payload as Order | null;
  if (was && now && sameGoods(was, orderOf(now))) return orNothing(uncompared(before));
  const credit = was ? creditFor(was, now && orderOf(now), ctx) : undefined;
  if (!credit) return 'ask';
  const difference: Document = {
    reference: `${before.reference}-C`,
    part: 'credit',
    payload: credit,
    steps: ['credit', 'verify-credit', 'complete-credit'],
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
