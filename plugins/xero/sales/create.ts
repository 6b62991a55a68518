import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { Said } from '../client/calls.js';
import type { XeroApi } from '../client.js';
import { addDays } from '../dates.js';
import { settingsOf } from '../settings.js';
import type { InvoiceRow } from '../wire.js';
import { inWords, isAbout } from '../wrongs.js';
import { knownFor } from './known.js';
import type { SalesInvoice } from './sales-invoice.js';
import { type Known, wireInvoice } from './wire-invoice.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<SalesInvoice>;

/** What the app answered to one shipment, on its way to becoming a result. */
interface Try {
  shipment: Sent;
  known: Known;
  said: Said<InvoiceRow>;
}

/** Many invoices by one request, each with an answer of its own. Their contacts go before them. */
export async function create(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const known = await knownFor(shipments, ctx);
  const results = new Map<Sent, StepResult>();
  const ready = shipments.flatMap((shipment, at) => {
    const one = known[at]!;
    if ('contactId' in one) return [{ shipment, known: one }];
    results.set(shipment, { rejected: one.refused });
    return [];
  });
  const tries = await unlock(await send(ready, ctx, 'Create'), ctx);
  const ours = await oursAmong(tries.filter(isTaken), ctx);
  for (const one of tries) results.set(one.shipment, resultOf(one, ours, ctx));
  return shipments.map((shipment) => results.get(shipment)!);
}

async function send(ready: Omit<Try, 'said'>[], { api }: Context, verb: string): Promise<Try[]> {
  if (ready.length === 0) return [];
  const bodies = ready.map(({ shipment, known }) => wireInvoice(shipment.payload, shipment.reference, known));
  const purpose = `${verb} ${ready.length} ${ready.length === 1 ? 'invoice' : 'invoices'}`;
  const said = await api.invoices.create(bodies, { purpose, key: ready.map(({ shipment }) => shipment.key) });
  return ready.map((one, at) => ({ ...one, said: said[at]! }));
}

/** Those whose period is closed are dated on the first open day, where the merchant wants that; the others wait. */
async function unlock(tries: Try[], ctx: Context): Promise<Try[]> {
  const locked = tries.filter(isLocked);
  if (locked.length === 0) return tries;
  const until = await ctx.api.setUp.lockedUpTo();
  if (until === undefined) return tries;
  const date = addDays(until, 1);
  const dated = locked.map(({ shipment, known }) => ({ shipment, known: { ...known, date } }));
  if (settingsOf(ctx).locked !== 'first-open-day') {
    return tries.map((one) => (isLocked(one) ? { ...one, known: { ...one.known, date } } : one));
  }
  const again = await send(dated, ctx, 'Post on the first open day:');
  return tries.map((one) => again.find(({ shipment }) => shipment === one.shipment) ?? one);
}

const wrongsIn = ({ said }: Try) => ('wrongs' in said ? said.wrongs : []);
const isLocked = (one: Try) => isAbout(wrongsIn(one), 'locked');
const isTaken = (one: Try) => isAbout(wrongsIn(one), 'number-taken');

/** Of numbers that are taken, what an earlier try of ours made under them. */
async function oursAmong(taken: Try[], { api }: Context): Promise<Map<Sent, InvoiceRow>> {
  if (taken.length === 0) return new Map();
  const rows = await api.invoices.numbered(taken.map(({ shipment }) => shipment.reference));
  const own = taken.map(({ shipment }) => [shipment, rows.find((row) => isThisOne(row, shipment))] as const);
  return new Map(own.filter((pair): pair is [Sent, InvoiceRow] => pair[1] !== undefined));
}

/** It carries the number and the link that only this store's document of this number has. */
export const isThisOne = ({ InvoiceNumber, Type, Url }: InvoiceRow, { reference, payload }: Sent): boolean =>
  InvoiceNumber === reference && Type === 'ACCREC' && Url === payload.url;

function resultOf(one: Try, ours: Map<Sent, InvoiceRow>, ctx: Context): StepResult {
  const { shipment, known, said } = one;
  if ('row' in said) return written(said.row, inWords(said.warnings), known, shipment, ctx);
  const earlier = ours.get(shipment);
  if (earlier) return written(earlier, '', known, shipment, ctx);
  if (isLocked(one)) return held(inWords(said.wrongs), shipment, known.date);
  return { rejected: inWords(said.wrongs) };
}

/** What is known of the app's copy goes along, so that comparing it needs no further request. */
function written(row: InvoiceRow, warning: string, { contactId }: Known, shipment: Sent, ctx: Context): StepResult {
  const { customer } = shipment.payload.contact;
  const { InvoiceID: id, InvoiceNumber: number, Total: total, Status: status } = row;
  return {
    done: true,
    remoteId: id,
    number,
    url: viewUrl(id),
    data: { total, status, warning, at: ctx.now() },
    ...(customer && { links: [{ type: 'customer', key: customer, remoteId: contactId }] }),
  };
}

export const viewUrl = (id: string): string => `https://go.xero.com/AccountsReceivable/View.aspx?InvoiceID=${id}`;

const HALF_A_DAY = 12 * 3600;

function held(advice: string, { payload }: Sent, firstOpenDay: string | undefined): StepResult {
  const offer = firstOpenDay ? ` on the first open day, which is ${firstOpenDay}` : ' on the first open day';
  const waiting = `${advice} This document is of ${payload.date}. Open the period in Xero, or let such documents be posted${offer}: Advanced configuration → Closed periods.`;
  return { waiting, label: 'Period closed', seconds: HALF_A_DAY };
}
