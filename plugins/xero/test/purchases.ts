import type { Document, RecordBody } from 'patchbay/sdk';
import type { Bill } from '../purchases/bill.js';
import { asker } from '../sandbox/testing.js';
import { type Parents, type Shipped, shopOf, stepThrough } from './sales.js';
import { open } from './shop.js';

export const TASK = 'export-bills';

type Order = RecordBody<'purchase-order'>;
type Line = NonNullable<Order['lines']>[number];
export type BillDocument = Document<Bill>;

const BUYING = {
  purchaseAccount: '425',
  purchaseTaxedCode: 'INPUT',
  purchaseUntaxedCode: 'EXEMPTEXPENSES',
  stockAccount: '631',
};

export const bought = (sku: string, quantity: number, unitPrice: string, more: Partial<Line> = {}): Line => ({
  id: sku,
  sku,
  name: `A ${sku}`,
  quantity: String(quantity),
  unitPrice,
  ...more,
});

/** A purchase of a store whose prices contain no tax: ten per cent come on top. */
export function order(lines: Line[], more: Partial<Order> = {}): Order {
  const net = lines.reduce((sum, { quantity, unitPrice }) => sum + Number(quantity) * Number(unitPrice), 0);
  return {
    number: 'PO-7',
    status: 'open',
    supplier: 'mill',
    orderedOn: '2026-07-28',
    currency: 'AUD',
    taxInclusive: false,
    total: (net * 1.1).toFixed(2),
    tax: (net * 0.1).toFixed(2),
    lines,
    ...more,
  };
}

/** Builds and sends bills, as the hub would. */
export async function shop(options: Parameters<typeof open>[0] = {}) {
  const opened = open({ ...options, answers: { ...BUYING, ...options.answers } });
  const { app, twin } = opened;
  const mill = { code: 'mill', name: 'Paper Mill', email: 'sales@mill.example' };
  const { all } = await shopOf(app, [app.record('supplier', mill)]);
  const build = async (body: Order, shipped: Shipped = [], parents: Parents = []) => {
    const record = app.record('purchase-order', body);
    const refs = await app.uses(TASK, record);
    const related = all.filter(({ type, key }) => refs.some((ref) => ref.type === type && ref.key === key));
    return app.build(TASK, record, related, shipped, parents);
  };
  const bill = async (...given: Parameters<typeof build>): Promise<BillDocument> => {
    const built = await build(...given);
    if ('documents' in built && built.documents.length === 1) return built.documents[0] as BillDocument;
    throw new Error(JSON.stringify(built));
  };
  const send = (document: Document) => stepThrough(app, document, TASK);
  const inBooks = async (id: string | undefined) => {
    const { body } = await (await asker(twin)).get(`/Invoices/${id}`);
    return body.Invoices[0];
  };
  return { app, twin, build, bill, send, inBooks };
}
