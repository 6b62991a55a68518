import type { Kept } from '../desk/shelf.js';

export const LINE_AMOUNT_TYPES = ['Exclusive', 'Inclusive', 'NoTax'] as const;
export type LineAmountTypes = (typeof LINE_AMOUNT_TYPES)[number];

export interface Tracked {
  categoryId: string;
  optionId: string;
}

/** Quantity, unit amount and discount rate in ten-thousandths, the rest in cents. */
export interface Line {
  id: string;
  description?: string;
  quantity: number;
  unitAmount: number;
  itemCode?: string;
  accountId?: string;
  taxType?: string;
  taxAmount: number;
  lineAmount: number;
  discountRate?: number;
  discountAmount?: number;
  tracking: Tracked[];
}

export interface Totals {
  lines: Line[];
  subTotal: number;
  totalTax: number;
  total: number;
}

/** What every document with lines has. */
export interface Document extends Kept, Totals {
  type: string;
  contactId: string;
  /** `YYYY-MM-DD`, the organisation's own calendar. */
  date: string;
  reference: string;
  lineAmountTypes: LineAmountTypes;
  currency: string;
  /** In ten-thousandths. */
  currencyRate: number;
  created: number;
}

export type DocumentStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED';

/** A sale (ACCREC) or a bill (ACCPAY). */
export interface Invoice extends Document {
  type: 'ACCREC' | 'ACCPAY';
  number: string;
  status: DocumentStatus;
  dueDate?: string;
  url?: string;
  sentToContact: boolean;
  brandingThemeId?: string;
  amountPaid: number;
  amountCredited: number;
  fullyPaidOn?: string;
  createdByApp?: string;
}

/** What can be applied to invoices or paid back: a credit note, an overpayment or a prepayment. */
export interface Credit extends Document {
  kind: 'credit note' | 'overpayment' | 'prepayment';
  number: string;
  status: DocumentStatus;
  /** What is neither allocated nor paid back. */
  remaining: number;
  sentToContact: boolean;
  brandingThemeId?: string;
  dueDate?: string;
  fullyPaidOn?: string;
}

/** A part of a credit that went to an invoice. */
export interface Allocation extends Kept {
  creditId: string;
  invoiceId: string;
  amount: number;
  date: string;
}

export const amountDue = (invoice: Invoice): number => invoice.total - invoice.amountPaid - invoice.amountCredited;

export const isApproved = (status: string): boolean => status === 'AUTHORISED' || status === 'PAID';
