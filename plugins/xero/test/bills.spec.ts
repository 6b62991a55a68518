import type { Document, RecordBody } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import type { Bill } from '../purchases/bill.js';
import { asker } from '../sandbox/testing.js';
import { aCentLess, misbooks } from './misbooks.js';
import { type Parents, type Shipped, shopOf, stepThrough } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-bills';

type Order = RecordBody<'purchase-order'>;
type Line = NonNullable<Order['lines']>[number];
type BillDocument = Document<Bill>;

const BUYING = {
  purchaseAccount: '425',
  purchaseTaxedCode: 'INPUT',
  purchaseUntaxedCode: 'EXEMPTEXPENSES',
  stockAccount: '631',
};

const bought = (sku: string, quantity: number, unitPrice: string, more: Partial<Line> = {}): Line => ({
  id: sku,
  sku,
  name: `A ${sku}`,
  quantity: String(quantity),
  unitPrice,
  ...more,
});

/** A purchase of a store whose prices contain no tax: ten per cent come on top. */
function order(lines: Line[], more: Partial<Order> = {}): Order {
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

async function shop(options: Parameters<typeof open>[0] = {}) {
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

describe('purchase orders as bills', () => {
  it('are drafts of their supplier under their own number, to the cent', async () => {
    const { bill, send, inBooks } = await shop();
    const document = await bill(order([bought('REAM', 3, '10.03'), bought('CARD', 7, '0.335')]));
    const { shipment, result } = await send(document);
    expect(result).toMatchObject({ done: true });
    expect(shipment.done.create).toMatchObject({
      number: 'PO-7',
      links: [{ type: 'supplier', key: 'mill', remoteId: expect.any(String) }],
    });
    expect(await inBooks(shipment.done.create!.remoteId)).toMatchObject({
      Type: 'ACCPAY',
      Status: 'DRAFT',
      InvoiceNumber: 'PO-7',
      Contact: { Name: 'Paper Mill' },
      Total: Number(order([bought('REAM', 3, '10.03'), bought('CARD', 7, '0.335')]).total),
      LineItems: expect.arrayContaining([expect.objectContaining({ AccountCode: '425', TaxType: 'INPUT' })]),
    });
  });

  it('have a line for what rounding makes, and are refused beyond the tolerance', async () => {
    const { bill, build } = await shop();
    const { payload } = await bill(order([bought('REAM', 3, '10.03')], { total: '33.08', tax: '2.99' }));
    expect(payload.lines.at(-1)).toMatchObject({ description: 'Rounding', amount: '-0.02' });
    expect(await build(order([bought('REAM', 3, '10.03')], { total: '40' }))).toMatchObject({
      rejected: expect.stringContaining('The store’s total is 40.00 AUD'),
    });
  });

  it('are a failure when the app booked something else, whatever it said, when made and when updated: rule 7', async () => {
    const { app, twin, bill, send } = await shop();
    const document = await bill(order([bought('REAM', 3, '10')]));
    misbooks(twin, 'Invoices', aCentLess);
    const { shipment, result } = await send(document);
    const wrong = {
      needsPerson:
        'PO-7 comes to 32.97 AUD in Xero, but the store’s total is 33.00 AUD. Mend it in Xero, then try again.',
    };
    expect(result).toEqual(wrong);
    shipment.done.create!.data = undefined;
    expect(await app.step(TASK, 'verify', [shipment])).toEqual([wrong]);
    const [updated] = await app.step(TASK, 'update', [shipment]);
    shipment.done.update = updated as { data: object };
    expect(await app.step(TASK, 'verify', [shipment])).toEqual([wrong]);
    expect(app.exchanges.at(-1)).toMatchObject({ method: 'POST', purpose: 'Update 1 invoice' });
  });

  it('say what came in the end, and follow it while they are drafts: rule 5', async () => {
    const { app, bill, send, inBooks } = await shop();
    const lines = [bought('REAM', 3, '10'), bought('CARD', 5, '2')];
    const document = await bill(order(lines));
    const { shipment } = await send(document);
    const came = order([bought('REAM', 3, '10', { received: '2' }), bought('CARD', 5, '2', { received: '5' })], {
      status: 'received',
      receivedOn: '2026-08-02',
      total: '44',
    });
    const shipped = [{ part: '', reference: 'PO-7', payload: document.payload, done: ['create', 'verify'] }];
    const now = await bill(came, shipped);
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, now)).toEqual({
      steps: ['update', 'verify'],
    });
    // Stopped on its way, it is taken up again, whatever else of the order changed.
    const stopped = { ...now, steps: ['create', 'update', 'verify'], done: ['create'] };
    expect(await app.change(TASK, stopped, now)).toEqual({ steps: ['update', 'verify'] });
    shipment.payload = now.payload;
    expect(await app.step(TASK, 'update', [shipment])).toMatchObject([{ done: true, data: { total: 33 } }]);
    const row = await inBooks(shipment.done.create!.remoteId);
    expect(row).toMatchObject({ Total: 33, DateString: '2026-08-02T00:00:00', Type: 'ACCPAY' });
    expect(row.LineItems).toHaveLength(2);
  });

  it('are never altered in silence once they are approved: rule 5', async () => {
    const { app, bill, send, twin } = await shop({ advanced: { billStatus: 'AUTHORISED' } });
    const document = await bill(order([bought('REAM', 3, '10')]));
    expect((await send(document)).result).toMatchObject({ done: true });
    const now = await bill(order([bought('REAM', 4, '10')]));
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, now)).toBe('ask');
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, undefined)).toBe('ask');
    const drafts = await shop({ sandbox: twin });
    const { shipment } = await drafts.send(await drafts.bill(order([bought('REAM', 3, '10')], { number: 'PO-8' })));
    const who = await asker(twin);
    await who.post(`/Invoices/${shipment.done.create!.remoteId}`, { Status: 'AUTHORISED' });
    expect(await drafts.app.step(TASK, 'update', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('PO-8 was authorised in Xero meanwhile') },
    ]);
  });

  it('are deleted as drafts when their order is cancelled, and by nothing else', async () => {
    const { app, twin, bill, build, send } = await shop();
    const document = await bill(order([bought('REAM', 1, '10')]));
    const { shipment } = await send(document);
    const shipped = [{ part: '', reference: 'PO-7', payload: document.payload, done: ['create'] }];
    expect(await build(order([bought('REAM', 1, '10')], { status: 'cancelled' }), shipped)).toEqual({
      notDue: 'It was cancelled.',
    });
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, undefined)).toEqual({
      steps: ['delete'],
    });
    expect(await app.step(TASK, 'delete', [shipment])).toMatchObject([{ done: true, data: { status: 'DELETED' } }]);
    expect(await app.find(TASK, [shipment])).toMatchObject([{ steps: ['create', 'delete'] }]);
    const approved = (await send(await bill(order([bought('REAM', 1, '10')], { number: 'PO-9' })))).shipment;
    const id = approved.done.create!.remoteId;
    await (await asker(twin)).post(`/Invoices/${id}`, { InvoiceID: id, Status: 'AUTHORISED' });
    expect(await app.step(TASK, 'delete', [approved])).toMatchObject([
      { needsPerson: expect.stringContaining('PO-9 was approved in Xero meanwhile') },
    ]);
    // Somebody chose another workflow since.
    const other = await shop({ answers: { workflow: 'beside-stock' } });
    expect(await other.build(order([bought('REAM', 1, '10')]), shipped)).toHaveProperty('documents');
  });

  it('are found by their link though the app takes a number twice, even when somebody changed the number', async () => {
    const { app, bill, send, twin } = await shop();
    const shipment = app.shipment(await bill(order([bought('REAM', 1, '10')])));
    const other = await shop({
      sandbox: twin,
      store: { id: 2, address: 'https://hub.example/logs/exports?store=2&text=' },
    });
    await other.send(await other.bill(order([bought('REAM', 9, '10')])));
    expect(await app.find(TASK, [shipment])).toEqual([undefined]);
    app.faults.next('drop after', { when: ({ path, method }) => method === 'PUT' && path === 'Invoices' });
    await expect(app.step(TASK, 'create', [shipment])).rejects.toThrow('before the app had answered');
    const [found] = await app.find(TASK, [shipment]);
    expect(found).toMatchObject({ number: 'PO-7', steps: ['create'] });
    // Sent once more, it is not written twice.
    expect(await app.step(TASK, 'create', [{ ...shipment, key: 'another try' }])).toEqual([{ exists: true }]);
    const who = await asker(twin);
    await who.post(`/Invoices/${found!.remoteId}`, { InvoiceNumber: 'SUPPLIERS-OWN-1' });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ remoteId: found!.remoteId }]);
    expect(app.manifest.tasks.find(({ id }) => id === TASK)).toHaveProperty('doublesUnlessFound', true);
    await send(await bill(order([bought('REAM', 1, '10')], { number: 'PO-9' })));
  });

  it.each([
    ['both', ['open', 'partly-received', 'received']],
    ['sent', ['open', 'partly-received', 'received']],
    ['received', ['received']],
  ])('go when they are %s', async (billsWhen, due) => {
    const { build } = await shop({ advanced: { billsWhen } });
    for (const status of ['open', 'partly-received', 'received']) {
      const built = await build(order([bought('REAM', 1, '10')], { status, receivedOn: '2026-08-01' }));
      expect('documents' in built, status).toBe(due.includes(status));
    }
    expect(await build(order([bought('REAM', 1, '10')], { orderedOn: '2026-06-30' }))).toEqual({
      notDue: 'It is dated before the integration start date.',
    });
  });

  it('put goods on the shelf only where their cost is taken off it: one owner of the cost of goods, rule 3', async () => {
    const accounts = async (workflow: string) => {
      const one = await shop({ answers: { workflow } });
      const record = one.app.record('purchase-order', order([bought('REAM', 1, '10')]));
      const refs = await one.app.uses(TASK, record);
      expect(refs).toContainEqual({ type: 'product', key: 'REAM' });
      const ream = one.app.record('product', { sku: 'REAM' });
      const { records } = await one.app.pull('import-tax-rates');
      const rates = records.map((body) => one.app.record('tax-rate', body as RecordBody<'tax-rate'>));
      const built = await one.app.build(TASK, record, [ream, ...rates]);
      return 'documents' in built ? (built.documents[0] as BillDocument).payload.lines[0]!.account : built;
    };
    expect(await accounts('alone')).toBe('425');
    expect(await accounts('alone-with-cost')).toBe('631');
    expect(await accounts('beside-stock')).toEqual({ notDue: 'Your stock system posts purchases to Xero.' });
  });

  it('keep their currency; at which rate is the setting’s: rule 6', async () => {
    const abroad = order([bought('REAM', 1, '10')], { currency: 'USD' });
    const given = await shop({ answers: { rates: 'given' }, advanced: { exchangeRates: 'USD=0.66' } });
    const { shipment, result } = await given.send(await given.bill(abroad));
    expect(result).toMatchObject({ done: true });
    expect(await given.inBooks(shipment.done.create!.remoteId)).toMatchObject({
      CurrencyCode: 'USD',
      CurrencyRate: 0.66,
    });
    const held = await shop({ answers: { rates: 'none' } });
    expect(await held.build(abroad)).toHaveProperty('needsPerson');
    expect((await (await shop()).bill(abroad)).payload.rate).toBeUndefined();
  });

  it('wait where their period is closed, or go on the first open day: rule 5', async () => {
    const locked = async (lockedPeriod: string) => {
      const one = await shop({ advanced: { lockedPeriod, billStatus: 'AUTHORISED' } });
      one.twin.lock({ period: '2026-07-31' });
      return { ...one, ...(await one.send(await one.bill(order([bought('REAM', 1, '10')])))) };
    };
    const waiting = await locked('wait');
    expect(waiting.result).toMatchObject({ label: 'Period closed', waiting: expect.stringContaining('1 August 2026') });
    const [document, { shipment }] = [await waiting.bill(order([bought('REAM', 1, '10')])), waiting];
    const chosen = { ...shipment, day: '2026-08-01' };
    expect((await stepThrough(waiting.app, document, TASK, chosen)).result).toMatchObject({ done: true });
    expect(await waiting.inBooks(chosen.done.create!.remoteId)).toMatchObject({ DateString: '2026-08-01T00:00:00' });
    expect(await waiting.app.find(TASK, [chosen])).toMatchObject([{ day: '2026-08-01' }]);
    const posted = await locked('first-open-day');
    expect(posted.result).toMatchObject({ done: true });
    expect(await posted.inBooks(posted.shipment.done.create!.remoteId)).toMatchObject({
      DateString: '2026-08-01T00:00:00',
    });
  });

  it('go to the contact that is known by now, and keep it up to date', async () => {
    const { app, bill } = await shop();
    const parent = { task: 'export-suppliers', key: 'mill', state: 'exported' as const, remoteId: 'c-1', parts: [] };
    const record = app.record('purchase-order', order([bought('REAM', 1, '10')]));
    expect(await app.parents(TASK, record)).toEqual([{ task: 'export-suppliers', key: 'mill' }]);
    expect((await bill(order([bought('REAM', 1, '10')]), [], [parent])).payload.contact.id).toBe('c-1');
    const supplier = app.record('supplier', { code: 'mill', name: 'Paper Mill' });
    expect(await app.build('export-suppliers', supplier)).toMatchObject({ notDue: expect.any(String) });
    const linked = await app.build('export-suppliers', { ...supplier, remoteId: 'c-1' });
    expect(linked).toMatchObject({ payload: { id: 'c-1', name: 'Paper Mill' } });
  });
});
