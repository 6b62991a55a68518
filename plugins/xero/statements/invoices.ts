import { money, type StatementContext, type StatementDeclaration, type StatementRow } from 'patchbay/sdk';
import { creditNotePage, invoicePage } from '../client/web-pages.js';
import type { XeroApi } from '../client.js';
import { dayOf, instantOf } from '../dates.js';
import { isOurs } from '../marker.js';
import { owedNumber } from '../money/money-document.js';
import type { InvoiceRow, LineRow } from '../wire.js';
import { type StatedList, statedIn } from './lists.js';

/** Rows as the app lists them, with their names made the same. */
type DocumentRow = InvoiceRow & { CreditNoteID?: string; CreditNoteNumber?: string };

const documents = (noun: string, type: string, sign: number): StatedList<DocumentRow> => ({
  noun,
  where: `Type=="${type}"`,
  rows: (rows, ctx) => rows.filter((row) => !isOwed(row, ctx)).map((row) => rowOf(row, sign, ctx)),
});

/** What customers owe by the books: invoices, and credit notes with a minus. */
export const invoiceStatement: StatementDeclaration<XeroApi> = {
  title: 'Invoices and credit notes in Xero',
  tasks: ['export-invoices', 'export-credit-notes'],
  read: (ctx) => statedIn([documents('Invoices', 'ACCREC', 1), documents('CreditNotes', 'ACCRECCREDIT', -1)], ctx),
};

function rowOf(row: DocumentRow, sign: number, { store }: StatementContext<XeroApi>): StatementRow {
  const number = row.InvoiceNumber ?? row.CreditNoteNumber;
  const id = row.InvoiceID ?? row.CreditNoteID ?? '';
  const signed = (amount: number | undefined) => money.multiply(amount ?? 0, sign);
  return {
    remoteId: id,
    number,
    // Ours are numbered by the reference they left under.
    reference: number,
    date: dayOf(row.Date) ?? '',
    amount: signed(row.Total),
    tax: signed(row.TotalTax),
    currency: row.CurrencyCode ?? '',
    status: STATUSES[row.Status ?? ''] ?? 'open',
    contact: row.Contact?.Name,
    // Whoever enters an order by hand takes the app's next number, and writes the order's here.
    says: row.Reference ? [row.Reference] : undefined,
    url: row.InvoiceID ? invoicePage(id) : creditNotePage(id),
    parts: partsOf(row, sign),
    changedAt: instantOf(row.UpdatedDateUTC),
    ours: isOurs(row.Url, store),
  };
}

/** Stands for money that was paid too much: the statement of payments has that. */
const isOwed = (
  { InvoiceNumber: number, Reference: reference = '', Url: url }: DocumentRow,
  { store }: StatementContext<XeroApi>,
) => number === owedNumber({ reference }) && isOurs(url, store) !== undefined;

const STATUSES: Record<string, StatementRow['status']> = {
  DRAFT: 'draft',
  SUBMITTED: 'draft',
  AUTHORISED: 'open',
  PAID: 'paid',
  VOIDED: 'voided',
  DELETED: 'deleted',
};

function partsOf({ LineItems: lines = [], Total: total = 0 }: DocumentRow, sign: number): StatementRow['parts'] {
  if (lines.length === 0) return undefined;
  const isRounding = ({ Description: text, TaxAmount: tax = 0 }: LineRow) => text === 'Rounding' && money.isZero(tax);
  const rounding = money.add(0, ...lines.filter(isRounding).map(({ LineAmount: amount = 0 }) => amount));
  return { lines: money.multiply(money.subtract(total, rounding), sign), rounding: money.multiply(rounding, sign) };
}
