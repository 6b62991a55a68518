import { type BuildContext, type Document, money } from 'patchbay/sdk';
import { markerOf } from '../marker.js';
import { settingsOf } from '../settings.js';
import { addUp, taxOf } from './amounts.js';
import { documentOf } from './document.js';
import type { InvoiceLine, SalesInvoice } from './sales-invoice.js';
import { isRounding, settle } from './settle.js';

/** Joins others of its contact, day, currency, and way of showing tax. */
export function batchDocument<D extends Document>(document: D, invoice: SalesInvoice): D & { batchKey: string } {
  const { contact, date, currency, rate = 'app', inclusive } = invoice;
  const to = contact.id ?? contact.number ?? contact.name;
  return { ...document, batchKey: [to, date, currency, rate, inclusive ? 'inclusive' : 'exclusive'].join('|') };
}

/** One invoice out of many: a line for each account, tax and tracking; the total stays the sum of all. */
export function mergeInvoices(documents: Document<SalesInvoice>[], ctx: BuildContext): Document<SalesInvoice> {
  const invoices = documents.map(({ payload }) => payload);
  const settings = settingsOf(ctx);
  const first = invoices[0]!;
  const numbers = invoices.flatMap(({ number }) => number ?? []);
  const total = money.add(...invoices.map((invoice) => invoice.total));
  const { inclusive, currency } = first;
  // What each order rounded is settled anew for all of them together; each has been found right by itself.
  const goods = invoices.flatMap(({ lines }) => lines.filter((line) => !isRounding(line)));
  const reference = `${settings.invoicePrefix}${first.date}-${currency}`;
  const payload: SalesInvoice = {
    ...first,
    number: undefined,
    numbers,
    reference: clipped(`${numbers.length} orders: ${numbers.join(', ')}`, 255),
    url: markerOf(ctx.store, reference),
    ...settle(together(goods, inclusive), { total, inclusive, currency }, settings),
  };
  return documentOf(reference, payload, settings);
}

function together(lines: InvoiceLine[], inclusive: boolean): InvoiceLine[] {
  const kinds = new Map<string, InvoiceLine[]>();
  for (const line of lines) {
    const { account, taxCode, tracking, id, description } = line;
    const what = id === undefined ? description : 'Sales';
    const kind = JSON.stringify([account, taxCode, tracking, what]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), line]);
  }
  return [...kinds.values()].map((same) => summed(same, inclusive));
}

function summed(same: InvoiceLine[], inclusive: boolean): InvoiceLine {
  const [{ id, description, account, taxCode, taxRate, tracking }] = same as [InvoiceLine];
  const { total, tax: _ } = addUp(same, true);
  return {
    description: id === undefined ? description : 'Sales',
    quantity: '1',
    unitAmount: total,
    account,
    taxCode,
    taxRate,
    tracking,
    amount: total,
    tax: taxOf(total, taxRate, inclusive),
  };
}

const clipped = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
