import { money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import type { CreditNoteRow, SalesOrderRow } from '../wire.js';
import type { Credit } from './credit.js';
import type { Order } from './order.js';

type Context = SendContext<UnleashedApi>;
type Payload = Pick<Order | Credit, 'total' | 'currency'>;
type Row = Pick<SalesOrderRow, 'Total' | 'Currency'>;

/** What an answer of the app said of its copy. */
interface Written {
  total: string;
  currency?: string;
  at: number;
}

/** What was said longer ago may have been changed by hand since. */
const FRESH = 60_000;

/** What the answer says of the app's copy goes along, so that comparing it needs no further request. */
export function comparedWith(row: Row, { payload }: Shipment<Payload>, { now }: Context, step = 'verify') {
  const data = writtenAs(row, now());
  return data && { data, ...(comesTo(data, payload) && { also: [step] }) };
}

/** Each order is compared with the store's total after it was written, and before its stock is issued. */
export async function verify(shipment: Shipment<Order>, ctx: Context): Promise<StepResult> {
  const { done, key } = shipment;
  const guid = done.create?.remoteId ?? key;
  const said = lately((done.update ?? done.create)?.data, ctx);
  if (said) return compare(said, `The sales order ${done.create?.number ?? ''}`, shipment, guid);
  const row = await ctx.api.order(guid);
  if (!row || row.OrderStatus === 'Deleted')
    return { needsPerson: 'The sales order is no longer in Unleashed. Send it anew, or mark it as expected.' };
  return compare(writtenAs(row, ctx.now()), `The sales order ${row.OrderNumber}`, shipment, guid);
}

/** The same of what takes back a part of one. */
export async function verifyCredit(shipment: Shipment<Credit>, ctx: Context): Promise<StepResult> {
  const { remoteId = '', number = '', data } = shipment.done.credit ?? {};
  const said = lately(data, ctx);
  if (said) return compare(said, `The credit note ${number}`, shipment, remoteId);
  const row = await ctx.api.creditNote(remoteId);
  if (!row || row.Status === 'Deleted')
    return { needsPerson: 'The credit note is no longer in Unleashed. Send it anew, or mark it as expected.' };
  return compare(writtenAs(row, ctx.now()), `The credit note ${row.CreditNumber}`, shipment, remoteId);
}

/** Undefined where the app doesn't say. */
function writtenAs({ Total: total, Currency }: Row & Pick<CreditNoteRow, 'Total'>, at: number): Written | undefined {
  return money.isDecimal(total) ? { total: money.add(total), currency: Currency?.CurrencyCode, at } : undefined;
}

function lately(data: unknown, { now }: Context): Written | undefined {
  const said = data as Written | undefined;
  return said?.at !== undefined && now() - said.at < FRESH ? said : undefined;
}

const comesTo = ({ total, currency }: Written, due: Payload): boolean =>
  (currency ?? due.currency) === due.currency && money.compare(total, due.total) === 0;

function compare(
  written: Written | undefined,
  name: string,
  { payload }: Shipment<Payload>,
  remoteId: string,
): StepResult {
  if (written && comesTo(written, payload)) return { done: true, remoteId };
  const theirs = written ? money.shown(written.total, written.currency ?? payload.currency) : 'an unknown amount';
  return {
    needsPerson: `${name} comes to ${theirs} in Unleashed, but the store’s total is ${money.shown(payload.total, payload.currency)}. Mend it there, then try again.`,
  };
}
