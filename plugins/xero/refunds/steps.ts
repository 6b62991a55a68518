import { type Found, money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { type CreditNote, isCredit } from '../credits/credit-note.js';
import { findCredits } from '../credits/find.js';
import { asPayment as paidFromIts } from '../credits/refund.js';
import { findMoney } from '../money/find-money.js';
import type { Paying } from '../money/money-document.js';
import { CREDITS, pay } from '../money/pay.js';
import { verifyPayments } from '../money/verify-payment.js';
import type { BankTransactionRow } from '../wire.js';
import type { RefundDocument } from './build-refund.js';
import type { ReceivedRefund } from './received-refund.js';

type Context = SendContext<XeroApi>;
type Sent<Payload = RefundDocument> = Shipment<Payload>;

/** Pays back what came in without an invoice, so that in the end nothing is left where it came in. */
export async function refundReceived(shipments: Sent<ReceivedRefund>[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const id = await receivedFor(shipment.payload, ctx);
    if (id) results.push(...(await pay([asPayment(shipment, id)], ctx)));
    else {
      const { of, kind } = shipment.payload;
      const what = kind === 'overpayment-refund' ? `What was paid too much for ${of}` : `The prepayment for ${of}`;
      const waiting = `${what} is not in Xero yet. It is paid back once that is there. If you entered it there by hand, do so with this refund as well, and mark this line as expected.`;
      results.push({ waiting, label: 'Waits for payment', seconds: 3600 });
    }
  }
  return results;
}

/** What went back of each, from whichever credit. */
export function verifyRefunds(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const paid = shipments.map((shipment) => {
    const { payload } = shipment;
    return isCredit(payload) ? paidFromIts({ ...shipment, payload }) : { ...shipment, payload };
  });
  return verifyPayments(paid, ctx);
}

/** Of several that were large enough, the one of which the least is left, as long as it is enough. */
async function receivedFor(refund: ReceivedRefund, ctx: Context): Promise<string | undefined> {
  const { amount } = refund;
  const ids = await receivedAs(refund, ctx);
  if (ids.length < 2) return ids[0];
  const left = new Map<string, number>();
  for (const id of ids) left.set(id, (await CREDITS[creditOf(refund)](ctx.api).one(id))?.RemainingCredit ?? 0);
  const enough = ids.filter((id) => money.compare(left.get(id)!, amount) >= 0);
  const [best] = enough.sort((one, other) => money.compare(left.get(one)!, left.get(other)!));
  // None: the app says so itself, and a person is asked.
  return best ?? ids[0];
}

const creditOf = ({ kind }: ReceivedRefund) => (kind === 'overpayment-refund' ? 'Overpayment' : 'Prepayment');

async function receivedAs(refund: ReceivedRefund, ctx: Context): Promise<string[]> {
  const { prepayments, amount } = refund;
  const type = creditOf(refund) === 'Overpayment' ? 'RECEIVE-OVERPAYMENT' : 'RECEIVE-PREPAYMENT';
  const ids: string[] = [];
  for (const { reference, date } of prepayments) {
    const isEnough = (one: BankTransactionRow) =>
      isCalled(one, reference) && money.compare(one.Total ?? 0, amount) >= 0;
    const { bankTransactions } = ctx.api;
    // Where its period was closed it stands on whichever day was the first open one then.
    const row =
      (await bankTransactions.onDay(type, date)).find(isEnough) ??
      (await bankTransactions.after(type, date)).find(isEnough);
    ids.push(...[row?.OverpaymentID ?? row?.PrepaymentID ?? []].flat());
  }
  return ids;
}

/** Where the payment itself has that reference, what was too much of it got a number behind it. */
const isCalled = ({ Reference: called = '' }: BankTransactionRow, reference: string): boolean =>
  called === reference || (called.startsWith(reference) && /^-\d+$/.test(called.slice(reference.length)));

function asPayment(shipment: Sent<ReceivedRefund>, id: string): Sent<Paying> {
  const { prepayments: _, ...rest } = shipment.payload;
  return { ...shipment, payload: { ...rest, kind: 'payment', target: { kind: creditOf(shipment.payload), id } } };
}

export async function findRefunds(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  const credits = shipments.filter(({ payload }) => isCredit(payload)) as Sent<CreditNote>[];
  const paid = shipments.filter(({ payload }) => !isCredit(payload)) as Sent<Paying | ReceivedRefund>[];
  const found = new Map<Sent, Found | undefined>();
  for (const [at, one] of (await findCredits(credits, ctx)).entries()) found.set(credits[at]!, one);
  for (const [at, one] of (await findMoney(paid.map(asMoney), ctx)).entries()) {
    const isReceived = paid[at]!.payload.kind !== 'payment';
    found.set(
      paid[at]!,
      one && isReceived
        ? { ...one, steps: one.steps.map((step) => (step === 'pay' ? 'refund-prepayment' : step)) }
        : one,
    );
  }
  return shipments.map((shipment) => found.get(shipment));
}

/** Which of what came in was paid back isn't known beforehand. */
function asMoney(shipment: Sent<Paying | ReceivedRefund>): Sent<Paying> {
  const { payload } = shipment;
  return payload.kind === 'payment' ? { ...shipment, payload } : asPayment({ ...shipment, payload }, '');
}
