import { money, type StepResult } from 'patchbay/sdk';
import type { Said } from '../client/calls.js';
import { later } from '../dates.js';
import { heldBack, post } from '../locked.js';
import { least } from '../money/split.js';
import { GONE } from '../sales/compare.js';
import type { AllocationRow, CreditNoteRow, InvoiceRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import type { CreditNote } from './credit-note.js';
import { type Context, idOf, madeOf, type Sent } from './sent.js';

const HALF_A_DAY = 12 * 3600;

/** While its invoice is open, a credit pays for it. Usually it is paid: then nothing is allocated, and refunds are paid from it. */
export async function allocate(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const ids = shipments.map(({ payload }) => payload.appliesTo!);
  const invoices = await ctx.api.invoices.withIds([...new Set(ids)]);
  const results: StepResult[] = [];
  for (const [at, shipment] of shipments.entries()) {
    const invoice = invoices.find(({ InvoiceID }) => InvoiceID === ids[at]);
    results.push(invoice && mayTakeIt(invoice) ? await allocateTo(invoice, shipment, ctx) : nothingFor(shipment));
  }
  return results;
}

const mayTakeIt = ({ Status = '' }: InvoiceRow): boolean => !GONE.has(Status) && Status !== 'PAID';

const nothingFor = (shipment: Sent): StepResult => ({
  done: true,
  remoteId: idOf(shipment),
  data: { allocated: '0' },
});

async function allocateTo(invoice: InvoiceRow, shipment: Sent, ctx: Context): Promise<StepResult> {
  const { payload, reference } = shipment;
  const { api } = ctx;
  const id = idOf(shipment);
  const credit = await api.creditNotes.one(id);
  if (!credit || GONE.has(credit.Status ?? ''))
    return { needsPerson: `${reference} is no longer in force in Xero. Send it anew, or mark it as expected.` };
  const unapproved = isUnapproved(credit) ? reference : isUnapproved(invoice) ? invoice.InvoiceNumber : undefined;
  if (unapproved !== undefined) return untilApproved(reference, unapproved);
  const amount = least(openOn(invoice, payload), money.add(credit.RemainingCredit ?? 0));
  if (money.compare(amount, 0) <= 0) return nothingFor(shipment);
  const [posted] = await post([notBefore(shipment)], (some) => writeTo(invoice, amount, some, ctx), ctx);
  const { said } = posted!;
  if ('row' in said) return compared(said.row, { amount, credit, invoice, shipment }, ctx);
  return heldBack(posted!) ?? { rejected: inWords(said.wrongs) };
}

/** It pays nothing before the day on which it stands itself. */
function notBefore(shipment: Sent): Sent {
  const { payload } = shipment;
  return { ...shipment, payload: { ...payload, date: later(madeOf(shipment)?.day ?? '', payload.date) } };
}

async function writeTo(
  { InvoiceID: invoiceId }: InvoiceRow,
  amount: string,
  some: { shipment: Sent; date: string }[],
  { api }: Context,
): Promise<Said<AllocationRow[]>[]> {
  const said: Said<AllocationRow[]>[] = [];
  for (const { shipment, date } of some) {
    const writing = { purpose: 'Allocate the credit', key: [shipment.key] };
    const one = await api.creditNotes.allocate(idOf(shipment), { invoiceId, amount, date }, writing);
    said.push('answer' in one ? { row: one.answer.Allocations ?? [], warnings: [] } : one);
  }
  return said;
}

/** What the customer has paid is paid, though it may get there after the return: it pays the invoice, and the credit is for the refund. */
function openOn({ AmountDue = 0, AmountPaid = 0 }: InvoiceRow, { paid = '0' }: CreditNote): string {
  const onItsWay = money.subtract(paid, AmountPaid);
  return money.compare(onItsWay, 0) > 0 ? money.subtract(AmountDue, onItsWay) : money.add(AmountDue);
}

interface Allocated {
  amount: string;
  /** As both were before it. */
  credit: CreditNoteRow;
  invoice: InvoiceRow;
  shipment: Sent;
}

/** What was allocated is compared with what was to be, by the answer itself; one that doesn't say is asked after. */
async function compared(answer: AllocationRow[], allocated: Allocated, { api }: Context): Promise<StepResult> {
  const { amount, credit, invoice, shipment } = allocated;
  const { reference, payload } = shipment;
  const said = answer[0]?.Amount ?? gainedOn(invoice, credit, await api.creditNotes.one(idOf(shipment)));
  // Others of this parcel may be of the same invoice, which is a batch then.
  invoice.AmountDue = Number(money.subtract(invoice.AmountDue ?? 0, said));
  if (money.compare(said, amount) === 0) return { done: true, remoteId: idOf(shipment), data: { allocated: amount } };
  const [theirs, ours] = [said, amount].map((one) => money.shown(one, payload.currency));
  return {
    needsPerson: `${reference} pays ${theirs} of ${invoice.InvoiceNumber} in Xero instead of ${ours}. Take that allocation off there, then try again.`,
  };
}

const gainedOn = (invoice: InvoiceRow, before: CreditNoteRow, after: CreditNoteRow | undefined): string =>
  money.subtract(allocatedTo(invoice, after), allocatedTo(invoice, before));

const allocatedTo = ({ InvoiceID }: InvoiceRow, { Allocations: all = [] }: Partial<CreditNoteRow> = {}): string =>
  money.add(0, ...all.flatMap(({ Invoice, Amount = 0 }) => (Invoice?.InvoiceID === InvoiceID ? [Amount] : [])));

const isUnapproved = ({ Status }: { Status?: string }) => Status === 'DRAFT' || Status === 'SUBMITTED';

/** What waits for somebody's approval keeps nothing else about its order waiting. */
const untilApproved = (reference: string, unapproved: string): StepResult => ({
  waiting: `${reference} pays for its invoice once ${unapproved} is approved in Xero. Approve it there; the rest goes by itself.`,
  label: 'Not approved',
  seconds: HALF_A_DAY,
  yields: true,
});
