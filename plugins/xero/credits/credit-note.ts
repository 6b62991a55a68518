import { money } from 'patchbay/sdk';
import type { SalesInvoice } from '../sales/sales-invoice.js';

/** A customer's credit note: frozen when it is written ahead, and all that the steps look at. */
export interface CreditNote
  extends Pick<
    SalesInvoice,
    'date' | 'contact' | 'currency' | 'rate' | 'inclusive' | 'status' | 'brandingTheme' | 'lines' | 'tax' | 'total'
  > {
  kind: 'credit';
  /** The store's return or order. */
  number: string;
  /** What people read as its reference; it also tells our credit notes from others. */
  reference: string;
  /** The store's order whose invoice it takes something back of. */
  order?: string;
  /** What that invoice came to before, where this makes up for a change of it: no more than all may be credited. */
  left?: string;
  /** The invoice that it pays for while that is open. */
  appliesTo?: string;
  /** What the store says was paid on its order. It may be on its way to that invoice, and is left room. */
  paid?: string;
  /** What is paid back from it at once, where no return belongs to the money. */
  refund?: { account: string; date: string; amount: string };
}

/** The order was cancelled, and this takes all of it back. */
export const takesAllBack = (payload: unknown): payload is CreditNote =>
  isCredit(payload) && payload.left !== undefined && money.compare(payload.left, payload.total) === 0;

export const isCredit = (payload: unknown): payload is CreditNote =>
  (payload as Partial<CreditNote> | null)?.kind === 'credit';
