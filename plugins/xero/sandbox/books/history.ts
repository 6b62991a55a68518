import { found, notFound } from '../desk/answers.js';
import { wireInstant } from '../desk/dates.js';
import { envelope } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { saveAll } from '../desk/saving.js';
import type { Books, Note } from './books.js';

const LONGEST = 2500;

/** Where each resource keeps what a history belongs to. */
const SHELVES: Record<string, (books: Books, id: string) => unknown> = {
  Invoices: (books, id) => books.invoices.get(id),
  CreditNotes: (books, id) => books.credits.get(id),
  Overpayments: (books, id) => books.credits.get(id),
  Prepayments: (books, id) => books.credits.get(id),
  Contacts: (books, id) => books.contacts.get(id),
  Items: (books, id) => books.items.get(id),
  Payments: (books, id) => books.payments.get(id),
  BatchPayments: (books, id) => books.batches.get(id),
  BankTransactions: (books, id) => books.transactions.get(id),
  BankTransfers: (books, id) => books.transfers.get(id),
  ManualJournals: (books, id) => books.journals.get(id),
  PurchaseOrders: (books, id) => books.orders.get(id),
};

const wire = (note: Note) => ({
  Changes: note.changes,
  DateUTCString: new Date(note.updated).toISOString().slice(0, 19),
  DateUTC: wireInstant(note.updated),
  User: note.user,
  Details: note.details,
});

/** The latest on top, as a person reads it. */
function index({ books, params }: Call, resource: string) {
  found(SHELVES[resource]!(books, params[0]!));
  return envelope(books, 'HistoryRecords', books.notes.by('document', params[0]!).map(wire).reverse());
}

/** Notes can be added, never changed and never taken away. */
function add(call: Call, resource: string) {
  const { books, params } = call;
  if (!SHELVES[resource]!(books, params[0]!)) throw notFound();
  return saveAll(
    call,
    'HistoryRecords',
    'HistoryRecordID',
    (form, problems) => {
      const details = form.word('Details') ?? '';
      problems.unless(details, 'Details must be specified');
      problems.unless(details.length <= LONGEST, `The length of Details must be ${LONGEST} or less`);
      problems.throwIfAny();
      return books.write(params[0]!.toLowerCase(), 'Note', details);
    },
    wire,
  );
}

export const historyRoutes: Route[] = Object.keys(SHELVES).flatMap((resource): Route[] => [
  { method: 'GET', path: `/${resource}/*/History`, answer: (call) => index(call, resource) },
  { method: 'PUT', path: `/${resource}/*/History`, answer: (call) => add(call, resource) },
]);
