import { money, type SendContext, type Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { possibleDays } from '../locked.js';
import type { PaymentRow } from '../wire.js';
import type { MoneyDocument, Paying } from './money-document.js';

/** What the app lists for the days on which these may stand: neither payments nor money without an invoice have a number. */
export async function rowsOf<Row>(
  shipments: Shipment<MoneyDocument>[],
  list: (day: string) => Promise<Row[]>,
  ctx: SendContext<XeroApi>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const day of await possibleDays(shipments, ctx)) rows.push(...(await list(day)));
  return rows;
}

export const isThisPayment = (row: PaymentRow, { reference, payload }: Shipment<Paying>): boolean =>
  row.Reference === reference && money.compare(row.Amount ?? 0, payload.amount) === 0 && isOf(row, payload.target);

/**
 * Somebody's own payment may be called alike: ours is of this document, as far as both are known. The app names what was paid too much
 * as if it were an invoice.
 */
function isOf({ Invoice, CreditNote, Prepayment, Overpayment }: PaymentRow, { id }: Paying['target']): boolean {
  const paid = Invoice?.InvoiceID ?? CreditNote?.CreditNoteID ?? Prepayment?.PrepaymentID ?? Overpayment?.OverpaymentID;
  return !id || paid === undefined || paid.toLowerCase() === id.toLowerCase();
}
