import { money, type StatementContext, type StatementDeclaration, type StatementRow } from 'patchbay/sdk';
import type { Place } from '../client/calls.js';
import type { XeroApi } from '../client.js';
import { dayOf, instantOf } from '../dates.js';
import { isOurs } from '../marker.js';
import { viewUrl } from '../sales/create.js';
import type { InvoiceRow, LineRow } from '../wire.js';

/** Rows as the app lists them, with their names made the same. */
type DocumentRow = InvoiceRow & { CreditNoteID?: string; CreditNoteNumber?: string };

interface StatementPlace extends Place {
  noun: string;
}

const LISTS = [
  { noun: 'Invoices', type: 'ACCREC', sign: 1 },
  { noun: 'CreditNotes', type: 'ACCRECCREDIT', sign: -1 },
];

/** What customers owe by the books: invoices, and credit notes with a minus. */
export const invoiceStatement: StatementDeclaration<XeroApi> = {
  title: 'Invoices and credit notes in Xero',
  tasks: ['export-invoices'],
  async *read(ctx: StatementContext<XeroApi>) {
    const from = ctx.bookmark as StatementPlace | undefined;
    const begin = Math.max(
      0,
      LISTS.findIndex(({ noun }) => noun === from?.noun),
    );
    for (const [at, { noun, type, sign }] of LISTS.slice(begin).entries()) {
      const where = `Type=="${type}" AND Date>=${wireDate(ctx.from)} AND Date<=${wireDate(ctx.to)}`;
      const place = at === 0 ? from : undefined;
      const pages = ctx.api.calls.pages<DocumentRow>(noun, { where, order: 'Date ASC' }, { place });
      for await (const { rows, bookmark } of pages) {
        yield {
          rows: rows.map((row) => rowOf(row, sign, ctx)),
          bookmark: { ...bookmark, noun } satisfies StatementPlace,
        };
      }
    }
  },
};

const wireDate = (day: string): string => `DateTime(${day.split('-').map(Number).join(',')})`;

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
    url: row.InvoiceID ? viewUrl(id) : undefined,
    parts: partsOf(row, sign),
    changedAt: instantOf(row.UpdatedDateUTC),
    ours: isOurs(row.Url, store),
  };
}

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
