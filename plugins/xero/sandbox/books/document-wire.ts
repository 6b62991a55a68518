import { dayText, instantText, wireDay, wireInstant } from '../desk/dates.js';
import { amountOf, fineOf } from '../desk/decimals.js';
import type { How } from '../desk/listing.js';
import { contactRef } from './contacts.js';
import type { Document } from './document.js';
import { lineWire } from './lines.js';

/** What every document shows. Only asked for one by one, or page by page, does the app show the lines. */
export const documentWire = (document: Document & { status: string }, how: How) => ({
  Contact: contactRef(how.books, document.contactId, how.whole),
  DateString: dayText(document.date),
  Date: wireDay(document.date),
  Status: document.status,
  LineAmountTypes: document.lineAmountTypes,
  LineItems: how.whole ? document.lines.map((line) => lineWire(line, how)) : [],
  SubTotal: amountOf(document.subTotal),
  TotalTax: amountOf(document.totalTax),
  Total: amountOf(document.total),
  UpdatedDateUTC: wireInstant(document.updated),
  CurrencyCode: document.currency,
});

export const updatedText = (document: { updated: number }) => ({ UpdatedDateUTCString: instantText(document.updated) });

export const rateWire = (document: { currencyRate: number }) => ({ CurrencyRate: fineOf(document.currencyRate) });

/** What can be asked about any document. */
export const documentFields = {
  Type: (document: Document) => document.type,
  Date: (document: Document) => Date.parse(`${document.date}T00:00Z`),
  Reference: (document: Document) => document.reference,
  CurrencyCode: (document: Document) => document.currency,
  'Contact.ContactID': (document: Document) => document.contactId,
  SubTotal: (document: Document) => amountOf(document.subTotal),
  TotalTax: (document: Document) => amountOf(document.totalTax),
  Total: (document: Document) => amountOf(document.total),
  UpdatedDateUTC: (document: Document) => document.updated,
};

export const midnight = (day: string | undefined): number | undefined =>
  day === undefined ? undefined : Date.parse(`${day}T00:00Z`);
