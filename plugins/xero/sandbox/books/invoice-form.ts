import type { Form } from '../desk/form.js';
import type { Problems } from '../desk/saving.js';
import type { Books } from './books.js';
import { markRole } from './contact-form.js';
import { amountDue, type Invoice, isApproved, type Totals } from './document.js';
import { checkApproved, type Header, readHeader, readStatus, readUrl } from './header.js';
import { readLines, totalsOf } from './lines.js';

export interface Saving {
  books: Books;
  places: 2 | 4;
  /** The client that asks; nobody where a person works in the app. */
  app?: string;
}

const TYPES = ['ACCREC', 'ACCPAY'] as const;
const CLOSED_TO_EDITS = 'This document cannot be edited as it has a payment or credit note allocated to it.';

/** Creates an invoice, or changes what the element says about the one there is. */
export function saveInvoice(saving: Saving, form: Form, problems: Problems, before?: Invoice): Invoice {
  const { books } = saving;
  const type = form.choice('Type', TYPES) ?? before?.type;
  problems.unless(type, 'Invoice Type must be specified');
  problems.unless(!before || type === before.type, 'The type of an invoice cannot be changed.');
  const applied = before !== undefined && before.amountPaid + before.amountCredited > 0;
  const status = readStatus('Invoice', form, problems, before && { status: before.status, applied });
  problems.throwIfAny();
  const header = readHeader(books, form, problems, before);
  const totals = readTotals(saving, form, problems, { type: type!, header, status, applied, before });
  const number = readNumber(books, form, problems, type!, before);
  const dueDate = form.day('DueDate') ?? before?.dueDate;
  if (isApproved(status)) checkApproved({ dueDate, ...totals }, problems, true);
  if (isApproved(status) && !isApproved(before?.status ?? '')) approve(books, problems);
  if (isApproved(status) || before?.status === 'AUTHORISED') problems.try(() => books.checkOpen(header.date));
  const url = readUrl(form, problems, before?.url);
  problems.throwIfAny();
  return keepInvoice(
    saving,
    {
      ...headerOf(header),
      ...totals,
      id: before?.id ?? books.newId('invoice'),
      type: type!,
      number: number ?? nextNumber(books, type!),
      updated: books.stamp(),
      created: before?.created ?? books.stamp(),
      status: settled(status, totals.total, before),
      reference: type === 'ACCREC' ? header.reference : '',
      dueDate,
      url,
      sentToContact: form.flag('SentToContact') ?? before?.sentToContact ?? false,
      brandingThemeId: form.word('BrandingThemeID') ?? before?.brandingThemeId,
      amountPaid: before?.amountPaid ?? 0,
      amountCredited: before?.amountCredited ?? 0,
      createdByApp: before ? before.createdByApp : saving.app,
    },
    before,
  );
}

export const headerOf = ({ contact, ...rest }: Header) => ({ ...rest, contactId: contact!.id });

/** The smaller plans let only so many be approved a month. */
function approve(books: Books, problems: Problems): void {
  if (books.approvalsLeft <= 0) problems.add('You have reached the limit of invoices you can approve');
  problems.throwIfAny();
  books.approvalsLeft -= 1;
  books.journal.note(() => {
    books.approvalsLeft += 1;
  });
}

/** An approved document over nothing is paid at once. */
function settled(status: Invoice['status'], total: number, before?: Invoice): Invoice['status'] {
  const open = total - (before?.amountPaid ?? 0) - (before?.amountCredited ?? 0);
  return status === 'AUTHORISED' && open === 0 ? 'PAID' : status;
}

interface About {
  type: Invoice['type'];
  header: Header;
  status: Invoice['status'];
  applied: boolean;
  before?: Invoice;
}

