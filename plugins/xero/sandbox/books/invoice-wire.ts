import { dayText, wireDay } from '../desk/dates.js';
import { amountOf, fineOf } from '../desk/decimals.js';
import type { How, Noun } from '../desk/listing.js';
import type { Books } from './books.js';
import { contactRef } from './contacts.js';
import { type Allocation, amountDue, type Credit, type Invoice } from './document.js';
import { documentFields, documentWire, midnight, rateWire, updatedText } from './document-wire.js';
import type { Payment } from './money.js';

const discountOf = (invoice: Invoice): number =>
  invoice.lines.reduce((all, line) => {
    if (!line.discountRate) return all + (line.discountAmount ?? 0);
    return all + Math.round((line.quantity * line.unitAmount) / 1_000_000) - line.lineAmount;
  }, 0);

function invoiceWire(invoice: Invoice, how: How): object {
  const discount = discountOf(invoice);
  return {
    Type: invoice.type,
    InvoiceID: invoice.id,
    InvoiceNumber: invoice.number,
    ...(invoice.type === 'ACCREC' ? { Reference: invoice.reference } : {}),
    ...(how.whole ? appliedWire(how.books, invoice) : {}),
    AmountDue: amountOf(isOver(invoice) ? 0 : amountDue(invoice)),
    AmountPaid: amountOf(invoice.amountPaid),
    AmountCredited: amountOf(invoice.amountCredited),
    ...rateWire(invoice),
    ...(invoice.url ? { Url: invoice.url } : {}),
    ...(invoice.brandingThemeId ? { BrandingThemeID: invoice.brandingThemeId } : {}),
    SentToContact: invoice.sentToContact,
    HasErrors: false,
    IsDiscounted: discount > 0,
    ...(discount > 0 ? { TotalDiscount: amountOf(discount) } : {}),
    HasAttachments: false,
    ...documentWire(invoice, how),
    ...updatedText(invoice),
    ...(invoice.dueDate ? { DueDateString: dayText(invoice.dueDate), DueDate: wireDay(invoice.dueDate) } : {}),
    ...(invoice.fullyPaidOn ? { FullyPaidOnDate: wireDay(invoice.fullyPaidOn) } : {}),
  };
}

const isOver = (invoice: Invoice): boolean => invoice.status === 'VOIDED' || invoice.status === 'DELETED';

/** What was paid on an invoice and what was credited to it. */
function appliedWire(books: Books, invoice: Invoice): object {
  const payments = books.payments.by('target', invoice.id).filter((payment) => payment.status !== 'DELETED');
  const allocations = books.allocations.by('invoice', invoice.id);
  const from = (kind: Credit['kind']) =>
    allocations.flatMap((allocation) => {
      const credit = books.credits.get(allocation.creditId);
      return credit?.kind === kind ? [allocatedWire(allocation, credit)] : [];
    });
  return {
    Payments: payments.map(paymentRef),
    CreditNotes: from('credit note'),
    Prepayments: from('prepayment'),
    Overpayments: from('overpayment'),
  };
}

/** A payment within the document it was made on. */
export const paymentRef = (payment: Payment): object => ({
  PaymentID: payment.id,
  ...(payment.batchPaymentId ? { BatchPaymentID: payment.batchPaymentId } : {}),
  Date: wireDay(payment.date),
  Amount: amountOf(payment.amount),
  ...(payment.reference ? { Reference: payment.reference } : {}),
  CurrencyRate: fineOf(payment.currencyRate),
  HasAccount: false,
  HasValidationErrors: false,
});

const CREDIT_IDS = {
  'credit note': 'CreditNoteID',
  overpayment: 'OverpaymentID',
  prepayment: 'PrepaymentID',
} as const;

const allocatedWire = (allocation: Allocation, credit: Credit): object => ({
  [CREDIT_IDS[credit.kind]]: credit.id,
  ...(credit.kind === 'credit note' ? { CreditNoteNumber: credit.number } : {}),
  ID: credit.id,
  AppliedAmount: amountOf(allocation.amount),
  Date: wireDay(allocation.date),
  Total: amountOf(credit.total),
  LineItems: [],
});

/** How an invoice is named within other records. */
export function invoiceRef(books: Books, id: string): object {
  const invoice = books.invoices.get(id);
  if (!invoice) return { InvoiceID: id };
  return {
    Type: invoice.type,
    InvoiceID: id,
    InvoiceNumber: invoice.number,
    Contact: contactRef(books, invoice.contactId, false),
    CurrencyCode: invoice.currency,
    HasErrors: false,
    IsDiscounted: false,
    LineItems: [],
  };
}

export const invoiceNoun: Noun<Invoice> = {
  name: 'Invoices',
  idName: 'InvoiceID',
  shelf: (books) => books.invoices,
  fields: {
    ...documentFields,
    InvoiceID: (invoice) => invoice.id,
    InvoiceNumber: (invoice) => invoice.number,
    Status: (invoice) => invoice.status,
    DueDate: (invoice) => midnight(invoice.dueDate),
    AmountDue: (invoice) => amountOf(amountDue(invoice)),
    AmountPaid: (invoice) => amountOf(invoice.amountPaid),
    AmountCredited: (invoice) => amountOf(invoice.amountCredited),
    FullyPaidOnDate: (invoice) => midnight(invoice.fullyPaidOn),
    Url: (invoice) => invoice.url,
  },
  lookups: {
    InvoiceNumber: (books, number) => books.invoices.by('number', String(number)),
    InvoiceID: (books, id) => [books.invoices.get(String(id)) ?? []].flat(),
    'Contact.ContactID': (books, id) => books.invoices.by('contact', String(id)),
  },
  write: invoiceWire,
};
