import { type BuildContext, type Document, money } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { Order, OrderLine } from './order.js';
import { addUp, appAmounts, type PricingRules, settle } from './pricing.js';

/** Joins others of its customer, day, warehouse, currency and tax. */
export function batchDocument<D extends Document>(document: D, order: Order): D & { batchKey: string } {
  const { customer, date, warehouse, currency, tax } = order;
  return { ...document, batchKey: [customer.code, date, warehouse, currency, tax.code].join('|') };
}

/** One sales order out of many. Lines of one product, price and tax become one line; the total stays the sum of all. */
export function mergeSalesOrders(documents: Document<Order>[], ctx: BuildContext): Document<Order> {
  const orders = documents.map(({ payload }) => payload);
  const first = orders[0]!;
  const numbers = orders.flatMap(({ number }) => number ?? []);
  const settings = settingsOf(ctx);
  const due = money.add(...orders.map(({ total }) => total));
  const places = money.placesOf(first.currency);
  const payload: Order = {
    ...first,
    number: undefined,
    numbers,
    customerRef: clipped(`${numbers.length} orders: ${numbers.join(', ')}`),
    charges: true,
    ...mergedLines(orders, due, {
      ...settings,
      places,
      currency: first.currency,
      untaxed: () => untaxedOf(orders, settings.untaxedCode),
    }),
  };
  return {
    reference: `${settings.orderPrefix}${first.date}-${first.warehouse}`,
    part: first.warehouse,
    payload,
    steps: ['create', 'verify', 'complete'],
    summary: `${numbers.length} orders of ${first.date}, ${money.shown(payload.total, first.currency)}, from ${first.warehouse}`,
  };
}

/** Without a product for rounding the lines stay as they are, one under the other: those add up. */
function mergedLines(orders: Order[], due: string, rules: PricingRules) {
  const lines = orders.flatMap((order) =>
    order.lines.map((line) => ({ ...line, of: order.number ? [order.number] : [] })),
  );
  if (rules.roundingProduct === undefined) return { lines, ...addUp(lines) };
  // What each order rounded is settled anew for all of them together.
  const goods = lines.filter((line) => line.sku !== rules.roundingProduct || line.id !== undefined);
  const byKind = new Map<string, OrderLine>();
  for (const line of goods) {
    const kind = [line.sku, line.unitPrice, line.taxCode].join('|');
    const known = byKind.get(kind);
    byKind.set(kind, known ? together(known, line) : { ...line, id: undefined });
  }
  // Nobody is asked about a few cents here: each order has been found right by itself.
  return settle([...byKind.values()], due, rules);
}

function together(one: OrderLine, other: OrderLine): OrderLine {
  const line = { ...one, quantity: money.add(one.quantity, other.quantity), of: [...one.of!, ...other.of!] };
  return { ...line, ...appAmounts(line) };
}

function untaxedOf(orders: Order[], code = ''): Order['tax'] {
  const rounded = orders.flatMap(({ lines }) => lines).find((line) => line.taxCode === code);
  return { code, rate: rounded?.taxRate ?? '0' };
}

const clipped = (text: string): string => (text.length > 500 ? `${text.slice(0, 499)}…` : text);
