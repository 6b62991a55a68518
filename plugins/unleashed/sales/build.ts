import { type BuildContext, type Document, type HubRecord, money, notDue } from 'patchbay/sdk';
import { type Settings, settingsOf } from '../settings.js';
import { batchDocument } from './batch.js';
import { isBatch, type Order } from './order.js';
import { type Part, partsOf } from './parts.js';
import { type Item, price } from './pricing.js';
import { readSale, type Sale } from './sale.js';

/** The sales orders that an order of the store becomes, or why it becomes none. */
export function buildSalesOrders({ body }: HubRecord<'invoice'>, ctx: BuildContext): Document<Order>[] {
  const settings = settingsOf(ctx);
  // What has left alone stays alone, and what has left in a batch stays there, whatever was answered since.
  const batched =
    ctx.shipped.length > 0 ? ctx.shipped.some(({ payload }) => isBatch(payload as Order)) : settings.batched;
  const sale = readSale(body, batched, ctx);
  const parts = partsOf(sale, ctx.shipped, settings);
  if (parts.length === 0) notDue('Nothing of it is dispatched yet.');
  const charged = chargedPart(parts, ctx);
  const documents = parts.map((part) => {
    const order = orderOf(sale, part, part === charged, settings);
    const steps = ['create', 'verify', ...(part.left ? ['complete'] : [])];
    const reference = referenceOf(sale, part, ctx, settings);
    return { reference, part: part.name, payload: order, steps, summary: summaryOf(order) };
  });
  return batched ? documents.map((document) => batchDocument(document, document.payload)) : documents;
}

/** The whole sale's charges go on one order and stay there: on the first, unless another has left with them. */
function chargedPart(parts: Part[], { shipped }: BuildContext): Part {
  const carrier = shipped.find(
    ({ payload, done }) => (payload as Order).charges && !isBatch(payload as Order) && !done.includes('delete'),
  );
  return parts.find(({ name }) => name === carrier?.part) ?? parts[0]!;
}

function orderOf(sale: Sale, part: Part, withCharges: boolean, settings: Settings): Order {
  const { invoice, places, currency, taxes } = sale;
  const items = [...part.items, ...(withCharges ? sale.charges : [])];
  const due = money.add(sumOf(items), withCharges ? remainderOf(sale) : 0);
  const rules = { ...settings, places, currency, untaxed: taxes.untaxed };
  const tax = items.find((item) => !money.isZero(item.tax.rate))?.tax ?? items[0]!.tax;
  return {
    number: invoice.number,
    date: sale.date,
    status: part.number > 1 ? 'Backordered' : 'Placed',
    customer: sale.customer,
    customerRef: [invoice.number, invoice.reference].filter(Boolean).join(' / '),
    warehouse: part.warehouse,
    currency,
    exchangeRate: sale.exchangeRate,
    tax,
    salesAccount: settings.salesAccount,
    delivery: sale.delivery,
    charges: withCharges,
    ...price(items, due, rules),
  };
}

/** What the store's total has beyond its lines and charges: its own rounding. */
const remainderOf = ({ due, lines, charges }: Sale): string => money.subtract(due, sumOf(lines), sumOf(charges));

const sumOf = (items: Pick<Item, 'gross'>[]): string => money.add(...items.map(({ gross }) => gross));

/** The bare number belongs to the warehouse of the first line, whichever of them leaves first: no other part ever takes it. */
function referenceOf({ invoice, lines }: Sale, part: Part, { shipped }: BuildContext, settings: Settings): string {
  const known = shipped.find((one) => one.part === part.name);
  if (known) return known.reference;
  const whole = settings.orderPrefix + invoice.number;
  const isFirst = part.number === 1 && part.warehouse === lines[0]!.warehouse;
  return isFirst && !shipped.some(({ reference }) => reference === whole) ? whole : `${whole}-${part.name}`;
}

const summaryOf = ({ lines, total, currency, warehouse }: Order): string =>
  `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}, ${money.shown(total, currency)}, from ${warehouse}`;
