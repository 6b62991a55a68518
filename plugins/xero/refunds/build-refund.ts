import {
  type BuildContext,
  type Document,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type Parent,
  type ParentPart,
  type ParentRef,
  type RecordBody,
  type RecordRef,
  rejected,
  type UsesContext,
} from 'patchbay/sdk';
import { ofRefund } from '../credits/about-order.js';
import { creditDocument } from '../credits/build-credit-note.js';
import { type CreditNote, isCredit, takesAllBack } from '../credits/credit-note.js';
import { accountRefs, isStoreCredit, moneyAccount } from '../money/accounts.js';
import { neverInvoiced } from '../money/build-payments.js';
import type { Paying } from '../money/money-document.js';
import { addUp, taxOf } from '../sales/amounts.js';
import { checkOwner } from '../sales/owner.js';
import { rateOf, whoseIs } from '../sales/sale.js';
import { type InvoiceLine, isClosed, type SalesInvoice } from '../sales/sales-invoice.js';
import { Taxes, taxRefs } from '../sales/taxes.js';
import { type Settings, settingsOf } from '../settings.js';

type Refund = RecordBody<'refund'>;
type Invoice = RecordBody<'invoice'>;

/** Paid back from what was received before the order was cancelled; by which reference, only the store's payments tell. */
export interface PrepaymentRefund extends Omit<Paying, 'kind' | 'target'> {
  kind: 'prepayment-refund';
  prepayments: { reference: string; date: string }[];
}

export type RefundDocument = Paying | CreditNote | PrepaymentRefund;

export const refundRefs = ({ body }: HubRecord<'refund'>, ctx: UsesContext): RecordRef[] => [
  ...(body.invoice ? [{ type: 'invoice' as const, key: body.invoice }] : []),
  ...(body.username ? [{ type: 'customer' as const, key: body.username }] : []),
  ...accountRefs(body.method, ctx),
  ...taxRefs([], ctx),
];

/** What is paid back from goes first: the credit of its return, and the invoice that either was for. */
export const refundParents = ({ body }: HubRecord<'refund'>): ParentRef[] => [
  ...(body.return ? [{ task: 'export-credit-notes', key: body.return }] : []),
  ...(body.invoice ? [{ task: 'export-invoices', key: body.invoice }] : []),
];

/** Each refund is paid through the account of its method: from the credit of its return, or from one of its own. */
export function buildRefund({ body }: HubRecord<'refund'>, ctx: BuildContext): Document {
  checkOwner(ctx);
  if (!body.refundedOn) return notDue('It isn’t paid back yet.');
  if (money.isZero(body.amount)) return notDue('It is nothing.');
  if (isStoreCredit(body.method, ctx)) return notDue('It stays with the store: the credit is left open in Xero.');
  const order = body.invoice ? ctx.related.get('invoice', body.invoice)?.body : undefined;
  const credit = body.return ? ctx.parents.get('export-credit-notes', body.return) : undefined;
  if (body.return && !credit) return notDue('Its return isn’t here yet.');
  if (credit?.state === 'expected') return notDue('Its return was marked as expected: its money is left to you.');
  if (credit?.state === 'exported') return fromCredit(body, creditId(credit.remoteId), credit.number, order, ctx);
  if (!order) return notDue('Its order isn’t here yet.');
  const invoice = body.invoice ? ctx.parents.get('export-invoices', body.invoice) : undefined;
  if (neverInvoiced(order, invoice?.parts.length ?? 0, body.refundedOn, ctx)) return ofPrepayment(body, order, ctx);
  const taken = creditOnInvoice(body, order, invoice?.parts ?? []);
  if (taken) return fromCredit(body, creditId(taken.remoteId), taken.number ?? taken.reference, order, ctx);
  if (order.status === 'cancelled' && invoice) checkCancelled(invoice, settingsOf(ctx).cancelled);
  return ofItself(body, order, invoice?.parts[0]?.payload as SalesInvoice | undefined, ctx);
}

/** There is no credit of the cancelled order that it could be paid from: it comes by itself, or a person has to do something. */
function checkCancelled({ state, parts }: Parent, cancelled: Settings['cancelled']): void {
  const byHand = 'enter what was paid back in Xero by hand, then mark this line as expected.';
  if (state === 'expected')
    needsPerson(`Its order was cancelled, and its invoice was marked as expected. If it isn’t there yet, ${byHand}`);
  if (state !== 'exported') return;
  if (parts.some(({ payload }) => takesAllBack(payload)))
    needsPerson(`It is more than the credit of its cancelled order. Look at the credits of it, and ${byHand}`);
  if (isClosed(parts) || cancelled === 'void')
    needsPerson(
      `Its order was cancelled, and its invoice is voided or deleted instead of credited: no credit will be there to pay it back from. If the money came in and went back, ${byHand}`,
    );
  if (cancelled === 'ask')
    rejected(
      `Its order was cancelled, and you are asked what becomes of its invoice. Send the credit that is offered there, and it is paid back from that; if you leave the invoice as it is, ${byHand}`,
    );
  rejected('Its order was cancelled. It is paid back once the credit of its invoice is in Xero.');
}

