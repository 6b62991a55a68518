import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import { invoicePage } from '../client/web-pages.js';
import type { XeroApi } from '../client.js';
import { postToSurvivors } from '../contacts/survivors.js';
import { dayFor, dayFound, heldBack, type Posted, post } from '../locked.js';
import type { InvoiceRow } from '../wire.js';
import { inWords, isAbout } from '../wrongs.js';
import { isRight, type Written, writtenAs } from './compare.js';
import { knownFor } from './known.js';
import type { SalesInvoice } from './sales-invoice.js';
import { type Known, wireInvoice } from './wire-invoice.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<SalesInvoice>;
type Done = Extract<StepResult, { done: true }>;
type Try = Posted<SalesInvoice, InvoiceRow>;

/** Many invoices by one request, each with an answer of its own. Their contacts go before them. */
export async function create(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const answers = await knownFor(shipments, ctx);
  const results = new Map<Sent, StepResult>();
  const known = new Map<Sent, Known>();
  for (const [at, shipment] of shipments.entries()) {
    const one = answers[at]!;
    if ('contactId' in one) known.set(shipment, one);
    else results.set(shipment, { rejected: one.refused });
  }
  const sending = {
    contactOf: (shipment: Sent) => known.get(shipment)!.contactId,
    redirect: (shipment: Sent, contactId: string) => known.set(shipment, { ...known.get(shipment)!, contactId }),
    post: (some: Sent[]) => post<SalesInvoice, InvoiceRow>(some, (those) => write(those, known, ctx), ctx),
  };
  const tries = await postToSurvivors([...known.keys()], sending, ctx.api);
  const ours = await oursAmong(tries.filter(isTaken), ctx);
  for (const one of tries) results.set(one.shipment, resultOf(one, known.get(one.shipment)!, ours, ctx));
  return shipments.map((shipment) => results.get(shipment)!);
}

function write(some: { shipment: Sent; date: string }[], known: Map<Sent, Known>, { api }: Context) {
  const bodies = some.map(({ shipment, date }) => {
    const { payload, reference } = shipment;
    return wireInvoice(payload, reference, { ...known.get(shipment)!, date });
  });
  const purpose = `Create ${some.length} ${some.length === 1 ? 'invoice' : 'invoices'}`;
  return api.invoices.create(bodies, { purpose, key: some.map(({ shipment }) => shipment.key) });
}

const isTaken = ({ said }: Try) => 'wrongs' in said && isAbout(said.wrongs, 'number-taken');

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

function resultOf(one: Try, known: Known, ours: Map<Sent, InvoiceRow>, ctx: Context): StepResult {
  const { shipment, said } = one;
  if ('row' in said)
    return { ...written(said.row, inWords(said.warnings), known, shipment, ctx), ...dayFor(one.date, shipment) };
  const earlier = ours.get(shipment);
  if (earlier) return { ...written(earlier, '', known, shipment, ctx), ...dayFound(earlier.Date, shipment, ctx) };
  return heldBack(one) ?? { rejected: inWords(said.wrongs) };
}

/** What is known of the app's copy goes along, so that comparing it needs no further request. */
function written(row: InvoiceRow, warning: string, { contactId }: Known, shipment: Sent, ctx: Context): Done {
  const { customer } = shipment.payload.contact;
  const { InvoiceID: id, InvoiceNumber: number } = row;
  const said: Written = { ...writtenAs(row), warning, at: ctx.now() };
  return {
    done: true,
    remoteId: id,
    number,
    url: invoicePage(id),
    data: said,
    ...(isRight(said, shipment.payload) && { also: ['verify'] }),
    ...(customer && { links: [{ type: 'customer', key: customer, remoteId: contactId }] }),
  };
}
