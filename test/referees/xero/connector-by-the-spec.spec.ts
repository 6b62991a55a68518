import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../plugins/xero/sandbox/index.js';
import { type Ledger, ledger, notSent } from '../../../plugins/xero/test/books.js';
import { invoice, line, shopOf, TASK } from '../../../plugins/xero/test/sales.js';
import { NOW, open } from '../../../plugins/xero/test/shop.js';
import type { Document } from '../../../src/sdk/index.js';
import { officialSpec } from './official-spec.js';
import { refereed } from './refereed.js';

const spec = officialSpec();

/** The connector, with the specification between it and the twin. */
async function shop(advanced: Record<string, unknown> = {}, answers: Record<string, unknown> = {}) {
  const between = refereed(createSandbox({ now: () => NOW, limits: false }), spec!, { parameters: true });
  const { app } = open({ sandbox: between.twin, advanced, answers });
  return { app, ...between, ...(await shopOf(app)) };
}

describe.skipIf(!spec)('every request of the connector', () => {
  it('is one that the official specification allows, where it connects and reads', async () => {
    const { app, wrongs, seen } = await shop();
    await app.connect();
    for (const { id, direction } of app.manifest.tasks) {
      if (direction === 'in') await app.pull(id, { since: new Date(NOW - 86_400_000) });
    }
    expect(wrongs).toEqual([]);
    expect(new Set(seen.map(({ path }) => path)).size).toBeGreaterThan(5);
  });

  it('is one it allows where it sends invoices, looks for them and changes them', async () => {
    const { app, wrongs, seen, sale, send } = await shop({ status: 'DRAFT' });
    const document = await sale(invoice([line('FERN', 2, '11.005'), line('POT', 1, '5', { discount: '0.5' })]));
    const { shipment, result } = await send(document);
    expect(result).toMatchObject({ done: true });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ number: 'N1001' }]);
    await app.step(TASK, 'update', [shipment]);
    expect(wrongs).toEqual([]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['PUT /Contacts', 'PUT /Invoices', 'GET /Invoices', 'POST /Invoices']),
    );
  });

  it('is one it allows where there are fifty at a time and one is bad', async () => {
    const { app, wrongs, sale } = await shop();
    const documents = await Promise.all(
      Array.from({ length: 50 }, (_, at) => sale(invoice([line('FERN', 1, '11')], { number: `N${at}` }))),
    );
    documents[7]!.payload.lines[0]!.account = '999';
    await app.step(
      TASK,
      'create',
      documents.map((one) => app.shipment(one)),
    );
    expect(wrongs).toEqual([]);
  });

  it('is one it allows where it keeps contacts and items equal, and states what there is', async () => {
    const { app, wrongs, seen } = await shop({ contacts: 'all' });
    const bodies = {
      'export-contacts': app.record('customer', {
        username: 'bay',
        name: 'Bay Leaf',
        billing: { street1: '1 Leaf St' },
      }),
      'export-items': app.record('product', { sku: 'FERN', name: 'A fern', price: '19.95', purchasePrice: '4' }),
    };
    for (const [task, record] of Object.entries(bodies)) {
      const built = await app.build(task, record);
      if (!('payload' in built)) throw new Error(JSON.stringify(built));
      const item = { recordId: 1, key: record.key, payload: built.payload };
      expect(await app.send(task, [item])).toMatchObject([{ done: true }]);
    }
    for (const kind of ['invoice', 'payment'] as const) await app.state(kind, { from: '2026-07-01', to: '2026-08-31' });
    expect(wrongs).toEqual([]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['POST /Items', 'GET /CreditNotes', 'GET /Payments', 'GET /BankTransactions']),
    );
  });

  it('is one it allows with charges, tracking, currencies and notes, and when all of it is taken back', async () => {
    const { app, wrongs, sale, send } = await shop({ status: 'DRAFT', notes: true });
    const charges = { shipping: '9.95', shippingTax: '0.9', surcharge: '0.5', discount: '2', channel: 'Website' };
    const body = invoice([line('FERN', 2, '11')], { ...charges, currency: 'USD', total: '30.47', reference: 'PO 7' });
    const { shipment, result } = await send(await sale(body));
    expect(result).toMatchObject({ done: true });
    expect(await app.step(TASK, 'delete', [shipment])).toMatchObject([{ done: true }]);
    expect(wrongs).toEqual([]);
  });

  it('is one it allows where purchase orders become bills, and are changed and cancelled', async () => {
    const { app, wrongs, seen, all, send } = await shop({}, BUYING);
    const record = app.record('purchase-order', {
      number: 'PO-7',
      status: 'open',
      supplier: 'mill',
      orderedOn: '2026-08-01',
      currency: 'AUD',
      total: '22',
      lines: [{ id: '1', sku: 'REAM', name: 'A ream', quantity: '2', unitPrice: '11' }],
    });
    const [document] = documentsOf(await app.build('export-bills', record, all));
    const { shipment } = await send(document!, 'export-bills');
    expect(await app.find('export-bills', [shipment])).toMatchObject([{ number: 'PO-7' }]);
    expect(await app.find('export-bills', [{ ...shipment, reference: 'PO-8' }])).toHaveLength(1);
    for (const step of ['update', 'delete']) {
      expect(await app.step('export-bills', step, [shipment])).toMatchObject([{ done: true }]);
    }
    expect(wrongs).toEqual([]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toContain('POST /Invoices');
  });

  it('is one it allows where the cost of goods is posted, looked for and compared', async () => {
    const { app, wrongs, seen, all, send } = await shop({}, BUYING);
    const record = app.record('invoice', invoice([line('FERN', 3, '11', { cost: '4.255' })], { channel: 'eBay' }));
    const parent = { task: TASK, key: 'N1001', state: 'exported' as const, parts: [] };
    const [document] = documentsOf(await app.build('export-cost-journals', record, all, [], [parent]));
    const { shipment } = await send(document!, 'export-cost-journals');
    expect(await app.find('export-cost-journals', [shipment])).toMatchObject([{ number: 'COGS-N1001' }]);
    shipment.done.post!.data = undefined;
    expect(await app.step('export-cost-journals', 'verify', [shipment])).toMatchObject([{ done: true }]);
    expect(wrongs).toEqual([]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['PUT /ManualJournals', 'GET /ManualJournals', 'GET /ManualJournals/{ManualJournalID}']),
    );
  });
});

