import type { RecordBody } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { connected, sent } from './neto.js';

type At = ReturnType<typeof connected>;
type Product = RecordBody<'product'>;

const send = ({ app }: At, ...products: Product[]) =>
  sent(
    app,
    'export-products',
    products.map((body) => app.record('product', body)),
  );

const FERN = { sku: 'PLANT-FERN', name: 'Fern', price: '19.95', priceB: '17.5', barcode: '93123', weight: '0.8' };

describe('a product that another app has changed', () => {
  it('is updated where the store has it', async () => {
    const at = connected();
    const results = await send(at, { sku: 'OLD-CAN-ENAMEL', name: 'Watering can', price: '61', priceC: '55.5' });
    expect(results).toEqual([{ done: true, remoteId: expect.stringMatching(/^\d+$/) }]);
    const item = at.shop.item('OLD-CAN-ENAMEL')!;
    expect(item.texts.Name).toBe('Watering can');
    expect(item.priceGroups).toMatchObject({ '1': { price: 6100 }, '3': { price: 5550 } });
    expect(at.app.exchanges.map(({ purpose }) => purpose)).toEqual(['UpdateItem']);
  });

  it('is added where the store can’t find it, for sale at once', async () => {
    const at = connected();
    const [result] = await send(at, FERN);
    expect(at.app.exchanges.map(({ purpose }) => purpose)).toEqual(['UpdateItem', 'AddItem']);
    const item = at.shop.item('PLANT-FERN')!;
    expect(result).toEqual({ done: true, remoteId: String(item.id) });
    expect(item).toMatchObject({
      texts: { Name: 'Fern', UPC: '93123', ShippingWeight: '0.8' },
      flags: { IsActive: true, Visible: true, Approved: true, TaxInclusive: true },
      priceGroups: { '1': { price: 1995 }, '2': { price: 1750 } },
    });
  });

  it('waits for approval in the store if the merchant wants that', async () => {
    const at = connected({ advanced: { newProducts: 'held-back' }, store: { taxInclusive: false } });
    await send(at, FERN);
    expect(at.shop.item('PLANT-FERN')!.flags).toMatchObject({ Approved: false, TaxInclusive: false });
  });

  it('comes back as the same product', async () => {
    const at = connected();
    const [result] = await send(at, FERN);
    const { rows, records } = await at.app.pull('import-products');
    const place = records.findIndex(({ sku }) => sku === FERN.sku);
    expect(rows[place]!.remoteId).toBe((result as { remoteId: string }).remoteId);
    expect(records[place]).toMatchObject(FERN);
  });

  it('changes and creates in one batch, each with its own result', async () => {
    const at = connected();
    const results = await send(at, FERN, { sku: 'OLD-CAN-ENAMEL', name: 'Can' }, { sku: 'PLANT-IVY', name: 'Ivy' });
    expect(results).toMatchObject([{ done: true }, { done: true }, { done: true }]);
    expect(at.app.exchanges).toHaveLength(2);
  });

  it('does not keep the rest of its batch back when the store refuses it', async () => {
    const at = connected();
    const results = await send(at, { ...FERN, priceD: '999999999999999' }, { sku: 'PLANT-IVY', name: 'Ivy' });
    expect(results).toEqual([
      { rejected: expect.stringContaining('too large') },
      { done: true, remoteId: expect.any(String) },
    ]);
    expect(at.shop.item('PLANT-FERN')).toBeUndefined();
    expect(at.shop.item('PLANT-IVY')).toBeDefined();
  });

  it('is refused with a SKU the store has no room for', async () => {
    const { app } = connected();
    const sku = 'A-SKU-OF-TWENTY-SIX-SIGNS!';
    const record = { id: 1, type: 'product' as const, key: sku, body: { sku } };
    expect(await app.build('export-products', record)).toEqual({ rejected: expect.stringContaining('26 characters') });
  });
});

describe('prices', () => {
  it('of zero, or unknown, are never written', async () => {
    const at = connected();
    const { app } = at;
    const nothing = { price: '0', priceA: '0.00', priceB: null, priceC: '-1', purchasePrice: '0' };
    const built = await app.build('export-products', app.record('product', { sku: 'OLD-CAN-ENAMEL', ...nothing }));
    expect(built).toEqual({ payload: { SKU: 'OLD-CAN-ENAMEL' } });
    await send(at, { sku: 'OLD-CAN-ENAMEL', ...nothing });
    expect(at.shop.item('OLD-CAN-ENAMEL')!.priceGroups).toMatchObject({ '1': { price: 5900 } });
  });

  it('go to the groups the merchant has set, A to J', async () => {
    const at = connected({ advanced: { groupA: '4', groupB: '2', groupD: '', groupJ: '10' } });
    await send(at, { ...FERN, priceA: '11', priceB: '12', priceD: '14', priceJ: '20' });
    const prices = Object.entries(at.shop.item(FERN.sku)!.priceGroups).map(([group, { price }]) => [group, price]);
    expect(prices).toEqual([
      ['1', 1995],
      ['2', 1200],
      ['4', 1100],
      ['10', 2000],
    ]);
  });

  it('of a tier never overwrite the store price, which is the price of one of the groups', async () => {
    const at = connected();
    await send(at, { ...FERN, priceA: '9' });
    expect(at.shop.item(FERN.sku)!.priceGroups['1']!.price).toBe(1995);
    await send(at, { sku: FERN.sku, priceA: '9' });
    expect(at.shop.item(FERN.sku)!.priceGroups['1']!.price).toBe(900);
  });

  it('are watched: a run that would change more than a tenth of them asks first', () => {
    const task = connected().app.manifest.tasks.find(({ id }) => id === 'export-products')!;
    expect(task).toMatchObject({ batch: 50, schedule: 'every 5 minutes', watch: { percent: 10 } });
    expect(task).toHaveProperty('watch.fields.length', 11);
  });
});

describe('a product that is no longer sold', () => {
  it('is switched off, and never on again behind the store’s back', async () => {
    const at = connected();
    const { id } = at.shop.item('OLD-CAN-ENAMEL')!;
    const gone = at.app.record('product', { sku: 'OLD-CAN-ENAMEL', active: false }, { remoteId: String(id) });
    await sent(at.app, 'export-products', [gone]);
    expect(at.shop.item('OLD-CAN-ENAMEL')!.flags.IsActive).toBe(false);
    await send(at, { sku: 'OLD-CAN-ENAMEL', name: 'Can', active: true });
    expect(at.shop.item('OLD-CAN-ENAMEL')!.flags.IsActive).toBe(false);
  });

  it('is not added', async () => {
    const { app } = connected();
    const gone = app.record('product', { ...FERN, active: false });
    expect(await app.build('export-products', gone)).toEqual({ notDue: expect.any(String) });
    const results = await sent(app, 'export-products', [{ ...gone, remoteId: '999' }]);
    expect(results).toEqual([{ rejected: expect.stringContaining('not in the store') }]);
  });
});
