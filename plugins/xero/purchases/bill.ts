import type { SalesInvoice } from '../sales/sales-invoice.js';

/** A purchase order as a bill of the app: frozen when it is written ahead. But for whose it is, it reads as an invoice does. */
export interface Bill extends SalesInvoice {
  /** The supplier of the store. */
  supplier: string;
}
