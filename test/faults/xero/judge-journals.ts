import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import { money } from '../../../src/sdk/index.js';
import type { Ending, Planted, Verdict } from '../export-case.js';
import { type CostedSale, costBackOf, costOf, type Returned } from './cost.js';

interface Held {
  Narration: string;
  Url?: string;
  Status: string;
  JournalLines: { AccountCode: string; LineAmount: number }[];
}

/** Whether the cost of everything that left, and of what came back, is in the books once, right and balanced. */
export function judgeJournals(ending: Ending): Verdict {
  const journals = ((ending.sandbox as XeroSandbox).documents('ManualJournals') as unknown as Held[]).filter(
    ({ Url: url, Status }) => Status !== 'DELETED' && Status !== 'VOIDED' && url?.includes(`store=${ending.storeId}&`),
  );
  const marks = journals.map(markOf);
  const verdict: Verdict = { lost: [], doubled: marks.filter((mark, at) => marks.indexOf(mark) !== at), wrong: [] };
  verdict.lost.push(...ordersWithoutInvoice(ending));
  for (const journal of journals) {
    if (!money.isZero(sumOf(journal, () => true))) verdict.wrong.push(`${markOf(journal)} isn’t balanced`);
  }
  const byDay = ending.advanced.journalsPer === 'day';
  for (const [of, records] of heaps(ending.records, byDay)) {
    const booked = journals.filter((journal) => isOf(journal, of));
    judgeHeap(of, records, booked, ending, verdict);
  }
  return verdict;
}

/** The app takes no invoice twice, so none of them may wait for a person. */
function ordersWithoutInvoice({ sandbox, records, answers }: Ending): string[] {
  const held = (sandbox as XeroSandbox).documents('Invoices') as { InvoiceNumber: string }[];
  const numbers = new Set(held.map(({ InvoiceNumber: number }) => number));
  const isDue = ({ type, body }: Planted) =>
    type === 'invoice' && !money.isZero(costOf(body as unknown as CostedSale, String(answers.startDate)));
  return records.filter((one) => isDue(one) && !numbers.has(String(one.body.number))).map(nameOf);
}

const nameOf = ({ body }: Planted): string => `The invoice of ${body.number}`;

const markOf = ({ Url: url }: Held): string => decodeURIComponent(/text=(.*)$/.exec(url ?? '')?.[1] ?? '');

/** What the cost of goods went up by. */
const sumOf = ({ JournalLines: lines }: Held, counts = (code: string) => code !== '631'): string =>
  money.add(0, ...lines.filter(({ AccountCode: code }) => counts(code)).map(({ LineAmount }) => String(LineAmount)));

/** Its own journal, with those that make up for changes, or those of its day. */
const isOf = (journal: Held, of: string): boolean => {
  const mark = markOf(journal);
  return mark === of || mark.startsWith(`${of}-`);
};

/** Records whose cost stands in the same journals, by how those begin. */
function heaps(records: Planted[], byDay: boolean): Map<string, Planted[]> {
  const all = new Map<string, Planted[]>();
  for (const record of records) {
    const { number, date, approvedOn } = record.body as { number: string; date?: string; approvedOn?: string };
    const of = record.type === 'return' ? `COGS-RMA-${byDay ? approvedOn : number}` : `COGS-${byDay ? date : number}`;
    all.set(of, [...(all.get(of) ?? []), record]);
  }
  return all;
}

/** What is booked comes to what some standing of its records costs: that of now, unless somebody is asked. */
function judgeHeap(of: string, records: Planted[], booked: Held[], ending: Ending, verdict: Verdict): void {
  const sum = money.add(0, ...booked.map((journal) => sumOf(journal)));
  let possible = ['0'];
  for (const record of records) {
    const costs = costsOf(record, ending, verdict);
    possible = [...new Set(possible.flatMap((before) => costs.map((cost) => money.add(before, cost))))];
  }
  if (possible.some((one) => money.compare(one, sum) === 0)) return;
  const states = records.map(({ body }) => `${body.number} ${ending.log.get(String(body.number))}`).join(', ');
  verdict.wrong.push(`${of} (${states}) comes to ${sum} instead of ${possible.join(' or ')}`);
}

function costsOf({ type, body, earlier = [] }: Planted, { answers, log, records }: Ending, verdict: Verdict): string[] {
  const number = String(body.number);
  const state = log.get(number);
  const start = String(answers.startDate);
  const withPerson = state === 'needs-person' || state === 'waiting' || (state === 'changed' && earlier.length > 0);
  if (type === 'return') {
    const back = costBackOf(body as unknown as Returned);
    if (withPerson) return ['0', back];
    if (state === 'exported') return [back];
    const order = records.find((one) => one.type === 'invoice' && one.body.number === body.invoice)!;
    const isPosted = log.get(String(body.invoice)) === 'exported';
    if (isPosted && !money.isZero(back) && !money.isZero(costOf(order.body as unknown as CostedSale, start)))
      verdict.lost.push(`${number} (${state})`);
    return ['0'];
  }
  const costs = [body, ...earlier].map((one) => costOf(one as unknown as CostedSale, start));
  if (withPerson) return ['0', ...costs];
  if (!money.isZero(costs[0]!) && state !== 'exported') verdict.lost.push(`${number} (${state})`);
  return [costs[0]!];
}
