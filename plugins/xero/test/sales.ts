import type { Document, RecordBody, Shipment, StepResult } from 'patchbay/sdk';
import type { PluginUnderTest } from 'patchbay/sdk/testing';
import type { SalesInvoice } from '../sales/sales-invoice.js';

type Invoice = RecordBody<'invoice'>;
type Line = NonNullable<Invoice['lines']>[number];
type Built = Parameters<PluginUnderTest['build']>;
export type Shipped = Built[3];
type Related = NonNullable<Built[2]>;
export type Parents = Built[4];
export type Sale = Document<SalesInvoice>;

export const TASK = 'export-invoices';

/** A line of a store whose prices contain ten per cent tax. */
export function line(sku: string, quantity: number | string, unitPrice: string, more: Partial<Line> = {}): Line {
  return { id: more.id ?? sku, sku, name: `A ${sku}`, quantity: String(quantity), unitPrice, taxCode: 'GST', ...more };
}

/** A dispatched order over what its lines come to. */
export function invoice(lines: Line[], more: Partial<Invoice> = {}): Invoice {
  const cents = lines.reduce(
    (sum, { quantity, unitPrice, discount }) =>
      sum + Math.round(Number(quantity) * Number(unitPrice) * 100) - Math.round(Number(discount ?? 0) * 100),
    0,
  );
  return {
    number: 'N1001',
    status: 'dispatched',
    approved: true,
    date: '2026-08-01',
    username: 'almond',
    email: 'al@mond.example',
    billing: { name: 'Al Mond', street1: '1 Nut St', city: 'Carlton', state: 'VIC', postcode: '3053', country: 'AU' },
    currency: 'AUD',
    taxInclusive: true,
    total: (cents / 100).toFixed(2),
    lines,
    ...more,
  };
}

/** Takes a document through those of its steps that are left, as the hub would; answers the last result. */
export async function stepThrough(app: PluginUnderTest, document: Document, task: string, given?: Shipment) {
  const shipment = given ?? app.shipment(document);
  let result: StepResult | undefined;
  for (const step of document.steps) {
    if (shipment.done[step]) continue;
    [result] = await app.step(task, step, [shipment]);
    if (!result || !('done' in result)) break;
    for (const other of result.also ?? []) shipment.done[other] = {};
    shipment.done[step] = result;
  }
  return { shipment, result: result! };
}

/** Sends orders through the connector, as the hub would. */
export async function shopOf(app: PluginUnderTest, extra: Related = []) {
  const reference = await Promise.all(
    (['import-tax-rates', 'import-tracking'] as const).map(async (id) => {
      const { record } = app.manifest.tasks.find((task) => task.id === id)!;
      const { records } = await app.pull(id);
      return records.map((body, at) => ({ id: at + 1, type: record, key: String(body.code ?? body.name), body }));
    }),
  );
  const all = [...reference.flat(), ...extra];
  const build = async (body: Invoice, shipped: Shipped = [], parents: Parents = []) => {
    const record = app.record('invoice', body);
    const refs = await app.uses(TASK, record);
    const related = all.filter(({ type, key }) => refs.some((ref) => ref.type === type && ref.key === key));
    return app.build(TASK, record, related, shipped, parents);
  };
  /** The one invoice that it becomes. */
  const sale = async (body: Invoice, shipped: Shipped = [], parents: Parents = []): Promise<Sale> => {
    const built = await build(body, shipped, parents);
    if ('documents' in built && built.documents.length === 1) return built.documents[0] as Sale;
    throw new Error(JSON.stringify(built));
  };
  const merge = async (documents: Document[]) => (await app.merge(TASK, documents)) as Sale;
  const send = (document: Document, task = TASK, shipment?: Shipment) => stepThrough(app, document, task, shipment);
  return { all, build, sale, merge, send };
}
