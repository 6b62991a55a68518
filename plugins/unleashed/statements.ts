import { money, type StatementContext, type StatementDeclaration, type StatementRow } from 'patchbay/sdk';
import type { Place, UnleashedApi } from './client.js';
import { dayOf, instantOf } from './dates.js';
import { orderCredited } from './sales/changes.js';
import { isOurs } from './sales/signs.js';
import { type Settings, settingsOf } from './settings.js';
import type { CreditNoteRow, SalesOrderRow } from './wire.js';

type Context = StatementContext<UnleashedApi>;

/**
 * What the app holds as our invoices: its sales orders, which carry the store's date and our source id, each with the number of
 * the invoice it has become. Deleted ones are asked for too: the app leaves them out by itself. Beside each stands the credit that a
 * later change of it has left.
 */
export const salesOrders: StatementDeclaration<UnleashedApi> = {
  title: 'Sales orders and invoices in Unleashed',
  tasks: ['export-invoices'],
  async *read(ctx) {
    const numbers = settingsOf(ctx).readInvoiceNumber ? await invoiceNumbers(ctx) : new Map<string, string>();
    const query = { startDate: ctx.from, endDate: ctx.to, orderStatus: STATUSES.join(',') };
    const from = ctx.bookmark as Place | undefined;
    const credits = await changesCredited(ctx);
    for await (const { rows, bookmark, total } of ctx.api.pages<SalesOrderRow & Fields>('SalesOrders', query, from)) {
      const stated = rows.map((row) => statedOf(row, numbers, ctx));
      yield { rows: stated.flatMap((row) => [row, ...creditOf(row, credits)]), bookmark, total };
    }
  },
};

type Fields = Record<string, unknown>;

const STATUSES = ['Parked', 'Placed', 'Backordered', 'Completed', 'Deleted'];

/** By the order that an invoice was made from. An invoice is never older than its order. */
async function invoiceNumbers({ api, from }: Context): Promise<Map<string, string>> {
  const numbers = new Map<string, string>();
  for await (const { rows } of api.pages<{ InvoiceNumber?: string; OrderNumber?: string }>('Invoices', {
    startDate: from,
  })) {
    for (const { OrderNumber: order, InvoiceNumber: invoice } of rows)
      if (order && invoice) numbers.set(order, invoice);
  }
  return numbers;
}

/** What made up for orders that changed after they were completed, by the order's reference; never older than its order. */
async function changesCredited({ api, from }: Context): Promise<Map<string, CreditNoteRow>> {
  const credits = new Map<string, CreditNoteRow>();
  for await (const { rows } of api.pages<CreditNoteRow & Fields>('CreditNotes', { startDate: from })) {
    for (const note of rows) {
      const order = orderCredited(note.Reference ?? '');
      if (order !== undefined && note.Status !== 'Deleted') credits.set(order, note);
    }
  }
  return credits;
}

/** A credit carries no sign of whose it is: its order does, and dates it, and says its currency. */
function creditOf(order: StatementRow, credits: Map<string, CreditNoteRow>): StatementRow[] {
  const note = order.ours === true && order.reference ? credits.get(order.reference) : undefined;
  if (!note || !money.isDecimal(note.Total)) return [];
  const { date, currency, contact } = order;
  return [
    {
      remoteId: note.Guid,
      number: note.CreditNumber,
      reference: note.Reference ?? undefined,
      date,
      amount: money.negate(written(note.Total)),
      tax: money.isDecimal(note.TaxTotal) ? money.negate(written(note.TaxTotal)) : undefined,
      currency,
      status: note.Status === 'Completed' ? 'open' : 'draft',
      contact,
      changedAt: instantOf(note.LastModifiedOn),
      ours: true,
    },
  ];
}

/** One without a date or a total is told of as well: the hub lists what can't be compared. */
function statedOf(row: SalesOrderRow, numbers: Map<string, string>, ctx: Context): StatementRow {
  const ours = isOurs(row, ctx.store.id);
  const total = money.isDecimal(row.Total) ? written(row.Total) : '';
  const rounding = roundingIn(row, settingsOf(ctx).roundingProduct);
  return {
    remoteId: row.Guid,
    number: numbers.get(row.OrderNumber) ?? row.OrderNumber,
    reference: ours ? row.SourceId!.slice(row.SourceId!.indexOf(':') + 1) : row.OrderNumber,
    date: dayOf(row.OrderDate) ?? '',
    amount: total,
    tax: money.isDecimal(row.TaxTotal) ? written(row.TaxTotal) : undefined,
    currency: row.Currency?.CurrencyCode ?? ctx.store.currency,
    status: statusOf(row.OrderStatus),
    contact: row.Customer?.CustomerName ?? row.Customer?.CustomerCode,
    parts: total === '' ? undefined : { lines: money.subtract(total, rounding), rounding },
    says: [row.CustomerRef, row.SourceId, row.Comments].flatMap((text) => text?.slice(0, 4000) || []),
    goods: goodsIn(row, settingsOf(ctx)),
    changedAt: instantOf(row.LastModifiedOn),
    ours: ours || (/^\d+:/.test(row.SourceId ?? '') ? false : undefined),
  };
}

/** Charges and rounding are lines of their own, with products that the store doesn't sell. */
function goodsIn({ SalesOrderLines: lines = [] }: SalesOrderRow, settings: Settings) {
  const charges = [
    settings.shippingProduct,
    settings.surchargeProduct,
    settings.discountProduct,
    settings.roundingProduct,
  ];
  return lines.flatMap(({ Product: product, OrderQuantity: quantity }) =>
    product?.ProductCode && !charges.includes(product.ProductCode) && money.isDecimal(quantity)
      ? [{ sku: product.ProductCode, quantity: money.add(quantity) }]
      : [],
  );
}

function roundingIn({ SalesOrderLines: lines = [] }: SalesOrderRow, product: string | undefined): string {
  const roundings = lines.filter((line) => product !== undefined && line.Product?.ProductCode === product);
  const amounts = roundings.flatMap(({ LineTotal: total, LineTax: tax }) =>
    [total, tax].filter((amount) => amount !== undefined),
  );
  return written(money.add(...amounts));
}

/** At most four places, as amounts are compared. */
const written = (amount: string | number): string => money.round(amount, 4);

function statusOf(status: string): StatementRow['status'] {
  if (status === 'Deleted') return 'deleted';
  return status === 'Completed' ? 'open' : 'draft';
}
