import { money, type SendContext, type Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import type { CreditNoteRow, InvoiceRow } from '../wire.js';
import { type AboutOrder, creditsAbout, isOfContact, sumOf } from './about-order.js';
import { closedAmong } from './closed-invoices.js';
import { type CreditNote, takesAllBack } from './credit-note.js';
import { restOf } from './rest.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<CreditNote>;

/** What of a credit note is still to be written, once the app has been asked what is credited already. */
export type Due =
  | { credit: CreditNote }
  /** All of it was credited before. */
  | { nothing: true }
  /** What it takes a share of is no longer there, as its build will say once it is told. */
  | { outdated: string }
  | { needsPerson: string };

/** What each of these comes to in the light of what is credited already, so that nothing is taken back twice. */
export async function stillDue(
  shipments: Sent[],
  contactOf: (shipment: Sent) => string | undefined,
  ctx: Context,
): Promise<Map<Sent, Due>> {
  const asked = shipments.filter(({ payload }) => payload.order !== undefined);
  const about = await creditsAbout(
    asked.map(({ payload }) => payload.order!),
    ctx,
  );
  const closed = await closedAmong(asked, ctx);
  const due = new Map<Sent, Due>(shipments.map((shipment) => [shipment, { credit: shipment.payload }]));
  for (const shipment of asked) {
    const isTheirs = isOfContact(contactOf(shipment));
    const { given, cancelling } = about(shipment.payload.order!);
    const rows = { given: given.filter(isTheirs), cancelling: cancelling.filter(isTheirs) };
    due.set(shipment, dueBeside(rows, shipment, closed.get(shipment)));
  }
  return due;
}

function dueBeside(rows: AboutOrder, shipment: Sent, closed: InvoiceRow | undefined): Due {
  const { reference, payload } = shipment;
  const isThere = [...rows.given, ...rows.cancelling].some((row) => row.CreditNoteNumber === reference);
  if (isThere) return { credit: payload };
  return payload.left === undefined ? ofGiven(shipment, rows, closed) : ofInvoice(shipment, payload.left, rows.given);
}

/** A return or a refund: there must still be something that it can take a share of. */
function ofGiven({ reference, payload }: Sent, { cancelling }: AboutOrder, closed: InvoiceRow | undefined): Due {
  const { order = '' } = payload;
  const byHand = 'If it still has to be credited, do so in Xero by hand; then mark this line as expected.';
  if (cancelling.length > 0)
    return {
      outdated: `The order ${order} was cancelled, and ${namesOf(cancelling)} credits all of it in Xero already: ${reference} would take it back twice. ${byHand}`,
    };
  if (!closed) return { credit: payload };
  const done = (closed.Status ?? '').toLowerCase();
  return {
    outdated: `The invoice ${closed.InvoiceNumber ?? order} was ${done} in Xero, so nothing of it is left for ${reference} to credit. ${byHand}`,
  };
}

/** A change or a cancellation: no more than the whole invoice is taken back. Of a cancelled order the rest is credited. */
function ofInvoice({ reference, payload }: Sent, left: string, given: CreditNoteRow[]): Due {
  const { order = '', total, currency } = payload;
  if (given.length === 0 || money.compare(money.add(total, sumOf(given)), left) <= 0) return { credit: payload };
  const isOver = money.compare(sumOf(given), left) > 0;
  if (takesAllBack(payload) && !isOver) {
    if (money.compare(sumOf(given), left) === 0) return { nothing: true };
    const credit = restOf(payload, given);
    if (credit) return { credit };
  }
  const already = givenBack(given, { order, left, currency });
  return { needsPerson: `${reference} would credit ${money.shown(total, currency)}, but ${already}` };
}

interface Left {
  order: string;
  /** What the invoice comes to by now. */
  left: string;
  currency: string;
}

/** What was given back of an order that is now to be taken back whole, and how a person makes up for the rest. */
export function givenBack(given: CreditNoteRow[], { order, left, currency }: Left): string {
  const rest = money.subtract(left, sumOf(given));
  const already = `${money.shown(sumOf(given), currency)} of the order ${order} is credited in Xero already (${namesOf(given, currency)}).`;
  if (money.compare(rest, 0) <= 0) return `${already} Nothing is left to credit: mark this line as expected.`;
  return `${already} Credit the rest, up to ${money.shown(rest, currency)}, there by hand, then mark this line as expected.`;
}

const namesOf = (rows: CreditNoteRow[], currency?: string): string =>
  rows
    .map(({ CreditNoteNumber: number = '', Total = 0 }) =>
      currency ? `${number}: ${money.shown(Total, currency)}` : number,
    )
    .join(', ');
