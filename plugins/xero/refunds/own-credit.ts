import { type BuildContext, type Document, money, needsPerson } from 'patchbay/sdk';
import { ofOwed, ofRefund } from '../credits/about-order.js';
import { creditDocument } from '../credits/build-credit-note.js';
import type { CreditNote } from '../credits/credit-note.js';
import { addUp, lumpSum } from '../sales/amounts.js';
import { whoseIs } from '../sales/sale.js';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { Taxes } from '../sales/taxes.js';
import { settingsOf } from '../settings.js';
import { type Invoice, moneyOf, type Refund } from './money-back.js';

/** Money back without a return needs a line that says what it lowers. */
export function ofItself(
  body: Refund,
  order: Invoice,
  invoice: SalesInvoice | undefined,
  ctx: BuildContext,
): Document<CreditNote> {
  const { accounts } = settingsOf(ctx);
  const account =
    accounts.refunds ?? accounts.sales ?? needsPerson('Choose the sales account in the step “Configure”.');
  const taxed = order.tax != null && !money.isZero(order.tax);
  return creditOf(body, order, { account, taxed }, invoice, ctx);
}

export function creditOf(
  body: Refund,
  order: Invoice,
  line: { account: string; taxed: boolean; owed?: boolean },
  invoice: SalesInvoice | undefined,
  ctx: BuildContext,
): Document<CreditNote> {
  const settings = settingsOf(ctx);
  const { account, date, amount, currency, rate } = moneyOf(body, order, ctx);
  const taxes = new Taxes(ctx);
  const tax = line.taxed ? taxes.taxed() : taxes.untaxed();
  const about = { description: `Refund for ${order.number}`, amount, account: line.account, tax };
  // What was paid back contains its tax.
  const inclusive = true;
  const lines = [lumpSum(about, { inclusive, tracking: [] })];
  const payload: CreditNote = {
    kind: 'credit',
    number: body.number,
    date,
    contact: invoice?.contact ?? whoseIs(order, settings, ctx),
    // What was only owed takes back no revenue.
    reference: (line.owed ? ofOwed : ofRefund)(body.number, order.number),
    ...(invoice && { order: order.number }),
    currency,
    rate,
    inclusive,
    // A draft could not be paid from.
    status: 'AUTHORISED',
    brandingTheme: settings.brandingTheme,
    lines,
    ...addUp(lines, inclusive),
    refund: { account, date, amount },
  };
  return creditDocument(`${settings.creditNotePrefix}R${body.number}`, payload);
}
