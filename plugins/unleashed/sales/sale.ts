import {
  type BuildContext,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type RecordBody,
  type RecordRef,
  type UsesContext,
} from 'patchbay/sdk';
import { type Settings, settingsOf } from '../settings.js';
import { readCharges } from './charges.js';
import { resolveKits } from './kits.js';
import type { Delivery, OrderCustomer } from './order.js';
import type { Item } from './pricing.js';
import { readLines, type SaleLine, warehouseOf } from './sale-lines.js';
import { Taxes, taxRefs } from './taxes.js';

type Invoice = RecordBody<'invoice'>;

/** A line with the warehouse of the app that it leaves. */
export interface PlacedLine extends SaleLine {
  warehouse: string;
}

/** An order of the store, read for the app: everything is known, and all amounts contain tax. */
export interface Sale {
  invoice: Invoice;
  date: string;
  customer: OrderCustomer;
  delivery?: Delivery;
  currency: string;
  exchangeRate: string;
  places: number;
  lines: PlacedLine[];
  charges: Item[];
  /** What the customer pays. */
  due: string;
  taxes: Taxes;
}

/** The records that reading an order looks at. */
export function saleRefs({ body }: HubRecord<'invoice'>, ctx: UsesContext): RecordRef[] {
  const lines = body.lines ?? [];
  const skus = [...new Set(lines.flatMap(({ sku, kit }) => [sku, kit ?? sku]))];
  const customer = customerCode(body, false, settingsOf(ctx));
  return [
    ...skus.flatMap((key): RecordRef[] => [
      { type: 'product', key },
      { type: 'kit', key },
    ]),
    ...taxRefs(
      lines.map(({ taxCode }) => taxCode),
      ctx,
    ),
    ...(customer ? [{ type: 'customer' as const, key: customer }] : []),
  ];
}

/** `batched`: it joins others of its day. */
export function readSale(invoice: Invoice, batched: boolean, ctx: BuildContext): Sale {
  const settings = settingsOf(ctx);
  checkStatus(invoice, batched, settings);
  const inclusive = invoice.taxInclusive ?? ctx.store.taxInclusive ?? needsPerson(UNSAID);
  const { currency, exchangeRate } = currencyOf(invoice, ctx, settings);
  const places = money.placesOf(currency);
  const taxes = new Taxes(ctx);
  const lines = resolveKits(readLines(invoice, inclusive, taxes, places), ctx, places);
  if (lines.length === 0) notDue('There is nothing on it to send.');
  return {
    invoice,
    date: invoice.date ?? needsPerson('The order has no invoice date.'),
    customer: customerOf(invoice, batched, settings, ctx),
    delivery: batched ? undefined : deliveryOf(invoice),
    currency,
    exchangeRate,
    places,
    lines: lines.map((line) => ({ ...line, warehouse: placeOf(line, lines, ctx) })),
    charges: readCharges({ invoice, lines, inclusive, places }, taxes, settings),
    due: money.round(invoice.total, places),
    taxes,
  };
}

const UNSAID = 'Say in the store’s settings whether its prices contain tax.';

const NO_SALE: Record<string, string> = {
  quote: 'A quote is no sale yet.',
  hold: 'It is on hold.',
  layby: 'It is a layby that isn’t paid off.',
  cancelled: 'It was cancelled.',
};

function checkStatus({ status, approved }: Invoice, batched: boolean, { exportWhen, splitBackorders }: Settings): void {
  if (NO_SALE[status]) notDue(NO_SALE[status]);
  const leaving = status === 'partly-dispatched' || status === 'dispatched';
  if (!leaving && status !== 'open') notDue(`Its status is “${status}”.`);
  if (exportWhen === 'approved' && !batched) {
    if (!leaving && !approved) notDue('It isn’t approved yet.');
    return;
  }
  // A batch leaves as a whole, so what is in it must have left the store.
  if (!leaving) notDue('It isn’t dispatched yet.');
  if (status !== 'dispatched' && (batched || !splitBackorders)) notDue('Not all of it is dispatched yet.');
}

/** Another currency is never taken for the store's own. */
function currencyOf(invoice: Invoice, { store }: BuildContext, { exchangeRates }: Settings) {
  const { currency } = invoice;
  if (!currency) return needsPerson('The order doesn’t say its currency. Set it in the store, then export it again.');
  if (!/^[A-Z]{3}$/.test(currency)) return needsPerson(`The order’s currency “${currency}” is none that is known.`);
  const exchangeRate = exchangeRates.get(currency);
  if (exchangeRate) return { currency, exchangeRate };
  if (currency === store.currency) return { currency, exchangeRate: '1' };
  return needsPerson(
    `The order is in ${currency}, the store’s currency is ${store.currency}. Give an exchange rate under Setup & Tools → Advanced configuration → Exchange rates.`,
  );
}

function customerCode({ username }: Invoice, batched: boolean, settings: Settings): string | undefined {
  return batched ? settings.batchCustomer : (username ?? settings.guestCustomer);
}

function customerOf(invoice: Invoice, batched: boolean, settings: Settings, { related }: BuildContext): OrderCustomer {
  const code = customerCode(invoice, batched, settings);
  if (!code && batched) return needsPerson('Choose the customer of all batches in the step “Get started”.');
  if (!code)
    return needsPerson('The order names no customer. Give a customer for guests in the advanced configuration.');
  if (batched) return { code };
  const theirs = related.get('customer', code)?.body.currency;
  if (theirs && theirs !== invoice.currency) {
    needsPerson(`Customer ${code} is billed in ${theirs} in Unleashed, but the order is in ${invoice.currency}.`);
  }
  const { name, company, phone } = invoice.billing ?? {};
  return { code, ...filled({ name: company ?? name, email: invoice.email, phone }) };
}

function deliveryOf({ delivery, deliveryNote: note }: Invoice): Delivery | undefined {
  const { name, company, street1, street2, city, state: region, postcode, country } = delivery ?? {};
  const to = [name, company].filter(Boolean).join(', ');
  const filledIn = filled({ name: to || null, street1, street2, city, region, postcode, country, note });
  return Object.keys(filledIn).length > 0 ? filledIn : undefined;
}

function filled<T extends Record<string, string | null | undefined>>(texts: T) {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text)) as { [K in keyof T]?: string };
}

function placeOf(line: SaleLine, lines: SaleLine[], ctx: BuildContext): string {
  const app = warehouseOf(line, lines, ctx);
  if (app) return app;
  const { sku, warehouse } = line;
  if (!warehouse) return needsPerson(`The line of ${sku} names no warehouse. Choose one in the store.`);
  return needsPerson(
    `Say in Setup & Tools → Warehouses which warehouse of Unleashed is “${warehouse}”, where ${sku} leaves from.`,
  );
}
