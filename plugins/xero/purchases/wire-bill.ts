import type { SalesInvoice } from '../sales/sales-invoice.js';
import { type Known, wireInvoice } from '../sales/wire-invoice.js';

/** A bill as the app takes it: its number is what people read as its reference, the field of that name belongs to sales. */
export function wireBill(bill: SalesInvoice, number: string, known: Known) {
  const { Reference: _, ...rest } = wireInvoice(bill, number, known);
  return { ...rest, Type: 'ACCPAY' };
}
