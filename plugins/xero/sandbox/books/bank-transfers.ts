import { found, Invalid } from '../desk/answers.js';
import { dayText, wireDay, wireInstant } from '../desk/dates.js';
import { amountOf } from '../desk/decimals.js';
import { elementsOf, type Form } from '../desk/form.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveEach, saveOne } from '../desk/saving.js';
import type { Account } from './account.js';
import { accountOf, accountRef } from './accounts.js';
import type { Books } from './books.js';
import { midnight } from './document-wire.js';
import type { BankTransfer } from './money.js';

const transferNoun: Noun<BankTransfer> = {
  name: 'BankTransfers',
  idName: 'BankTransferID',
  unpaged: true,
  shelf: (books) => books.transfers,
  fields: {
    BankTransferID: (transfer) => transfer.id,
    Date: (transfer) => midnight(transfer.date),
    Amount: (transfer) => amountOf(transfer.amount),
    Reference: (transfer) => transfer.reference,
    Status: (transfer) => transfer.status,
  },
  write: (transfer, { books }) => ({
    BankTransferID: transfer.id,
    CreatedDateUTC: wireInstant(transfer.created),
    DateString: dayText(transfer.date),
    Date: wireDay(transfer.date),
    Status: transfer.status,
    FromBankAccount: accountRef(books, transfer.fromAccountId),
    ToBankAccount: accountRef(books, transfer.toAccountId),
    Amount: amountOf(transfer.amount),
    FromBankTransactionID: transfer.fromTransactionId,
    ToBankTransactionID: transfer.toTransactionId,
    FromIsReconciled: books.transactions.get(transfer.fromTransactionId)?.isReconciled ?? false,
    ToIsReconciled: books.transactions.get(transfer.toTransactionId)?.isReconciled ?? false,
    ...(transfer.reference ? { Reference: transfer.reference } : {}),
    CurrencyRate: 1,
    HasAttachments: false,
  }),
};

function saveTransfer(books: Books, form: Form, problems: Problems): BankTransfer {
  const [from, to] = ['FromBankAccount', 'ToBankAccount'].map((name) => bankOf(books, form.one(name), name, problems));
  const amount = form.cents('Amount');
  const date = form.day('Date') ?? books.today();
  problems.unless(amount !== undefined && amount > 0, 'Amount must be greater than zero');
  problems.unless(!from || from.id !== to?.id, 'A transfer needs two different bank accounts.');
  problems.try(() => books.checkOpen(date));
  problems.throwIfAny();
  const reference = form.word('Reference');
  const leg = (type: 'SPEND-TRANSFER' | 'RECEIVE-TRANSFER', account: Account) =>
    books.transactions.put({
      id: books.newId('bank transaction'),
      updated: books.stamp(),
      created: books.stamp(),
      type,
      contactId: '',
      date,
      reference: reference ?? '',
      lineAmountTypes: 'NoTax',
      currency: account.currency ?? books.organisation.currency,
      currencyRate: 10_000,
      lines: [],
      subTotal: amount!,
      totalTax: 0,
      total: amount!,
      bankAccountId: account.id,
      isReconciled: false,
      status: 'AUTHORISED',
    });
  return books.transfers.put({
    id: books.newId('bank transfer'),
    updated: books.stamp(),
    created: books.stamp(),
    fromAccountId: from!.id,
    toAccountId: to!.id,
    fromTransactionId: leg('SPEND-TRANSFER', from!).id,
    toTransactionId: leg('RECEIVE-TRANSFER', to!).id,
    amount: amount!,
    date,
    reference,
    status: 'AUTHORISED',
  });
}

function bankOf(books: Books, form: Form | undefined, name: string, problems: Problems): Account | undefined {
  const account = form && accountOf(books, form);
  problems.unless(account?.type === 'BANK' && account.status === 'ACTIVE', `${name} must be an active bank account`);
  return account;
}

function deleteTransfer(books: Books, form: Form, transfer: BankTransfer): BankTransfer {
  if (form.word('Status') !== 'DELETED') throw new Invalid(['Bank transfers cannot be changed, only deleted.']);
  if (transfer.status === 'DELETED') throw new Invalid(['Bank transfer not of valid status for modification']);
  books.checkOpen(transfer.date);
  for (const id of [transfer.fromTransactionId, transfer.toTransactionId]) {
    const leg = books.transactions.get(id)!;
    if (leg.isReconciled) throw new Invalid(['This bank transfer has been reconciled and cannot be deleted']);
    books.transactions.put({ ...leg, status: 'DELETED', updated: books.stamp() });
  }
  return books.transfers.put({ ...transfer, status: 'DELETED', updated: books.stamp() });
}

function remove(call: Call) {
  const form = found(elementsOf(call.body, 'BankTransfers')[0]);
  const transfer = found(call.books.transfers.get(call.params[0] ?? form.word('BankTransferID') ?? ''));
  return saveOne(
    call,
    'BankTransferID',
    form,
    () => deleteTransfer(call.books, form, transfer),
    (deleted) => show(call, transferNoun, deleted),
  );
}

const shown = (call: Call) =>
  call.query.flag('includeDeleted') ? undefined : (transfer: BankTransfer) => transfer.status !== 'DELETED';

export const transferRoutes: Route[] = [
  { method: 'GET', path: '/BankTransfers', answer: (call) => list(call, transferNoun, undefined, shown(call)) },
  {
    method: 'GET',
    path: '/BankTransfers/*',
    answer: (call) => show(call, transferNoun, found(call.books.transfers.get(call.params[0]!))),
  },
  {
    method: 'PUT',
    path: '/BankTransfers',
    answer: (call) => saveEach(call, transferNoun, (form, problems) => saveTransfer(call.books, form, problems)),
  },
  { method: 'POST', path: '/BankTransfers', answer: remove },
  { method: 'POST', path: '/BankTransfers/*', answer: remove },
];
