import type { Account } from './books/account.js';
import { accountBy } from './books/accounts.js';
import { transactionNoun } from './books/bank-transactions.js';
import type { Books } from './books/books.js';
import type { Contact } from './books/contact.js';
import { saveContact } from './books/contact-form.js';
import { contactNoun } from './books/contacts.js';
import { creditNoteNoun, overpaymentNoun, prepaymentNoun } from './books/credit-wire.js';
import type { Credit, Invoice } from './books/document.js';
import { putInvoice, saleNumbered, saveInvoice } from './books/invoice-form.js';
import { invoiceNoun } from './books/invoice-wire.js';
import { itemNoun } from './books/items.js';
import { journalNoun } from './books/manual-journals.js';
import { deletePayment, savePayment } from './books/payment-form.js';
import { paymentNoun } from './books/payments.js';
import { Form } from './desk/form.js';
import type { How, Noun } from './desk/listing.js';
import { Problems } from './desk/saving.js';
import type { Kept } from './desk/shelf.js';

type Wire = Record<string, unknown>;

const LOOKS = {
  Invoices: looking(invoiceNoun),
  CreditNotes: looking(creditNoteNoun, (credit: Credit) => credit.kind === 'credit note'),
  Overpayments: looking(overpaymentNoun, (credit: Credit) => credit.kind === 'overpayment'),
  Prepayments: looking(prepaymentNoun, (credit: Credit) => credit.kind === 'prepayment'),
  Payments: looking(paymentNoun),
  BankTransactions: looking(transactionNoun),
  ManualJournals: looking(journalNoun),
  Contacts: looking(contactNoun),
  Items: looking(itemNoun),
};

function looking<T extends Kept>(noun: Noun<T>, fits: (record: T) => boolean = () => true) {
  return (books: Books): Wire[] => {
    const how: How = { books, whole: true, places: 4 };
    return [...noun.shelf(books).all()].filter(fits).map((record) => noun.write(record, how) as Wire);
  };
}

/** Somebody working in one organisation by hand. Each deed is one change; a wrong number or a refusal is an Error. */
export interface Person {
  /** The organisation's own day, 'YYYY-MM-DD'. */
  today(): string;
  /** Everything of one kind that the organisation holds, as the app writes it. */
  documents(noun: keyof typeof LOOKS): Wire[];
  /** Types a sale or a bill in, in the app's own words; returns it as the app writes it. */
  addInvoice(invoice: Wire): Wire;
  editInvoice(number: string, changes: Wire): void;
  voidInvoice(number: string): void;
  /** Only drafts can be deleted. */
  deleteInvoice(number: string): void;
  /** Takes money for a sale; returns the payment's id. */
  pay(number: string, payment: { account: string; amount: string; date?: string; reference?: string }): string;
  deletePayment(paymentId: string): void;
  /** Matches a payment or a bank transaction with a line of the bank statement. */
  reconcile(id: string): void;
  /** The days on which and before which nothing may be dated; `undefined` opens everything. */
  lock(dates: { period?: string; endOfYear?: string } | undefined): void;
  /** The plan's cap: so many more invoices may be approved. */
  capApprovals(left: number): void;
  addContact(contact: Wire): Wire;
  archiveContact(name: string): void;
  /** The first goes into the second, with all its documents. */
  mergeContacts(name: string, into: string): void;
  archiveAccount(code: string): void;
}

export function personIn(books: Books, changed: () => void): Person {
  const sale = (number: string) => there(saleNumbered(books, number), `invoice ${number}`);
  const contact = (name: string) => there(books.contacts.by('name', name).at(-1), `contact ${name}`);
  const does = <T>(deed: (problems: Problems) => T): T => {
    const done = books.journal.atomically(() => {
      const problems = new Problems();
      const result = deed(problems);
      problems.throwIfAny();
      return result;
    });
    changed();
    return done;
  };
  const edit = (number: string, changes: Wire) =>
    does((problems) => saveInvoice({ books, places: 4 }, Form.of(changes), problems, sale(number)));
  const wire = (noun: Noun<Invoice> | Noun<Contact>, record: Kept): Wire =>
    (noun.write as (record: Kept, how: How) => Wire)(record, { books, whole: true, places: 4 });
  return {
    today: () => books.today(),
    documents: (noun) => LOOKS[noun](books),
    addInvoice: (invoice) =>
      wire(
        invoiceNoun,
        does((problems) => saveInvoice({ books, places: 4 }, Form.of(invoice), problems)),
      ),
    editInvoice: (number, changes) => void edit(number, changes),
    voidInvoice: (number) => void edit(number, { Status: 'VOIDED' }),
    deleteInvoice: (number) => void edit(number, { Status: 'DELETED' }),
    pay: (number, { account, amount, date, reference }) => {
      const said = { Invoice: { InvoiceID: sale(number).id }, Account: { Code: account }, Amount: amount };
      const form = Form.of({ ...said, Date: date ?? books.today(), Reference: reference });
      return does((problems) => savePayment(books, form, problems)).id;
    },
    deletePayment: (id) => void does(() => deletePayment(books, id)),
    reconcile: (id) => does(() => reconcile(books, id)),
    lock: (dates) => {
      books.organisation.periodLockDate = dates?.period;
      books.organisation.endOfYearLockDate = dates?.endOfYear;
      changed();
    },
    capApprovals: (left) => {
      books.approvalsLeft = left;
    },
    addContact: (said) =>
      wire(
        contactNoun,
        does((problems) => saveContact(books, Form.of(said), problems)),
      ),
    archiveContact: (name) =>
      void does((problems) => saveContact(books, Form.of({ ContactStatus: 'ARCHIVED' }), problems, contact(name))),
    mergeContacts: (name, into) => does(() => merge(books, contact(name), contact(into))),
    archiveAccount: (code) =>
      void does(() => {
        const account: Account = there(accountBy(books, undefined, code), `account ${code}`);
        return books.accounts.put({ ...account, status: 'ARCHIVED', updated: books.stamp() });
      }),
  };
}

function there<T>(record: T | undefined, what: string): T {
  if (!record) throw new Error(`There is no ${what}`);
  return record;
}

function reconcile(books: Books, id: string): void {
  const [payment, transaction] = [books.payments.get(id), books.transactions.get(id)];
  if (payment) books.payments.put({ ...payment, isReconciled: true, updated: books.stamp() });
  else {
    const known = there(transaction, `payment or bank transaction ${id}`);
    books.transactions.put({ ...known, isReconciled: true, updated: books.stamp() });
  }
}

function merge(books: Books, from: Contact, into: Contact): void {
  for (const invoice of books.invoices.by('contact', from.id)) {
    putInvoice(books, { ...invoice, contactId: into.id, updated: books.stamp() }, invoice);
  }
  for (const credit of books.credits.by('contact', from.id)) books.credits.put({ ...credit, contactId: into.id });
  books.contacts.put({ ...from, status: 'ARCHIVED', mergedTo: into.id, updated: books.stamp() });
  books.contacts.put({ ...into, updated: books.stamp() });
  books.tell({ category: 'CONTACT', type: 'UPDATE', resource: 'Contacts', id: from.id });
}
