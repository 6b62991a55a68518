import { found, Invalid } from '../desk/answers.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { saveEach } from '../desk/saving.js';
import { accountRef } from './accounts.js';
import { changeTransaction, saveTransaction } from './bank-transaction-form.js';
import { documentFields, documentWire, rateWire } from './document-wire.js';
import type { BankTransaction } from './money.js';

export const transactionNoun: Noun<BankTransaction> = {
  name: 'BankTransactions',
  idName: 'BankTransactionID',
  shelf: (books) => books.transactions,
  fields: {
    ...documentFields,
    BankTransactionID: (transaction) => transaction.id,
    Status: (transaction) => transaction.status,
    IsReconciled: (transaction) => transaction.isReconciled,
    'BankAccount.AccountID': (transaction) => transaction.bankAccountId,
    // Known to match nothing here, whatever the reference: whoever looks for one must look through the list.
    Reference: () => undefined,
  },
  write: (transaction, how) => ({
    BankTransactionID: transaction.id,
    BankAccount: accountRef(how.books, transaction.bankAccountId),
    Type: transaction.type,
    ...(transaction.reference ? { Reference: transaction.reference } : {}),
    ...(transaction.url ? { Url: transaction.url } : {}),
    ...(transaction.creditId
      ? { [transaction.type.endsWith('OVERPAYMENT') ? 'OverpaymentID' : 'PrepaymentID']: transaction.creditId }
      : {}),
    IsReconciled: transaction.isReconciled,
    HasAttachments: false,
    ...rateWire(transaction),
    ...documentWire(transaction, how),
    ...(transaction.contactId ? {} : { Contact: undefined }),
  }),
};

const savingOf = ({ books, query, app }: Call) => ({ books, places: query.unitPlaces, app });

const create = (call: Call) =>
  saveEach(call, transactionNoun, (form, problems) => saveTransaction(savingOf(call), form, problems));

const createOrUpdate = (call: Call) =>
  saveEach(call, transactionNoun, (form, problems) => {
    const id = form.word('BankTransactionID');
    if (!id) return saveTransaction(savingOf(call), form, problems);
    const before = call.books.transactions.get(id);
    if (!before) throw new Invalid(['The bank transaction with the specified BankTransactionID could not be found']);
    return changeTransaction(call.books, form, before);
  });

const transactionAt = ({ books, params }: Call): BankTransaction => found(books.transactions.get(params[0]!));

function update(call: Call) {
  const before = transactionAt(call);
  return saveEach(call, transactionNoun, (form) => changeTransaction(call.books, form, before));
}

export const transactionRoutes: Route[] = [
  { method: 'GET', path: '/BankTransactions', answer: (call) => list(call, transactionNoun) },
  { method: 'GET', path: '/BankTransactions/*', answer: (call) => show(call, transactionNoun, transactionAt(call)) },
  { method: 'PUT', path: '/BankTransactions', answer: create },
  { method: 'POST', path: '/BankTransactions', answer: createOrUpdate },
  { method: 'POST', path: '/BankTransactions/*', answer: update },
];
