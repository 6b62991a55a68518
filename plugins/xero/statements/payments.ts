import { money, type StatementContext, type StatementDeclaration, type StatementRow } from 'patchbay/sdk';
import { creditNotePage, invoicePage } from '../client/web-pages.js';
import type { XeroApi } from '../client.js';
import { dayOf, instantOf } from '../dates.js';
import { isOurs } from '../marker.js';
import { settingsOf } from '../settings.js';
import type { BankTransactionRow, PaymentRow } from '../wire.js';
import { type StatedList, statedIn } from './lists.js';

type Context = StatementContext<XeroApi>;

/** Money of customers by the kind of document it belongs to: in with a plus, back to them with a minus. Bills have others. */
const SIGNS: Record<string, number> = {
  ACCRECPAYMENT: 1,
  ARCREDITPAYMENT: -1,
  AROVERPAYMENTPAYMENT: -1,
  ARPREPAYMENTPAYMENT: -1,
};

/** Payments of invoices and refunds of credit, each of a batch by itself. */
const payments: StatedList<PaymentRow> = {
  noun: 'Payments',
  rows: async (rows, ctx) => {
    const known = rows.filter(({ PaymentType: type = '' }) => SIGNS[type] !== undefined);
    const base = known.some((row) => !paidOn(row)?.CurrencyCode) ? await baseCurrency(ctx) : '';
    const stated: StatementRow[] = [];
    for (const row of known) stated.push(paymentRow(row, await currencyOf(row, base, ctx), ctx));
    return stated;
  },
};

/** What came in without an invoice. */
const received = (type: string): StatedList<BankTransactionRow> => ({
  noun: 'BankTransactions',
  where: `Type=="${type}"`,
  rows: (rows, ctx) => rows.map((row) => receivedRow(row, ctx)),
});

/** What customers have paid by the books, and what was paid back to them. Taken back ones too: the app keeps them. */
export const paymentStatement: StatementDeclaration<XeroApi> = {
  title: 'Payments and refunds in Xero',
  tasks: ['export-payments', 'export-refunds'],
  read: (ctx) => statedIn<object>([payments, received('RECEIVE-OVERPAYMENT'), received('RECEIVE-PREPAYMENT')], ctx),
};

function paymentRow(row: PaymentRow, currency: string, ctx: Context): StatementRow {
  return {
    remoteId: ownCredit(row) ?? row.PaymentID,
    reference: row.Reference,
    date: dayOf(row.Date) ?? '',
    amount: money.multiply(row.Amount ?? 0, SIGNS[row.PaymentType ?? '']!),
    currency,
    status: statusOf(row.Status),
    contact: paidOn(row)?.Contact?.Name,
    url: pageOf(row),
    changedAt: instantOf(row.UpdatedDateUTC),
    ours: carriesPrefix(row.Reference, ctx),
  };
}

/** A refund without a return is paid from a credit of its own, by which its export goes: both leave under one reference. */
function ownCredit({ Reference: reference, CreditNote: credit }: PaymentRow): string | undefined {
  return reference && credit?.CreditNoteNumber === reference ? credit.CreditNoteID : undefined;
}

/** A payment has no page that is known; what it belongs to has, unless that is money that was paid too much, which is named as an invoice. */
function pageOf({ PaymentType: type, Invoice: invoice, CreditNote: credit }: PaymentRow): string | undefined {
  if (type === 'ACCRECPAYMENT' && invoice?.InvoiceID) return invoicePage(invoice.InvoiceID);
  return credit?.CreditNoteID && creditNotePage(credit.CreditNoteID);
}

function receivedRow(row: BankTransactionRow, ctx: Context): StatementRow {
  return {
    // Exports go by the credit that it made, for that is what refunds are paid from.
    remoteId: row.OverpaymentID ?? row.PrepaymentID ?? row.BankTransactionID,
    reference: row.Reference,
    date: dayOf(row.Date) ?? '',
    amount: money.add(row.Total ?? 0),
    currency: row.CurrencyCode ?? '',
    status: statusOf(row.Status),
    contact: row.Contact?.Name,
    changedAt: instantOf(row.UpdatedDateUTC),
    ours: isOurs(row.Url, ctx.store) ?? carriesPrefix(row.Reference, ctx),
  };
}

function statusOf(status: string | undefined): StatementRow['status'] {
  if (status === 'DELETED') return 'deleted';
  return status === 'VOIDED' ? 'voided' : 'paid';
}

/** A payment carries no link. Of ours the beginning of the reference tells, where this store has one of its own; of others nothing. */
function carriesPrefix(reference: string | undefined, ctx: Context): true | undefined {
  const { paymentPrefix, overpaymentPrefix } = settingsOf(ctx);
  const own = [paymentPrefix, overpaymentPrefix].filter(Boolean);
  return own.some((prefix) => reference?.startsWith(prefix)) || undefined;
}

const paidOn = ({ Invoice, CreditNote, Overpayment, Prepayment }: PaymentRow) =>
  Invoice ?? CreditNote ?? Overpayment ?? Prepayment;

const baseCurrency = async ({ api }: Context): Promise<string> => (await api.setUp.organisation()).BaseCurrency ?? '';

/** A refund doesn't say its currency: that is its credit's. Only one at a rate of its own is asked about. */
async function currencyOf(row: PaymentRow, base: string, { api }: Context): Promise<string> {
  const said = paidOn(row)?.CurrencyCode;
  if (said) return said;
  if ((row.CurrencyRate ?? 1) === 1) return base;
  const credits: [string, string | undefined][] = [
    ['CreditNotes', row.CreditNote?.CreditNoteID],
    ['Overpayments', row.Overpayment?.OverpaymentID ?? row.Invoice?.InvoiceID],
    ['Prepayments', row.Prepayment?.PrepaymentID],
  ];
  for (const [noun, id] of credits) {
    const credit = id ? await api.calls.one<{ CurrencyCode?: string }>(noun, id) : undefined;
    if (credit?.CurrencyCode) return credit.CurrencyCode;
  }
  return base;
}
