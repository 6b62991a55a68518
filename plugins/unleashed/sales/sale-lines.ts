import { type BuildContext, money, type RecordBody } from 'patchbay/sdk';
import type { Tax } from './order.js';
import type { Taxes } from './taxes.js';

type Invoice = RecordBody<'invoice'>;
type InvoiceLine = NonNullable<Invoice['lines']>[number];

/** A line of the store's order, read for the app. */
export interface SaleLine {
  id: string;
  sku: string;
  name?: string;
  quantity: string;
  /** How much of it has left the store. */
  dispatched: string;
  /** What the customer pays for all of it, tax included. */
  gross: string;
  tax: Tax;
  /** The store's warehouse. */
  warehouse?: string;
  /** Set on a component: the kit it was sold in. */
  kit?: string;
}

export function readLines(invoice: Invoice, inclusive: boolean, taxes: Taxes, places: number): SaleLine[] {
  const taxable = invoice.tax == null || !money.isZero(invoice.tax);
  return (invoice.lines ?? [])
    .filter((line) => !money.isZero(line.quantity))
    .map((line) => {
      const amount = money.subtract(money.multiply(line.unitPrice, line.quantity), line.discount ?? 0);
      const tax = taxes.charged({ ...line, amount, inclusive, taxable, places });
      const gross = inclusive ? amount : money.add(amount, line.tax ?? money.multiply(amount, tax.rate));
      return {
        id: line.id,
        sku: line.sku,
        name: line.name ?? undefined,
        // The app sells no negative quantities: what is taken back has a negative price.
        quantity: money.absolute(line.quantity),
        dispatched: dispatchedOf(line, invoice.status),
        gross: money.round(gross, places),
        tax,
        warehouse: line.warehouse ?? undefined,
        kit: line.kit ?? undefined,
      };
    });
}

/** How much of a line has left. Some stores leave the lines alone when they mark the whole order as dispatched. */
export function dispatchedOf({ quantity, dispatched }: InvoiceLine, status: string): string {
  const ordered = money.absolute(quantity);
  const left = money.absolute(dispatched ?? 0);
  if (money.isZero(left)) return status === 'dispatched' ? ordered : '0';
  return money.compare(left, ordered) > 0 ? ordered : left;
}

/** The app's warehouse of each line. */
export function warehouseOf(line: SaleLine, lines: SaleLine[], { maps, related }: BuildContext): string | undefined {
  const keepsNoStock = related.get('product', line.sku)?.body.untracked === true;
  const store = line.warehouse ?? (keepsNoStock ? lines.find(({ warehouse }) => warehouse)?.warehouse : undefined);
  if (store !== undefined) return maps.toApp('warehouses', store);
  const pairs = maps.pairs('warehouses');
  return pairs.length === 1 ? pairs[0]!.app : undefined;
}
