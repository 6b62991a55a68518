import { found, Invalid } from '../desk/answers.js';
import { wireDay, wireInstant } from '../desk/dates.js';
import { amountOf, moneyText, shared } from '../desk/decimals.js';
import type { Form } from '../desk/form.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveEach } from '../desk/saving.js';
import { takesLines } from './account.js';
import { accountBy } from './accounts.js';
import type { Books } from './books.js';
import { LINE_AMOUNT_TYPES } from './document.js';
import { midnight } from './document-wire.js';
import { readUrl } from './header.js';
import type { JournalLine, ManualJournal } from './money.js';
import { taxRateBy } from './tax-rates.js';
import { trackedBy, trackedWire } from './tracking-categories.js';

const STATUSES = ['DRAFT', 'POSTED', 'DELETED', 'VOIDED', 'ARCHIVED'] as const;
const NOT_NOW = 'Manual journal not of valid status for modification';

export const journalNoun: Noun<ManualJournal> = {
  name: 'ManualJournals',
  idName: 'ManualJournalID',
  shelf: (books) => books.journals,
  fields: {
    ManualJournalID: (journal) => journal.id,
    Narration: (journal) => journal.narration,
    Date: (journal) => midnight(journal.date),
    Status: (journal) => journal.status,
    UpdatedDateUTC: (journal) => journal.updated,
  },
  write: (journal, { books, whole }) => ({
    ManualJournalID: journal.id,
    Narration: journal.narration,
    Date: wireDay(journal.date),
    Status: journal.status,
    LineAmountTypes: journal.lineAmountTypes,
    ...(journal.url ? { Url: journal.url } : {}),
    ShowOnCashBasisReports: journal.showOnCashBasis,
    HasAttachments: false,
    UpdatedDateUTC: wireInstant(journal.updated),
    JournalLines: whole ? journal.lines.map((line) => lineWire(books, line)) : [],
  }),
};

const lineWire = (books: Books, line: JournalLine): object => ({
  ...(line.description ? { Description: line.description } : {}),
  TaxType: line.taxType,
  TaxAmount: amountOf(line.taxAmount),
  LineAmount: amountOf(line.amount),
  AccountCode: books.accounts.get(line.accountId)?.code ?? '',
  AccountID: line.accountId,
  Tracking: trackedWire(books, line.tracking),
  IsBlank: false,
});

function saveJournal(books: Books, form: Form, problems: Problems, before?: ManualJournal): ManualJournal {
  const narration = form.word('Narration') ?? before?.narration;
  const status = form.choice('Status', STATUSES) ?? before?.status ?? 'DRAFT';
  const date = form.day('Date') ?? before?.date ?? books.today();
  const lineAmountTypes = form.choice('LineAmountTypes', LINE_AMOUNT_TYPES) ?? before?.lineAmountTypes ?? 'NoTax';
  problems.unless(narration, 'Narration must be specified');
  checkStatus(status, before, problems);
  const lines =
    form.list('JournalLines')?.flatMap((line) => readLine(books, line, lineAmountTypes, problems)) ??
    before?.lines ??
    [];
  if (!before || form.has('JournalLines')) checkBalance(lines, lineAmountTypes, problems);
  if (status !== 'DRAFT' || before?.status === 'POSTED') problems.try(() => books.checkOpen(date));
  const url = readUrl(form, problems, before?.url);
  problems.throwIfAny();
  const id = before?.id ?? books.newId('manual journal');
  books.write(id, before ? 'Edited' : 'Created', narration!);
  return books.journals.put({
    id,
    updated: books.stamp(),
    narration: narration!,
    date,
    lineAmountTypes,
    status,
    url,
    showOnCashBasis: form.flag('ShowOnCashBasisReports') ?? before?.showOnCashBasis ?? true,
    lines,
  });
}

