import { money, type StepResult } from 'patchbay/sdk';
import { GONE } from '../sales/compare.js';
import type { CreditNoteRow } from '../wire.js';
import { takesAllBack } from './credit-note.js';
import { stillDue } from './credited-before.js';
import { type Context, idOf, type Sent, type Written, writtenOf } from './sent.js';

/** What was said longer ago may have been mended by hand since. */
const FRESH = 60_000;

/** Each is compared with the store's total after it was written. */
export async function verifyCredits(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const said = writtenOf(shipment);
    const isFresh = said?.at !== undefined && ctx.now() - said.at < FRESH;
    const row = isFresh ? undefined : await ctx.api.creditNotes.one(idOf(shipment));
    const written = isFresh ? said : row && { total: row.Total, status: row.Status };
    results.push(compare(shipment, written, said?.due ?? (await dueOf(shipment, row, ctx))));
  }
  return results;
}

/** What one had to come to that was found again, so that nobody remembers. */
async function dueOf(shipment: Sent, row: CreditNoteRow | undefined, ctx: Context): Promise<string> {
  const { payload } = shipment;
  if (!row || !takesAllBack(payload) || money.compare(row.Total ?? 0, payload.total) === 0) return payload.total;
  // As if it weren't there yet.
  const before = { ...shipment, reference: '' };
  const one = (await stillDue([before], () => row.Contact?.ContactID, ctx)).get(before)!;
  return 'credit' in one ? one.credit.total : payload.total;
}

function compare(shipment: Sent, written: Written | undefined, due: string): StepResult {
  const { reference, payload } = shipment;
  const { total = 0, status = '', warning } = written ?? {};
  if (!written || GONE.has(status))
    return { needsPerson: `${reference} is no longer in force in Xero. Enter it there anew, or mark it as expected.` };
  if (warning) return { needsPerson: `${reference} was saved in Xero, but not as it was sent: ${warning}` };
  if (money.compare(total, due) === 0) return { done: true, remoteId: idOf(shipment) };
  const [theirs, ours] = [money.shown(total, payload.currency), money.shown(due, payload.currency)];
  return {
    needsPerson: `${reference} comes to ${theirs} in Xero, but the store’s total is ${ours}. Mend it in Xero, then try again.`,
  };
}
