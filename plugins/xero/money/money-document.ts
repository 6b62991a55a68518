import type { Contact } from '../sales/sales-invoice.js';

/** A document of the app that money belongs to. */
export interface Target {
  kind: 'Invoice' | 'CreditNote' | 'Prepayment' | 'Overpayment';
  id: string;
}

/** Money for a document, or back from it: frozen when it is written ahead, and all that the steps look at. */
export interface Paying {
  kind: 'payment';
  /** The store's payment; absent on a batch. */
  number?: string;
  /** The store's payments in a batch. */
  numbers?: string[];
  /** What each of those came to. */
  amounts?: string[];
  target: Target;
  /** What people call the document. */
  of: string;
  /** Where the money came in, by the app's id or code. */
  account: string;
  date: string;
  amount: string;
  currency: string;
  rate?: string;
}

/** Money without an invoice: what was paid too much, or for an order that never became one. */
export interface Owing {
  kind: 'overpayment' | 'prepayment';
  number: string;
  of: string;
  contact: Contact | { invoiceId: string };
  account: string;
  /** The app takes such money through bank accounts only; elsewhere it is owed on an account of its own. */
  owedOn?: string;
  /** Where a prepayment stands until it is used or paid back. */
  standsOn?: string;
  taxCode?: string;
  date: string;
  amount: string;
  currency: string;
  rate?: string;
}

export type MoneyDocument = Paying | Owing;

export const isPrepayment = (payload: unknown): boolean => (payload as Owing | null)?.kind === 'prepayment';

/** What of a document is this payment's: all of it, or its share of a batch. */
export function sharesOf(document: MoneyDocument, number: string): Pick<MoneyDocument, 'kind' | 'amount'>[] {
  if (document.kind !== 'payment' || !document.numbers) return [document];
  const amount = document.amounts?.[document.numbers.indexOf(number)];
  return amount === undefined ? [] : [{ kind: document.kind, amount }];
}

/** What a payment takes, whichever way the money goes. */
export const PAYS = ['pay', 'verify-payment'];

/** The number of the invoice over what is owed on an account of its own. */
export const owedNumber = ({ reference }: { reference: string }): string => `${reference}-OWED`;
