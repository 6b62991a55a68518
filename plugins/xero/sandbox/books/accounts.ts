import { twin } from 'patchbay/sdk';
import { found, Invalid } from '../desk/answers.js';
import { wireInstant } from '../desk/dates.js';
import { elementsOf, type Form } from '../desk/form.js';
import { envelope, howOf, list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveOne } from '../desk/saving.js';
import { ACCOUNT_TYPES, type Account, classOf } from './account.js';
import type { Books } from './books.js';

const accountNoun: Noun<Account> = {
  name: 'Accounts',
  idName: 'AccountID',
  unpaged: true,
  shelf: (books) => books.accounts,
  fields: {
    AccountID: (account) => account.id,
    Code: (account) => account.code,
    Name: (account) => account.name,
    Type: (account) => account.type,
    Class: (account) => classOf(account.type),
    Status: (account) => account.status,
    TaxType: (account) => account.taxType,
    SystemAccount: (account) => account.systemAccount || undefined,
    EnablePaymentsToAccount: (account) => account.enablePayments,
    UpdatedDateUTC: (account) => account.updated,
  },
  write: (account) => ({
    AccountID: account.id,
    ...(account.code ? { Code: account.code } : {}),
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.taxType,
    ...(account.description ? { Description: account.description } : {}),
    Class: classOf(account.type),
    ...(account.systemAccount ? { SystemAccount: account.systemAccount } : {}),
    EnablePaymentsToAccount: account.enablePayments,
    ShowInExpenseClaims: false,
    BankAccountType: account.bankAccountType ?? '',
    ...(account.bankAccountNumber ? { BankAccountNumber: account.bankAccountNumber } : {}),
    ...(account.currency ? { CurrencyCode: account.currency } : {}),
    ReportingCode: '',
    HasAttachments: false,
    UpdatedDateUTC: wireInstant(account.updated),
    AddToWatchlist: false,
  }),
};

/** The account that an id or a code names; undefined when there is none. Deleted ones are gone. */
export function accountBy(books: Books, id: string | undefined, code: string | undefined): Account | undefined {
  const account = id ? books.accounts.get(id) : code ? books.accounts.by('code', code).at(-1) : undefined;
  return account?.status === 'DELETED' ? undefined : account;
}

export const accountOf = (books: Books, form: Form): Account | undefined =>
  accountBy(books, form.word('AccountID'), form.word('Code'));

/** How an account is named within other records. */
export const accountRef = (books: Books, id: string): object => {
  const account = books.accounts.get(id);
  return { AccountID: id, ...(account?.code ? { Code: account.code } : {}), Name: account?.name ?? '' };
};

function saveAccount(books: Books, form: Form, problems: Problems, before?: Account): Account {
  const code = form.word('Code') ?? before?.code ?? '';
  const name = form.word('Name') ?? before?.name ?? '';
  const type = form.choice('Type', ACCOUNT_TYPES) ?? before?.type;
  problems.unless(type, 'Account type is not valid.');
  problems.unless(name, 'Name is required.');
  problems.unless(code || type === 'BANK', 'Account code must be specified');
  problems.unless(code.length <= 10, 'The length of Code must be 10 or less');
  const others = [...books.accounts.all()].filter((other) => other.id !== before?.id && other.status !== 'DELETED');
  problems.unless(!code || others.every((other) => other.code !== code), 'Please enter a unique Code.');
  problems.unless(
    others.every((other) => other.name !== name),
    'Please enter a unique Name.',
  );
  problems.unless(type !== 'BANK' || form.word('BankAccountNumber') || before, 'BankAccountNumber is required.');
  problems.throwIfAny();
  return books.accounts.put({
    id: before?.id ?? books.newId('account'),
    updated: books.stamp(),
    code,
    name,
    type: type!,
    taxType: form.word('TaxType') ?? before?.taxType ?? (books.organisation.version === 'AU' ? 'BASEXCLUDED' : 'NONE'),
    description: form.text('Description') ?? before?.description ?? '',
    enablePayments: form.flag('EnablePaymentsToAccount') ?? before?.enablePayments ?? false,
    systemAccount: before?.systemAccount ?? '',
    status: form.choice('Status', ['ACTIVE', 'ARCHIVED'] as const) ?? before?.status ?? 'ACTIVE',
    bankAccountNumber: form.word('BankAccountNumber') ?? before?.bankAccountNumber,
    bankAccountType: type === 'BANK' ? (form.word('BankAccountType') ?? before?.bankAccountType ?? 'BANK') : undefined,
    currency:
      form.word('CurrencyCode') ?? before?.currency ?? (type === 'BANK' ? books.organisation.currency : undefined),
  });
}

const accountAt = ({ books, params }: Call): Account => found(books.accounts.get(params[0]!));

/** One account per request: what comes after the first is passed over without a word, as in the app. */
const create = (call: Call) => save(call);
const update = (call: Call) => save(call, accountAt(call));

function save(call: Call, before?: Account) {
  const [first] = elementsOf(call.body, 'Accounts');
  const form = found(first);
  return saveOne(
    call,
    'AccountID',
    form,
    (element, problems) => saveAccount(call.books, element, problems, before),
    (account) => envelope(call.books, 'Accounts', [accountNoun.write(account, howOf(call, true))]),
  );
}

function remove(call: Call) {
  const account = accountAt(call);
  const form = elementsOf({ AccountID: account.id }, 'Accounts')[0]!;
  return saveOne(
    call,
    'AccountID',
    form,
    () => {
      if (account.systemAccount) throw new Invalid(['System accounts cannot be deleted.']);
      return call.books.accounts.put({ ...account, status: 'DELETED', updated: call.books.stamp() });
    },
    (deleted) => show(call, accountNoun, deleted),
  );
}

export const accountRoutes: Route[] = [
  {
    method: 'GET',
    path: '/Accounts',
    answer: (call) => list(call, accountNoun, undefined, (account) => account.status !== 'DELETED'),
  },
  {
    method: 'GET',
    path: '/Accounts/*',
    answer: (call) => {
      const key = call.params[0]!;
      return show(
        call,
        accountNoun,
        found(twin.isGuid(key) ? call.books.accounts.get(key) : accountBy(call.books, undefined, key)),
      );
    },
  },
  { method: 'PUT', path: '/Accounts', answer: create },
  { method: 'POST', path: '/Accounts/*', answer: update },
  { method: 'DELETE', path: '/Accounts/*', answer: remove },
];
