import type { Found, SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { dayFound, heldChange, standsOn } from '../locked.js';
import { settingsOf } from '../settings.js';
import type { InvoiceRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import { apart, comesTo, GONE, lately, notAsSent, type Written, writtenAs } from './compare.js';
import { isThisOne } from './create.js';
import { knownFor } from './known.js';
import type { SalesInvoice } from './sales-invoice.js';
import { type Known, wireInvoice } from './wire-invoice.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<SalesInvoice>;

/** Each document is compared with the store's total after it was written: one that differs is a failure, whatever the app said. */
export async function verify(shipments: Sent[], { api, now }: Context): Promise<StepResult[]> {
  const said = shipments.map(({ done }) => lately<Written>(done.update?.data ?? done.create?.data ?? {}, now()));
  const stale = shipments.filter((_, at) => said[at] === undefined);
  const rows = stale.length === 0 ? [] : await api.invoices.withIds(stale.map(idOf));
  return shipments.map((shipment, at) => compare(shipment, said[at] ?? rowOf(shipment, rows)));
}

function compare(shipment: Sent, written: Written | undefined): StepResult {
  const { payload, reference } = shipment;
  if (!written) return { needsPerson: `${reference} is no longer in Xero. Export it anew, or mark it as expected.` };
  const { status = '', warning } = written;
  if (GONE.has(status)) {
    const done = status.toLowerCase();
    return { needsPerson: `${reference} was ${done} in Xero. Enter it there anew, or mark it as expected.` };
  }
  if (warning) return { needsPerson: notAsSent(reference, warning) };
  if (comesTo(written, payload)) return { done: true, remoteId: idOf(shipment) };
  return { needsPerson: apart(reference, written, payload) };
}

type Wire = (invoice: SalesInvoice, number: string, known: Known) => { LineItems: object[] };

/** Brings drafts up to date. Lines keep their places; what is approved meanwhile is left alone. */
export const updateAs =
  (wire: Wire) =>
  async (shipments: Sent[], ctx: Context): Promise<StepResult[]> => {
    const rows = await ctx.api.invoices.withIds(shipments.map(idOf));
    const known = await knownFor(shipments, ctx);
    const results = shipments.map((shipment, at): StepResult | object => {
      const row = rows.find(({ InvoiceID }) => InvoiceID === idOf(shipment));
      const one = known[at]!;
      if ('refused' in one) return { rejected: one.refused };
      const body = () => wire(shipment.payload, shipment.reference, { ...one, date: standsOn(shipment) });
      return closedMeanwhile(shipment, row) ?? updated(shipment, body(), row!);
    });
    return sendChanges(shipments, results, 'Update', ctx);
  };

export const update = updateAs(wireInvoice);

function updated({ reference }: Sent, body: ReturnType<Wire>, { InvoiceID, LineItems = [] }: InvoiceRow) {
  const lines = body.LineItems.map((line, at) => ({ LineItemID: LineItems[at]?.LineItemID, ...line }));
  return { ...body, InvoiceID, InvoiceNumber: reference, LineItems: lines };
}

/** An order that was cancelled before anybody approved its document: only a draft is deleted. */
export const remove = (shipments: Sent[], ctx: Context): Promise<StepResult[]> => close(shipments, 'Delete', ctx);

/** An order that was cancelled while nothing was paid on its invoice. */
export const voidInvoice = (shipments: Sent[], ctx: Context): Promise<StepResult[]> => close(shipments, 'Void', ctx);

async function close(shipments: Sent[], verb: 'Delete' | 'Void', ctx: Context): Promise<StepResult[]> {
  const rows = await ctx.api.invoices.withIds(shipments.map(idOf));
  const results = shipments.map((shipment): StepResult | object => {
    const row = rows.find(({ InvoiceID }) => InvoiceID === idOf(shipment));
    if (!row || GONE.has(row.Status ?? '')) return { done: true, remoteId: idOf(shipment) };
    if ((row.AmountPaid ?? 0) + (row.AmountCredited ?? 0) > 0) return { needsPerson: paidOn(shipment) };
    if (isDraft(row)) return { InvoiceID: row.InvoiceID, Status: 'DELETED' };
    const voids = verb === 'Void' || (row.Type === 'ACCREC' && settingsOf(ctx).cancelled === 'void');
    return voids ? { InvoiceID: row.InvoiceID, Status: 'VOIDED' } : { needsPerson: approvedSince(shipment) };
  });
  return sendChanges(shipments, results, verb, ctx);
}

const isDraft = ({ Status }: Pick<InvoiceRow, 'Status'>): boolean => Status === 'DRAFT' || Status === 'SUBMITTED';

/** What somebody has approved is never taken out in silence. */
const approvedSince = ({ reference }: Sent): string =>
  `The order was cancelled, but ${reference} was approved in Xero meanwhile, so it isn’t deleted. Credit it there and mark this line as expected; or void it there and try again.`;

const paidOn = ({ reference }: Sent): string =>
  `The order was cancelled, but something was paid on ${reference} in Xero. Take the payment off there and try again, or credit the invoice there and mark this line as expected.`;

/** Sends those that are bodies, and puts the answers between the results that are settled already. */
async function sendChanges(shipments: Sent[], made: (StepResult | object)[], verb: string, { api, now }: Context) {
  const bodies = made.filter((one) => 'InvoiceID' in one);
  const purpose = `${verb} ${bodies.length} ${bodies.length === 1 ? 'invoice' : 'invoices'}`;
  const key = [verb, ...shipments.map((shipment) => shipment.key)];
  const answers = bodies.length === 0 ? [] : await api.invoices.update(bodies, { purpose, key });
  return made.map((one, at): StepResult => {
    if (!('InvoiceID' in one)) return one as StepResult;
    const said = answers[bodies.indexOf(one)]!;
    if ('wrongs' in said) return heldChange(said.wrongs, shipments[at]!) ?? { rejected: inWords(said.wrongs) };
    const data: Written = { ...writtenAs(said.row), warning: inWords(said.warnings), at: now() };
    return { done: true, remoteId: idOf(shipments[at]!), data };
  });
}

/** One line in the history of each, for whoever reads the books. */
export async function note(shipments: Sent[], { api, store }: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const { number, numbers = [] } = shipment.payload;
    const orders = number ? `Order ${number}` : `Orders ${numbers.join(', ')}`;
    const text = `${orders} of the store ${store.name}, exported as ${shipment.reference} (#${shipment.id}).`;
    const said = await api.invoices.note(idOf(shipment), text, {
      purpose: 'Write a note',
      key: [shipment.key, 'note'],
    });
    results.push('wrongs' in said ? { rejected: inWords(said.wrongs) } : { done: true, remoteId: idOf(shipment) });
  }
  return results;
}

/** Which of these are in the app, and how far they have got. */
export async function find(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  const rows = await ctx.api.invoices.numbered(shipments.map(({ reference }) => reference));
  return shipments.map((shipment) => {
    const row = rows.find((one) => isThisOne(one, shipment));
    if (!row) return undefined;
    const { InvoiceID: remoteId, InvoiceNumber: number } = row;
    return { remoteId, number, steps: stepsOf(row), ...dayFound(row.Date, shipment, ctx) };
  });
}

function stepsOf({ Status: status }: InvoiceRow): string[] {
  if (status === 'VOIDED') return ['create', 'void'];
  return status === 'DELETED' ? ['create', 'delete'] : ['create'];
}

export const idOf = ({ done }: Sent): string => done.create?.remoteId ?? '';

function rowOf(shipment: Sent, rows: InvoiceRow[]): Written | undefined {
  const row = rows.find(({ InvoiceID }) => InvoiceID === idOf(shipment));
  return row && writtenAs(row);
}

/** What somebody approved or took out meanwhile is left alone. */
export function closedMeanwhile(
  { reference }: Pick<Shipment, 'reference'>,
  row: { Status?: string } | undefined,
): StepResult | undefined {
  if (row && isDraft(row)) return undefined;
  const state = row ? `was ${String(row.Status).toLowerCase()} in Xero meanwhile` : 'is no longer in Xero';
  return { needsPerson: `${reference} ${state}. Mend it there, or leave it as it is.` };
}
