import type { Found, SendContext, Shipment, StepResult } from 'patchbay/sdk';
import { billPage } from '../client/web-pages.js';
import type { XeroApi } from '../client.js';
import { postToSurvivors } from '../contacts/survivors.js';
import { dayFor, dayFound, heldBack, possibleDays, post } from '../locked.js';
import { type Written, writtenAs } from '../sales/compare.js';
import { knownFor } from '../sales/known.js';
import { updateAs } from '../sales/steps.js';
import type { Known } from '../sales/wire-invoice.js';
import type { InvoiceRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import type { Bill } from './bill.js';
import { wireBill } from './wire-bill.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<Bill>;
type Done = Extract<StepResult, { done: true }>;

/** The app takes a bill of the same number twice: those that are there already are looked up, not written. */
export async function createBills(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results = new Map<Sent, StepResult>();
  const there = await numbered(shipments, ctx);
  for (const shipment of shipments) if (there.has(shipment)) results.set(shipment, { exists: true });
  const fresh = shipments.filter((shipment) => !results.has(shipment));
  const ready = new Map<Sent, Known>();
  for (const [at, one] of (fresh.length === 0 ? [] : await knownFor(fresh, ctx)).entries()) {
    if ('refused' in one) results.set(fresh[at]!, { rejected: one.refused });
    else ready.set(fresh[at]!, one);
  }
  const sending = {
    contactOf: (shipment: Sent) => ready.get(shipment)!.contactId,
    redirect: (shipment: Sent, contactId: string) => ready.set(shipment, { ...ready.get(shipment)!, contactId }),
    post: (some: Sent[]) => post<Bill, InvoiceRow>(some, (those) => write(those, ready, ctx), ctx),
  };
  const posted = await postToSurvivors([...ready.keys()], sending, ctx.api);
  for (const one of posted) {
    const { said, shipment } = one;
    if ('row' in said) {
      const done = written(said.row, inWords(said.warnings), ready.get(shipment)!, shipment, ctx);
      results.set(shipment, { ...done, ...dayFor(one.date, shipment) });
    } else results.set(shipment, heldBack(one) ?? { rejected: inWords(said.wrongs) });
  }
  return shipments.map((shipment) => results.get(shipment)!);
}

function write(some: { shipment: Sent; date: string }[], known: Map<Sent, Known>, { api }: Context) {
  const purpose = `Create ${some.length} ${some.length === 1 ? 'bill' : 'bills'}`;
  const bodies = some.map(({ shipment, date }) =>
    wireBill(shipment.payload, shipment.reference, { ...known.get(shipment)!, date }),
  );
  return api.invoices.createBills(bodies, { purpose, key: some.map(({ shipment }) => shipment.key) });
}

function written(row: InvoiceRow, warning: string, { contactId }: Known, { payload }: Sent, ctx: Context): Done {
  const { InvoiceID: id, InvoiceNumber: number } = row;
  const said: Written = { ...writtenAs(row), warning, at: ctx.now() };
  return {
    done: true,
    remoteId: id,
    number,
    url: billPage(id),
    data: said,
    links: [{ type: 'supplier', key: payload.supplier, remoteId: contactId }],
  };
}

export const updateBills = updateAs(wireBill);

/** Which of these are in the app: by their number, else among the bills of their day, for people change numbers. */
export async function findBills(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  const rows = await numbered(shipments, ctx);
  const rest = shipments.filter((one) => !rows.has(one));
  for (const day of await possibleDays(rest, ctx)) {
    const ofDay = await ctx.api.invoices.billsOn(day);
    for (const [shipment, row] of named(rest, ofDay)) rows.set(shipment, row);
  }
  return shipments.map((shipment) => {
    const row = rows.get(shipment);
    if (!row) return undefined;
    const { InvoiceID: remoteId, InvoiceNumber: number } = row;
    return { remoteId, number, steps: stepsOf(row), ...dayFound(row.Date, shipment, ctx) };
  });
}

async function numbered(shipments: Sent[], { api }: Context): Promise<Map<Sent, InvoiceRow>> {
  return new Map(named(shipments, await api.invoices.numbered(shipments.map(({ reference }) => reference))));
}

const named = (shipments: Sent[], rows: InvoiceRow[]) =>
  shipments.flatMap((shipment) => {
    const row = rows.find((one) => isThisBill(one, shipment));
    return row ? [[shipment, row] as const] : [];
  });

/** Only this store's bill of this order carries that link. */
const isThisBill = ({ Type, Url }: InvoiceRow, { payload }: Sent): boolean => Type === 'ACCPAY' && Url === payload.url;

const stepsOf = ({ Status }: InvoiceRow): string[] =>
  Status === 'DELETED' || Status === 'VOIDED' ? ['create', 'delete'] : ['create'];
