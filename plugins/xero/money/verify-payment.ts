import { money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { comesTo, GONE, isRight, lately, notAsSent, type Written } from '../sales/compare.js';
import type { PaymentRow } from '../wire.js';
import { inWords, type Wrong } from '../wrongs.js';
import type { Paying } from './money-document.js';

type Context = SendContext<XeroApi>;

/** Money on its way to a document, or back from it. All that comparing looks at. */
type Sent = Shipment<Pick<Paying, 'of' | 'amount' | 'currency'>>;

/** What an answer said of a payment; of a refund its step tells the credit and not the payment. */
type WrittenPayment = Written & { id?: string };

/** What the answer says goes along, so that comparing it needs no further request. */
export function paidAs(row: PaymentRow, warnings: Wrong[], { payload }: Sent, { now }: Context) {
  const data: WrittenPayment = { ...saidOf(row), id: row.PaymentID, warning: inWords(warnings), at: now() };
  return { remoteId: row.PaymentID, data, ...(isRight(data, dueOf(payload)) && { also: ['verify-payment'] }) };
}

/** Each payment is compared with what the store took or paid back, after it was written. */
export async function verifyPayments(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const { remoteId, data = {} } = madeBy(shipment) ?? {};
    const said = data as WrittenPayment;
    const written = lately(said, ctx.now()) ?? (await readAnew(said.id ?? remoteId ?? '', ctx));
    const wrong = whatIsWrong(written, shipment);
    results.push(wrong ? { needsPerson: wrong } : { done: true, remoteId });
  }
  return results;
}

const madeBy = ({ done }: Sent) => done.pay ?? done.settle ?? done.refund ?? done['refund-prepayment'];

const dueOf = ({ amount: total, currency }: Sent['payload']) => ({ total, currency });

/** The app says a payment's currency with its document, and not of every kind. */
function saidOf({ Amount: total, Status: status, ...paid }: PaymentRow): Written {
  const { Invoice, CreditNote, Prepayment, Overpayment } = paid;
  return { total, status, currency: (Invoice ?? CreditNote ?? Prepayment ?? Overpayment)?.CurrencyCode };
}

async function readAnew(id: string, { api }: Context): Promise<Written | undefined> {
  const row = await api.payments.one(id);
  return row && saidOf(row);
}

/** The app lets nobody change a payment, so a wrong one is taken out and entered anew. */
function whatIsWrong(written: Written | undefined, { reference, payload }: Sent): string | undefined {
  const { of } = payload;
  if (!written || GONE.has(written.status ?? ''))
    return `The payment ${reference} of ${of} is no longer in force in Xero. Enter it there anew, or mark it as expected.`;
  if (written.warning) return notAsSent(`The payment ${reference} of ${of}`, written.warning);
  const due = dueOf(payload);
  if (comesTo(written, due)) return undefined;
  const theirs = money.shown(written.total ?? 0, written.currency ?? due.currency);
  return `The payment ${reference} of ${of} is ${theirs} in Xero, but the store’s is ${money.shown(due.total, due.currency)}. Remove it there and enter it anew, then mark this line as expected.`;
}
