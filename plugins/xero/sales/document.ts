import { type Document, money } from 'patchbay/sdk';
import type { Settings } from '../settings.js';
import type { SalesInvoice } from './sales-invoice.js';

/** What is written ahead: an invoice with the steps it takes. It is compared with the store after it was written. */
export function documentOf<Invoice extends SalesInvoice>(
  reference: string,
  payload: Invoice,
  { notes }: Settings,
): Document<Invoice> {
  const steps = ['create', 'verify', ...(notes ? ['note'] : [])];
  return { reference, payload, steps, summary: summaryOf(payload) };
}

function summaryOf({ lines, total, currency, contact, numbers, date }: SalesInvoice): string {
  const count = `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}, ${money.shown(total, currency)}`;
  const whole = contact.name ? `${count}, to ${contact.name}` : count;
  return numbers ? `${numbers.length} orders of ${date}, ${whole}` : whole;
}
