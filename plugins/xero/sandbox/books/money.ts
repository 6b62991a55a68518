import type { Kept } from '../desk/shelf.js';
import type { Document } from './document.js';

/** Money on an invoice, or paid back from a credit. */
export interface Payment extends Kept {
  target: 'invoice' | 'credit';
  targetId: string;
  paymentType: string;
  accountId: string;
  date: string;
  amount: number;
  currencyRate: number;
  bankAmount: number;
  reference?: string;
  isReconciled: boolean;
  status: 'AUTHORISED' | 'DELETED';
  batchPaymentId?: string;
}

export interface BatchPayment extends Kept {
  type: 'RECBATCH' | 'PAYBATCH';
  accountId: string;
  date: string;
  paymentIds: string[];
  total: number;
  status: 'AUTHORISED' | 'DELETED';
  isReconciled: boolean;
  reference?: string;
  particulars?: string;
  code?: string;
  narrative?: string;
  details?: string;
}

export const BANK_TRANSACTION_TYPES = [
  'RECEIVE',
  'RECEIVE-OVERPAYMENT',
  'RECEIVE-PREPAYMENT',
  'SPEND',
  'SPEND-OVERPAYMENT',
  'SPEND-PREPAYMENT',
  'RECEIVE-TRANSFER',
  'SPEND-TRANSFER',
] as const;

export interface BankTransaction extends Document {
  type: (typeof BANK_TRANSACTION_TYPES)[number];
  bankAccountId: string;
  isReconciled: boolean;
  status: 'AUTHORISED' | 'DELETED' | 'VOIDED';
  url?: string;
  /** The overpayment or prepayment it made. */
  creditId?: string;
}

export interface BankTransfer extends Kept {
  fromAccountId: string;
  toAccountId: string;
  fromTransactionId: string;
  toTransactionId: string;
  amount: number;
  date: string;
  reference?: string;
  status: 'AUTHORISED' | 'DELETED';
  created: number;
}

export interface JournalLine {
  amount: number;
  accountId: string;
  description?: string;
  taxType: string;
  taxAmount: number;
  tracking: { categoryId: string; optionId: string }[];
}

export interface ManualJournal extends Kept {
  narration: string;
  date: string;
  lineAmountTypes: 'Exclusive' | 'Inclusive' | 'NoTax';
  status: 'DRAFT' | 'POSTED' | 'DELETED' | 'VOIDED' | 'ARCHIVED';
  url?: string;
  showOnCashBasis: boolean;
  lines: JournalLine[];
}
