import { describe, expect, it } from 'vitest';
import { debitsOf, entriesOf } from '../journals/journal.js';
import { type JournalDocument, order, RETURNED, SOLD, sent, shop } from './costs.js';
import { misbooks } from './misbooks.js';
import { invoice, line, type Parents } from './sales.js';

describe('the cost of goods', () => {
  it('moves from the stock to what was sold, balanced to the cent', async () => {
    const { journal, send, inBooks } = await shop();
    const document = await journal(order());
    expect(document).toMatchObject({ reference: 'COGS-N1001', summary: '14.77 AUD: Cost of goods sold: N1001' });
    const before = (await inBooks()).length;
    expect((await send(document)).result).toMatchObject({ done: true });
    const rows = await inBooks();
    expect(rows).toHaveLength(before + 1);
    expect(rows.find(({ Narration }: { Narration: string }) => Narration.endsWith('[COGS-N1001]'))).toMatchObject({
      Status: 'POSTED',
      LineAmountTypes: 'NoTax',
      Url: 'https://hub.example/logs/exports?store=1&text=COGS-N1001',
      JournalLines: [
        { AccountCode: '310', LineAmount: 14.77 },
        { AccountCode: '631', LineAmount: -14.77 },
      ],
    });
  });

  it('is balanced whatever was sold', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const goods = Array.from({ length: 1 + (seed % 9) }, (_, at) => ({
        order: 'N1',
        sku: `S${at}`,
        quantity: String(((seed * 7 + at * 3) % 11) - 3),
        cost: (((seed * 7919 + at * 104_729) % 99_991) / 1000).toFixed(3),
        debit: at % 3 === 0 ? '310' : '315',
        credit: '631',
        tracking: [],
      }));
      const entries = entriesOf(goods);
      const cents = entries.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
      expect(cents, String(seed)).toBe(0);
      expect(Number(debitsOf(entries))).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([
    ['beside-stock', 'Your stock system posts the cost of goods to Xero.'],
    ['alone', 'By the workflow that you chose, the cost of goods is posted by nobody.'],
  ])('has one owner, as revenue has (rule 3): under “%s” it is not posted from here', async (workflow, notDue) => {
    const { app, build } = await shop({ answers: { workflow } });
    expect(await build(order())).toEqual({ notDue });
    const { tasks } = app.manifest.workflows[workflow]!;
    expect(tasks).not.toContain(SOLD);
    expect(tasks).not.toContain(RETURNED);
    const owners = Object.entries(app.manifest.workflows).filter(([, one]) => one.tasks.includes(SOLD));
    expect(owners.map(([name]) => name)).toEqual(['alone-with-cost']);
    expect(tasks).toContain('export-invoices');
    expect(app.manifest.workflows.reading!.tasks).not.toContain('export-invoices');
  });

  it('goes behind its revenue, once all has left', async () => {
    const { app, build } = await shop();
    expect(await app.parents(SOLD, app.record('invoice', order()))).toEqual([
      { task: 'export-invoices', key: 'N1001' },
    ]);
    expect(await build(order({ status: 'open' }))).toMatchObject({ notDue: 'Not all of it is dispatched yet.' });
    const kept: Parents = [{ ...sent('N1001'), state: 'not-due', because: 'It is a layby.', parts: [] }];
    expect(await build(order(), kept)).toEqual({ notDue: 'Its invoice was not sent from here. It is a layby.' });
  });

  it('asks for a purchase price that is missing, and books the line’s own where the store knows it', async () => {
    const { build, journal } = await shop();
    expect(await build(invoice([line('MOSS', 1, '3')]))).toEqual({
      needsPerson: 'MOSS has no purchase price. Give it one in the store, then try again.',
    });
    const { payload } = await journal(invoice([line('MOSS', 2, '3', { cost: '1.5' })]));
    expect(entriesOf(payload.goods)).toMatchObject([{ amount: '3' }, { amount: '-3' }]);
    expect(await build(invoice([line('WRAP', 1, '3')]))).toEqual({ notDue: 'Nothing on it is kept in stock.' });
  });

  it('asks nobody about a sample that cost nothing, and books a gift that did cost something', async () => {
    const { build, journal } = await shop();
    expect(await build(invoice([line('MOSS', 1, '0')]))).toMatchObject({ notDue: expect.any(String) });
    const { payload } = await journal(invoice([line('MOSS', 1, '0'), line('FERN', 1, '0', { cost: '2' })]));
    expect(entriesOf(payload.goods)).toMatchObject([{ amount: '2' }, { amount: '-2' }]);
    const inside = line('MOSS', 1, '0', { id: 'part', kit: 'SET' });
    expect(await build(invoice([line('SET', 1, '9'), inside]))).toMatchObject({
      needsPerson: expect.stringContaining('MOSS has no purchase price'),
    });
  });

  it('is that of a kit’s parts, not of the kit besides', async () => {
    const { journal } = await shop();
    const parts = [line('FERN', 2, '0', { kit: 'SET' }), line('POT', 4, '0', { kit: 'SET' })];
    const { payload } = await journal(invoice([line('SET', 2, '30'), ...parts]));
    expect(payload.goods.map(({ sku, quantity, kit }) => [sku, quantity, kit?.quantity])).toEqual([
      ['FERN', '2', '2'],
      ['POT', '4', '2'],
    ]);
  });

  it('goes to the accounts of the product, under the tracking of the channel', async () => {
    const probe = await shop();
    const { records } = await probe.app.pull('import-accounts');
    const id = (code: string) => String(records.find((one) => one.code === code)!.id);
    const maps = { 'cost-accounts': { '5-100': id('315') }, 'stock-accounts': { '1-200': id('831') } };
    const own = { sku: 'FERN', purchasePrice: '4', cogsAccount: '5-100', assetAccount: '1-200' };
    const { journal, send, inBooks } = await shop({ maps }, [own]);
    const { result } = await send(await journal(invoice([line('FERN', 1, '11')], { channel: 'eBay' })));
    expect(result).toMatchObject({ done: true });
    const row = (await inBooks()).find(({ Url }: { Url?: string }) => Url?.endsWith('COGS-N1001'));
    expect(row.JournalLines).toMatchObject([
      { AccountCode: '315', LineAmount: 4, Tracking: [{ Name: 'Channel', Option: 'Marketplace' }] },
      { AccountCode: '831', LineAmount: -4, Tracking: [{ Name: 'Channel', Option: 'Marketplace' }] },
    ]);
  });

  it('is one journal a day where the merchant wants that', async () => {
    const { app, journal, send } = await shop({ advanced: { journalsPer: 'day', journalStatus: 'DRAFT' } });
    const documents = [await journal(order()), await journal(order({ number: 'N1002' }))];
    expect(documents.map(({ batchKey }) => batchKey)).toEqual(['2026-08-01', '2026-08-01']);
    const merged = (await app.merge(SOLD, documents)) as JournalDocument;
    expect(merged).toMatchObject({ reference: 'COGS-2026-08-01', payload: { status: 'DRAFT' } });
    expect(debitsOf(entriesOf(merged.payload.goods))).toBe('29.54');
    expect((await send(merged)).result).toMatchObject({ done: true });
  });
});

describe('a journal on its way', () => {
  it('is told by its mark, for the app would take it twice', async () => {
    const { app, journal, twin, inBooks } = await shop();
    const shipment = app.shipment(await journal(order()));
    expect(await app.find(SOLD, [shipment])).toEqual([undefined]);
    // One answer that gets lost is enough: money is never simply sent again.
    app.faults.next('drop after', { when: ({ path, method }) => method === 'PUT' && path === 'ManualJournals' });
    await expect(app.step(SOLD, 'post', [shipment])).rejects.toThrow('before the app had answered');
    const [found] = await app.find(SOLD, [shipment]);
    expect(found).toMatchObject({ number: 'COGS-N1001', steps: ['post'] });
    const count = (await inBooks()).length;
    expect(await app.step(SOLD, 'post', [{ ...shipment, key: 'another try' }])).toEqual([{ exists: true }]);
    expect(await inBooks()).toHaveLength(count);
    const store = { id: 2, address: 'https://hub.example/logs/exports?store=2&text=' };
    const other = await shop({ sandbox: twin, store });
    expect(await other.app.find(SOLD, [shipment])).toEqual([undefined]);
    expect(app.manifest.tasks.find(({ id }) => id === SOLD)).toHaveProperty('doublesUnlessFound', true);
  });

  it('waits where its period is closed, or goes on the first open day and is found there: rule 5', async () => {
    const waiting = await shop();
    waiting.twin.lock({ period: '2026-08-01' });
    const { result } = await waiting.send(await waiting.journal(order()));
    expect(result).toMatchObject({ label: 'Period closed', waiting: expect.stringContaining('2 August 2026') });
    const open = await shop({ advanced: { lockedPeriod: 'first-open-day' } });
    open.twin.lock({ period: '2026-08-01' });
    const { shipment, result: posted } = await open.send(await open.journal(order()));
    expect(posted).toMatchObject({ done: true });
    expect(await open.app.find(SOLD, [shipment])).toMatchObject([{ steps: ['post'] }]);
  });

  it('is a failure when it came to something else, whatever the app said: rule 7', async () => {
    const { app, twin, journal, send } = await shop();
    const { handle } = twin;
    misbooks(twin, 'ManualJournals', ({ JournalLines: [debit, credit] }) => {
      debit.LineAmount -= 0.01;
      credit.LineAmount += 0.01;
    });
    const { shipment, result } = await send(await journal(order()));
    const wrong = {
      needsPerson:
        'COGS-N1001 comes to 14.76 AUD in Xero, but the goods cost 14.77 AUD. Mend it in Xero, then try again.',
    };
    expect(result).toEqual(wrong);
    twin.handle = handle;
    // Tried again later it is read anew.
    shipment.done.post!.data = undefined;
    expect(await app.step(SOLD, 'verify', [shipment])).toEqual([wrong]);
    const right = await send(await journal(order({ number: 'N1002' })));
    expect(right.result).toMatchObject({ done: true });
    right.shipment.done.post!.data = undefined;
    expect(await app.step(SOLD, 'verify', [right.shipment])).toMatchObject([{ done: true }]);
  });

  it('isn’t posted in another currency than the organisation’s', async () => {
    const { journal, send } = await shop({ store: { currency: 'NZD' } });
    expect((await send(await journal(order()))).result).toMatchObject({
      needsPerson: expect.stringContaining('Purchase prices are in NZD'),
    });
  });
});
