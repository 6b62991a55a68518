import { type Found, money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { heldBack, type Posted, post } from '../locked.js';
import type { Paying } from '../money/money-document.js';
import { findMoney, pay } from '../money/steps.js';
import { knownFor } from '../sales/known.js';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { type Known, wireLine } from '../sales/wire-invoice.js';
import type { CreditNoteRow } from '../wire.js';
import { inWords, isAbout } from '../wrongs.js';
import { creditedTwice } from './about-order.js';
import type { CreditNote } from './credit-note.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<CreditNote>;

/** Many credit notes by one request, each with an answer of its own. */
export async function createCredits(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  // Whose they are, and where cents are rounded to, is known of them as of invoices.
  const known = await knownFor(shipments as unknown as Shipment<SalesInvoice>[], ctx);
  const knownOf = (shipment: Sent) => known[shipments.indexOf(shipment)] as Known;
  const placed = shipments.filter((_, at) => 'contactId' in known[at]!);
  const twice = await creditedTwice(placed, (shipment) => knownOf(shipment).contactId, ctx);
  const ready = placed.filter((shipment) => !twice.has(shipment));
  const posted = await post<CreditNote, CreditNoteRow>(
    ready,
    (some) => {
      const bodies = some.map(({ shipment, date }) => wireCredit(shipment, date, knownOf(shipment)));
      const purpose = `Create ${some.length} ${some.length === 1 ? 'credit note' : 'credit notes'}`;
      return ctx.api.creditNotes.create(bodies, { purpose, key: some.map(({ shipment }) => shipment.key) });
    },
    ctx,
  );
  const ours = await oursAmong(posted, ctx);
  return shipments.map((shipment, at): StepResult => {
    const one = known[at]!;
    if ('refused' in one) return { rejected: one.refused };
    const needsPerson = twice.get(shipment);
    if (needsPerson) return { needsPerson };
    const said = posted.find((other) => other.shipment === shipment)!;
    return created(said, one, ours.has(shipment), ctx);
  });
}

function wireCredit({ payload, reference }: Sent, date: string, { contactId, rounding }: Known) {
  return {
    Type: 'ACCRECCREDIT',
    CreditNoteNumber: reference,
    Reference: payload.reference,
    Contact: { ContactID: contactId },
    Date: date,
    LineAmountTypes: payload.inclusive ? 'Inclusive' : 'Exclusive',
    CurrencyCode: payload.currency,
    ...(payload.rate && { CurrencyRate: Number(payload.rate) }),
    Status: payload.status,
    ...(payload.brandingTheme && { BrandingThemeID: payload.brandingTheme }),
    LineItems: payload.lines.map((line) => wireLine(line, rounding)),
  };
}

const isTaken = ({ said }: Posted<CreditNote, CreditNoteRow>) =>
  'wrongs' in said && isAbout(said.wrongs, 'number-taken');

async function oursAmong(posted: Posted<CreditNote, CreditNoteRow>[], { api }: Context): Promise<Set<Sent>> {
  const taken = posted.filter(isTaken).map(({ shipment }) => shipment);
  const rows = taken.length === 0 ? [] : await api.creditNotes.numbered(taken.map(({ reference }) => reference));
  return new Set(taken.filter((shipment) => rows.some((row) => isThisOne(row, shipment))));
}

/** The app keeps no link on credit notes: number, reference and total together tell ours. */
const isThisOne = (row: CreditNoteRow, { reference, payload }: Sent): boolean =>
  row.Type === 'ACCRECCREDIT' &&
  row.CreditNoteNumber === reference &&
  row.Reference === payload.reference &&
  money.compare(row.Total ?? 0, payload.total) === 0;

function created(one: Posted<CreditNote, CreditNoteRow>, known: Known, isOurs: boolean, ctx: Context): StepResult {
  const { said, shipment } = one;
  if ('wrongs' in said) {
    if (isTaken(one)) return isOurs ? { exists: true } : { rejected: inWords(said.wrongs) };
    return heldBack(one) ?? { rejected: inWords(said.wrongs) };
  }
  const { customer } = shipment.payload.contact;
  const { CreditNoteID: id, CreditNoteNumber: number, Total: total, Status: status } = said.row;
  return {
    done: true,
    remoteId: id,
    number,
    url: `https://go.xero.com/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=${id}`,
    data: { total, status, warning: inWords(said.warnings), at: ctx.now() },
    ...(customer && { links: [{ type: 'customer', key: customer, remoteId: known.contactId }] }),
  };
}

/** What creating said of the app's copy. */
interface Written {
  total?: number;
  status?: string;
  warning?: string;
  at?: number;
}

/** What was said longer ago may have been mended by hand since. */
const FRESH = 60_000;

/** Each is compared with the store's total after it was written. */
export async function verifyCredits(shipments: Sent[], { api, now }: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const said = madeOf(shipment)?.data as Written | undefined;
    const isFresh = said?.at !== undefined && now() - said.at < FRESH;
    const row = isFresh ? undefined : await api.creditNotes.one(idOf(shipment));
    results.push(compare(shipment, isFresh ? said : row && { total: row.Total, status: row.Status }));
  }
  return results;
}

