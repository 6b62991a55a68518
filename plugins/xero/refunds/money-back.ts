import { type BuildContext, money, needsPerson, type RecordBody } from 'patchbay/sdk';
import { moneyAccount } from '../money/accounts.js';
import { rateOf } from '../sales/sale.js';
import { settingsOf } from '../settings.js';

export type Refund = RecordBody<'refund'>;
export type Invoice = RecordBody<'invoice'>;

/** How much of which money went back, when, and through which account. */
export function moneyOf(body: Refund, order: Invoice | undefined, ctx: BuildContext) {
  const currency = body.currency ?? order?.currency ?? needsPerson('The refund doesn’t say its currency.');
  const rate = rateOf(currency, settingsOf(ctx), ctx);
  const { id: account, isBank } = moneyAccount(body.method, ctx);
  const amount = money.round(body.amount, 2);
  return { account, isBank, date: body.refundedOn!, amount, currency, ...(rate && { rate }) };
}

export const referenceOf = ({ number }: Refund, ctx: BuildContext) => `${settingsOf(ctx).paymentPrefix}R${number}`;
