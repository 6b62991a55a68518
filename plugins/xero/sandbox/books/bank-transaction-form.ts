import { Invalid } from '../desk/answers.js';
import type { Form } from '../desk/form.js';
import type { Problems } from '../desk/saving.js';
import { type Account, takesLines } from './account.js';
import { accountOf } from './accounts.js';
import type { Books } from './books.js';
import { markRole } from './contact-form.js';
import type { Credit, Document } from './document.js';
import { readHeader, readUrl } from './header.js';
import { headerOf, type Saving } from './invoice-form.js';
import { type LineRules, readLines } from './lines.js';
import { BANK_TRANSACTION_TYPES, type BankTransaction } from './money.js';

/** Money that came or went without an invoice. Those that say so leave an overpayment or a prepayment behind. */
export function saveTransaction(saving: Saving, form: Form, problems: Problems): BankTransaction {
  const { books } = saving;
  const type = form.choice('Type', BANK_TRANSACTION_TYPES);
  problems.unless(type && !type.endsWith('TRANSFER'), 'Type must be one that can be created, such as RECEIVE or SPEND');
  const bankForm = form.one('BankAccount');
  const bank = bankForm && accountOf(books, bankForm);
  problems.unless(bank?.type === 'BANK' && bank.status === 'ACTIVE', 'BankAccount must be an active bank account');
  problems.throwIfAny();
  const over = type!.endsWith('OVERPAYMENT');
  const header = { ...readHeader(books, form, problems), ...(over ? { lineAmountTypes: 'NoTax' as const } : {}) };
  const totals = readLines(
    linesOf(form, over, problems),
    rulesOf(saving, header.lineAmountTypes, over, type!),
    problems,
  );
  problems.unless(totals.total > 0, 'The bank transaction total must be greater than zero.');
  problems.try(() => books.checkOpen(header.date));
  const url = readUrl(form, problems);
  problems.throwIfAny();
  const base = { ...headerOf(header), ...totals, type: type!, updated: books.stamp(), created: books.stamp() };
  const id = books.newId('bank transaction');
  markRole(books, header.contact!, type!);
  books.write(id, 'Created', `${type} ${header.reference}`);
  return books.transactions.put({
    ...base,
    id,
    type: type!,
    bankAccountId: bank!.id,
    isReconciled: form.flag('IsReconciled') ?? false,
    status: 'AUTHORISED',
    url,
    creditId: type!.includes('-') ? leaveCredit(books, base, over) : undefined,
  });
}

/** An overpayment is one amount: whoever paid too much is owed it. */
function linesOf(form: Form, over: boolean, problems: Problems): Form[] {
  const lines = form.list('LineItems') ?? [];
  problems.unless(lines.length > 0, 'One or more line items must be specified');
  problems.unless(!over || lines.length <= 1, 'An overpayment can only have one line item.');
  return lines;
}

function rulesOf(
  saving: Saving,
  lineAmountTypes: LineRules['lineAmountTypes'],
  over: boolean,
  type: string,
): LineRules {
  const control = type.startsWith('RECEIVE') ? 'DEBTORS' : 'CREDITORS';
  return {
    books: saving.books,
    places: saving.places,
    lineAmountTypes,
    // The app itself knows where an overpayment belongs, so it needs no account and no tax.
    approved: !over,
    discounts: false,
    trade: type.startsWith('RECEIVE') ? 'sales' : 'purchase',
    account: over ? (account: Account) => account.systemAccount === control : takesLines,
  };
}

function leaveCredit(books: Books, document: Omit<Document, 'id'>, over: boolean): string {
  const kind: Credit['kind'] = over ? 'overpayment' : 'prepayment';
  return books.credits.put({
    ...document,
    id: books.newId(kind),
    kind,
    number: '',
    status: 'AUTHORISED',
    remaining: document.total,
    sentToContact: false,
  }).id;
}

const NOT_NOW = 'Bank transaction not of valid status for modification';

/** What may still change: whether it is reconciled, its reference, and whether it is there at all. */
export function changeTransaction(books: Books, form: Form, before: BankTransaction): BankTransaction {
  if (before.status !== 'AUTHORISED') throw new Invalid([NOT_NOW]);
  const status = form.choice('Status', ['AUTHORISED', 'DELETED', 'VOIDED'] as const) ?? before.status;
  books.checkOpen(before.date);
  if (status !== 'AUTHORISED') return removeTransaction(books, before, status);
  return books.transactions.put({
    ...before,
    updated: books.stamp(),
    isReconciled: form.flag('IsReconciled') ?? before.isReconciled,
    reference: form.text('Reference') ?? before.reference,
  });
}

function removeTransaction(books: Books, before: BankTransaction, status: 'DELETED' | 'VOIDED'): BankTransaction {
  if (before.isReconciled) throw new Invalid(['This bank transaction has been reconciled and cannot be deleted']);
  const credit = before.creditId ? books.credits.get(before.creditId) : undefined;
  if (credit && credit.remaining !== credit.total) {
    throw new Invalid(['This bank transaction cannot be deleted as it has been allocated or refunded.']);
  }
  if (credit) books.credits.put({ ...credit, status: 'VOIDED', remaining: 0, updated: books.stamp() });
  return books.transactions.put({ ...before, status, updated: books.stamp() });
}
