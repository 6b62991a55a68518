import type { Found, SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { wireDay } from '../dates.js';
import { settingsOf } from '../settings.js';
import type { CreditNoteRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import type { Credit, CreditLine } from './credit.js';
import { comparedWith } from './verify.js';

type Context = SendContext<UnleashedApi>;
type Sent = Shipment<Credit>;

/** The app gives a credit an id of its own, so only its reference tells that it is there already. */
export async function credit(shipment: Sent, ctx: Context): Promise<StepResult> {
  const { payload, reference } = shipment;
  const { api } = ctx;
  const [customer, warehouses] = [await api.customerCoded(payload.customer.code), await api.warehouses()];
  if (!customer) return { rejected: `Unleashed has no customer ${payload.customer.code} any more.` };
  const warehouse = warehouses.find(({ WarehouseCode: code }) => code === payload.warehouse);
  const said = await api.createFreeCredit({
    Customer: { Guid: customer.Guid, CustomerCode: customer.CustomerCode },
    Warehouse: { Guid: warehouse?.Guid, WarehouseCode: payload.warehouse },
    CreditDate: wireDay(today(ctx)),
    ExchangeRate: Number(payload.exchangeRate),
    Reference: reference,
    Comment: `Order ${payload.number ?? ''} was changed in the store after it was completed.`,
    SubTotal: Number(payload.subTotal),
    TaxTotal: Number(payload.taxTotal),
    Total: Number(payload.total),
    CreditLines: payload.lines.map((line, at) => wireLine(line, at + 1, settingsOf(ctx).creditReason)),
  });
  if ('wrongs' in said) return { rejected: inWords(said.wrongs) };
  const { Guid: remoteId, CreditNumber: number } = said.row;
  if (!remoteId)
    return { needsPerson: `Unleashed made credit ${number ?? ''} without saying its id. Complete it there.` };
  return { done: true, remoteId, number, ...comparedWith(said.row, shipment, ctx, 'verify-credit') };
}

/** Books it, and puts what is returned on the shelf. */
export async function completeCredit(shipment: Sent, { api }: Context): Promise<StepResult> {
  const guid = shipment.done.credit?.remoteId;
  if (!guid) return { needsPerson: 'The credit is in Unleashed, but its id is not known. Complete it there.' };
  const said = await api.completeCredit(guid);
  if ('row' in said) return { done: true, remoteId: guid, number: said.row.CreditNumber };
  const note = await api.creditNote(guid);
  if (note?.Status === 'Completed') return { done: true, remoteId: guid, number: note.CreditNumber };
  return note ? { rejected: inWords(said.wrongs) } : { needsPerson: 'The credit note is no longer in Unleashed.' };
}

export async function findCredits(shipments: Sent[], { api }: Context): Promise<(Found | undefined)[]> {
  const found: (Found | undefined)[] = [];
  for (const { reference, payload } of shipments) {
    const note = await api.creditReferring(reference, payload.since);
    found.push(note && { remoteId: note.Guid, number: note.CreditNumber, steps: stepsOf(note) });
  }
  return found;
}

const stepsOf = ({ Status: status }: CreditNoteRow): string[] =>
  status === 'Completed' ? ['credit', 'complete-credit'] : ['credit'];

const today = ({ now, store }: Context): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: store.timeZone, dateStyle: 'short' }).format(now());

const wireLine = (line: CreditLine, number: number, reason: string) => ({
  LineNumber: number,
  Product: { ProductCode: line.sku },
  CreditQuantity: Number(line.quantity),
  CreditPrice: Number(line.unitPrice),
  LineTotal: Number(line.total),
  LineTax: Number(line.tax),
  TaxRate: Number(line.taxRate),
  LineTaxCode: line.taxCode,
  Reason: reason,
  Return: line.returns,
});