/** The lines that are said replace those there are; unsaid, they stay and are counted anew. */
function readTotals(saving: Saving, form: Form, problems: Problems, about: About): Totals {
  const { header, status, applied, before, type } = about;
  const lines = form.list('LineItems');
  const recounted = before && header.lineAmountTypes !== before.lineAmountTypes;
  const moved = form.has('CurrencyCode') && before && header.currency !== before.currency;
  if (applied && (lines || recounted || moved)) problems.add(CLOSED_TO_EDITS);
  if (before && !lines && !recounted) {
    checkComplete(before, status, problems);
    return totalsOf(before.lines, before.lineAmountTypes);
  }
  const rules = {
    books: saving.books,
    lineAmountTypes: header.lineAmountTypes,
    places: saving.places,
    approved: isApproved(status),
    discounts: type === 'ACCREC',
    trade: type === 'ACCREC' ? ('sales' as const) : ('purchase' as const),
    before: before?.lines,
  };
  return readLines(lines ?? [], rules, problems);
}

/** A draft may lack what it needs when it is approved without its lines being said again. */
export function checkComplete(before: Totals & { status: string }, status: string, problems: Problems): void {
  if (!isApproved(status) || isApproved(before.status)) return;
  for (const line of before.lines) {
    problems.unless(line.accountId, 'Account code must be specified');
    problems.unless(line.description?.trim(), 'Description must be specified');
    problems.unless(line.taxType, 'The TaxType field is mandatory');
  }
}

/** A sale's number is its own in the whole organisation, also after it was voided or deleted; bills may share one. */
function readNumber(books: Books, form: Form, problems: Problems, type: Invoice['type'], before?: Invoice) {
  const number = form.word('InvoiceNumber') ?? before?.number;
  problems.unless((number?.length ?? 0) <= 255, 'The length of InvoiceNumber must be 255 or less');
  if (number && type === 'ACCREC') {
    const taken = saleNumbered(books, number);
    problems.unless(!taken || taken.id === before?.id, 'Invoice # must be unique.');
  }
  return number;
}

export const saleNumbered = (books: Books, number: string): Invoice | undefined =>
  books.invoices.by('number', number).find((invoice) => invoice.type === 'ACCREC');

function nextNumber(books: Books, type: Invoice['type']): string {
  if (type === 'ACCPAY') return '';
  const number = `INV-${String(books.next('invoice number')).padStart(4, '0')}`;
  return saleNumbered(books, number) ? nextNumber(books, type) : number;
}

function keepInvoice({ books }: Saving, invoice: Invoice, before?: Invoice): Invoice {
  markRole(books, books.contacts.get(invoice.contactId)!, invoice.type);
  books.write(invoice.id, before ? 'Edited' : 'Created', describe(books, invoice));
  return putInvoice(books, invoice, before);
}

const describe = (books: Books, invoice: Invoice): string =>
  `${invoice.type === 'ACCREC' ? 'INV' : 'Bill'} ${invoice.number} to ${books.contacts.get(invoice.contactId)?.name ?? ''}`;

/** Keeps an invoice and tells who listens. */
export function putInvoice(books: Books, invoice: Invoice, before: Invoice | undefined): Invoice {
  const kept = books.invoices.put(invoice);
  books.tell({ category: 'INVOICE', type: before ? 'UPDATE' : 'CREATE', resource: 'Invoices', id: kept.id });
  return kept;
}

/** Takes note of money that came or went, or of credit: the app turns AUTHORISED into PAID and back. */
export function applyToInvoice(
  books: Books,
  id: string,
  change: { paid?: number; credited?: number; on: string },
): Invoice {
  const before = books.invoices.get(id)!;
  const invoice = {
    ...before,
    updated: books.stamp(),
    amountPaid: before.amountPaid + (change.paid ?? 0),
    amountCredited: before.amountCredited + (change.credited ?? 0),
  };
  const paid = amountDue(invoice) === 0;
  return putInvoice(
    books,
    { ...invoice, status: paid ? 'PAID' : 'AUTHORISED', fullyPaidOn: paid ? change.on : undefined },
    before,
  );
}
