import { money, type SendContext, type Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { GONE } from '../sales/compare.js';
import type { CreditNoteRow, InvoiceRow } from '../wire.js';
import type { CreditNote } from './credit-note.js';

type Context = SendContext<XeroApi>;

// What credit notes say of themselves, and by which those about one order are found again.
export const ofReturn = (number: string, order: string | null | undefined): string =>
  [`Return ${number}`, order].filter(Boolean).join(' of ');
export const ofRefund = (number: string, order: string): string => `Refund ${number} for ${order}`;
export const ofChange = (order: string, invoice: string): string => `Change of ${named(order, invoice)}`;
export const ofCancelling = (order: string, invoice: string): string => `Cancelled: ${named(order, invoice)}`;

const named = (...names: string[]): string => names.filter(Boolean).join(' / ');

/** What takes back revenue of an order, in force over there. */
interface AboutOrder {
  /** Of returns and refunds: each takes back a share. */
  given: CreditNoteRow[];
  /** Of the whole order. */
  cancelling: CreditNoteRow[];
}

/** Returns, refunds and cancellations are sent by tasks that don't know of each other's: only in the app do they meet. */
export async function creditsAbout(orders: string[], { api }: Context): Promise<(order: string) => AboutOrder> {
  const rows = orders.length === 0 ? [] : await api.creditNotes.aboutOrders([...new Set(orders)]);
  const standing = rows.filter(({ Type, Status = '' }) => Type === 'ACCRECCREDIT' && !GONE.has(Status));
  return (order) => ({
    given: standing.filter((row) => isGiven(row, order)),
    cancelling: standing.filter(({ Reference = '' }) => Reference.startsWith(`${ofCancelling(order, '')} /`)),
  });
}

/** Ours carry the number that their reference says, whichever prefix was before it then. */
function isGiven({ Reference: says = '', CreditNoteNumber: number = '' }: CreditNoteRow, order: string): boolean {
  const named = between(says, ofReturn('', order)) ?? between(says, ofRefund('', order));
  return named !== undefined && number.endsWith(named);
}

/** What stands where the pattern has two blanks after each other. */
function between(text: string, pattern: string): string | undefined {
  const [before = '', after = ''] = pattern.split(/(?<= )(?= )/);
  const isLike = text.startsWith(before) && text.endsWith(after) && text.length > pattern.length;
  return isLike ? text.slice(before.length, -after.length) : undefined;
}

export const isOfContact =
  (contactId: string | undefined) =>
  ({ Contact }: CreditNoteRow): boolean =>
    !contactId || !Contact?.ContactID || Contact.ContactID === contactId;

/** Credit notes that would take back what is taken back already, and what to do about each. */
export async function creditedTwice(
  shipments: Shipment<CreditNote>[],
  contactOf: (shipment: Shipment<CreditNote>) => string,
  ctx: Context,
): Promise<Map<Shipment<CreditNote>, string>> {
  const asked = shipments.filter(({ payload }) => payload.order !== undefined);
  const about = await creditsAbout(
    asked.map(({ payload }) => payload.order!),
    ctx,
  );
  const closed = await closedOf(asked, ctx);
  const twice = new Map<Shipment<CreditNote>, string>();
  for (const shipment of asked) {
    const isTheirs = isOfContact(contactOf(shipment));
    const { given, cancelling } = about(shipment.payload.order!);
    const rows = { given: given.filter(isTheirs), cancelling: cancelling.filter(isTheirs) };
    const isThere = [...rows.given, ...rows.cancelling].some((row) => row.CreditNoteNumber === shipment.reference);
    const why = isThere ? undefined : whyTwice(shipment, rows, closed.get(shipment.payload.appliesTo ?? ''));
    if (why) twice.set(shipment, why);
  }
  return twice;
}

/** Invoices of returns that are no longer in force. */
async function closedOf(shipments: Shipment<CreditNote>[], { api }: Context): Promise<Map<string, InvoiceRow>> {
  const ids = shipments.flatMap(({ payload }) => (payload.left === undefined ? (payload.appliesTo ?? []) : []));
  const rows = ids.length === 0 ? [] : await api.invoices.withIds([...new Set(ids)]);
  return new Map(rows.filter(({ Status = '' }) => GONE.has(Status)).map((row) => [row.InvoiceID, row]));
}

function whyTwice(
  { reference, payload }: Shipment<CreditNote>,
  { given, cancelling }: AboutOrder,
  closed: InvoiceRow | undefined,
): string | undefined {
  const { order = '', left, total } = payload;
  if (left !== undefined) {
    const isTooMuch = money.compare(money.add(total, sumOf(given)), left) > 0;
    if (given.length === 0 || !isTooMuch) return undefined;
    return `${reference} would credit ${money.shown(total, payload.currency)}, but ${givenBack(given, { order, left, currency: payload.currency })}`;
  }
  const byHand = 'If it still has to be credited, do so in Xero by hand; then mark this line as expected.';
  if (cancelling.length > 0)
    return `The order ${order} was cancelled, and ${namesOf(cancelling)} credits all of it in Xero already: ${reference} would take it back twice. ${byHand}`;
  if (!closed) return undefined;
  const done = (closed.Status ?? '').toLowerCase();
  return `The invoice ${closed.InvoiceNumber ?? order} was ${done} in Xero, so nothing of it is left for ${reference} to credit. ${byHand}`;
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

const sumOf = (rows: CreditNoteRow[]): string => money.add(0, ...rows.map(({ Total = 0 }) => String(Total)));

const namesOf = (rows: CreditNoteRow[], currency?: string): string =>
  rows
    .map(({ CreditNoteNumber: number = '', Total = 0 }) =>
      currency ? `${number}: ${money.shown(Total, currency)}` : number,
    )
    .join(', ');
