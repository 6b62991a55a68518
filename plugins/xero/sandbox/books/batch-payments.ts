import { found, Invalid } from '../desk/answers.js';
import { dayText, wireDay, wireInstant } from '../desk/dates.js';
import { amountOf } from '../desk/decimals.js';
import { elementsOf, Form } from '../desk/form.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveEach, saveOne } from '../desk/saving.js';
import { accountRef } from './accounts.js';
import type { Books } from './books.js';
import { midnight } from './document-wire.js';
import { invoiceRef } from './invoice-wire.js';
import type { BatchPayment } from './money.js';
import { deletePayment, savePayment } from './payment-form.js';

const batchNoun: Noun<BatchPayment> = {
  name: 'BatchPayments',
  idName: 'BatchPaymentID',
  unpaged: true,
  shelf: (books) => books.batches,
  fields: {
    BatchPaymentID: (batch) => batch.id,
    Type: (batch) => batch.type,
    Status: (batch) => batch.status,
    Date: (batch) => midnight(batch.date),
    Reference: (batch) => batch.reference,
    TotalAmount: (batch) => amountOf(batch.total),
    UpdatedDateUTC: (batch) => batch.updated,
  },
  write: (batch, { books }) => ({
    Account: accountRef(books, batch.accountId),
    ...(batch.reference ? { Reference: batch.reference } : {}),
    ...(batch.particulars ? { Particulars: batch.particulars } : {}),
    ...(batch.code ? { Code: batch.code } : {}),
    ...(batch.narrative ? { Narrative: batch.narrative } : {}),
    ...(batch.details ? { Details: batch.details } : {}),
    BatchPaymentID: batch.id,
    DateString: dayText(batch.date),
    Date: wireDay(batch.date),
    Payments: batch.paymentIds.map((id) => memberWire(books, id)),
    Type: batch.type,
    Status: batch.status,
    TotalAmount: amountOf(batch.total),
    UpdatedDateUTC: wireInstant(batch.updated),
    IsReconciled: batch.isReconciled,
  }),
};

function memberWire(books: Books, id: string): object {
  const payment = books.payments.get(id)!;
  return {
    PaymentID: id,
    Amount: amountOf(payment.amount),
    BankAmount: amountOf(payment.bankAmount),
    Invoice: invoiceRef(books, payment.targetId),
  };
}

const LONGEST: Record<string, number> = { Reference: 255, Particulars: 12, Code: 12, Narrative: 18 };

function saveBatch(books: Books, form: Form, problems: Problems): BatchPayment {
  const id = books.newId('batch payment');
  const account = form.one('Account');
  const members = form.list('Payments') ?? [];
  const date = form.day('Date') ?? books.today();
  problems.unless(account, 'Account could not be found');
  problems.unless(members.length > 0, 'A batch payment must have at least one payment');
  for (const [name, most] of Object.entries(LONGEST)) {
    problems.unless((form.text(name)?.length ?? 0) <= most, `The length of ${name} must be ${most} or less`);
  }
  problems.throwIfAny();
  const payments = members.flatMap((member) => {
    const dated = Form.of({ ...member.raw, Date: date });
    return problems.try(() => savePayment(books, dated, problems, { id, account: account! })) ?? [];
  });
  const types = new Set(payments.map((payment) => payment.paymentType));
  problems.unless(types.size <= 1, 'All payments of a batch must be of the same kind.');
  problems.throwIfAny();
  return books.batches.put({
    id,
    updated: books.stamp(),
    type: types.has('ACCRECPAYMENT') ? 'RECBATCH' : 'PAYBATCH',
    accountId: payments[0]!.accountId,
    date,
    paymentIds: payments.map((payment) => payment.id),
    total: payments.reduce((all, payment) => all + payment.amount, 0),
    status: 'AUTHORISED',
    isReconciled: false,
    reference: form.word('Reference'),
    particulars: form.word('Particulars'),
    code: form.word('Code'),
    narrative: form.word('Narrative'),
    details: form.word('Details'),
  });
}

/** A batch goes with all of its payments. */
function deleteBatch(books: Books, form: Form, batch: BatchPayment): BatchPayment {
  if (form.word('Status') !== 'DELETED') throw new Invalid(['Batch payments cannot be changed, only deleted.']);
  if (batch.status === 'DELETED') throw new Invalid(['Batch payment not of valid status for modification']);
  if (batch.isReconciled) throw new Invalid(['This batch payment has been reconciled and cannot be deleted']);
  for (const id of batch.paymentIds) deletePayment(books, id, true);
  return books.batches.put({ ...batch, status: 'DELETED', updated: books.stamp() });
}

function remove(call: Call) {
  const form = found(elementsOf(call.body, 'BatchPayments')[0]);
  const batch = found(call.books.batches.get(call.params[0] ?? form.word('BatchPaymentID') ?? ''));
  return saveOne(
    call,
    'BatchPaymentID',
    form,
    () => deleteBatch(call.books, form, batch),
    (deleted) => show(call, batchNoun, deleted),
  );
}

export const batchRoutes: Route[] = [
  { method: 'GET', path: '/BatchPayments', answer: (call) => list(call, batchNoun) },
  {
    method: 'GET',
    path: '/BatchPayments/*',
    answer: (call) => show(call, batchNoun, found(call.books.batches.get(call.params[0]!))),
  },
  {
    method: 'PUT',
    path: '/BatchPayments',
    answer: (call) => saveEach(call, batchNoun, (form, problems) => saveBatch(call.books, form, problems)),
  },
  { method: 'POST', path: '/BatchPayments', answer: remove },
  { method: 'POST', path: '/BatchPayments/*', answer: remove },
];
