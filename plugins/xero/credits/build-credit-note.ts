import {
  awaits,
  type BuildContext,
  type Document,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type Parent,
  type ParentRef,
  type RecordBody,
  type RecordRef,
  rejected,
  type UsesContext,
} from 'patchbay/sdk';
import { paidOf } from '../money/split.js';
import { lumpSum } from '../sales/amounts.js';
import { salesAccount } from '../sales/lines.js';
import { checkOwner } from '../sales/owner.js';
import { rateOf, whoseIs } from '../sales/sale.js';
import { type InvoiceLine, isClosed, type SalesInvoice } from '../sales/sales-invoice.js';
import { settle } from '../sales/settle.js';
import { Taxes, taxRefs } from '../sales/taxes.js';
import { trackingOf, trackingRefs } from '../sales/tracking.js';
import { type Settings, settingsOf } from '../settings.js';
import { inTurn, ofReturn } from './about-order.js';
import { type CreditNote, takesAllBack } from './credit-note.js';

type Return = RecordBody<'return'>;

export function creditRefs({ body }: HubRecord<'return'>, ctx: UsesContext): RecordRef[] {
  const lines = body.lines ?? [];
  return [
    ...[...new Set(lines.map(({ sku }) => sku))].map((key): RecordRef => ({ type: 'product', key })),
    ...(body.username ? [{ type: 'customer' as const, key: body.username }] : []),
    ...(body.invoice ? [{ type: 'invoice' as const, key: body.invoice }] : []),
    ...taxRefs([...lines.map(({ taxCode }) => taxCode), body.shippingTaxCode], ctx),
    ...trackingRefs(undefined, ctx),
  ];
}

/** The invoice goes first, and with it the contact. */
export const creditParents = ({ body }: HubRecord<'return'>): ParentRef[] =>
  body.invoice ? [{ task: 'export-invoices', key: body.invoice }] : [];

/** What a return of the store becomes. Of an invoice from before the start date it goes as well, and stays unallocated. */
export function buildCreditNote({ body }: HubRecord<'return'>, ctx: BuildContext): Document<CreditNote> {
  const settings = settingsOf(ctx);
  checkOwner(ctx);
  if (!body.approvedOn) return notDue('It isn’t approved yet.');
  const total = money.round(body.total ?? '0', 2);
  if (money.compare(total, 0) <= 0) return notDue('There is nothing on it to credit.');
  const invoice = body.invoice ? ctx.parents.get('export-invoices', body.invoice) : undefined;
  const sent = invoice?.state === 'exported' ? (invoice.parts[0]?.payload as SalesInvoice | undefined) : undefined;
  const order = body.invoice ? ctx.related.get('invoice', body.invoice)?.body : undefined;
  // What left before its order was cancelled stays as it is.
  if (ctx.shipped.length === 0 && order?.status === 'cancelled' && invoice) checkCancelled(order.number, invoice);
  const currency = body.currency ?? order?.currency ?? needsPerson('The return doesn’t say its currency.');
  const inclusive = body.taxInclusive ?? order?.taxInclusive ?? ctx.store.taxInclusive ?? needsPerson(UNSAID);
  const payload: CreditNote = {
    kind: 'credit',
    number: body.number,
    date: body.approvedOn,
    // The app allocates between documents of one contact only.
    contact: sent?.contact ?? whoseIs(orderLike(body, order), settings, ctx),
    reference: ofReturn(body.number, body.invoice),
    currency,
    rate: sent?.rate ?? rateOf(currency, settings, ctx),
    inclusive,
    status: settings.status,
    brandingTheme: settings.brandingTheme,
    ...(invoice?.state === 'exported' && invoice.remoteId && { appliesTo: invoice.remoteId, order: body.invoice! }),
    ...(order && { paid: paidOf(order) }),
    ...settle(linesOf(body, inclusive, settings, ctx), { total, inclusive, currency }, settings, settings.tolerance),
  };
  return creditDocument(settings.creditNotePrefix + body.number, payload);
}