describe.skipIf(!spec)('every request about money', () => {
  const order = (more: object = {}) => ({
    ...invoice([line('POT', 2, '55')], { payments: [{ number: '501', amount: '130', paidOn: '2026-08-02' }] }),
    ...more,
  });
  const payment = {
    number: '501',
    invoice: 'N1001',
    method: '1',
    amount: '130',
    currency: 'AUD',
    paidOn: '2026-08-02',
  };
  const refund = {
    number: '71',
    invoice: 'N1001',
    method: '1',
    amount: '20',
    currency: 'AUD',
    refundedOn: '2026-08-03',
  };

  async function books(answers: Record<string, unknown> = {}) {
    const between = refereed(createSandbox({ now: () => NOW, limits: false }), spec!, { parameters: true });
    return { ...between, ...(await ledger({ sandbox: between.twin, answers })) };
  }
  type Books = Awaited<ReturnType<typeof books>>;

  /** Sends all that a record becomes, and looks for it afterwards. */
  async function sent(all: Books, task: string, ...[type, body, around]: ToDocuments) {
    for (const document of await all.documents(task, type, body, around)) {
      const { shipment, result } = await all.send(task, document);
      expect(result, document.reference).toMatchObject({ done: true });
      expect(await all.app.find(task, [shipment]), document.reference).toMatchObject([
        { remoteId: expect.any(String) },
      ]);
    }
  }

  it.each([
    ['a clearing account', '1', { overpaymentsAccount: '831' }, ['PUT /Payments', 'GET /Payments', 'PUT /Invoices']],
    ['the bank', '2', {}, ['PUT /Payments', 'PUT /BankTransactions', 'GET /BankTransactions']],
  ])('is one it allows where payments come in through %s, and what is too much', async (_, method, answers, asked) => {
    const all = await books(answers);
    const parents = [await all.invoiced(order())];
    await sent(all, 'export-payments', 'payment', { ...payment, method }, { order: order(), parents });
    expect(all.wrongs).toEqual([]);
    expect(all.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(expect.arrayContaining(asked));
  });

  it.each(['1', '2'])('is one it allows where a cancelled order is paid back (method %s)', async (method) => {
    const all = await books({ overpaymentsAccount: '831' });
    const around = {
      order: order({ status: 'cancelled', date: null }) as never,
      parents: [notSent('N1001', 'It was cancelled.')],
    };
    await sent(all, 'export-payments', 'payment', { ...payment, method }, around);
    await sent(all, 'export-refunds', 'refund', { ...refund, method, amount: '130' }, around);
    expect(all.wrongs).toEqual([]);
  });

  it('is one it allows where returns are credited, allocated and paid back', async () => {
    const all = await books({ refundsAccount: '218' });
    const around = { order: order(), parents: [await all.invoiced(order())] };
    const returned = {
      number: '9',
      status: 'closed',
      invoice: 'N1001',
      approvedOn: '2026-08-03',
      total: '55',
      lines: [{ id: '1', sku: 'POT', name: 'A pot', quantity: '1', refund: '55', taxCode: 'GST' }],
    };
    await sent(all, 'export-credit-notes', 'return', returned, around);
    await sent(all, 'export-refunds', 'refund', refund, around);
    expect(all.wrongs).toEqual([]);
    expect(all.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['PUT /CreditNotes', 'GET /CreditNotes', 'PUT /CreditNotes/{CreditNoteID}/Allocations']),
    );
  });
});

type ToDocuments = Parameters<Ledger['documents']> extends [string, ...infer Rest] ? Rest : never;

const BUYING = {
  workflow: 'alone-with-cost',
  purchaseAccount: '425',
  purchaseTaxedCode: 'INPUT',
  purchaseUntaxedCode: 'EXEMPTEXPENSES',
  stockAccount: '631',
  costAccount: '310',
};

function documentsOf(built: object): Document[] {
  if ('documents' in built) return built.documents as Document[];
  throw new Error(JSON.stringify(built));
}
