import { money, type StepResult } from 'patchbay/sdk';
import { lately, type Written, whatIsWrong, writtenAs } from '../sales/compare.js';
import type { CreditNoteRow } from '../wire.js';
import { takesAllBack } from './credit-note.js';
import { stillDue } from './credited-before.js';
import { type Context, idOf, type Sent, writtenOf } from './sent.js';

/** Each is compared with the store's total after it was written. */
export async function verifyCredits(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const said = writtenOf(shipment);
    const fresh = lately(said, ctx.now());
    const row = fresh ? undefined : await ctx.api.creditNotes.one(idOf(shipment));
    results.push(compare(shipment, fresh ?? (row && writtenAs(row)), said?.due ?? (await dueOf(shipment, row, ctx))));
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

function compare(shipment: Sent, written: Written | undefined, total: string): StepResult {
  const { reference, payload } = shipment;
  const wrong = whatIsWrong(reference, written, { total, currency: payload.currency });
  return wrong ? { needsPerson: wrong } : { done: true, remoteId: idOf(shipment) };
}
