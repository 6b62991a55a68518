import { describe, expect, it } from 'vitest';
import { ledger } from './books.js';
import { aCentLess, misbooks } from './misbooks.js';
import { credit, order, RETURNS, returned } from './returns.js';
import { NOW } from './shop.js';

describe('what changes after it was sent', () => {
  it('is for a person, unless it comes to the same', async () => {
    const books = await ledger();
    const around = { order: order(), parents: [await books.invoiced(order())] };
    const build = async (more: object) => (await books.documents(RETURNS, 'return', returned(more), around))[0]!;
    const before = { ...(await build({})), done: ['create', 'verify', 'allocate'] };
    expect(await books.app.change(RETURNS, before, await build({ refundedTotal: '66' }))).toBe('nothing');
    const dearer = { shippingRefund: '22', total: '77' };
    expect(await books.app.change(RETURNS, before, await build(dearer))).toBe('ask');
    expect(await books.app.change(RETURNS, before, undefined)).toBe('ask');
  });

  describe('as a draft, rule 5', () => {
    const drafted = async () => {
      let now = NOW;
      const books = await ledger({ advanced: { status: 'DRAFT' }, now: () => now, twin: { now: () => now } });
      const parents = [await books.invoiced(order())];
      const build = async (more: object) => {
        const [document] = await books.documents(RETURNS, 'return', returned(more), { order: order(), parents });
        return document!;
      };
      const document = await build({});
      const { shipment } = await books.send(RETURNS, document);
      const dearer = await build({ shippingRefund: '22', total: '77', tax: '7' });
      const update = () => {
        now += 600_000;
        return books.app.step(RETURNS, 'update', [shipment]);
      };
      return { books, document, shipment, dearer, update };
    };

    it('follows its return, line by line, and is compared with it', async () => {
      const { books, document, shipment, dearer, update } = await drafted();
      const change = await books.app.change(RETURNS, { ...document, done: ['create', 'verify'] }, dearer);
      expect(change).toEqual({ steps: ['update', 'verify', 'allocate'] });
      shipment.payload = dearer.payload;
      const [updated] = await update();
      expect(updated).toMatchObject({ done: true, data: { total: 77, due: '77', status: 'DRAFT' } });
      shipment.done.update = updated as { data: object };
      expect(await books.app.step(RETURNS, 'verify', [shipment])).toMatchObject([{ done: true }]);
      const row = await credit(books, '5001');
      expect(row).toMatchObject({ Total: 77, Status: 'DRAFT', LineItems: [{ LineAmount: 55 }, { LineAmount: 22 }] });
      expect(books.twin.documents('CreditNotes').filter((one) => one.CreditNoteNumber === '5001')).toHaveLength(1);
      misbooks(books.twin, 'CreditNotes', aCentLess);
      const [other] = await update();
      shipment.done.update = other as { data: object };
      expect(await books.app.step(RETURNS, 'verify', [shipment])).toMatchObject([
        { needsPerson: expect.stringContaining('5001 comes to 76.98 AUD in Xero') },
      ]);
    });

    it('is found by its id while nobody knows whether it was brought up to date', async () => {
      const { books, shipment, dearer } = await drafted();
      shipment.payload = dearer.payload;
      expect(await books.app.find(RETURNS, [shipment])).toMatchObject([{ number: '5001', steps: ['create'] }]);
      expect(await books.app.find(RETURNS, [{ ...shipment, done: {} }])).toEqual([undefined]);
    });

    it('is left alone once somebody has approved it', async () => {
      const { books, update } = await drafted();
      await books.who.post('/CreditNotes/5001', { CreditNoteNumber: '5001', Status: 'AUTHORISED' });
      expect(await update()).toMatchObject([
        { needsPerson: expect.stringContaining('5001 was authorised in Xero meanwhile') },
      ]);
    });
  });

  it('is held while the period is closed: rule 5', async () => {
    const books = await ledger();
    const around = { order: order(), parents: [await books.invoiced(order())] };
    books.twin.lock({ period: '2026-08-10' });
    const [document] = await books.documents(RETURNS, 'return', returned(), around);
    expect((await books.send(RETURNS, document!)).result).toMatchObject({
      label: 'Period closed',
      waiting: expect.stringContaining('11 August 2026'),
    });
  });
});
