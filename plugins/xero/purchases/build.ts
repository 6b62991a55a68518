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
import { markerOf } from '../marker.js';
import { addUp } from '../sales/amounts.js';
import { documentOf } from '../sales/document.js';
import { checkOwner } from '../sales/owner.js';
import { rateOf } from '../sales/sale.js';
import type { Contact } from '../sales/sales-invoice.js';
import { settle } from '../sales/settle.js';
import { PURCHASES, Taxes, taxRefs } from '../sales/taxes.js';
import { trackingOf, trackingRefs } from '../sales/tracking.js';
import { type Settings, settingsOf } from '../settings.js';
import type { Bill } from './bill.js';
import { cameOtherwise, readLines } from './lines.js';
import { supplierContact } from './supplier-contact.js';

type Order = RecordBody<'purchase-order'>;

/** The records that reading a purchase order looks at. */
export function billRefs({ body }: HubRecord<'purchase-order'>, ctx: UsesContext): RecordRef[] {
  const lines = body.lines ?? [];
  const skus = [...new Set(lines.flatMap(({ sku }) => sku ?? []))];
  return [
    ...skus.map((key): RecordRef => ({ type: 'product', key })),
    ...(body.supplier ? [{ type: 'supplier' as const, key: body.supplier }] : []),
    ...taxRefs(
      lines.map(({ taxCode }) => taxCode),
      ctx,
      PURCHASES,
    ),
    ...trackingRefs(undefined, ctx),
  ];
}

/** The supplier's contact, where there is one. */
export const billParents = ({ body }: HubRecord<'purchase-order'>): ParentRef[] =>
  body.supplier ? [{ task: 'export-suppliers', key: body.supplier }] : [];

/** The bill that a purchase order of the store becomes, or why it becomes none. */
export function buildBill({ body }: HubRecord<'purchase-order'>, ctx: BuildContext): Document<Bill> {
  const settings = settingsOf(ctx);
  checkOwner(ctx);
  checkDue(body, settings, ctx);
  const reference = ctx.shipped[0]?.reference ?? settings.invoicePrefix + body.number;
  return documentOf(reference, readBill(body, reference, settings, ctx), settings);
}

/** Only that it was cancelled takes back what has left: a setting that was changed doesn't. */
function checkDue(order: Order, { bills, costOwner }: Settings, { shipped, answers }: BuildContext): void {
  const { status } = order;
  if (status === 'cancelled') notDue('It was cancelled.');
  if (shipped.length > 0) return;
  if (costOwner === 'stock-system') notDue('Your stock system posts purchases to Xero.');
  if (dateOf(order, bills) < String(answers.startDate ?? '')) notDue('It is dated before the integration start date.');
  if (bills.when !== 'received' || status === 'received') return;
  notDue(status === 'partly-received' ? 'Not all of it is received yet.' : 'It isn’t received yet.');
}

const isReceived = ({ status }: Order, { when }: Settings['bills']): boolean =>
  when !== 'sent' && status === 'received';

function dateOf(order: Order, bills: Settings['bills']): string {
  const { orderedOn, receivedOn } = order;
  const date = isReceived(order, bills) ? (receivedOn ?? orderedOn) : (orderedOn ?? receivedOn);
  return date ?? needsPerson('The purchase order has no date. Set one in the store.');
}

function readBill(order: Order, reference: string, settings: Settings, ctx: BuildContext): Bill {
  const { bills, tolerance } = settings;
  const inclusive = order.taxInclusive ?? ctx.store.taxInclusive ?? needsPerson(UNSAID);
  const currency = order.currency ?? needsPerson('The purchase order doesn’t say its currency. Set it in the store.');
  const received = isReceived(order, bills);
  const taxes = new Taxes(ctx, PURCHASES);
  const lines = readLines({ order, inclusive, received, taxes, tracking: trackingOf(undefined, ctx) }, ctx);
  if (lines.length === 0) notDue('There is nothing on it to send.');
  const date = dateOf(order, bills);
  const total = received && cameOtherwise(order) ? addUp(lines, inclusive).total : money.round(order.total, 2);
  return {
    number: order.number,
    supplier: order.supplier ?? needsPerson(NOBODY),
    date,
    dueDate: order.dueOn && order.dueOn > date ? order.dueOn : date,
    contact: whoseIs(order.supplier ?? needsPerson(NOBODY), settings, ctx),
    reference,
    url: markerOf(ctx.store, reference),
    currency,
    rate: rateOf(currency, settings, ctx),
    inclusive,
    status: bills.status,
    ...settle(lines, { total, inclusive, currency }, settings, tolerance),
  };
}

const UNSAID = 'Say in the store’s settings whether its prices contain tax.';
const NOBODY = 'The purchase order names no supplier. Choose one in the store.';

function whoseIs(code: string, settings: Settings, { related, parents }: BuildContext): Contact {
  const id = parents.get('export-suppliers', code)?.remoteId;
  const known = related.get('supplier', code)?.body;
  return { ...supplierContact({ ...known, code }, settings), ...(id && { id }) };
}
