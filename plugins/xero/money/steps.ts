import { type Found, money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { Received } from '../client/bank-transactions.js';
import type { XeroApi } from '../client.js';
import { saveContacts } from '../contacts/save.js';
import { heldBack, type Posted, possibleDays, post } from '../locked.js';
import { markerOf } from '../marker.js';
import type { Contact } from '../sales/sales-invoice.js';
import { accountNamed } from '../sales/wire-invoice.js';
import type { BankTransactionRow, InvoiceRow, PaymentRow } from '../wire.js';
import { inWords, isAbout } from '../wrongs.js';
import type { MoneyDocument, Owing, Paying } from './money-document.js';

type Context = SendContext<XeroApi>;
type Sent<Payload = MoneyDocument> = Shipment<Payload>;

const HALF_A_DAY = 12 * 3600;

/** Many payments by one request, each with an answer of its own. */
export async function pay(shipments: Sent<Paying>[], ctx: Context): Promise<StepResult[]> {
  const posted = await post<Paying, PaymentRow>(shipments, (some) => writePayments(some, ctx), ctx);
  const refused = posted.filter(isRefused);
  const existing = await paidAlready(refused, ctx);
  const states = await statesOf(refused, ctx);
  return posted.map((one) =>
    existing.has(one.shipment) ? { exists: true } : paymentResult(one, states.get(one.shipment.payload.target.id)),
  );
}

function writePayments(some: { shipment: Sent<Paying>; date: string }[], { api }: Context) {
  const purpose = `Create ${some.length} ${some.length === 1 ? 'payment' : 'payments'}`;
  const bodies = some.map(({ shipment, date }) => wirePayment(shipment.payload, shipment.reference, date));
  return api.payments.create(bodies, { purpose, key: some.map(({ shipment }) => shipment.key) });
}

const wirePayment = ({ target, account, amount, rate }: Paying, reference: string, date: string) => ({
  [target.kind]: { [`${target.kind}ID`]: target.id },
  Account: payingAccount(account),
  Date: date,
  Amount: Number(amount),
  Reference: reference,
  ...(rate && { CurrencyRate: Number(rate) }),
});

/** A payment names its account otherwise than a line does. */
function payingAccount(account: string) {
  const { AccountID, AccountCode } = accountNamed(account) as { AccountID?: string; AccountCode?: string };
  return AccountID ? { AccountID } : { Code: AccountCode };
}

/** The document can't take it: it is paid, or isn't approved, or no longer is. */
const isRefused = ({ said }: Posted<Paying, PaymentRow>) =>
  'wrongs' in said && (isAbout(said.wrongs, 'overpaid') || isAbout(said.wrongs, 'settled'));

function paymentResult(one: Posted<Paying, PaymentRow>, state: string | undefined): StepResult {
  const { said, shipment } = one;
  if ('row' in said) return { done: true, remoteId: said.row.PaymentID, number: shipment.reference };
  const held = heldBack(one);
  if (held) return held;
  if (!isRefused(one)) return { rejected: inWords(said.wrongs) };
  const { of, target } = shipment.payload;
  if (state === 'DRAFT' || state === 'SUBMITTED') {
    const waiting = `${of} is not approved in Xero yet. Its payments wait until somebody has approved it there.`;
    return { waiting, label: 'Not approved', seconds: HALF_A_DAY };
  }
  if (state === undefined || state === 'VOIDED' || state === 'DELETED') {
    const gone = state ? `was ${state.toLowerCase()} in Xero` : 'is no longer in Xero';
    return { needsPerson: `${of} ${gone}, so it takes no money. Mend it there, or mark this one as expected.` };
  }
  const open = target.kind === 'Invoice' ? 'is still open on its invoice' : 'is left of its credit';
  return {
    needsPerson: `It is more than what ${open} (${of}) in Xero. Somebody may have entered this money there already: look at its payments, then send it again or mark it as expected.`,
  };
}

/** How the documents stand that refused a payment, by their id. */
async function statesOf(refused: Posted<Paying, PaymentRow>[], { api }: Context): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  const targets = refused.map(({ shipment }) => shipment.payload.target);
  const invoices = [...new Set(targets.flatMap(({ kind, id }) => (kind === 'Invoice' ? [id] : [])))];
  const rows = invoices.length === 0 ? [] : await api.invoices.withIds(invoices);
  for (const { InvoiceID: id, Status: status } of rows) if (status) states.set(id, status);
  for (const { kind, id } of targets) {
    if (kind === 'Invoice' || states.has(id)) continue;
    const status = (await (kind === 'CreditNote' ? api.creditNotes : api.prepayments).one(id))?.Status;
    if (status) states.set(id, status);
  }
  return states;
}

