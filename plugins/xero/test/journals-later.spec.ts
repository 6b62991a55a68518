import type { Document, RecordBody } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { type CostJournal, entriesOf, takenBack } from '../journals/journal.js';
import { type JournalDocument, linesIn, only, order, RETURNED, SOLD, sent, shop } from './costs.js';
import { invoice, line, type Shipped } from './sales.js';

describe('an order that changes after its cost was posted (rule 5)', () => {
  const shipped = (document: JournalDocument): Shipped => [
    { part: '', reference: document.reference, payload: document.payload, done: ['post', 'verify'] },
  ];
  const landed = (document: JournalDocument) => ({ ...document, done: ['post', 'verify'] });

  it('keeps the prices that it was posted at', async () => {
    const cheap = await shop();
    const document = await cheap.journal(order());
    const dear = await shop({}, [
      { sku: 'FERN', purchasePrice: '9' },
      { sku: 'POT', purchasePrice: '9' },
    ]);
    const now = await dear.journal(invoice([line('FERN', 3, '11'), line('POT', 1, '5')]), undefined, shipped(document));
    expect(await dear.app.change(SOLD, landed(document), now)).toBe('nothing');
  });

  it('is made up for by a journal of the difference, after a person agreed unless they said so before', async () => {
    for (const edits of ['ask', 'difference']) {
      const { app, journal, send, inBooks } = await shop({ advanced: { edits } });
      const document = await journal(order());
      await send(document);
      const now = await journal(invoice([line('FERN', 1, '11'), line('POT', 2, '5')]), undefined, shipped(document));
      const change = (await app.change(SOLD, landed(document), now)) as { difference: Document; ask: boolean };
      expect(change).toMatchObject({ ask: edits === 'ask', difference: { reference: 'COGS-N1001-C' } });
      expect((await send(change.difference)).result).toMatchObject({ done: true });
      const row = (await inBooks()).find(({ Url }: { Url?: string }) => Url?.endsWith('COGS-N1001-C'));
      expect(linesIn(row)).toEqual([
        ['631', 6.51],
        ['310', -6.51],
      ]);
    }
  });

  it('is taken back whole when it was cancelled, and once', async () => {
    const { app, journal } = await shop();
    const document = await journal(order());
    const change = (await app.change(SOLD, landed(document), undefined)) as { difference: JournalDocument };
    expect(change).toMatchObject({ ask: false });
    expect(entriesOf(change.difference.payload.goods)).toMatchObject([
      { account: '631', amount: '14.77' },
      { account: '310', amount: '-14.77' },
    ]);
    expect(await app.change(SOLD, { ...landed(document), payload: null }, undefined)).toBe('nothing');
  });

  it('is not taken back because somebody chose another workflow', async () => {
    const { journal } = await shop();
    const document = await journal(order());
    const other = await shop({ answers: { workflow: 'alone' } });
    expect(await other.build(order(), undefined, shipped(document))).toHaveProperty('documents');
  });
});

describe('goods that come back', () => {
  const returned = (lines: NonNullable<RecordBody<'return'>['lines']>): RecordBody<'return'> => ({
    number: '77',
    status: 'closed',
    invoice: 'N1001',
    approvedOn: '2026-08-02',
    total: '11',
    lines,
  });
  const back = (sku: string, quantity: string, restocked = true) => ({ id: sku, sku, quantity, restocked });

  it('take their cost back with them, at what they had cost, where they were put back into stock', async () => {
    const { app, journal, send, inBooks } = await shop();
    const parent = sent('N1001', SOLD, (await journal(order())).payload);
    const body = returned([back('FERN', '2'), back('POT', '1', false), back('WRAP', '1')]);
    const record = app.record('return', body);
    expect(await app.parents(RETURNED, record)).toEqual([{ task: SOLD, key: 'N1001' }]);
    const document = only(await app.build(RETURNED, record, [], [], [parent]));
    expect((await send(document, RETURNED)).result).toMatchObject({ done: true });
    const row = (await inBooks()).find(({ Url }: { Url?: string }) => Url?.endsWith('COGS-RMA-77'));
    expect(linesIn(row)).toEqual([
      ['631', 8.51],
      ['310', -8.51],
    ]);
    const shipped = [{ part: '', reference: 'COGS-RMA-77', payload: document.payload, done: ['post', 'verify'] }];
    const again = only(await app.build(RETURNED, record, [], shipped, []));
    expect(await app.change(RETURNED, { ...document, done: ['post', 'verify'] }, again)).toBe('nothing');
  });

  it('come back as what their kit was made of', async () => {
    const { app, journal } = await shop();
    const parts = [line('FERN', 2, '0', { kit: 'SET' }), line('POT', 4, '0', { kit: 'SET' })];
    const parent = sent('N1001', SOLD, (await journal(invoice([line('SET', 2, '30'), ...parts]))).payload);
    const record = app.record('return', returned([back('SET', '1')]));
    // A difference that was posted since repeats them all.
    const { goods } = parent.parts[0]!.payload as CostJournal;
    const repeated = { ...parent.parts[0]!, payload: { goods: [...goods, ...takenBack(goods)] } };
    const twice = { ...parent, parts: [parent.parts[0]!, repeated] };
    const { payload } = only(await app.build(RETURNED, record, [], [], [twice]));
    expect(payload.goods.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['FERN', '-1'],
      ['POT', '-2'],
    ]);
  });

  it('are left alone where nothing was restocked, or their cost was never posted', async () => {
    const { app } = await shop();
    const thrown = app.record('return', returned([back('FERN', '1', false)]));
    expect(await app.build(RETURNED, thrown, [], [], [sent('N1001', SOLD)])).toMatchObject({
      notDue: 'Nothing of it went back into stock.',
    });
    const stray = app.record('return', returned([back('FERN', '1')]));
    expect(await app.build(RETURNED, stray)).toMatchObject({
      notDue: 'The cost of its order was not posted from here.',
    });
  });
});
