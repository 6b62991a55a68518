import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { Received } from '../client/bank-transactions.js';
import type { XeroApi } from '../client.js';
import { saveContacts } from '../contacts/save.js';
import { dayFor, heldBack, post } from '../locked.js';
import { markerOf } from '../marker.js';
import type { Contact } from '../sales/sales-invoice.js';
import { accountNamed } from '../sales/wire-invoice.js';
import type { BankTransactionRow, InvoiceRow } from '../wire.js';
import { inWords, isAbout } from '../wrongs.js';
import { type Owing, owedNumber, type Paying } from './money-document.js';
import { pay, payingAccount } from './pay.js';
import { comparedWith } from './verify.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<Owing>;

/** What was paid too much, or without an invoice, through a bank account. */
export async function receive(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) results.push(await receiveOne(shipment, ctx));
  return results;
}

async function receiveOne(shipment: Sent, ctx: Context): Promise<StepResult> {
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
  const written = comparedWith(said.row, said.warnings, shipment, ctx);
  return { done: true, ...idsOf(said.row, shipment), ...written, ...dayFor(posted!.date, shipment) };
}

export const idsOf = (row: BankTransactionRow, { reference }: Sent) => ({
  remoteId: row.OverpaymentID ?? row.PrepaymentID ?? row.BankTransactionID,
  number: reference,
});

export const typeOf = ({ kind }: Owing): Received =>
  kind === 'overpayment' ? 'RECEIVE-OVERPAYMENT' : 'RECEIVE-PREPAYMENT';

function wireReceived({ payload, reference }: Sent, contactId: string, date: string, { store }: Context) {
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
export async function owe(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) results.push(await oweOne(shipment, ctx));
  return results;
}

async function oweOne(shipment: Sent, ctx: Context): Promise<StepResult> {
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
  if ('row' in said) {
    const { InvoiceID: remoteId, InvoiceNumber: number } = said.row;
    const written = comparedWith(said.row, said.warnings, shipment, ctx);
    return { done: true, remoteId, number, ...written, ...dayFor(posted!.date, shipment) };
  }
  if (isAbout(said.wrongs, 'number-taken')) return { exists: true };
  return heldBack(posted!) ?? { rejected: inWords(said.wrongs) };
}

function wireOwed(shipment: Sent, contactId: string, date: string, { store }: Context) {
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
export function settleOwed(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  return pay(shipments.map(asPayment), ctx);
}

function asPayment(shipment: Sent): Shipment<Paying> {
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
