import {
  type BuildContext,
  type Document,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type ParentRef,
  type RecordBody,
  type RecordRef,
  type UsesContext,
} from 'patchbay/sdk';
import { checkOwner } from '../sales/owner.js';
import { rateOf, whoseIs } from '../sales/sale.js';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { settingsOf } from '../settings.js';
import { accountRefs, type MoneyAccount, moneyAccount } from './accounts.js';
import { invoicesPaid, type PaidInvoice } from './invoices-paid.js';
import {
  isPrepayment,
  type MoneyDocument,
  type Owing,
  owedNumber,
  PAYS,
  type Paying,
  sharesOf,
} from './money-document.js';
import { least, type Split, split } from './split.js';

type Payment = RecordBody<'payment'>;
type Invoice = RecordBody<'invoice'>;

export const paymentRefs = ({ body }: HubRecord<'payment'>, ctx: UsesContext): RecordRef[] => [
  ...(body.invoice ? [{ type: 'invoice' as const, key: body.invoice }] : []),
  ...accountRefs(body.method, ctx),
];

/** The invoice goes first. */
export const paymentParents = ({ body }: HubRecord<'payment'>): ParentRef[] =>
  body.invoice ? [{ task: 'export-invoices', key: body.invoice }] : [];

/** What a payment of the store becomes: money for its invoice, and what was too much by itself. */
export function buildPayment({ body }: HubRecord<'payment'>, ctx: BuildContext): Document<MoneyDocument>[] {
  const order = body.invoice ? ctx.related.get('invoice', body.invoice)?.body : undefined;
  const invoice = body.invoice ? ctx.parents.get('export-invoices', body.invoice) : undefined;
  checkOwner(ctx);
  if (!body.invoice) return notDue('It belongs to no order.');
  if (!order || !invoice) return notDue('Its order isn’t here yet.');
  if (money.compare(body.amount, 0) <= 0) return notDue('It is no money that came in.');
  if (invoice.state === 'expected')
    return notDue('Its invoice was marked as expected: what belongs to it is left to you.');
  const came = ctx.shipped.find(({ payload }) => isPrepayment(payload));
  const wasCancelled = came !== undefined || neverInvoiced(order, invoice.parts.length, body.paidOn, ctx);
  const isPrepaid = invoice.state === 'not-due' && wasCancelled;
  if (invoice.state === 'not-due' && !isPrepaid)
    return notDue(`Its invoice is not in Xero. ${invoice.because ?? ''}`.trim());
  if (came && !isPrepaid) return takenUp(order.number, came);
  const facts = { body, order, account: moneyAccount(body.method, ctx), ...currencyOf(body, order, ctx) };
  if (isPrepaid) return [owing('prepayment', body.amount, facts, ctx)];
  const part = invoice.parts[0];
  const invoiceId = invoice.remoteId ?? part?.remoteId;
  if (!invoiceId) return needsPerson('Its invoice is in Xero, but its id isn’t known. Re-export the invoice.');
  const { due, over } = asSent(body, split(body, order), ctx);
  const isBatched = (part?.payload as SalesInvoice | undefined)?.numbers !== undefined;
  return [
    ...invoicesPaid({ body, order, invoice, id: invoiceId, due }, ctx).map((one) =>
      paying(one, isBatched && one.id === invoiceId, facts, ctx),
    ),
    ...(money.isZero(over) ? [] : [owing('overpayment', over, { ...facts, invoiceId }, ctx)]),
  ];
}

/** An order that was cancelled before it became an invoice. Money from before the start date is none of ours. */
export function neverInvoiced(order: Invoice, sent: number, day: string | null | undefined, { answers }: BuildContext) {
  return order.status === 'cancelled' && sent === 0 && (!day || day >= String(answers.startDate ?? ''));
}

/** What has left stays as it is: what its order came to since, a credit note or a further invoice makes up for. */
function asSent({ number, amount }: Payment, now: Split, { shipped }: BuildContext): Split {
  const sent = shipped.flatMap(({ payload }) => sharesOf(payload as MoneyDocument, number));
  const sumOf = (wanted: MoneyDocument['kind']) =>
    money.add(0, ...sent.flatMap(({ kind, amount: one }) => (kind === wanted ? [one] : [])));
  const due = sumOf('payment');
  if (money.isZero(due)) return now;
  const beyond = money.subtract(amount, due);
  if (money.compare(sumOf('overpayment'), beyond) === 0) return { due, over: beyond };
  const over = money.compare(beyond, 0) > 0 ? least(now.over, beyond) : '0';
  return { due: money.subtract(amount, over), over };
}

