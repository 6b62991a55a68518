import { money } from '../../../src/sdk/index.js';
import type { Ending, Planted, Verdict } from '../export-case.js';
import { differences, expectedOf, type Pieces, sumOf } from './expected.js';
import { type HeldOrders, piecesIn } from './held-orders.js';
import type { Sale } from './sale.js';

/** Whether each sale that went alone is in the app once and right. */
export function judgeOneByOne(ending: Ending, held: HeldOrders): Verdict {
  const verdict: Verdict = { lost: [], doubled: held.doubled(), wrong: held.wrongInBooks() };
  const numbers = new Set(ending.records.map(({ body }) => body.number));
  for (const order of held.live) {
    if (!numbers.has(held.numberOf(order))) verdict.wrong.push(`Nobody sold ${held.referenceOf(order)}`);
  }
  for (const record of ending.records) judge(record, ending, held, verdict);
  return verdict;
}

function judge(record: Planted, { answers, log }: Ending, held: HeldOrders, verdict: Verdict): void {
  const sale = record.body as unknown as Sale;
  const state = log.get(sale.number);
  const orders = held.of(sale.number);
  const completed = sumOf(orders.filter(({ OrderStatus: status }) => status === 'Completed').map(piecesIn));
  const placed = sumOf(orders.filter(({ OrderStatus: status }) => status !== 'Completed').map(piecesIn));
  if (state === 'changed') {
    verdict.wrong.push(...wrongThoughAsked(record, answers, completed, placed));
    return;
  }
  const expected = expectedOf(sale, answers);
  const [issued, waiting] = [differences(completed, expected.completed), differences(placed, expected.placed)];
  verdict.lost.push(...[...issued.less, ...waiting.less].map((what) => `${sale.number} ${what} (${state})`));
  verdict.doubled.push(...issued.more.map((what) => `${sale.number} ${what} (${state})`));
  verdict.wrong.push(...waiting.more.map((what) => `${sale.number} placed ${what} (${state})`));
  const due = expected.completed.size + expected.placed.size > 0;
  if (due !== (state === 'exported') && !(state === 'exported' && record.earlier)) {
    verdict.wrong.push(`${sale.number} is ${state ?? 'not'} in the log`);
  }
  const whole = sale.status === 'dispatched' || answers.exportWhen === 'approved';
  const total = money.add(...orders.map(({ Total: amount }) => amount));
  if (due && whole && money.compare(total, sale.total) !== 0)
    verdict.wrong.push(`${sale.number} comes to ${total} instead of ${sale.total}`);
}

/** Somebody was asked, so the app may hold what an earlier state of the sale said, but nothing that none of them did. */
function wrongThoughAsked(
  { body, earlier = [] }: Planted,
  answers: Record<string, unknown>,
  completed: Pieces,
  placed: Pieces,
): string[] {
  if (earlier.length === 0) return [`${body.number} asks though nobody changed it`];
  const states = [...earlier, body].map((state) => expectedOf(state as unknown as Sale, answers));
  const never = (found: Pieces, which: 'completed' | 'placed') =>
    [...found].filter(([place, count]) => !states.some((state) => state[which].get(place) === count));
  return [...never(completed, 'completed'), ...never(placed, 'placed')].map(
    ([place, count]) => `${body.number}: ${count} of ${place}, which was never sold`,
  );
}
