import {
  type BuildContext,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type ParentRef,
  type RecordBody,
  type RecordRef,
  type UsesContext,
} from 'patchbay/sdk';
import { contactOf } from '../contacts/contact-of.js';
import { type Settings, settingsOf } from '../settings.js';
import { readCharges } from './charges.js';
import { readLines } from './lines.js';
import { checkOwner } from './owner.js';
import type { Contact, SalesInvoice } from './sales-invoice.js';
import { settle } from './settle.js';
import { Taxes, taxRefs } from './taxes.js';
import { trackingOf, trackingRefs } from './tracking.js';

type Invoice = RecordBody<'invoice'>;

/** The records that reading an order looks at. */
export function saleRefs({ body }: HubRecord<'invoice'>, ctx: UsesContext): RecordRef[] {
  const lines = body.lines ?? [];
  const customer = customerKey(body, settingsOf(ctx));
  return [
    ...[...new Set(lines.map(({ sku }) => sku))].map((key): RecordRef => ({ type: 'product', key })),
    ...(customer ? [{ type: 'customer' as const, key: customer }] : []),
    ...taxRefs(
      lines.map(({ taxCode }) => taxCode),
      ctx,
    ),
    ...trackingRefs(body.channel, ctx),
    // What takes a cancelled order back leaves room for what was paid on it.
    ...(body.status === 'cancelled' ? [{ type: 'invoice' as const, key: body.number }] : []),
  ];
}

/** The customer's contact goes first, unless one contact of the app gets everything. */
export function saleParents({ body }: HubRecord<'invoice'>, ctx: UsesContext): ParentRef[] {
  const key = customerKey(body, settingsOf(ctx));
  return key ? [{ task: 'export-contacts', key }] : [];
}

/** What an order of the store comes to in the app: everything is known, and the total is the store's. */
export type Sale = Pick<
  SalesInvoice,
  'date' | 'contact' | 'currency' | 'rate' | 'inclusive' | 'lines' | 'tax' | 'total'
>;

export function readSale(invoice: Invoice, ctx: BuildContext): Sale {
  const settings = settingsOf(ctx);
  checkOwner(ctx);
  checkStatus(invoice, settings, ctx);
  const inclusive = invoice.taxInclusive ?? ctx.store.taxInclusive ?? needsPerson(UNSAID);
  const currency = currencyOf(invoice);
  const reading = { invoice, inclusive, taxes: new Taxes(ctx), tracking: trackingOf(invoice.channel, ctx) };
  const goods = readLines(reading, ctx);
  if (goods.length === 0) notDue('There is nothing on it to send.');
  const due = { total: money.round(invoice.total, 2), inclusive, currency };
  const { lines, tax, total } = settle(
    [...goods, ...readCharges(reading, goods, settings)],
    due,
    settings,
    settings.tolerance,
  );
  return {
    date: invoice.date ?? needsPerson('The order has no invoice date.'),
    contact: whoseIs(invoice, settings, ctx),
    currency,
    rate: rateOf(currency, settings, ctx),
    inclusive,
    lines,
    tax,
    total,
  };
}

const UNSAID = 'Say in the store’s settings whether its prices contain tax.';

const NO_SALE: Record<string, string> = {
  quote: 'A quote is no sale yet.',
  hold: 'It is on hold.',
  layby: 'It is a layby that isn’t paid off.',
  cancelled: 'It was cancelled.',
};

/** Only that it was cancelled takes back what has left: neither a setting that was changed nor an order put on hold does. */
function checkStatus({ status, approved }: Invoice, { exportWhen }: Settings, { shipped }: BuildContext): void {
  if (shipped.length > 0 && status !== 'cancelled') return;
  if (NO_SALE[status]) notDue(NO_SALE[status]);
  const leaving = status === 'partly-dispatched' || status === 'dispatched';
  if (!leaving && status !== 'open') notDue(`Its status is “${status}”.`);
  if (exportWhen === 'approved') {
    if (!leaving && !approved) notDue('It isn’t approved yet.');
  } else if (status !== 'dispatched') {
    notDue(leaving ? 'Not all of it is dispatched yet.' : 'It isn’t dispatched yet.');
  }
}

/** Another currency is never taken for the store's own. */
function currencyOf({ currency }: Invoice): string {
  if (!currency) return needsPerson('The order doesn’t say its currency. Set it in the store, then export it again.');
  return /^[A-Z]{3}$/.test(currency)
    ? currency
    : needsPerson(`The order’s currency “${currency}” is none that is known.`);
}

export function rateOf(currency: string, { rates, givenRates }: Settings, { store }: BuildContext): string | undefined {
  if (rates === 'app') return undefined;
  const given = rates === 'given' ? givenRates.get(currency) : undefined;
  if (given !== undefined || currency === store.currency) return given;
  return needsPerson(
    rates === 'given'
      ? `The order is in ${currency}. Give an exchange rate for it under Setup & Tools → Advanced configuration → Exchange rates.`
      : `The order is in ${currency}, the store’s currency is ${store.currency}. Choose in the step “Configure” at which rate such orders are booked.`,
  );
}

function customerKey({ username }: Invoice, { contactId, batched, batchCustomer }: Settings): string | undefined {
  if (contactId) return undefined;
  return (batched ? batchCustomer : username) || undefined;
}

/** The contact of advanced configuration gets every invoice, batched or not. */
export function whoseIs(invoice: Invoice, settings: Settings, { related, parents }: BuildContext): Contact {
  if (settings.contactId) return { id: settings.contactId, name: '' };
  const username = customerKey(invoice, settings);
  if (!username) {
    return settings.batched
      ? needsPerson('Choose the customer of all batches in the step “Get started”.')
      : { name: settings.guestContact };
  }
  const id = parents.get('export-contacts', username)?.remoteId;
  const known = related.get('customer', username)?.body;
  const own = settings.batched ? {} : { email: invoice.email, billing: invoice.billing, shipping: invoice.delivery };
  return { ...contactOf({ ...own, ...known, username }, settings), ...(id && { id }) };
}
