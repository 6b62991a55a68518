import type { ParentPart } from 'patchbay/sdk';

/** A tax rate of the app, as a fraction: '0.1' is ten per cent. */
export interface Tax {
  code: string;
  rate: string;
}

/** What a line is sorted under besides its account; at most one option of each category. */
export interface Tracking {
  category: string;
  option: string;
}

export interface InvoiceLine {
  /** The store's line; absent on charges and rounding. */
  id?: string;
  description: string;
  quantity: string;
  unitAmount: string;
  /** Of the whole line. */
  discount?: string;
  /** Its code or its id. Absent: the organisation's own account for roundings, which only the app knows. */
  account?: string;
  /** Absent: whatever tax that account carries, which is none. */
  taxCode?: string;
  taxRate: string;
  item?: string;
  tracking: Tracking[];
  /** As the app works it out: with or without tax, as the invoice is. */
  amount: string;
  tax: string;
}

/** Whom an invoice goes to: a contact whose id is known, or one that is looked up or made by the number we give it. */
export interface Contact {
  id?: string;
  /** The customer of the store that it stands for. */
  customer?: string;
  number?: string;
  name: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  phone?: string;
  taxNumber?: string;
  billing?: ContactAddress;
  shipping?: ContactAddress;
}

export interface ContactAddress {
  street1?: string;
  street2?: string;
  city?: string;
  region?: string;
  postcode?: string;
  country?: string;
}

/** One invoice of the app: frozen when it is written ahead, and all that the steps look at. */
export interface SalesInvoice {
  /** The store's order; absent on a batch. */
  number?: string;
  /** The store's orders in a batch. */
  numbers?: string[];
  date: string;
  dueDate: string;
  contact: Contact;
  /** What people read as its reference. */
  reference: string;
  /** The link that it carries; by it an invoice in the app is known to be this store's. */
  url: string;
  currency: string;
  /** Units of the currency for one of the organisation's; absent: the app's own rate of the day. */
  rate?: string;
  /** Amounts contain tax. */
  inclusive: boolean;
  status: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED';
  brandingTheme?: string;
  lines: InvoiceLine[];
  tax: string;
  total: string;
}

/** The store's order that it is about; a batch may be of one only. */
export const orderOf = ({ number, numbers = [] }: SalesInvoice): string => number ?? numbers.join(', ');

/** Its order was cancelled, and it was deleted or voided for that. */
export const isClosed = (parts: Pick<ParentPart, 'done'>[]): boolean =>
  parts.some(({ done }) => done.delete !== undefined || done.void !== undefined);

export const isBatch = (invoice: SalesInvoice): boolean => invoice.numbers !== undefined;