/** Of payments that the app finds too much, those that an earlier try of ours made. */
async function paidAlready(refused: Posted<Paying, PaymentRow>[], ctx: Context): Promise<Set<Sent>> {
  if (refused.length === 0) return new Set();
  const shipments = refused.map(({ shipment }) => shipment);
  const rows = await rowsOf(shipments, (day) => ctx.api.payments.onDay(day), ctx);
  return new Set(shipments.filter((shipment) => rows.some((row) => isThisPayment(row, shipment))));
}

/** What was paid too much, or without an invoice, through a bank account. */
export async function receive(shipments: Sent<Owing>[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) results.push(await receiveOne(shipment, ctx));
  return results;
}

async function receiveOne(shipment: Sent<Owing>, ctx: Context): Promise<StepResult> {
  const contact = await contactOf(shipment.payload, [shipment.key], ctx);
  if ('refused' in contact) return { rejected: contact.refused };
  const [posted] = await post<Owing, BankTransactionRow>(
    [shipment],
    (some) =>
      ctx.api.bankTransactions.create(
        some.map(({ date }) => wireReceived(shipment, contact.id, date, ctx)),
        { purpose: `Create the ${shipment.payload.kind}`, key: [shipment.key] },
      ),
    ctx,
  );
  const { said } = posted!;
  if ('wrongs' in said) return heldBack(posted!) ?? { rejected: inWords(said.wrongs) };
  return { done: true, ...idsOf(said.row, shipment) };
}

const idsOf = (row: BankTransactionRow, { reference }: Sent<Owing>) => ({
  remoteId: row.OverpaymentID ?? row.PrepaymentID ?? row.BankTransactionID,
  number: reference,
});

const typeOf = ({ kind }: Owing): Received => (kind === 'overpayment' ? 'RECEIVE-OVERPAYMENT' : 'RECEIVE-PREPAYMENT');

function wireReceived({ payload, reference }: Sent<Owing>, contactId: string, date: string, { store }: Context) {
  const { kind, of, account, amount, currency, rate, taxCode, standsOn } = payload;
  return {
    Type: typeOf(payload),
    Contact: { ContactID: contactId },
    BankAccount: payingAccount(account),
    Date: date,
    Reference: reference,
    Url: markerOf(store, reference),
    CurrencyCode: currency,
    ...(rate && { CurrencyRate: Number(rate) }),
    LineAmountTypes: 'NoTax',
    LineItems: [
      {
        Description: kind === 'overpayment' ? `Paid too much for ${of}` : `Paid for ${of}`,
        Quantity: 1,
        UnitAmount: Number(amount),
        // The app knows by itself where an overpayment stands.
        ...(kind === 'prepayment' && { ...accountNamed(standsOn), ...(taxCode && { TaxType: taxCode }) }),
      },
    ],
  };
}

async function contactOf(
  { contact }: Pick<Owing, 'contact'>,
  key: string[],
  { api }: Context,
): Promise<{ id: string } | { refused: string }> {
  if ('invoiceId' in contact) {
    const [invoice] = await api.invoices.withIds([contact.invoiceId]);
    const id = invoice?.Contact?.ContactID;
    return id ? { id } : { refused: 'Its invoice is no longer in Xero. Export the invoice anew.' };
  }
  return orderContact(contact, key, api);
}

/** One that is there stays as it is: an order says less of a customer than the customer does. */
async function orderContact(
  contact: Contact,
  key: string[],
  api: XeroApi,
): Promise<{ id: string } | { refused: string }> {
  if (contact.id) return { id: contact.id };
  const known = contact.number ? await api.contacts.numbered([contact.number]) : [];
  const there = known.find(({ ContactNumber }) => ContactNumber === contact.number);
  if (there) return { id: there.ContactID };
  const [saved] = await saveContacts([contact], api, key);
  return saved && 'id' in saved ? { id: saved.id } : { refused: inWords(saved?.wrongs ?? []) };
}

/** Elsewhere than in a bank account such money is owed on an account of its own: an invoice over it, which the app numbers once. */
export async function owe(shipments: Sent<Owing>[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) results.push(await oweOne(shipment, ctx));
  return results;
}

async function oweOne(shipment: Sent<Owing>, ctx: Context): Promise<StepResult> {
  const contact = await contactOf(shipment.payload, [shipment.key], ctx);
  if ('refused' in contact) return { rejected: contact.refused };
  const [posted] = await post<Owing, InvoiceRow>(
    [shipment],
    (some) =>
      ctx.api.invoices.create(
        some.map(({ date }) => wireOwed(shipment, contact.id, date, ctx)),
        { purpose: `Note what is owed`, key: [shipment.key] },
      ),
    ctx,
  );
  const { said } = posted!;
  if ('row' in said) return { done: true, remoteId: said.row.InvoiceID, number: said.row.InvoiceNumber };
  if (isAbout(said.wrongs, 'number-taken')) return { exists: true };
  return heldBack(posted!) ?? { rejected: inWords(said.wrongs) };
}

