import type { Shipment, StepResult } from 'patchbay/sdk';
import { creditNotePage } from '../client/web-pages.js';
import { postToSurvivors } from '../contacts/survivors.js';
import { dayFor, heldBack, type Posted, post } from '../locked.js';
import { writtenAs } from '../sales/compare.js';
import { knownFor } from '../sales/known.js';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { type Known, wireLine } from '../sales/wire-invoice.js';
import type { CreditNoteRow } from '../wire.js';
import { inWords, isAbout } from '../wrongs.js';
import type { CreditNote } from './credit-note.js';
import { stillDue } from './credited-before.js';
import { type Context, isThisOne, type Sent, type WrittenCredit } from './sent.js';

type Try = Posted<CreditNote, CreditNoteRow>;

/** A credit note that can be written: whose it is, and what of it isn't credited yet. */
export interface Ready {
  known: Known;
  credit: CreditNote;
}

/** Many credit notes by one request, each with an answer of its own. */
export async function createCredits(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results = new Map<Sent, StepResult>();
  const ready = await dueAmong(await knownAmong(shipments, results, ctx), results, ctx);
  const moved = new Map<Sent, Known>();
  const sending = {
    contactOf: (shipment: Sent) => ready.get(shipment)!.known.contactId,
    redirect: (shipment: Sent, contactId: string) => moved.set(shipment, { ...ready.get(shipment)!.known, contactId }),
    post: async (some: Sent[]) => {
      // What was credited to the other contact is known by that contact only.
      const anew = moved.size === 0 ? [] : await dueAmong(moved, results, ctx);
      for (const [shipment, one] of anew) ready.set(shipment, one);
      const due = some.filter((shipment) => !results.has(shipment));
      return post<CreditNote, CreditNoteRow>(due, (those) => write(those, ready, ctx), ctx);
    },
  };
  const posted = await postToSurvivors([...ready.keys()], sending, ctx.api);
  const ours = await oursAmong(posted, ctx);
  for (const one of posted.filter(({ shipment }) => !results.has(shipment)))
    results.set(one.shipment, created(one, ready.get(one.shipment)!, ours.has(one.shipment), ctx));
  return shipments.map((shipment) => results.get(shipment)!);
}

/** Whose they are, and where cents are rounded to, is known of them as of invoices; why any isn't is put among the results. */
async function knownAmong(shipments: Sent[], results: Map<Sent, StepResult>, ctx: Context): Promise<Map<Sent, Known>> {
  const answers = await knownFor(shipments as unknown as Shipment<SalesInvoice>[], ctx);
  const known = new Map<Sent, Known>();
  for (const [at, shipment] of shipments.entries()) {
    const one = answers[at]!;
    if ('refused' in one) results.set(shipment, { rejected: one.refused });
    else known.set(shipment, one);
  }
  return known;
}

/** Those that are to be written; why any other isn't is put among the results. */
async function dueAmong(known: Map<Sent, Known>, results: Map<Sent, StepResult>, ctx: Context) {
  const ready = new Map<Sent, Ready>();
  const due = await stillDue([...known.keys()], (shipment) => known.get(shipment)!.contactId, ctx);
  for (const [shipment, one] of due) {
    if ('credit' in one) ready.set(shipment, { known: known.get(shipment)!, credit: one.credit });
    // Whatever else it takes would be about a credit note that there is none of.
    else results.set(shipment, 'nothing' in one ? { done: true, also: ['verify-credit', 'allocate-credit'] } : one);
  }
  return ready;
}

function write(some: { shipment: Sent; date: string }[], ready: Map<Sent, Ready>, { api }: Context) {
  const bodies = some.map(({ shipment, date }) => wireCredit(shipment.reference, date, ready.get(shipment)!));
  const purpose = `Create ${some.length} ${some.length === 1 ? 'credit note' : 'credit notes'}`;
  return api.creditNotes.create(bodies, { purpose, key: some.map(({ shipment }) => shipment.key) });
}

export function wireCredit(number: string, date: string, { credit, known: { contactId, rounding } }: Ready) {
  return {
    Type: 'ACCRECCREDIT',
    CreditNoteNumber: number,
    Reference: credit.reference,
    Contact: { ContactID: contactId },
    Date: date,
    LineAmountTypes: credit.inclusive ? 'Inclusive' : 'Exclusive',
    CurrencyCode: credit.currency,
    ...(credit.rate && { CurrencyRate: Number(credit.rate) }),
    Status: credit.status,
    ...(credit.brandingTheme && { BrandingThemeID: credit.brandingTheme }),
    LineItems: credit.lines.map((line) => wireLine(line, rounding)),
  };
}

const isTaken = ({ said }: Try) => 'wrongs' in said && isAbout(said.wrongs, 'number-taken');

async function oursAmong(posted: Try[], { api }: Context): Promise<Set<Sent>> {
  const taken = posted.filter(isTaken).map(({ shipment }) => shipment);
  const rows = taken.length === 0 ? [] : await api.creditNotes.numbered(taken.map(({ reference }) => reference));
  return new Set(taken.filter((shipment) => rows.some((row) => isThisOne(row, shipment))));
}

function created(one: Try, { credit, known }: Ready, isOurs: boolean, ctx: Context): StepResult {
  const { said } = one;
  if ('wrongs' in said) {
    if (isTaken(one) && isOurs) return { exists: true };
    return heldBack(one) ?? { rejected: inWords(said.wrongs) };
  }
  const { customer } = credit.contact;
  const { CreditNoteID: id, CreditNoteNumber: number } = said.row;
  const warning = inWords(said.warnings);
  const written: WrittenCredit = { ...writtenAs(said.row), due: credit.total, warning, at: ctx.now() };
  return {
    done: true,
    remoteId: id,
    number,
    url: creditNotePage(id),
    data: written,
    ...dayFor(one.date, one.shipment),
    ...(customer && { links: [{ type: 'customer', key: customer, remoteId: known.contactId }] }),
  };
}