/** What made up for a change of its order, or for all of it, is owed to the customer already: another credit would give it twice. */
const creditOnInvoice = ({ amount }: Refund, { status }: Invoice, parts: ParentPart[]): ParentPart | undefined =>
  parts.find(({ payload, remoteId }) => {
    if (!isCredit(payload) || remoteId === undefined) return false;
    const left = money.compare(payload.total, amount);
    // Of an order that goes on, less than its change may well be something else that was given back.
    return left === 0 || (left > 0 && status === 'cancelled');
  });

const creditId = (id: string | undefined): string =>
  id ?? needsPerson('The credit note of its return is in Xero, but its id isn’t known. Re-export the return.');

function moneyOf(body: Refund, order: Invoice | undefined, ctx: BuildContext) {
  const settings = settingsOf(ctx);
  const currency = body.currency ?? order?.currency ?? needsPerson('The refund doesn’t say its currency.');
  const rate = settings.rates === 'given' ? rateOf(currency, settings, ctx) : undefined;
  const { id: account, isBank } = moneyAccount(body.method, ctx);
  const amount = money.round(body.amount, 2);
  return { account, isBank, date: body.refundedOn!, amount, currency, ...(rate && { rate }) };
}

function fromCredit(body: Refund, id: string, of: string | undefined, order: Invoice | undefined, ctx: BuildContext) {
  const { isBank: _, ...paid } = moneyOf(body, order, ctx);
  const payload: Paying = {
    kind: 'payment',
    number: body.number,
    target: { kind: 'CreditNote', id },
    of: of ?? `Return ${body.return}`,
    ...paid,
  };
  return {
    reference: referenceOf(body, ctx),
    payload,
    steps: ['pay'],
    summary: `${money.shown(paid.amount, paid.currency)} back from ${payload.of}`,
    doublesUnlessFound: true,
  };
}

const referenceOf = ({ number }: Refund, ctx: BuildContext) => `${settingsOf(ctx).paymentPrefix}R${number}`;

/** An order that was cancelled before it was invoiced: its money came in as a prepayment, or is owed on an account of its own. */
function ofPrepayment(body: Refund, order: Invoice, ctx: BuildContext): Document {
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
    steps: ['refund-prepayment'],
    // What is left of each prepayment is read before one is chosen.
    serialBy: `refunds of ${order.number}`,
    summary: `${money.shown(paid.amount, paid.currency)} back for ${order.number}, which was cancelled`,
    doublesUnlessFound: true,
  };
}

/** Money back without a return needs a line that says what it lowers. */
function ofItself(body: Refund, order: Invoice, invoice: SalesInvoice | undefined, ctx: BuildContext): Document {
  const { accounts } = settingsOf(ctx);
  const account =
    accounts.refunds ?? accounts.sales ?? needsPerson('Choose the sales account in the step “Configure”.');
  const taxed = order.tax != null && !money.isZero(order.tax);
  return creditOf(body, order, { account, taxed }, invoice, ctx);
}

function creditOf(
  body: Refund,
  order: Invoice,
  line: { account: string; taxed: boolean },
  invoice: SalesInvoice | undefined,
  ctx: BuildContext,
): Document {
  const settings = settingsOf(ctx);
  const { account, date, amount, currency, rate } = moneyOf(body, order, ctx);
  const taxes = new Taxes(ctx);
  const tax = line.taxed ? taxes.taxed() : taxes.untaxed();
  const lines: InvoiceLine[] = [
    {
      description: `Refund for ${order.number}`,
      quantity: '1',
      unitAmount: amount,
      account: line.account,
      taxCode: tax.code,
      taxRate: tax.rate,
      tracking: [],
      amount,
      tax: taxOf(amount, tax.rate, true),
    },
  ];
  const payload: CreditNote = {
    kind: 'credit',
    number: body.number,
    date,
    contact: invoice?.contact ?? whoseIs(order, settings, ctx),
    reference: ofRefund(body.number, order.number),
    ...(invoice && { order: order.number }),
    currency,
    rate,
    // What was paid back contains its tax.
    inclusive: true,
    // A draft could not be paid from.
    status: 'AUTHORISED',
    brandingTheme: settings.brandingTheme,
    lines,
    ...addUp(lines, true),
    refund: { account, date, amount },
  };
  return creditDocument(`${settings.creditNotePrefix}R${body.number}`, payload);
}
