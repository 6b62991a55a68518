import { found, Invalid, json } from '../desk/answers.js';
import { wireDay } from '../desk/dates.js';
import { amountOf } from '../desk/decimals.js';
import type { Form } from '../desk/form.js';
import { elementsOf } from '../desk/form.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveAll, saveOne } from '../desk/saving.js';
import type { Books } from './books.js';
import { applyToCredit } from './credit.js';
import { type Allocation, amountDue, type Credit, type Invoice } from './document.js';
import { applyToInvoice } from './invoice-form.js';
import { invoiceRef } from './invoice-wire.js';

const TOO_MUCH = 'Allocation amount exceeds the amount outstanding on this document';

function allocate(books: Books, creditId: string, form: Form, problems: Problems): Allocation {
  const credit = books.credits.get(creditId)!;
  const invoice = invoiceOf(books, form);
  const [amount, date] = [form.cents('Amount'), form.day('Date') ?? books.today()];
  problems.unless(amount !== undefined && amount > 0, 'Allocation amount must be greater than zero');
  problems.unless(credit.status === 'AUTHORISED', 'Allocations can only be made from Authorised documents');
  problems.unless(invoice.status === 'AUTHORISED', 'Allocations can only be made against Authorised documents');
  problems.unless(isSales(credit) === (invoice.type === 'ACCREC'), 'The documents are not of the same kind.');
  problems.unless(credit.contactId === invoice.contactId, 'The documents must belong to the same contact.');
  problems.unless(credit.currency === invoice.currency, 'The documents must be in the same currency.');
  problems.throwIfAny();
  problems.unless(amount! <= Math.min(credit.remaining, amountDue(invoice)), TOO_MUCH);
  problems.try(() => books.checkOpen(date));
  problems.throwIfAny();
  const allocation = books.allocations.put({
    id: books.newId('allocation'),
    updated: books.stamp(),
    creditId,
    invoiceId: invoice.id,
    amount: amount!,
    date,
  });
  applyToInvoice(books, invoice.id, { credited: amount, on: date });
  applyToCredit(books, creditId, { taken: amount!, on: date });
  return allocation;
}

const isSales = (credit: Credit): boolean => credit.type === 'ACCRECCREDIT' || credit.type.startsWith('RECEIVE');

function invoiceOf(books: Books, form: Form): Invoice {
  const inner = form.one('Invoice');
  const [id, number] = [inner?.word('InvoiceID'), inner?.word('InvoiceNumber')];
  const invoice = id ? books.invoices.get(id) : number ? books.invoices.by('number', number).at(-1) : undefined;
  if (!invoice) throw new Invalid(['Invoice could not be found']);
  return invoice;
}

const ID_NAMES = {
  'credit note': ['CreditNote', 'CreditNoteID'],
  overpayment: ['Overpayment', 'OverpaymentID'],
  prepayment: ['Prepayment', 'PrepaymentID'],
} as const;

function wire(books: Books, kind: Credit['kind'], allocation: Allocation): object {
  const [name, idName] = ID_NAMES[kind];
  return {
    AllocationID: allocation.id,
    Amount: amountOf(allocation.amount),
    Date: wireDay(allocation.date),
    Invoice: invoiceRef(books, allocation.invoiceId),
    [name]: { [idName]: allocation.creditId, ID: allocation.creditId, LineItems: [] },
  };
}

const creditAt = ({ books, params }: Call, kind: Credit['kind']): Credit => {
  const credit = found(books.credits.get(params[0]!));
  return found(credit.kind === kind ? credit : undefined);
};

function create(call: Call, kind: Credit['kind']) {
  const { books } = call;
  const { id } = creditAt(call, kind);
  return saveAll(
    call,
    'Allocations',
    'AllocationID',
    (form, problems) => allocate(books, id, form, problems),
    (allocation) => wire(books, kind, allocation),
  );
}

function remove(call: Call, kind: Credit['kind']) {
  const { books, params } = call;
  const credit = creditAt(call, kind);
  const kept = found(books.allocations.get(params[1]!));
  const allocation = found(kept.creditId === credit.id ? kept : undefined);
  const form = elementsOf({ AllocationID: allocation.id }, 'Allocations')[0]!;
  return saveOne(
    call,
    'AllocationID',
    form,
    () => {
      books.checkOpen(allocation.date);
      books.allocations.remove(allocation.id);
      applyToInvoice(books, allocation.invoiceId, { credited: -allocation.amount, on: allocation.date });
      applyToCredit(books, credit.id, { taken: -allocation.amount, on: allocation.date });
    },
    () => json({ ...wire(books, kind, allocation), IsDeleted: true }),
  );
}

/** The ways to allocate one kind of credit and to take it back. */
export const allocationRoutes = (resource: string, kind: Credit['kind']): Route[] => [
  { method: 'PUT', path: `/${resource}/*/Allocations`, answer: (call) => create(call, kind) },
  { method: 'DELETE', path: `/${resource}/*/Allocations/*`, answer: (call) => remove(call, kind) },
];
