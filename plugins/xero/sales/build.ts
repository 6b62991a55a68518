import type { BuildContext, Document, HubRecord, RecordBody } from 'patchbay/sdk';
import { markerOf } from '../marker.js';
import { type Settings, settingsOf } from '../settings.js';
import { batchDocument } from './batch.js';
import { documentOf } from './document.js';
import { dueDate } from './due-date.js';
import { readSale } from './sale.js';
import { isBatch, type SalesInvoice } from './sales-invoice.js';

/** The invoice that an order of the store becomes, or why it becomes none. */
export function buildInvoice({ body }: HubRecord<'invoice'>, ctx: BuildContext): Document<SalesInvoice> {
  const settings = settingsOf(ctx);
  const reference = ctx.shipped.find(({ part }) => part === '')?.reference ?? settings.invoicePrefix + body.number;
  const payload = invoiceOf(body, reference, settings, ctx);
  const document = documentOf(reference, payload, settings);
  return joinsOthers(ctx, settings) ? batchDocument(document, payload) : document;
}

function invoiceOf(order: RecordBody<'invoice'>, reference: string, settings: Settings, ctx: BuildContext) {
  const { date, contact, currency, rate, inclusive, lines, tax, total } = readSale(order, ctx);
  const payload: SalesInvoice = {
    date,
    contact,
    currency,
    rate,
    inclusive,
    lines,
    tax,
    total,
    number: order.number,
    dueDate: dueDate(date, order.dueOn, settings),
    reference: [order.number, order.reference].filter(Boolean).join(' / ').slice(0, 255),
    url: markerOf(ctx.store, reference),
    status: settings.status,
    brandingTheme: settings.brandingTheme,
  };
  return payload;
}

/** What has left alone stays alone, and what has left in a batch stays there, whatever was answered since. */
function joinsOthers({ shipped }: BuildContext, { batched }: Settings): boolean {
  return shipped.length > 0 ? shipped.some(({ payload }) => isBatch(payload as SalesInvoice)) : batched;
}
