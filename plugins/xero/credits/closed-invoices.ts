import type { SendContext, Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { GONE } from '../sales/compare.js';
import { settingsOf } from '../settings.js';
import type { InvoiceRow } from '../wire.js';
import { ofRefund } from './about-order.js';
import type { CreditNote } from './credit-note.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<CreditNote>;

/** Of each return and refund, the invoice that it takes a share of, where that is no longer in force. */
export async function closedAmong(shipments: Sent[], ctx: Context): Promise<Map<Sent, InvoiceRow>> {
  const shares = shipments.filter(({ payload }) => payload.left === undefined);
  const byId = await closedWithIds(
    shares.flatMap(({ payload }) => payload.appliesTo ?? []),
    ctx,
  );
  const byOrder = await closedOfOrders(
    shares.flatMap(({ payload }) => orderOfRefund(payload) ?? []),
    ctx,
  );
  const closed = new Map<Sent, InvoiceRow>();
  for (const shipment of shares) {
    const { appliesTo = '' } = shipment.payload;
    const row = byId.get(appliesTo) ?? byOrder.get(orderOfRefund(shipment.payload) ?? '');
    if (row) closed.set(shipment, row);
  }
  return closed;
}

/** A refund without a return names its order alone, for it may be of any invoice of that. What was only owed takes back none. */
function orderOfRefund({ number, order, appliesTo, reference }: CreditNote): string | undefined {
  return order && !appliesTo && reference === ofRefund(number, order) ? order : undefined;
}

async function closedWithIds(ids: string[], { api }: Context): Promise<Map<string, InvoiceRow>> {
  const rows = ids.length === 0 ? [] : await api.invoices.withIds([...new Set(ids)]);
  return new Map(rows.filter(isGone).map((row) => [row.InvoiceID, row]));
}

/** Orders whose invoices are none of them in force. Those that share an invoice with others have none of their own number. */
async function closedOfOrders(orders: string[], ctx: Context): Promise<Map<string, InvoiceRow>> {
  const { invoicePrefix } = settingsOf(ctx);
  const numbers = new Map([...new Set(orders)].map((order) => [`${invoicePrefix}${order}`, order]));
  const rows = numbers.size === 0 ? [] : await ctx.api.invoices.numbered([...numbers.keys()]);
  const closed = new Map<string, InvoiceRow>();
  for (const [number, order] of numbers) {
    const theirs = rows.filter(({ Type, InvoiceNumber }) => Type === 'ACCREC' && InvoiceNumber === number);
    if (theirs.length === 0 || !theirs.every(isGone)) continue;
    const again = await ctx.api.invoices.exportedAgain(number);
    if (again.every(isGone)) closed.set(order, theirs[0]!);
  }
  return closed;
}

const isGone = ({ Status = '' }: InvoiceRow): boolean => GONE.has(Status);