/** What is credited with the whole order, or no longer in force, is not credited once more. */
function checkCancelled(order: string, { state, parts, changed, because = '' }: Parent): void {
  if (state === 'expected')
    needsPerson(
      `The order ${order} was cancelled, and its invoice was marked as expected. Look in Xero whether this return is credited there already, and credit it by hand if it isn’t; then mark this line as expected.`,
    );
  if (state !== 'exported') return;
  const whole = parts.find(({ payload }) => takesAllBack(payload));
  if (whole && whole.remoteId === undefined) notDue('Its order was cancelled, and all of it was credited before.');
  if (whole)
    notDue(`Its order was cancelled: ${whole.number ?? whole.reference} credits all of it, this return included.`);
  if (isClosed(parts))
    notDue('Its order was cancelled, and its invoice is no longer in force: nothing of it is left to credit.');
  if (changed === 'soon')
    awaits(`The order ${order} was cancelled. What becomes of its invoice goes first. ${because}`.trim());
  if (changed === 'asked')
    awaits(
      `The order ${order} was cancelled. What becomes of its invoice goes first, and you are asked: send or enter its credit, or mark the invoice as expected.`,
    );
  rejected(
    `The order ${order} was cancelled, but its invoice was left as it is. If this return still has to be credited, do so in Xero by hand; then mark this line as expected.`,
  );
}

const UNSAID = 'Say in the store’s settings whether its prices contain tax.';

export function creditDocument(reference: string, payload: CreditNote): Document<CreditNote> {
  const { appliesTo, order, refund } = payload;
  return {
    reference,
    payload,
    steps: [
      'create',
      'verify',
      ...(appliesTo === undefined ? [] : ['allocate']),
      ...(refund ? ['refund', 'verify-payment'] : []),
    ],
    ...(order !== undefined && { serialBy: inTurn(order) }),
    summary: `Credit of ${money.shown(payload.total, payload.currency)}`,
  };
}

const orderLike = (body: Return, order: RecordBody<'invoice'> | undefined) =>
  order ?? ({ number: body.invoice ?? body.number, username: body.username } as RecordBody<'invoice'>);

function linesOf(body: Return, inclusive: boolean, settings: Settings, ctx: BuildContext): InvoiceLine[] {
  const taxes = new Taxes(ctx);
  const tracking = trackingOf(undefined, ctx);
  const taxable = body.tax == null || !money.isZero(body.tax);
  const credited = (what: string, refund: string, account: string, said: Said) => {
    const amount = money.round(refund, 2);
    const tax = taxes.charged({ what, amount, inclusive, taxable, ...said });
    return lumpSum({ description: what.slice(0, 4000), amount, account, tax }, { inclusive, tracking });
  };
  const { accounts } = settings;
  const accountOf = (what: 'shipping' | 'surcharge') => accounts[what] ?? accounts.sales ?? choose(what);
  const lines = (body.lines ?? []).flatMap((line) =>
    some(line.refund) ? [credited(goodsOf(line), line.refund, salesAccount(line.sku, settings, ctx), line)] : [],
  );
  const { shippingRefund, shippingTaxCode: taxCode, surchargeRefund } = body;
  if (some(shippingRefund)) lines.push(credited('Shipping', shippingRefund, accountOf('shipping'), { taxCode }));
  if (some(surchargeRefund)) lines.push(credited('Surcharge', surchargeRefund, accountOf('surcharge'), {}));
  return lines;
}

/** The tax of a returned line, as far as the store says it. */
type Said = Partial<Record<'tax' | 'taxCode', string | null>>;

const goodsOf = ({ quantity, name, sku, reason }: NonNullable<Return['lines']>[number]): string =>
  `${money.add(quantity)} × ${name || sku}${reason ? ` (${reason})` : ''}`;

const choose = (what: string) => needsPerson(`Choose the ${what} account in the step “Configure”.`);

const some = (amount: string | null | undefined): amount is string => amount != null && !money.isZero(amount);
