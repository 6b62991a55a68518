import { dayText, wireDay } from '../desk/dates.js';
import { amountOf } from '../desk/decimals.js';
import type { How, Noun } from '../desk/listing.js';
import type { Books } from './books.js';
import type { Allocation, Credit } from './document.js';
import { documentFields, documentWire, midnight, rateWire, updatedText } from './document-wire.js';
import { invoiceRef, paymentRef } from './invoice-wire.js';

/** An allocation within the credit it came from. */
const allocationRef = (books: Books, allocation: Allocation): object => ({
  AllocationID: allocation.id,
  Amount: amountOf(allocation.amount),
  Date: wireDay(allocation.date),
  Invoice: invoiceRef(books, allocation.invoiceId),
});

function common(credit: Credit, how: How): object {
  const { books, whole } = how;
  const payments = whole ? books.payments.by('target', credit.id).filter((one) => one.status !== 'DELETED') : [];
  const allocations = whole ? books.allocations.by('credit', credit.id) : [];
  return {
    ID: credit.id,
    RemainingCredit: amountOf(credit.remaining),
    Allocations: allocations.map((allocation) => allocationRef(books, allocation)),
    ...(whole ? { Payments: payments.map(paymentRef) } : {}),
    ...rateWire(credit),
    HasAttachments: false,
    ...documentWire(credit, how),
    ...updatedText(credit),
  };
}

const fields = {
  ...documentFields,
  Status: (credit: Credit) => credit.status,
  RemainingCredit: (credit: Credit) => amountOf(credit.remaining),
};

const lookups = {
  'Contact.ContactID': (books: Books, id: unknown) => books.credits.by('contact', String(id)),
  Reference: (books: Books, reference: unknown) => books.credits.by('reference', String(reference)),
};

export const creditNoteNoun: Noun<Credit> = {
  name: 'CreditNotes',
  idName: 'CreditNoteID',
  shelf: (books) => books.credits,
  fields: {
    ...fields,
    CreditNoteID: (credit) => credit.id,
    CreditNoteNumber: (credit) => credit.number,
    DueDate: (credit) => midnight(credit.dueDate),
  },
  lookups: { ...lookups, CreditNoteNumber: (books, number) => books.credits.by('number', String(number)) },
  write: (credit, how) => ({
    CreditNoteID: credit.id,
    CreditNoteNumber: credit.number,
    Type: credit.type,
    Reference: credit.reference,
    SentToContact: credit.sentToContact,
    ...(credit.brandingThemeId ? { BrandingThemeID: credit.brandingThemeId } : {}),
    HasErrors: false,
    ...common(credit, how),
    ...(credit.dueDate ? { DueDateString: dayText(credit.dueDate), DueDate: wireDay(credit.dueDate) } : {}),
    ...(credit.fullyPaidOn ? { FullyPaidOnDate: wireDay(credit.fullyPaidOn) } : {}),
  }),
};

export const overpaymentNoun: Noun<Credit> = {
  name: 'Overpayments',
  idName: 'OverpaymentID',
  shelf: (books) => books.credits,
  fields: { ...fields, OverpaymentID: (credit) => credit.id },
  lookups,
  write: (credit, how) => ({
    OverpaymentID: credit.id,
    Type: credit.type,
    Reference: credit.reference,
    ...common(credit, how),
  }),
};

export const prepaymentNoun: Noun<Credit> = {
  name: 'Prepayments',
  idName: 'PrepaymentID',
  shelf: (books) => books.credits,
  fields: { ...fields, PrepaymentID: (credit) => credit.id },
  lookups,
  write: (credit, how) => ({
    PrepaymentID: credit.id,
    Type: credit.type,
    Reference: credit.reference,
    ...common(credit, how),
  }),
};
