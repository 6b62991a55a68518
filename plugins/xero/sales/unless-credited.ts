import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { creditsAbout, isOfContact } from '../credits/about-order.js';
import { givenBack } from '../credits/credited-before.js';
import type { InvoiceRow } from '../wire.js';
import { GONE } from './compare.js';
import { orderOf, type SalesInvoice } from './sales-invoice.js';
import { idOf } from './steps.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<SalesInvoice>;
type Closing = (shipments: Sent[], ctx: Context) => Promise<StepResult[]>;

/** Closes invoices of cancelled orders, but none that a credit note has taken a share of already: it would be taken back twice. */
export const unlessCredited =
  (close: Closing): Closing =>
  async (shipments, ctx) => {
    const whys = await whyNot(shipments, ctx);
    const free = shipments.filter((shipment) => !whys.has(shipment));
    const closed = free.length === 0 ? [] : await close(free, ctx);
    return shipments.map((shipment): StepResult => {
      const needsPerson = whys.get(shipment);
      return needsPerson ? { needsPerson } : closed[free.indexOf(shipment)]!;
    });
  };

async function whyNot(shipments: Sent[], ctx: Context): Promise<Map<Sent, string>> {
  const about = await creditsAbout(
    shipments.map(({ payload }) => orderOf(payload)),
    ctx,
  );
  const suspects = shipments.filter(({ payload }) => about(orderOf(payload)).given.length > 0);
  const rows = suspects.length === 0 ? [] : await ctx.api.invoices.withIds(suspects.map(idOf));
  const whys = new Map<Sent, string>();
  for (const shipment of suspects) {
    const { payload, reference } = shipment;
    const row = rows.find(({ InvoiceID }) => InvoiceID === idOf(shipment));
    if (!isInForce(row)) continue;
    const order = orderOf(payload);
    const given = about(order).given.filter(isOfContact(row.Contact?.ContactID));
    if (given.length === 0) continue;
    const already = givenBack(given, { order, left: payload.total, currency: payload.currency });
    whys.set(shipment, `${reference} was to be closed, for its order was cancelled, but ${already}`);
  }
  return whys;
}

const isInForce = (row: InvoiceRow | undefined): row is InvoiceRow => row !== undefined && !GONE.has(row.Status ?? '');
