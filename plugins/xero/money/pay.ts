import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { dayFor, heldBack, type Posted, post } from '../locked.js';
import { accountNamed } from '../sales/wire-invoice.js';
import type { PaymentRow } from '../wire.js';
import { inWords, isAbout } from '../wrongs.js';
import type { Paying } from './money-document.js';
import { isThisPayment, rowsOf } from './told-apart.js';
import { paidAs } from './verify-payment.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<Paying>;

const HALF_A_DAY = 12 * 3600;

/** Many payments by one request, each with an answer of its own. */
export async function pay(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const posted = await post<Paying, PaymentRow>(shipments, (some) => writePayments(some, ctx), ctx);
  const refused = posted.filter(isRefused);
  const existing = await paidAlready(refused, ctx);
  const states = await statesOf(refused, ctx);
  return posted.map((one) =>
    existing.has(one.shipment) ? { exists: true } : paymentResult(one, states.get(one.shipment.payload.target.id), ctx),
  );
}

function writePayments(some: { shipment: Sent; date: string }[], { api }: Context) {
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
export function payingAccount(account: string) {
  const { AccountID, AccountCode } = accountNamed(account) as { AccountID?: string; AccountCode?: string };
  return AccountID ? { AccountID } : { Code: AccountCode };
}

/** The document can't take it: it is paid, or isn't approved, or no longer is. */
const isRefused = ({ said }: Posted<Paying, PaymentRow>) =>
  'wrongs' in said && (isAbout(said.wrongs, 'overpaid') || isAbout(said.wrongs, 'settled'));

function paymentResult(one: Posted<Paying, PaymentRow>, state: string | undefined, ctx: Context): StepResult {
  const { said, shipment } = one;
  if ('row' in said)
    return {
      done: true,
      number: shipment.reference,
      ...paidAs(said.row, said.warnings, shipment, ctx),
      ...dayFor(one.date, shipment),
    };
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
    const status = (await CREDITS[kind](api).one(id))?.Status;
    if (status) states.set(id, status);
  }
  return states;
}

/** Where a credit is read that money goes back from. */
export const CREDITS = {
  CreditNote: (api: XeroApi) => api.creditNotes,
  Prepayment: (api: XeroApi) => api.prepayments,
  Overpayment: (api: XeroApi) => api.overpayments,
};

/** Of payments that the app finds too much, those that an earlier try of ours made. */
async function paidAlready(refused: Posted<Paying, PaymentRow>[], ctx: Context): Promise<Set<Sent>> {
  if (refused.length === 0) return new Set();
  const shipments = refused.map(({ shipment }) => shipment);
  const rows = await rowsOf(shipments, (day) => ctx.api.payments.onDay(day), ctx);
  return new Set(shipments.filter((shipment) => rows.some((row) => isThisPayment(row, shipment))));
}