function compare(shipment: Sent, written: Written | undefined): StepResult {
  const { reference, payload } = shipment;
  const { total = 0, status = '', warning } = written ?? {};
  if (!written || GONE.has(status))
    return { needsPerson: `${reference} is no longer in force in Xero. Enter it there anew, or mark it as expected.` };
  if (warning) return { needsPerson: `${reference} was saved in Xero, but not as it was sent: ${warning}` };
  if (money.compare(total, payload.total) === 0) return { done: true, remoteId: idOf(shipment) };
  const [theirs, ours] = [money.shown(total, payload.currency), money.shown(payload.total, payload.currency)];
  return {
    needsPerson: `${reference} comes to ${theirs} in Xero, but the store’s total is ${ours}. Mend it in Xero, then try again.`,
  };
}

/** While its invoice is open, a credit pays for it. Usually it is paid already: then nothing is allocated, and refunds are paid from it. */
export async function allocate(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) results.push(await allocateOne(shipment, ctx));
  return results;
}

async function allocateOne(shipment: Sent, { api }: Context): Promise<StepResult> {
  const { payload } = shipment;
  const id = idOf(shipment);
  const nothing: StepResult = { done: true, remoteId: id, data: { allocated: '0' } };
  const [invoice] = await api.invoices.withIds([payload.appliesTo!]);
  const credit = await api.creditNotes.one(id);
  if (!credit)
    return { needsPerson: `${shipment.reference} is no longer in Xero. Send it anew, or mark it as expected.` };
  const open = invoice?.Status === 'AUTHORISED' ? (invoice.AmountDue ?? 0) : 0;
  const amount = money.compare(open, credit.RemainingCredit ?? 0) < 0 ? open : (credit.RemainingCredit ?? 0);
  if (money.compare(amount, 0) <= 0) return nothing;
  const allocation = { invoiceId: payload.appliesTo!, amount: String(amount), date: payload.date };
  const said = await api.creditNotes.allocate(id, allocation, { purpose: 'Allocate the credit', key: [shipment.key] });
  if ('answer' in said) return { done: true, remoteId: id, data: { allocated: String(amount) } };
  if (isAbout(said.wrongs, 'locked')) {
    return heldBack({ shipment, said, date: payload.date })!;
  }
  return { rejected: inWords(said.wrongs) };
}

/** Money that went back without a return: it is paid from its own credit. */
export async function refundCredits(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results = await pay(shipments.map(asPayment), ctx);
  return results.map((result, at) => ('done' in result ? { done: true, remoteId: idOf(shipments[at]!) } : result));
}

function asPayment(shipment: Sent): Shipment<Paying> {
  const { number, currency, rate, refund } = shipment.payload;
  const target = { kind: 'CreditNote' as const, id: idOf(shipment) };
  const payload: Paying = {
    kind: 'payment',
    number,
    target,
    of: shipment.reference,
    currency,
    ...(rate && { rate }),
    ...refund!,
  };
  return { ...shipment, payload };
}

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
  const allocated = row.Allocations?.some(({ Invoice }) => Invoice?.InvoiceID === shipment.payload.appliesTo);
  const paying =
    shipment.payload.refund && asPayment({ ...shipment, done: { create: { remoteId: row.CreditNoteID } } });
  const [refunded] = paying ? await findMoney([paying], ctx) : [];
  const steps = ['create', ...(allocated ? ['allocate'] : []), ...(refunded ? ['refund'] : [])];
  return { remoteId: row.CreditNoteID, number: row.CreditNoteNumber, steps };
}

const GONE = new Set(['VOIDED', 'DELETED']);

const madeOf = ({ done }: Sent) => done['create-credit'] ?? done.create;

const idOf = (shipment: Sent): string => madeOf(shipment)?.remoteId ?? '';
