import { type BuildContext, type Document, money, needsPerson } from 'patchbay/sdk';
import type { Paying } from '../money/money-document.js';
import { settingsOf } from '../settings.js';
import { type Invoice, moneyOf, type Refund, referenceOf } from './money-back.js';
import { creditOf } from './own-credit.js';

/** Paid back from what was received before the order was cancelled; by which reference, only the store's payments tell. */
export interface PrepaymentRefund extends Omit<Paying, 'kind' | 'target'> {
  kind: 'prepayment-refund';
  prepayments: { reference: string; date: string }[];
}

/** An order that was cancelled before it was invoiced: its money came in as a prepayment, or is owed on an account of its own. */
export function ofPrepayment(body: Refund, order: Invoice, ctx: BuildContext): Document {
  const { overpaymentPrefix, accounts } = settingsOf(ctx);
  const { isBank, ...paid } = moneyOf(body, order, ctx);
  const all = order.payments ?? [];
  const payments = all.filter(({ paidOn }) => (paidOn ?? paid.date) >= String(ctx.answers.startDate ?? ''));
  if (all.length > 0 && payments.length === 0)
    needsPerson(
      `${order.number} was paid before the integration start date and never invoiced, so its money isn’t in Xero by us. Enter the refund there by hand, then mark this one as expected.`,
    );
  if (!isBank) {
    const owedOn = accounts.overpayments ?? needsPerson('Choose the overpayments account in the step “Configure”.');
    return creditOf(body, order, { account: owedOn, taxed: false }, undefined, ctx);
  }
  if (payments.length > 0 && payments.every(({ amount }) => money.compare(amount, paid.amount) < 0))
    needsPerson(
      `It pays back several payments of ${order.number} at once, which are prepayments of their own in Xero. Refund each of them there, then mark this one as expected.`,
    );
  const payload: PrepaymentRefund = {
    kind: 'prepayment-refund',
    number: body.number,
    of: order.number,
    prepayments: payments.map(({ number, paidOn }) => ({
      reference: overpaymentPrefix + number,
      date: paidOn ?? paid.date,
    })),
    ...paid,
  };
  return {
    reference: referenceOf(body, ctx),
    payload,
    steps: ['refund-prepayment', 'verify-payment'],
    // What is left of each prepayment is read before one is chosen.
    serialBy: `refunds of ${order.number}`,
    summary: `${money.shown(paid.amount, paid.currency)} back for ${order.number}, which was cancelled`,
    doublesUnlessFound: true,
  };
}
