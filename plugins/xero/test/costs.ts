import type { Document, RecordBody } from 'patchbay/sdk';
import type { CostJournal } from '../journals/journal.js';
import { asker } from '../sandbox/testing.js';
import { invoice, line, type Parents, type Shipped, shopOf, stepThrough } from './sales.js';
import { open } from './shop.js';

export const SOLD = 'export-cost-journals';
export const RETURNED = 'export-return-journals';
const COSTS = { workflow: 'alone-with-cost', stockAccount: '631', costAccount: '310' };

export type JournalDocument = Document<CostJournal>;

const PRODUCTS = [
  { sku: 'FERN', purchasePrice: '4.255' },
  { sku: 'POT', purchasePrice: '2' },
  { sku: 'WRAP', untracked: true },
  { sku: 'SET', isKit: true, purchasePrice: '99' },
];

export const sent = (key: string, task = 'export-invoices', payload: unknown = {}): NonNullable<Parents>[number] => ({
  task,
  key,
  state: 'exported',
  remoteId: 'some',
  parts: [{ part: '', reference: key, payload, done: {} }],
});

export async function shop(options: Parameters<typeof open>[0] = {}, products: RecordBody<'product'>[] = PRODUCTS) {
  const { app, twin } = open({ ...options, answers: { ...COSTS, ...options.answers } });
  const { all } = await shopOf(
    app,
    products.map((body) => app.record('product', body)),
  );
  const build = async (body: RecordBody<'invoice'>, parents: Parents = [sent(body.number)], shipped: Shipped = []) => {
    const record = app.record('invoice', body);
    const refs = await app.uses(SOLD, record);
    const related = all.filter(({ type, key }) => refs.some((ref) => ref.type === type && ref.key === key));
    return app.build(SOLD, record, related, shipped, parents);
  };
  const journal = async (...given: Parameters<typeof build>) => only(await build(...given));
  const send = (document: Document, task = SOLD) => stepThrough(app, document, task);
  const inBooks = async () =>
    (await (await asker(twin)).get('/ManualJournals?page=1&pageSize=1000')).body.ManualJournals;
  return { app, twin, build, journal, send, inBooks };
}

export function only(built: object): JournalDocument {
  if ('documents' in built && Array.isArray(built.documents) && built.documents.length === 1) return built.documents[0];
  throw new Error(JSON.stringify(built));
}

export const linesIn = ({ JournalLines: lines }: { JournalLines: { AccountCode: string; LineAmount: number }[] }) =>
  lines.map(({ AccountCode, LineAmount }) => [AccountCode, LineAmount]);

export const order = (more: Partial<RecordBody<'invoice'>> = {}) =>
  invoice([line('FERN', 3, '11'), line('POT', 1, '5'), line('WRAP', 1, '1')], more);