const owedNumber = ({ reference }: Sent<Owing>) => `${reference}-OWED`;

function wireOwed(shipment: Sent<Owing>, contactId: string, date: string, { store }: Context) {
  const { of, owedOn, taxCode, amount, currency, rate } = shipment.payload;
  return {
    Type: 'ACCREC',
    InvoiceNumber: owedNumber(shipment),
    Reference: shipment.reference,
    Url: markerOf(store, shipment.reference),
    Contact: { ContactID: contactId },
    Date: date,
    DueDate: date,
    CurrencyCode: currency,
    ...(rate && { CurrencyRate: Number(rate) }),
    LineAmountTypes: 'NoTax',
    Status: 'AUTHORISED',
    LineItems: [
      {
        Description: `Owed to the customer from ${of}`,
        Quantity: 1,
        UnitAmount: Number(amount),
        ...accountNamed(owedOn),
        ...(taxCode && { TaxType: taxCode }),
      },
    ],
  };
}

/** The money itself, for what is owed. */
export function settleOwed(shipments: Sent<Owing>[], ctx: Context): Promise<StepResult[]> {
  return pay(shipments.map(asPayment), ctx);
}

function asPayment(shipment: Sent<Owing>): Sent<Paying> {
  const { number, of, account, date, amount, currency, rate } = shipment.payload;
  const target = { kind: 'Invoice' as const, id: shipment.done.owe?.remoteId ?? '' };
  const payload: Paying = {
    kind: 'payment',
    number,
    target,
    of,
    account,
    date,
    amount,
    currency,
    ...(rate && { rate }),
  };
  return { ...shipment, payload };
}

/** Which of these are in the app, told by our references on their days: neither payments nor such money have a number. */
export async function findMoney(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  const found = new Map<Sent, Found>();
  const payments = shipments.filter(({ payload }) => payload.kind === 'payment') as Sent<Paying>[];
  const paid = await rowsOf(payments, (day) => ctx.api.payments.onDay(day), ctx);
  for (const shipment of payments) {
    const row = paid.find((one) => isThisPayment(one, shipment));
    if (row) found.set(shipment, { remoteId: row.PaymentID, number: shipment.reference, steps: ['pay'] });
  }
  for (const shipment of shipments.filter(({ payload }) => payload.kind !== 'payment') as Sent<Owing>[]) {
    const one = shipment.payload.owedOn ? await findOwed(shipment, ctx) : await findReceived(shipment, ctx);
    if (one) found.set(shipment, one);
  }
  return shipments.map((shipment) => found.get(shipment));
}

async function findReceived(shipment: Sent<Owing>, ctx: Context): Promise<Found | undefined> {
  const { payload } = shipment;
  const rows = await rowsOf([shipment], (day) => ctx.api.bankTransactions.onDay(typeOf(payload), day), ctx);
  const row = rows.find((one) => isMarked(one, shipment, ctx) && money.compare(one.Total ?? 0, payload.amount) === 0);
  return row && { ...idsOf(row, shipment), steps: ['receive'] };
}

async function findOwed(shipment: Sent<Owing>, ctx: Context): Promise<Found | undefined> {
  const [row] = await ctx.api.invoices.numbered([owedNumber(shipment)]);
  if (!row || !isMarked(row, shipment, ctx)) return undefined;
  const paid = money.compare(row.AmountPaid ?? 0, 0) > 0;
  return { remoteId: row.InvoiceID, number: row.InvoiceNumber, steps: paid ? ['owe', 'settle'] : ['owe'] };
}

/** Another store may call its own alike. */
const isMarked = (
  { Reference, Url }: Pick<InvoiceRow, 'Reference' | 'Url'>,
  { reference }: Sent,
  { store }: Context,
): boolean => Reference === reference && Url === markerOf(store, reference);

async function rowsOf<Row>(shipments: Sent[], list: (day: string) => Promise<Row[]>, ctx: Context): Promise<Row[]> {
  const dates = shipments.map(({ payload }) => payload.date);
  const rows: Row[] = [];
  for (const day of await possibleDays(dates, ctx)) rows.push(...(await list(day)));
  return rows;
}

const isThisPayment = (row: PaymentRow, { reference, payload }: Sent<Paying>): boolean =>
  row.Reference === reference && money.compare(row.Amount ?? 0, payload.amount) === 0 && isOf(row, payload.target);

/** Somebody's own payment may be called alike: ours is of this document, as far as both are known. */
function isOf({ Invoice, CreditNote, Prepayment }: PaymentRow, { id }: Paying['target']): boolean {
  const paid = Invoice?.InvoiceID ?? CreditNote?.CreditNoteID ?? Prepayment?.PrepaymentID;
  return !id || paid === undefined || paid.toLowerCase() === id.toLowerCase();
}
