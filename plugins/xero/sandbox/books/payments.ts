import { found, Invalid } from '../desk/answers.js';
import { instantText, wireDay, wireInstant } from '../desk/dates.js';
import { amountOf, fineOf } from '../desk/decimals.js';
import { elementsOf, type Form } from '../desk/form.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveEach, saveOne } from '../desk/saving.js';
import { accountRef } from './accounts.js';
import type { Books } from './books.js';
import { creditRef } from './credit.js';
import { midnight } from './document-wire.js';
import { invoiceRef } from './invoice-wire.js';
import type { Payment } from './money.js';
import { deletePayment, savePayment } from './payment-form.js';

export const paymentNoun: Noun<Payment> = {
  name: 'Payments',
  idName: 'PaymentID',
  shelf: (books) => books.payments,
  fields: {
    PaymentID: (payment) => payment.id,
    Status: (payment) => payment.status,
    PaymentType: (payment) => payment.paymentType,
    Date: (payment) => midnight(payment.date),
    Amount: (payment) => amountOf(payment.amount),
    Reference: (payment) => payment.reference,
    IsReconciled: (payment) => payment.isReconciled,
    'Invoice.InvoiceID': (payment) => (payment.target === 'invoice' ? payment.targetId : undefined),
    'CreditNote.CreditNoteID': (payment) => (payment.target === 'credit' ? payment.targetId : undefined),
    'Account.AccountID': (payment) => payment.accountId,
    UpdatedDateUTC: (payment) => payment.updated,
  },
  lookups: {
    'Invoice.InvoiceID': (books, id) => books.payments.by('target', String(id)),
    'CreditNote.CreditNoteID': (books, id) => books.payments.by('target', String(id)),
  },
  write: (payment, { books }) => ({
    PaymentID: payment.id,
    ...(payment.batchPaymentId
      ? { BatchPaymentID: payment.batchPaymentId, BatchPayment: batchRef(books, payment.batchPaymentId) }
      : {}),
    Date: wireDay(payment.date),
    BankAmount: amountOf(payment.bankAmount),
    Amount: amountOf(payment.amount),
    ...(payment.reference ? { Reference: payment.reference } : {}),
    CurrencyRate: fineOf(payment.currencyRate),
    PaymentType: payment.paymentType,
    Status: payment.status,
    UpdatedDateUTC: wireInstant(payment.updated),
    UpdatedDateUTCString: instantText(payment.updated),
    HasAccount: true,
    IsReconciled: payment.isReconciled,
    Account: accountRef(books, payment.accountId),
    ...(payment.target === 'invoice'
      ? { Invoice: invoiceRef(books, payment.targetId) }
      : paidFrom(books, payment.targetId)),
    HasValidationErrors: false,
  }),
};

/** The app names what was paid too much as if it were an invoice, by the id of the overpayment. */
function paidFrom(books: Books, id: string): object {
  const named: { Overpayment?: { OverpaymentID: string } } = creditRef(books, id);
  if (!named.Overpayment) return named;
  const { OverpaymentID: InvoiceID, ...rest } = named.Overpayment;
  return { Invoice: { InvoiceID, ...rest } };
}

function batchRef(books: Books, id: string): object {
  const batch = books.batches.get(id);
  if (!batch) return { BatchPaymentID: id };
  return {
    BatchPaymentID: id,
    Date: wireDay(batch.date),
    Type: batch.type,
    Status: batch.status,
    TotalAmount: amountOf(batch.total),
    UpdatedDateUTC: wireInstant(batch.updated),
    IsReconciled: batch.isReconciled,
  };
}

const create = (call: Call) => saveEach(call, paymentNoun, (form, problems) => savePayment(call.books, form, problems));

/** One payment: to be made, or (it has an id) to be taken back. */
const createOne = (call: Call) =>
  saveEach(call, paymentNoun, (form, problems) => {
    const id = form.word('PaymentID');
    return id ? takeBack(call.books, form, id) : savePayment(call.books, form, problems);
  });

function takeBack(books: Books, form: Form, id: string): Payment {
  if (form.word('Status') !== 'DELETED') throw new Invalid(['Payments cannot be changed, only deleted.']);
  return deletePayment(books, id);
}

/** Never an update: a payment can only be deleted. */
function remove(call: Call) {
  const payment = found(call.books.payments.get(call.params[0]!));
  return saveOne(
    call,
    'PaymentID',
    found(elementsOf(call.body, 'Payments')[0]),
    (form: Form, _problems: Problems) => takeBack(call.books, form, payment.id),
    (deleted) => show(call, paymentNoun, deleted),
  );
}

export const paymentRoutes: Route[] = [
  { method: 'GET', path: '/Payments', answer: (call) => list(call, paymentNoun) },
  {
    method: 'GET',
    path: '/Payments/*',
    answer: (call) => show(call, paymentNoun, found(call.books.payments.get(call.params[0]!))),
  },
  { method: 'PUT', path: '/Payments', answer: create },
  { method: 'POST', path: '/Payments', answer: createOne },
  { method: 'POST', path: '/Payments/*', answer: remove },
];
