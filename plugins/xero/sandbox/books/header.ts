import type { Form } from '../desk/form.js';
import type { Problems } from '../desk/saving.js';
import type { Books } from './books.js';
import type { Contact } from './contact.js';
import { contactOf } from './contact-form.js';
import { type Document, type DocumentStatus, LINE_AMOUNT_TYPES, type LineAmountTypes } from './document.js';

export interface Header {
  contact: Contact | undefined;
  date: string;
  reference: string;
  lineAmountTypes: LineAmountTypes;
  currency: string;
  currencyRate: number;
}

const DAY_RATES: Record<string, number> = { AUD: 6_512, NZD: 5_934, USD: 10_000, EUR: 11_604, GBP: 13_121 };
const ONE = 10_000;

/** What every document says before its lines. */
export function readHeader(books: Books, form: Form, problems: Problems, before?: Document): Header {
  const reference = form.text('Reference') ?? before?.reference ?? '';
  problems.unless(reference.length <= 4000, 'The length of Reference must be 4000 or less');
  const currency = form.word('CurrencyCode')?.toUpperCase() ?? before?.currency ?? books.organisation.currency;
  problems.unless(books.currencies.includes(currency), `Organisation is not subscribed to currency ${currency}`);
  return {
    contact:
      form.has('Contact') || !before
        ? contactOf(books, form.one('Contact'), problems)
        : books.contacts.get(before.contactId),
    date: form.day('Date') ?? before?.date ?? books.today(),
    reference,
    lineAmountTypes: form.choice('LineAmountTypes', LINE_AMOUNT_TYPES) ?? before?.lineAmountTypes ?? 'Exclusive',
    currency,
    currencyRate: rateOf(books, currency, form.fine('CurrencyRate') ?? before?.currencyRate),
  };
}

/** What one unit of the organisation's own currency buys, in ten-thousandths. */
function rateOf(books: Books, currency: string, said?: number): number {
  if (currency === books.organisation.currency) return ONE;
  if (said) return said;
  const [own = ONE, other = ONE] = [DAY_RATES[books.organisation.currency], DAY_RATES[currency]];
  return Math.round((own * ONE) / other);
}

export function readUrl(form: Form, problems: Problems, before?: string): string | undefined {
  const url = form.word('Url') ?? before;
  problems.unless(!url || /^https?:\/\//i.test(url), 'Url must be an absolute address.');
  problems.unless(!url?.toLowerCase().includes('xero'), 'Url must not contain the word xero.');
  return url;
}

const DOCUMENT_STATUSES = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED', 'DELETED'] as const;

const OPEN: readonly DocumentStatus[] = ['DRAFT', 'SUBMITTED'];
const NOT_NOW = (noun: string) => `${noun} not of valid status for modification`;

/** The status a document gets, or why it can't. `applied`: something was paid on it, or credited. */
export function readStatus(
  noun: 'Invoice' | 'Credit note',
  form: Form,
  problems: Problems,
  before?: { status: DocumentStatus; applied: boolean },
): DocumentStatus {
  const status = form.choice('Status', DOCUMENT_STATUSES) ?? before?.status ?? 'DRAFT';
  if (!before) {
    const fresh = OPEN.includes(status) || status === 'AUTHORISED';
    problems.unless(fresh, `${noun} not of valid status for creation`);
  } else if (OPEN.includes(before.status)) {
    const next = [...OPEN, 'AUTHORISED', 'DELETED'];
    problems.unless(next.includes(status), NOT_NOW(noun));
  } else if (before.status === 'AUTHORISED') {
    problems.unless(status === 'AUTHORISED' || status === 'VOIDED', NOT_NOW(noun));
    problems.unless(
      status !== 'VOIDED' || !before.applied,
      'This document cannot be voided as it has payments or credit notes allocated to it.',
    );
  } else {
    problems.add(NOT_NOW(noun));
  }
  return status;
}

/** What an approved document can't do without. */
export function checkApproved(
  form: { dueDate?: string; lines: readonly unknown[]; total: number },
  problems: Problems,
  due: boolean,
) {
  problems.unless(form.dueDate || !due, 'The document DueDate field must be specified');
  problems.unless(form.lines.length > 0, 'One or more line items must be specified');
  problems.unless(form.total >= 0, 'The document total cannot be negative.');
}
