import { money } from '../../../src/sdk/index.js';
import type { Ending, Planted, Verdict } from '../export-case.js';
import type { Held, HeldInvoices } from './held-invoices.js';
import { isDue, type Sale } from './sale.js';

/** Whether each order is in the books once and right. */
export function judge(ending: Ending, held: HeldInvoices): Verdict {
  const verdict: Verdict = { lost: [], doubled: held.doubled(), wrong: [] };
  const batched = ending.answers.mode === 'batched';
  for (const record of ending.records) judgeOne(record, ending, held, verdict);
  if (batched) for (const invoice of held.live) judgeBatch(invoice, ending, held, verdict);
  const numbers = new Set(ending.records.map(({ body }) => body.number));
  for (const invoice of held.live) {
    const strangers = held.membersOf(invoice).filter((number) => !numbers.has(number));
    verdict.wrong.push(...strangers.map((number) => `Nobody ordered ${number}`));
  }
  return verdict;
}

function judgeOne({ body, earlier }: Planted, { answers, log }: Ending, held: HeldInvoices, verdict: Verdict): void {
  const sale = body as unknown as Sale;
  const state = log.get(sale.number);
  const found = held.sales.filter((invoice) => held.membersOf(invoice).includes(sale.number));
  const batched = answers.mode === 'batched';
  if (found.length > 1) verdict.doubled.push(`${sale.number} (${state})`);
  const due = isDue(sale, answers);
  const asked = state === 'changed';
  if (due && found.length === 0 && !asked) verdict.lost.push(`${sale.number} (${state})`);
  // Of a batch, what one order comes to is told by the whole.
  const isCredited = batched ? !money.isZero(held.credited(sale.number)) : money.isZero(held.net(sale.number));
  if (!due && found.length > 0 && !asked && !isCredited) verdict.wrong.push(`${sale.number} was not due (${state})`);
  if (asked && !earlier && !batched) verdict.wrong.push(`${sale.number} asks though nobody changed it`);
  if (due && !asked && state !== 'exported') verdict.wrong.push(`${sale.number} is ${state} in the log`);
  if (batched || !found[0] || !due) return;
  const totals = asked ? [...(earlier ?? []), body].map(({ total }) => String(total)) : [sale.total];
  const [{ Contact: contact }] = found as [Held];
  const total = held.net(sale.number);
  if (asked && isCredited) return;
  if (!totals.some((one) => money.compare(one, total) === 0))
    verdict.wrong.push(`${sale.number} comes to ${total} instead of ${totals.join(' or ')}`);
  const number = sale.username ?? undefined;
  if (contact.ContactNumber !== number && !asked) verdict.wrong.push(`${sale.number} went to ${contact.Name}`);
}

/** A batch comes to the sum of its orders: as they stand, or where somebody is asked, as they stood at some earlier time. */
function judgeBatch(invoice: Held, { records, log }: Ending, held: HeldInvoices, verdict: Verdict): void {
  const members = held.membersOf(invoice).flatMap((number) => records.find(({ body }) => body.number === number) ?? []);
  const asked = members.some(({ body }) => log.get(String(body.number)) === 'changed');
  let sums = ['0'];
  for (const { body, earlier = [] } of members) {
    const totals = [...new Set((asked ? [...earlier, body] : [body]).map(({ total }) => String(total)))];
    sums = sums.flatMap((sum) => totals.map((total) => money.add(sum, total)));
  }
  if (sums.some((sum) => money.compare(sum, invoice.Total) === 0)) return;
  verdict.wrong.push(`${invoice.InvoiceNumber} (${invoice.Reference}) comes to ${invoice.Total} instead of ${sums[0]}`);
}
