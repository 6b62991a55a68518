import { money } from '../../../src/sdk/index.js';
import type { Ending, Planted, Verdict } from '../export-case.js';
import type { Held, HeldInvoices } from './held-invoices.js';
import { isDue, type Sale } from './sale.js';

/** Whether each order is in the books once and right, with what made up for its changes. */
export function judge(ending: Ending, held: HeldInvoices): Verdict {
  const verdict: Verdict = { lost: [], doubled: held.doubled(), wrong: [] };
  for (const record of ending.records) judgeOne(record, ending, held, verdict);
  if (ending.answers.mode === 'batched') {
    for (const invoice of held.originals) judgeBatch(invoice, ending, held, verdict);
  }
  const numbers = new Set(ending.records.map(({ body }) => body.number));
  for (const invoice of held.originals) {
    const strangers = held.membersOf(invoice).filter((number) => !numbers.has(number));
    verdict.wrong.push(...strangers.map((number) => `Nobody ordered ${number}`));
  }
  return verdict;
}

function judgeOne({ body, earlier }: Planted, { answers, log }: Ending, held: HeldInvoices, verdict: Verdict): void {
  const sale = body as unknown as Sale;
  const state = log.get(sale.number);
  const found = held.originals.filter((invoice) => held.membersOf(invoice).includes(sale.number));
  const corrections = held.correctionsOf(sale.number);
  if (found.length > 1) verdict.doubled.push(`${sale.number} (${state})`);
  const due = isDue(sale, answers);
  const asked = state === 'changed';
  const stays = !due && mayHaveStayed({ body, earlier }, answers);
  if (due && found.length === 0 && !asked) verdict.lost.push(`${sale.number} (${state})`);
  if (!due && found.length > 0 && !asked && !stays && corrections.length === 0)
    verdict.wrong.push(`${sale.number} was not due (${state})`);
  if (asked && !earlier && answers.mode !== 'batched')
    verdict.wrong.push(`${sale.number} asks though nobody changed it`);
  if (due && !asked && state !== 'exported') verdict.wrong.push(`${sale.number} is ${state} in the log`);
  if (answers.mode === 'batched' || !found[0]) return;
  const standings = asked ? [...(earlier ?? []), body] : [body];
  const totals = standings.flatMap((one) => sumsOf(one as unknown as Sale, one === body && stays, answers));
  const [{ Total: total, Contact: contact }] = found as [Held];
  const sum = money.add(total, ...corrections);
  if (!totals.some((one) => money.compare(one, sum) === 0))
    verdict.wrong.push(`${sale.number} comes to ${sum} instead of ${totals.join(' or ')}`);
  const number = sale.username ?? undefined;
  if (contact.ContactNumber !== number && !asked) verdict.wrong.push(`${sale.number} went to ${contact.Name}`);
}

/** Only a cancelled order takes back what has left: one that is on hold or open again doesn't. */
const mayHaveStayed = (
  { body, earlier = [] }: Pick<Planted, 'body' | 'earlier'>,
  answers: Ending['answers'],
): boolean => body.status !== 'cancelled' && earlier.some((one) => isDue(one as unknown as Sale, answers));

/** What an order that stands like this may come to in the books. */
const sumsOf = (sale: Sale, stays: boolean, answers: Ending['answers']): string[] =>
  isDue(sale, answers) ? [sale.total] : ['0', ...(stays ? [sale.total] : [])];

/**
 * A batch, with what made up for changes of its orders, comes to their sum: as they stand, or where somebody is asked, as they stood
 * at some earlier time.
 */
function judgeBatch(invoice: Held, { records, answers, log }: Ending, held: HeldInvoices, verdict: Verdict): void {
  const members = held.membersOf(invoice).flatMap((number) => records.find(({ body }) => body.number === number) ?? []);
  const corrections = members.flatMap(({ body }) => held.correctionsOf(String(body.number)));
  const sum = money.add(invoice.Total, ...corrections);
  let sums = ['0'];
  for (const { body, earlier = [] } of members) {
    const standings = log.get(String(body.number)) === 'changed' ? [...earlier, body] : [body];
    const stays = mayHaveStayed({ body, earlier }, answers);
    const due = standings.flatMap((one) => sumsOf(one as unknown as Sale, one === body && stays, answers));
    sums = sums.flatMap((before) => [...new Set(due)].map((total) => money.add(before, total)));
  }
  if (sums.some((one) => money.compare(one, sum) === 0)) return;
  verdict.wrong.push(`${invoice.InvoiceNumber} (${invoice.Reference}) comes to ${sum} instead of ${sums[0]}`);
}
