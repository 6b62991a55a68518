import { found, Invalid } from '../desk/answers.js';
import { shared } from '../desk/decimals.js';
import type { Form } from '../desk/form.js';
import type { Problems } from '../desk/saving.js';
import { takesPayments } from './account.js';
import { accountOf } from './accounts.js';
import type { Books } from './books.js';
import { applyToCredit } from './credit.js';
import { amountDue, type Credit, type Invoice } from './document.js';
import { applyToInvoice } from './invoice-form.js';
import type { Payment } from './money.js';

type Target = { target: 'invoice'; document: Invoice } | { target: 'credit'; document: Credit };

const NOT_APPROVED = 'Payments can only be made against Authorised documents';
const TOO_MUCH = 'Payment amount exceeds the amount outstanding on this document';

export function savePayment(
  books: Books,
  form: Form,
  problems: Problems,
  batch?: { id: string; account: Form },
): Payment {
  const target = targetOf(books, form);
  const account = accountIn(books, batch?.account ?? form.one('Account'), problems);
  const amount = form.cents('Amount');
  const date = form.day('Date') ?? books.today();
  problems.unless(amount !== undefined && amount > 0, 'Payment amount must be greater than zero');
  if (target.document.status !== 'AUTHORISED') problems.add(NOT_APPROVED);
  else problems.unless((amount ?? 0) <= outstanding(target), TOO_MUCH);
  problems.try(() => books.checkOpen(date));
  problems.throwIfAny();
  const currencyRate = form.fine('CurrencyRate') ?? target.document.currencyRate;
  const payment = books.payments.put({
    id: books.newId('payment'),
    updated: books.stamp(),
    target: target.target,
    targetId: target.document.id,
    paymentType: typeOf(target),
    accountId: account!.id,
    date,
    amount: amount!,
    currencyRate,
    bankAmount: form.cents('BankAmount') ?? shared([amount!, 10_000], currencyRate),
    reference: form.word('Reference'),
    isReconciled: form.flag('IsReconciled') ?? false,
    status: 'AUTHORISED',
    batchPaymentId: batch?.id,
  });
  move(books, payment, payment.amount);
  return payment;
}

const outstanding = (target: Target): number =>
  target.target === 'invoice' ? amountDue(target.document) : target.document.remaining;

function accountIn(books: Books, form: Form | undefined, problems: Problems) {
  const account = form && accountOf(books, form);
  problems.unless(account, 'Account could not be found');
  problems.unless(
    !account || takesPayments(account),
    `Account '${account?.code || account?.name}' cannot take payments: it must be a bank account or have payments enabled`,
  );
  return account;
}

const WHICH = ['Invoice', 'CreditNote', 'Prepayment', 'Overpayment'] as const;

/** A payment names exactly one document. */
function targetOf(books: Books, form: Form): Target {
  const named = WHICH.filter((name) => form.has(name));
  const byNumber = form.word('InvoiceNumber') ? 'Invoice' : form.word('CreditNoteNumber') ? 'CreditNote' : undefined;
  const [which = byNumber, second] = named;
  if (!which || second) throw new Invalid(['A payment must be for exactly one document']);
  const inner = form.one(which) ?? form;
  if (which === 'Invoice') return { target: 'invoice', document: known(invoiceIn(books, inner), which) };
  const number = inner.word('CreditNoteNumber');
  const id = inner.word(`${which}ID`);
  const credit = id ? books.credits.get(id) : number ? books.credits.by('number', number).at(-1) : undefined;
  const fits = credit && (which === 'CreditNote' ? 'credit note' : which.toLowerCase()) === credit.kind;
  return { target: 'credit', document: known(fits ? credit : undefined, which) };
}

function invoiceIn(books: Books, form: Form): Invoice | undefined {
  const [id, number] = [form.word('InvoiceID'), form.word('InvoiceNumber')];
  return id ? books.invoices.get(id) : number ? books.invoices.by('number', number).at(-1) : undefined;
}

function known<T>(document: T | undefined, which: string): T {
  if (!document) throw new Invalid([`${which} could not be found`]);
  return document;
}

function typeOf({ target, document }: Target): string {
  if (target === 'invoice') return document.type === 'ACCREC' ? 'ACCRECPAYMENT' : 'ACCPAYPAYMENT';
  const side = document.type === 'ACCPAYCREDIT' || document.type.startsWith('SPEND') ? 'AP' : 'AR';
  const kinds = { 'credit note': 'CREDIT', overpayment: 'OVERPAYMENT', prepayment: 'PREPAYMENT' } as const;
  return `${side}${kinds[document.kind]}PAYMENT`;
}

function move(books: Books, payment: Payment, amount: number): void {
  if (payment.target === 'invoice') applyToInvoice(books, payment.targetId, { paid: amount, on: payment.date });
  else applyToCredit(books, payment.targetId, { taken: amount, on: payment.date });
}

/** Takes a payment back, unless the app has a reason to refuse. */
export function deletePayment(books: Books, id: string, withBatch = false): Payment {
  const payment = found(books.payments.get(id));
  if (payment.status === 'DELETED') throw new Invalid(['Payment not of valid status for modification']);
  if (payment.batchPaymentId && !withBatch) throw new Invalid(['Payments within a batch cannot be deleted.']);
  if (payment.isReconciled) throw new Invalid(['This payment has been reconciled and cannot be deleted']);
  books.checkOpen(payment.date);
  const deleted = books.payments.put({ ...payment, status: 'DELETED', updated: books.stamp() });
  move(books, payment, -payment.amount);
  return deleted;
}
