import type { Shipment, StepResult } from 'patchbay/sdk';
import { heldChange, standsOn } from '../locked.js';
import { writtenAs } from '../sales/compare.js';
import { knownFor } from '../sales/known.js';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { closedMeanwhile } from '../sales/steps.js';
import type { CreditNoteRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import { type Ready, wireCredit } from './create.js';
import { type Context, idOf, type Sent, type WrittenCredit } from './sent.js';

/** Brings drafts up to date. Lines keep their places; what is approved meanwhile is left alone. */
export async function updateCredits(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) results.push(await updateOne(shipment, ctx));
  return results;
}

async function updateOne(shipment: Sent, ctx: Context): Promise<StepResult> {
  const { payload: credit, key } = shipment;
  const row = await ctx.api.creditNotes.one(idOf(shipment));
  const closed = closedMeanwhile(shipment, row);
  if (closed) return closed;
  const [known] = await knownFor([shipment as unknown as Shipment<SalesInvoice>], ctx);
  if (!known || 'refused' in known) return { rejected: known?.refused ?? '' };
  const writing = { purpose: 'Update 1 credit note', key: ['Update', key] };
  const [said] = await ctx.api.creditNotes.update([updated(shipment, { credit, known }, row!)], writing);
  if ('wrongs' in said!) return heldChange(said.wrongs, shipment) ?? { rejected: inWords(said.wrongs) };
  const warning = inWords(said!.warnings);
  const data: WrittenCredit = { ...writtenAs(said!.row), due: credit.total, warning, at: ctx.now() };
  return { done: true, remoteId: idOf(shipment), data };
}

function updated(shipment: Sent, ready: Ready, { CreditNoteID, LineItems = [] }: CreditNoteRow) {
  const body = wireCredit(shipment.reference, standsOn(shipment), ready);
  const lines = body.LineItems.map((line, at) => ({ LineItemID: LineItems[at]?.LineItemID, ...line }));
  return { ...body, CreditNoteID, LineItems: lines };
}
