import type { Found, SendContext, Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { type CreditNote, isCredit } from '../credits/credit-note.js';
import { findCredits } from '../credits/find.js';
import type { SalesInvoice } from './sales-invoice.js';
import { find } from './steps.js';

type Sent = Shipment<SalesInvoice | CreditNote>;

/** Invoices, and the credit notes that made up for changes of them. */
export async function findSales(shipments: Sent[], ctx: SendContext<XeroApi>): Promise<(Found | undefined)[]> {
  const credits = shipments.filter(({ payload }) => isCredit(payload)) as Shipment<CreditNote>[];
  const invoices = shipments.filter(({ payload }) => !isCredit(payload)) as Shipment<SalesInvoice>[];
  const found = new Map<Sent, Found | undefined>();
  const foundCredits = await findCredits(credits, ctx);
  for (const [at, shipment] of credits.entries()) found.set(shipment, asDifference(foundCredits[at]));
  const foundInvoices = invoices.length === 0 ? [] : await find(invoices, ctx);
  for (const [at, shipment] of invoices.entries()) found.set(shipment, foundInvoices[at]);
  return shipments.map((shipment) => found.get(shipment));
}

/** Its steps have names of their own here, beside those of invoices. */
const asDifference = (found: Found | undefined): Found | undefined =>
  found && { ...found, steps: found.steps.map((step) => `${step}-credit`) };
