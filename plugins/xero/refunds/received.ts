import { type BuildContext, money, type Parent } from 'patchbay/sdk';
import { isCredit } from '../credits/credit-note.js';
import { moneyAccount } from '../money/accounts.js';
import type { Owing } from '../money/money-document.js';
import { least, split } from '../money/split.js';
import { isBatch, type SalesInvoice } from '../sales/sales-invoice.js';
import { settingsOf } from '../settings.js';
import type { Invoice, Refund } from './money-back.js';

/** Money of an order that belongs to no invoice: by how it came in, it is a credit of its own in the app, or owed on an account. */
export interface Received {
  kind: Owing['kind'];
  /** Under which it went to the app. */
  reference: string;
  date: string;
  amount: string;
  isBank: boolean;
}

/** What came in for an order that was cancelled before it was invoiced. Money from before the start date is none of ours. */
export function prepaidFor(body: Refund, order: Invoice, ctx: BuildContext): Received[] {
  const start = String(ctx.answers.startDate ?? '');
  const payments = (order.payments ?? []).map((one) => ({ ...one, paidOn: one.paidOn ?? body.refundedOn! }));
  return payments
    .filter(({ paidOn }) => paidOn >= start)
    .map((one) => receivedAs('prepayment', one.amount, one, body, ctx));
}

/** What was paid beyond the invoice, as it was when the money went there. */
export function overpaidFor(body: Refund, order: Invoice, invoice: Parent | undefined, ctx: BuildContext): Received[] {
  if (invoice?.state !== 'exported') return [];
  const was = { ...order, total: invoicedTotal(order, invoice) };
  return (order.payments ?? []).flatMap((one) => {
    const { over } = split(one, was);
    return money.compare(over, 0) > 0 ? [receivedAs('overpayment', over, one, body, ctx)] : [];
  });
}

type Paid = NonNullable<Invoice['payments']>[number];

function receivedAs(
  kind: Received['kind'],
  amount: string,
  { number, method, paidOn }: Paid,
  body: Refund,
  ctx: BuildContext,
): Received {
  // What the store didn't say of a payment, it says of the refund.
  const { isBank } = moneyAccount(method ?? body.method, ctx);
  const { overpaymentPrefix } = settingsOf(ctx);
  return { kind, reference: overpaymentPrefix + number, date: paidOn ?? body.refundedOn!, amount, isBank };
}

/** What the order was invoiced for, whatever was credited of it since. A batch doesn't say its share, but what made up for changes does. */
function invoicedTotal({ total }: Invoice, { parts }: Parent): string {
  const [first, ...later] = parts.map(({ payload }) => payload as SalesInvoice | null);
  const isOfOrder = !!first && !isBatch(first);
  const more = later.filter((one) => isCredit(one) !== isOfOrder).map((one) => one?.total ?? '0');
  return money.add(isOfOrder ? first.total : total, ...more);
}

export const sumOf = (received: Received[]): string => money.add(0, ...received.map(({ amount }) => amount));

/** From which of these an amount is paid: first to last. What is left over is more than they are. */
export function sharedAmong(received: Received[], amount: string): { shares: Received[]; rest: string } {
  let rest = amount;
  const shares: Received[] = [];
  for (const one of received) {
    const takes = least(one.amount, rest);
    if (!money.isZero(takes)) shares.push({ ...one, amount: takes });
    rest = money.subtract(rest, takes);
  }
  return { shares, rest };
}
