import { type Found, money, type SendContext, type Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { dayFound } from '../locked.js';
import { markerOf } from '../marker.js';
import type { InvoiceRow, PaymentRow } from '../wire.js';
import { type MoneyDocument, type Owing, owedNumber, PAYS, type Paying } from './money-document.js';
import { idsOf, typeOf } from './owe.js';
import { isThisPayment, rowsOf } from './told-apart.js';

type Context = SendContext<XeroApi>;
type Sent<Payload = MoneyDocument> = Shipment<Payload>;

/** Which of these are in the app, told by our references on their days: neither payments nor such money have a number. */
export async function findMoney(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  const found = new Map<Sent, Found>();
  const payments = shipments.filter(({ payload }) => payload.kind === 'payment') as Sent<Paying>[];
  const paid = await rowsOf(payments, (day) => ctx.api.payments.onDay(day), ctx);
  for (const shipment of payments) {
    const row = paid.find((one) => isThisPayment(one, shipment)) ?? paid.find((one) => isKnownAs(one, shipment));
    if (!row) continue;
    const { PaymentID: remoteId, Date: date } = row;
    const steps = stepsOf(row, shipment);
    found.set(shipment, { remoteId, number: shipment.reference, steps, ...dayFound(date, shipment, ctx) });
  }
  for (const shipment of shipments.filter(({ payload }) => payload.kind !== 'payment') as Sent<Owing>[]) {
    const one = shipment.payload.owedOn ? await findOwed(shipment, ctx) : await findReceived(shipment, ctx);
    if (one) found.set(shipment, one);
  }
  return shipments.map((shipment) => found.get(shipment));
}

/** One that came to something else is still the one that was written. */
const isKnownAs = ({ PaymentID: id }: PaymentRow, { done }: Sent): boolean =>
  id === (done.pay ?? done['refund-prepayment'])?.remoteId;

/** Found by its amount, it has been compared. */
const stepsOf = (row: PaymentRow, shipment: Sent<Paying>): string[] => (isThisPayment(row, shipment) ? PAYS : ['pay']);

async function findReceived(shipment: Sent<Owing>, ctx: Context): Promise<Found | undefined> {
  const { payload } = shipment;
  const rows = await rowsOf([shipment], (day) => ctx.api.bankTransactions.onDay(typeOf(payload), day), ctx);
  // By our mark and not by its amount: one that came to something else is compared, and never sent once more.
  const row = rows.find((one) => isMarked(one, shipment, ctx));
  return row && { ...idsOf(row, shipment), steps: ['receive'], ...dayFound(row.Date, shipment, ctx) };
}

async function findOwed(shipment: Sent<Owing>, ctx: Context): Promise<Found | undefined> {
  const [row] = await ctx.api.invoices.numbered([owedNumber(shipment)]);
  if (!row || !isMarked(row, shipment, ctx)) return undefined;
  const paid = money.compare(row.AmountPaid ?? 0, 0) > 0;
  const whole = money.compare(row.AmountPaid ?? 0, shipment.payload.amount) === 0;
  const steps = ['owe', ...(paid ? ['settle'] : []), ...(whole ? ['verify-payment'] : [])];
  const { InvoiceID: remoteId, InvoiceNumber: number } = row;
  return { remoteId, number, steps, ...dayFound(row.Date, shipment, ctx) };
}

/** Another store may call its own alike. */
const isMarked = (
  { Reference, Url }: Pick<InvoiceRow, 'Reference' | 'Url'>,
  { reference }: Sent,
  { store }: Context,
): boolean => Reference === reference && Url === markerOf(store, reference);
