import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import type { Planted } from '../export-case.js';
import { Scene } from '../scene.js';

/** A document as Xero holds it. */
export interface Held {
  InvoiceNumber?: string;
  CreditNoteNumber?: string;
  Status?: string;
  Total?: number;
  Amount?: number;
  CreditNote?: { CreditNoteNumber?: string };
}

const ORDERED = { date: '2026-11-20', username: 'almond', currency: 'AUD', taxInclusive: true };

/** A shop of one order, whose books are kept in Xero. */
export class Books extends Scene<XeroSandbox> {
  /** Of the order. */
  protected readonly number: string = 'N1';

  order(more: Planted['body'] = {}): Promise<void> {
    const total = String(more.total ?? '110');
    const lines = [{ id: '1', sku: 'POT', quantity: '1', unitPrice: total, taxCode: 'GST' }];
    return this.plant('invoice', { ...ORDERED, number: this.number, status: 'dispatched', total, lines, ...more });
  }

  /** Half of it came back. */
  giveBack(): Promise<void> {
    return this.plant('return', halfOf(this.number, 'RMA1'));
  }

  held(noun: 'Invoices' | 'CreditNotes' | 'Payments'): Held[] {
    return this.app.documents(noun) as Held[];
  }
}

/** A return of half of an order of one POT for 110. */
export const halfOf = (invoice: string, number: string) => ({
  number,
  invoice,
  username: 'almond',
  currency: 'AUD',
  status: 'closed',
  taxInclusive: true,
  approvedOn: '2026-11-21',
  total: '55',
  tax: '5',
  lines: [{ id: '1', sku: 'POT', quantity: '1', refund: '55', tax: '5', taxCode: 'GST' }],
});