/** It stands there already, and would stand there twice as a payment of the invoice that there is now. */
function takenUp(order: string, { reference, payload }: { reference: string; payload: unknown }): never {
  const { owedOn } = payload as Owing;
  const [what, how] = owedOn
    ? [`is owed to the customer in Xero (${owedNumber({ reference })})`, 'Move it to']
    : [`is a prepayment in Xero (${reference})`, 'Allocate it to'];
  return needsPerson(
    `The order ${order} was cancelled when this was paid, so it ${what}. Now the order has an invoice. ${how} that invoice in Xero, then mark this line as expected.`,
  );
}

interface Facts {
  body: Payment;
  order: Invoice;
  account: MoneyAccount;
  currency: string;
  rate?: string;
  invoiceId?: string;
}

function currencyOf(body: Payment, order: Invoice, ctx: BuildContext): { currency: string; rate?: string } {
  const currency = body.currency ?? order.currency;
  if (!currency) return needsPerson('Neither the payment nor its order says its currency. Set it in the store.');
  if (order.currency && currency !== order.currency)
    return needsPerson(`It was paid in ${currency}, but its order is in ${order.currency}. Enter it in Xero by hand.`);
  const rate = rateOf(currency, settingsOf(ctx), ctx);
  return { currency, ...(rate && { rate }) };
}

const dayOf = ({ paidOn }: Payment): string => paidOn ?? needsPerson('The payment doesn’t say its day.');

function paying(
  { part, id, of, amount }: PaidInvoice,
  isBatched: boolean,
  { body, account, currency, rate }: Facts,
  ctx: BuildContext,
): Document<MoneyDocument> {
  const { paymentPrefix, batched } = settingsOf(ctx);
  const payload: Paying = {
    kind: 'payment',
    number: body.number,
    target: { kind: 'Invoice', id },
    of,
    account: account.id,
    date: dayOf(body),
    amount,
    currency,
    ...(rate && { rate }),
  };
  const joins = batched && isBatched;
  return {
    ...(part && { part }),
    reference: paymentPrefix + body.number,
    payload,
    steps: PAYS,
    summary: `${money.shown(amount, currency)} for ${of}`,
    // Money of one day that came in one way, for one batch of orders, is one payment of that invoice.
    ...(joins && { batchKey: [id, body.method ?? '', account.id, payload.date, rate ?? ''].join('|') }),
  };
}

/** One payment out of many of a batch. */
export function mergePayments(documents: Document<Paying>[], ctx: BuildContext): Document<Paying> {
  const all = documents.map(({ payload }) => payload);
  const first = all[0]!;
  const numbers = all.flatMap(({ number }) => number ?? []);
  const amounts = all.map((one) => one.amount);
  const amount = money.add(0, ...amounts);
  const { paymentPrefix } = settingsOf(ctx);
  const payload: Paying = { ...first, number: undefined, numbers, amounts, amount, of: `${numbers.length} orders` };
  return {
    reference: `${paymentPrefix}${first.date}-${numbers[0]}`,
    payload,
    steps: PAYS,
    summary: `${numbers.length} payments of ${first.date}, ${money.shown(amount, first.currency)}`,
  };
}

function owing(
  kind: Owing['kind'],
  amount: string,
  { body, order, account, currency, rate, invoiceId }: Facts,
  ctx: BuildContext,
): Document<MoneyDocument> {
  const settings = settingsOf(ctx);
  const owedOn = account.isBank ? undefined : owedAccount(kind, settings.accounts.overpayments);
  const payload: Owing = {
    kind,
    number: body.number,
    of: order.number,
    contact: invoiceId ? { invoiceId } : whoseIs(order, settings, ctx),
    account: account.id,
    ...(owedOn && { owedOn }),
    ...(kind === 'prepayment' && { standsOn: settings.accounts.overpayments ?? settings.accounts.sales }),
    ...((owedOn || kind === 'prepayment') && { taxCode: settings.untaxedCode }),
    date: dayOf(body),
    amount,
    currency,
    ...(rate && { rate }),
  };
  const what = kind === 'overpayment' ? 'too much' : 'before it was cancelled';
  return {
    reference: settings.overpaymentPrefix + body.number,
    part: 'over',
    payload,
    steps: owedOn ? ['owe', 'verify', 'settle', 'verify-payment'] : ['receive', 'verify'],
    // Nothing in the app tells two of them apart but the moment: they go one after the other.
    serialBy: 'money without an invoice',
    summary: `${money.shown(amount, currency)} paid ${what} for ${order.number}`,
  };
}

function owedAccount(kind: Owing['kind'], account: string | undefined): string {
  const what = kind === 'overpayment' ? 'paid too much' : 'paid for an order that was cancelled';
  return (
    account ??
    needsPerson(
      `Xero takes money that was ${what} through bank accounts only. Choose the overpayments account in the step “Configure”, or map the payment method to a bank account.`,
    )
  );
}
