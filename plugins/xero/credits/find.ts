import { type Found, money } from 'patchbay/sdk';
import { dayFound } from '../locked.js';
import { findMoney } from '../money/find-money.js';
import type { CreditNoteRow } from '../wire.js';
import { asPayment } from './refund.js';
import { type Context, isThisOne, type Sent } from './sent.js';

/** Which of these are in the app, and how far they have got. */
export async function findCredits(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  if (shipments.length === 0) return [];
  const rows = await ctx.api.creditNotes.numbered(shipments.map(({ reference }) => reference));
  const found: (Found | undefined)[] = [];
  for (const shipment of shipments) {
    const row = rows.find((one) => isThisOne(one, shipment));
    found.push(row && (await asFound(shipment, row, ctx)));
  }
  return found;
}

async function asFound(shipment: Sent, row: CreditNoteRow, ctx: Context): Promise<Found> {
  const isUsedUp = row.RemainingCredit !== undefined && money.isZero(row.RemainingCredit);
  // What is left may be more than there should be: allocating goes on, as far as the invoice is still open.
  const allocated = isUsedUp && isAllocated(row, shipment);
  const paying =
    shipment.payload.refund && asPayment({ ...shipment, done: { create: { remoteId: row.CreditNoteID } } });
  const [refunded] = paying ? await findMoney([paying], ctx) : [];
  const steps = ['create', ...(allocated ? ['allocate'] : []), ...(refunded ? ['refund', 'verify-payment'] : [])];
  const { CreditNoteID: remoteId, CreditNoteNumber: number } = row;
  return { remoteId, number, steps, ...dayFound(row.Date, shipment, ctx) };
}

const isAllocated = ({ Allocations: all = [] }: CreditNoteRow, { payload }: Sent): boolean =>
  all.some(({ Invoice }) => Invoice?.InvoiceID === payload.appliesTo);