function checkStatus(status: ManualJournal['status'], before: ManualJournal | undefined, problems: Problems): void {
  const next: Record<string, string[]> = {
    '': ['DRAFT', 'POSTED'],
    DRAFT: ['DRAFT', 'POSTED', 'DELETED'],
    POSTED: ['POSTED', 'VOIDED'],
  };
  problems.unless(next[before?.status ?? '']?.includes(status), NOT_NOW);
}

function readLine(
  books: Books,
  form: Form,
  types: ManualJournal['lineAmountTypes'],
  problems: Problems,
): JournalLine[] {
  const [id, code] = [form.word('AccountID'), form.word('AccountCode')];
  const account = accountBy(books, id, code);
  const amount = form.cents('LineAmount');
  problems.unless(amount !== undefined, 'LineAmount must be specified');
  if (!id && !code) problems.add('Account code must be specified');
  else if (account?.status !== 'ACTIVE') {
    problems.warn(`Account code ''${code ?? id}'' has been removed as it does not match a recognised account.`);
    problems.add('Account code must be specified');
  } else problems.unless(takesLines(account), `Account code '${account.code}' is not a valid code for this document.`);
  const taxType = types === 'NoTax' ? undefined : (form.word('TaxType') ?? account?.taxType);
  const rate = taxType ? taxRateBy(books, taxType) : undefined;
  problems.unless(
    !taxType || rate,
    `The TaxType code ${taxType} does not exist or cannot be used for this type of transaction.`,
  );
  if (!account || amount === undefined) return [];
  const divisor = types === 'Inclusive' ? 1_000_000 + (rate?.rate ?? 0) : 1_000_000;
  const tracking = trackedBy(books, form.list('Tracking') ?? [], problems);
  const taxAmount = shared([amount, rate?.rate ?? 0], divisor);
  return [
    {
      amount,
      accountId: account.id,
      description: form.text('Description'),
      taxType: taxType ?? 'NONE',
      taxAmount,
      tracking,
    },
  ];
}

/** What is debited must be credited, tax and all. */
function checkBalance(
  lines: readonly JournalLine[],
  types: ManualJournal['lineAmountTypes'],
  problems: Problems,
): void {
  problems.unless(lines.length >= 2, 'A manual journal needs at least two lines.');
  const whole = lines.map((line) => line.amount + (types === 'Exclusive' ? line.taxAmount : 0));
  const sum = (sign: 1 | -1) => whole.filter((amount) => amount * sign > 0).reduce((all, amount) => all + amount, 0);
  const [debits, credits] = [sum(1), sum(-1)];
  problems.unless(
    debits + credits === 0,
    `The total debits (${moneyText(debits)}) must equal total credits (${moneyText(credits)})`,
  );
}

const journalAt = ({ books, params }: Call): ManualJournal => found(books.journals.get(params[0]!));

const create = (call: Call) => saveEach(call, journalNoun, (form, problems) => saveJournal(call.books, form, problems));

const createOrUpdate = (call: Call) =>
  saveEach(call, journalNoun, (form, problems) => {
    const id = form.word('ManualJournalID');
    const before = id ? call.books.journals.get(id) : undefined;
    if (id && !before) throw new Invalid(['The manual journal with the specified ManualJournalID could not be found']);
    return saveJournal(call.books, form, problems, before);
  });

function update(call: Call) {
  const before = journalAt(call);
  return saveEach(call, journalNoun, (form, problems) => saveJournal(call.books, form, problems, before));
}

export const journalRoutes: Route[] = [
  { method: 'GET', path: '/ManualJournals', answer: (call) => list(call, journalNoun) },
  { method: 'GET', path: '/ManualJournals/*', answer: (call) => show(call, journalNoun, journalAt(call)) },
  { method: 'PUT', path: '/ManualJournals', answer: create },
  { method: 'POST', path: '/ManualJournals', answer: createOrUpdate },
  { method: 'POST', path: '/ManualJournals/*', answer: update },
];
