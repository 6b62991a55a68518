import { type Found, money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { type CreditNote, isCredit } from '../credits/credit-note.js';
import { findCredits } from '../credits/find.js';
import { asPayment as paidFromIts } from '../credits/refund.js';
import { possibleDays } from '../locked.js';
import { findMoney } from '../money/find-money.js';
import type { Paying } from '../money/money-document.js';
import { pay } from '../money/pay.js';
import { verifyPayments } from '../money/verify-payment.js';
import type { RefundDocument } from './build-refund.js';
import type { PrepaymentRefund } from './prepayment-refund.js';

type Context = SendContext<XeroApi>;
type Sent<Payload = RefundDocument> = Shipment<Payload>;

/** Pays back what came in before its order was cancelled, so that in the end nothing is left where it came in. */
export async function refundPrepayments(shipments: Sent<PrepaymentRefund>[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const id = await prepaymentOf(shipment.payload, ctx);
    if (id) results.push(...(await pay([asPayment(shipment, id)], ctx)));
    else {
      const waiting = `The prepayment for ${shipment.payload.of} is not in Xero yet. It is paid back once that is there.`;
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
async function prepaymentOf({ prepayments, amount }: PrepaymentRefund, ctx: Context): Promise<string | undefined> {
  const ids = await receivedAs(prepayments, amount, ctx);
  if (ids.length < 2) return ids[0];
  const left = new Map<string, number>();
  for (const id of ids) left.set(id, (await ctx.api.prepayments.one(id))?.RemainingCredit ?? 0);
  const enough = ids.filter((id) => money.compare(left.get(id)!, amount) >= 0);
  const [best] = enough.sort((one, other) => money.compare(left.get(one)!, left.get(other)!));
  // None: the app says so itself, and a person is asked.
  return best ?? ids[0];
}

async function receivedAs(prepayments: PrepaymentRefund['prepayments'], amount: string, ctx: Context) {
  const ids: string[] = [];
  for (const { reference, date } of prepayments) {
    for (const day of await possibleDays([date], ctx)) {
      const rows = await ctx.api.bankTransactions.onDay('RECEIVE-PREPAYMENT', day);
      const row = rows.find((one) => one.Reference === reference && money.compare(one.Total ?? 0, amount) >= 0);
      if (row?.PrepaymentID) ids.push(row.PrepaymentID);
    }
  }
  return ids;
}

function asPayment(shipment: Sent<PrepaymentRefund>, id: string): Sent<Paying> {
  const { prepayments: _, ...rest } = shipment.payload;
  return { ...shipment, payload: { ...rest, kind: 'payment', target: { kind: 'Prepayment', id } } };
}

export async function findRefunds(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  const credits = shipments.filter(({ payload }) => isCredit(payload)) as Sent<CreditNote>[];
  const paid = shipments.filter(({ payload }) => !isCredit(payload)) as Sent<Paying | PrepaymentRefund>[];
  const found = new Map<Sent, Found | undefined>();
  for (const [at, one] of (await findCredits(credits, ctx)).entries()) found.set(credits[at]!, one);
  for (const [at, one] of (await findMoney(paid.map(asMoney), ctx)).entries()) {
    const isPrepaid = paid[at]!.payload.kind === 'prepayment-refund';
    found.set(
      paid[at]!,
      one && isPrepaid
        ? { ...one, steps: one.steps.map((step) => (step === 'pay' ? 'refund-prepayment' : step)) }
        : one,
    );
  }
  return shipments.map((shipment) => found.get(shipment));
}

/** Which prepayment was paid back isn't known beforehand. */
function asMoney(shipment: Sent<Paying | PrepaymentRefund>): Sent<Paying> {
  const { payload } = shipment;
  return payload.kind === 'payment' ? { ...shipment, payload } : asPayment({ ...shipment, payload }, '');
}
