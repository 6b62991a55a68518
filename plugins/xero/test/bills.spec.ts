import type { RecordBody } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { aCentLess, misbooks } from './misbooks.js';
import { type BillDocument, bought, order, shop, TASK } from './purchases.js';
import { stepThrough } from './sales.js';

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
