import { money, type SendContext } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { GONE } from '../sales/compare.js';
import type { CreditNoteRow } from '../wire.js';

type Context = SendContext<XeroApi>;

// What credit notes say of themselves, and by which those about one order are found again.
export const ofReturn = (number: string, order: string | null | undefined): string =>
  [`Return ${number}`, order].filter(Boolean).join(' of ');
export const ofRefund = (number: string, order: string): string => `Refund ${number} for ${order}`;
export const ofOwed = (number: string, order: string): string => `Money back ${number} for ${order}`;
export const ofChange = (order: string, invoice: string): string => `Change of ${named(order, invoice)}`;
export const ofCancelling = (order: string, invoice: string): string => `Cancelled: ${named(order, invoice)}`;

/** What takes revenue of one order back is looked at and written one after the other, whichever task sends it. */
export const inTurn = (order: string): string => `credits of ${order}`.slice(0, 191);

const named = (...names: string[]): string => names.filter(Boolean).join(' / ');

/** What takes back revenue of an order, in force over there. */
export interface AboutOrder {
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

export const sumOf = (rows: CreditNoteRow[]): string => money.add(0, ...rows.map(({ Total = 0 }) => Total));
