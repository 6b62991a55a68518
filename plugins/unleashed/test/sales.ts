import type { Document, RecordBody } from 'patchbay/sdk';
import type { PluginUnderTest } from 'patchbay/sdk/testing';
import type { Order } from '../sales/order.js';
import { open } from './shop.js';

type Invoice = RecordBody<'invoice'>;
type Line = NonNullable<Invoice['lines']>[number];
export type Shipped = Parameters<PluginUnderTest['build']>[3];
export type SalesOrder = Document<Order>;

/** A line of a store whose prices contain ten per cent tax. */
export function line(sku: string, quantity: number, unitPrice: string, more: Partial<Line> = {}): Line {
  const id = more.id ?? sku;
  return { id, sku, quantity: String(quantity), unitPrice, taxCode: 'GST', warehouse: 'brunswick', ...more };
}

/** A dispatched order over what its lines come to. */
export function invoice(lines: Line[], more: Partial<Invoice> = {}): Invoice {
  const cents = lines.reduce(
    (sum, { quantity, unitPrice }) => sum + Math.round(Number(quantity) * Number(unitPrice) * 100),
    0,
  );
  return {
    number: 'N1001',
    status: 'dispatched',
    approved: true,
    date: '2026-08-01',
    username: 'ALMOND',
    currency: 'AUD',
    taxInclusive: true,
    total: (cents / 100).toFixed(2),
    lines,
    ...more,
  };
}

/** The records of the hub that a store with this app has: products, kits, tax rates and customers of the twin. */
export async function recordsOf(app: PluginUnderTest) {
  const imports = ['import-products', 'import-kits', 'import-tax-rates', 'import-customers'];
  const types = { product: 'sku', kit: 'sku', 'tax-rate': 'code', customer: 'username' } as const;
  const all = await Promise.all(
    imports.map(async (id) => {
      const { record } = app.manifest.tasks.find((task) => task.id === id)!;
      const { records } = await app.pull(id);
      const key = types[record as keyof typeof types];
      return records.map((body, at) => ({ id: at + 1, type: record, key: String(body[key]), body }));
    }),
  );
  return all.flat();
}

/** Sends invoices through the connector, as the hub would. */
export async function shopOf(app: PluginUnderTest) {
  const all = await recordsOf(app);
  const related = async (body: Invoice) => {
    const refs = await app.uses('export-invoices', app.record('invoice', body));
    return all.filter(({ type, key }) => refs.some((ref) => ref.type === type && ref.key === key));
  };
  const build = async (body: Invoice, shipped: Shipped = []) =>
    app.build('export-invoices', app.record('invoice', body), await related(body), shipped);
  const orders = async (body: Invoice, shipped: Shipped = []): Promise<SalesOrder[]> => {
    const built = await build(body, shipped);
    if ('documents' in built) return built.documents as SalesOrder[];
    throw new Error(JSON.stringify(built));
  };
  /** The one sales order that it becomes. */
  const order = async (body: Invoice, shipped: Shipped = []): Promise<SalesOrder> => {
    const documents = await orders(body, shipped);
    if (documents.length !== 1) throw new Error(`It becomes ${documents.length} sales orders`);
    return documents[0]!;
  };
  return { all, build, orders, order };
}

/** A connected app and all that sends invoices to it. */
export async function shop(options: Parameters<typeof open>[0] = {}) {
  const { app, twin } = open(options);
  return { app, twin, ...(await shopOf(app)) };
}
