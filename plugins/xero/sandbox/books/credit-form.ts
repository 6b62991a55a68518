import type { Form } from '../desk/form.js';
import type { Problems } from '../desk/saving.js';
import type { Books } from './books.js';
import { markRole } from './contact-form.js';
import { putCredit } from './credit.js';
import { type Credit, isApproved } from './document.js';
import { checkApproved, readHeader, readStatus } from './header.js';
import { checkComplete, headerOf, type Saving } from './invoice-form.js';
import { readLines, totalsOf } from './lines.js';

const TYPES = ['ACCRECCREDIT', 'ACCPAYCREDIT'] as const;

/** Creates a credit note, or changes what the element says about the one there is. */
export function saveCreditNote({ books, places }: Saving, form: Form, problems: Problems, before?: Credit): Credit {
  const type = form.choice('Type', TYPES) ?? (before?.type as (typeof TYPES)[number] | undefined);
  problems.unless(type, 'Credit note Type must be specified');
  problems.unless(!before || type === before.type, 'The type of a credit note cannot be changed.');
  const applied = before !== undefined && before.remaining !== before.total;
  const status = readStatus('Credit note', form, problems, before && { status: before.status, applied });
  problems.throwIfAny();
  const header = readHeader(books, form, problems, before);
  const lines = form.list('LineItems');
  problems.unless(!applied || !lines, 'This document cannot be edited as it has a payment or allocation.');
  if (before && !lines) checkComplete(before, status, problems);
  const rules = {
    books,
    places,
    lineAmountTypes: header.lineAmountTypes,
    approved: isApproved(status),
    discounts: false,
    trade: type === 'ACCRECCREDIT' ? ('sales' as const) : ('purchase' as const),
    before: before?.lines,
  };
  const totals =
    before && !lines ? totalsOf(before.lines, before.lineAmountTypes) : readLines(lines ?? [], rules, problems);
  const number = readNumber(books, form, problems, type!, before);
  if (isApproved(status)) checkApproved(totals, problems, false);
  if (isApproved(status) || before?.status === 'AUTHORISED') problems.try(() => books.checkOpen(header.date));
  problems.throwIfAny();
  const remaining = applied ? before.remaining : totals.total;
  const credit: Credit = {
    ...headerOf(header),
    ...totals,
    id: before?.id ?? books.newId('credit note'),
    kind: 'credit note',
    type: type!,
    number: number ?? nextNumber(books, type!),
    updated: books.stamp(),
    created: before?.created ?? books.stamp(),
    status: status === 'AUTHORISED' && remaining === 0 ? 'PAID' : status,
    remaining,
    sentToContact: form.flag('SentToContact') ?? before?.sentToContact ?? false,
    brandingThemeId: form.word('BrandingThemeID') ?? before?.brandingThemeId,
    dueDate: form.day('DueDate') ?? before?.dueDate,
  };
  markRole(books, header.contact!, credit.type);
  books.write(credit.id, before ? 'Edited' : 'Created', `CN ${credit.number} to ${header.contact!.name}`);
  return putCredit(books, credit, before);
}

/** A customer's credit note has its number for itself; a supplier's may share one. */
function readNumber(books: Books, form: Form, problems: Problems, type: string, before?: Credit): string | undefined {
  const number = form.word('CreditNoteNumber') ?? before?.number;
  problems.unless((number?.length ?? 0) <= 255, 'The length of CreditNoteNumber must be 255 or less');
  const taken = number && type === 'ACCRECCREDIT' ? creditNoteNumbered(books, number) : undefined;
  problems.unless(!taken || taken.id === before?.id, 'Credit Note # must be unique.');
  return number;
}

export const creditNoteNumbered = (books: Books, number: string): Credit | undefined =>
  books.credits.by('number', number).find((credit) => credit.type === 'ACCRECCREDIT');

function nextNumber(books: Books, type: string): string {
  if (type === 'ACCPAYCREDIT') return '';
  const number = `CN-${String(books.next('credit note number')).padStart(4, '0')}`;
  return creditNoteNumbered(books, number) ? nextNumber(books, type) : number;
}
