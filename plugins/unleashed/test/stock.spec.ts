import { NeedsPerson } from 'patchbay/sdk';
import type { PluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import { ask, order, single } from '../sandbox/testing.js';
import { invoice, line, type Shipped, shopOf } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';

type Owing = [invoice: ReturnType<typeof invoice>, shipped?: Shipped];

async function level(app: PluginUnderTest, key: string, ...owing: Owing[]) {
  const owed = owing.map(([body, shipped = []]) => ({ record: app.record('invoice', body), shipped }));
  const { records } = await app.pull('import-stock', { owed: { [TASK]: owed } });
  return records.find((record) => record.key === key);
}

describe('stock on hand', () => {
  it('comes in for each mapped warehouse by itself, under the store’s own name for it', async () => {
    const { app, twin } = open();
    const { records } = await app.pull('import-stock');
    expect(new Set(records.map(({ warehouse }) => warehouse))).toEqual(new Set(['brunswick', 'marrickville']));
    const onHand = twin.quantityOnHand('TOOL-TROWEL', 'MAIN');
    expect(records.find(({ key }) => key === 'TOOL-TROWEL|brunswick')).toMatchObject({
      sku: 'TOOL-TROWEL',
      onHand: String(onHand),
    });
    const asked = app.exchanges.filter(({ url }) => url.includes('StockOnHand')).map(({ url }) => url);
    expect(asked.every((url) => /warehouseCode=(MAIN|EAST)/.test(url))).toBe(true);
  });

  it('waits until a warehouse is mapped', async () => {
    const { app } = open({ maps: { warehouses: {} } });
    await expect(app.pull('import-stock')).rejects.toThrow(NeedsPerson);
  });

  it('is everything there is: only a complete reading says what is gone', () => {
    const task = open().app.manifest.tasks.find(({ id }) => id === 'import-stock');
    expect(task).toMatchObject({ pulls: 'snapshot', missing: 'zero' });
  });

  it('is never written for kits, whose stock follows from their components', async () => {
    const { app, twin } = open();
    twin.receive('KIT-HERB', 'MAIN', 3);
    const { records } = await app.pull('import-stock');
    expect(records.map(({ sku }) => sku)).not.toContain('KIT-HERB');
    // The hamper is packed by hand and lies on the shelf like any other product.
    expect(records.map(({ sku }) => sku)).toContain('HAMPER-XMAS');
  });

  it('is passed over where the shop couldn’t take the product’s code', async () => {
    const { records, skipped, refused } = await open().app.pull('import-stock');
    expect(records.every(({ sku }) => String(sku).length <= 25)).toBe(true);
    expect([skipped > 0, refused]).toEqual([true, []]);
  });

  it('goes on behind a bookmark, in the warehouse where it was', async () => {
    const { app } = open({ advanced: { pageSize: 20 } });
    const { pages } = await app.pull('import-stock');
    for (const [at, page] of pages.entries()) {
      const rest = await app.pull('import-stock', { bookmark: page.bookmark });
      expect(rest.rows).toEqual(pages.slice(at + 1).flatMap(({ rows }) => rows));
    }
  });
});

describe('what the shop may sell', () => {
  it('is what is on hand, less what others have set aside', async () => {
    const { app, twin } = open();
    const before = Number((await level(app, 'TOOL-TROWEL|brunswick'))!.available);
    const body = single('TOOL-TROWEL', 3, 20, { SourceId: '2:N5' });
    expect((await ask(twin, 'POST', '/SalesOrders', body)).status).toBe(201);
    const after = await level(app, 'TOOL-TROWEL|brunswick');
    expect(after).toMatchObject({ allocated: '3', available: String(before - 3) });
  });

  it('isn’t lowered by what our own placed orders set aside: the shop counts those itself', async () => {
    const { app } = open({ answers: { exportWhen: 'approved' } });
    const { order } = await shopOf(app);
    const before = await level(app, 'TOOL-TROWEL|brunswick');
    const made = await order(invoice([line('TOOL-TROWEL', 3, '22')], { status: 'open' }));
    await app.step(TASK, 'create', [app.shipment(made)]);
    const after = await level(app, 'TOOL-TROWEL|brunswick');
    expect(after).toMatchObject({ allocated: '3', available: before!.available });
  });

  it('is lowered by what has left the store but waits to be completed', async () => {
    const { app, twin } = open({ answers: { exportWhen: 'approved' } });
    const { order } = await shopOf(app);
    const before = Number((await level(app, 'TOOL-TROWEL|brunswick'))!.available);
    // The meter is lacking, so the trowels that left with it aren't issued either.
    const made = await order(invoice([line('TOOL-TROWEL', 3, '22'), line('TOOL-METER', 1, '11')]));
    const shipment = app.shipment(made);
    await app.step(TASK, 'create', [shipment]);
    expect(await app.step(TASK, 'complete', [shipment])).toMatchObject([{ label: 'Placed, waiting' }]);
    expect(await level(app, 'TOOL-TROWEL|brunswick')).toMatchObject({ available: String(before - 3) });
    twin.receive('TOOL-METER', 'MAIN', 1);
    await app.step(TASK, 'complete', [shipment]);
    const done = await level(app, 'TOOL-TROWEL|brunswick');
    expect(done).toMatchObject({ available: String(before - 3), onHand: String(before - 3), allocated: '0' });
  });

  it('counts a kit that has left as its components', async () => {
    const { app } = open();
    const { order } = await shopOf(app);
    const before = Number((await level(app, 'HOME-CANDLE-FIG|brunswick'))!.available);
    const made = await order(invoice([line('KIT-TWINCANDLE', 2, '58.30'), line('TOOL-METER', 1, '11')]));
    const shipment = app.shipment(made);
    await app.step(TASK, 'create', [shipment]);
    await app.step(TASK, 'complete', [shipment]);
    expect(await level(app, 'HOME-CANDLE-FIG|brunswick')).toMatchObject({ available: String(before - 2) });
  });

  it('is never less than nothing', async () => {
    const { app, twin } = open();
    await ask(twin, 'POST', '/SalesOrders', order(single('TOOL-TROWEL', 5000, 20)));
    expect(await level(app, 'TOOL-TROWEL|brunswick')).toMatchObject({ available: '0' });
  });
});

describe('what the app isn’t told yet', () => {
  const KEY = 'TOOL-TROWEL|brunswick';
  const trowels = (quantity: number, more = {}) => invoice([line('TOOL-TROWEL', quantity, '22')], more);
  const available = async (app: PluginUnderTest, key: string, ...owing: Owing[]) =>
    Number((await level(app, key, ...owing))!.available);

  it('is taken off as soon as it has left the store, whatever keeps its order from the app', async () => {
    const { app } = open();
    const before = await available(app, KEY);
    expect(await available(app, KEY, [trowels(3)], [trowels(2)])).toBe(before - 5);
  });

  it('is no more than what has left, and nothing of what was never sold', async () => {
    const { app } = open({ answers: { exportWhen: 'approved' } });
    const before = await available(app, KEY);
    const partly = invoice([line('TOOL-TROWEL', 5, '22', { dispatched: '2' })], { status: 'partly-dispatched' });
    expect(await available(app, KEY, [partly])).toBe(before - 2);
    const others = ['open', 'quote', 'hold', 'layby', 'cancelled'].map((status): Owing => [trowels(4, { status })]);
    expect(await available(app, KEY, ...others)).toBe(before);
  });

  it('is counted once while its order is open in the app, and no more once that is completed there', async () => {
    const { app } = open();
    const { order } = await shopOf(app);
    const before = await available(app, KEY);
    const sale = trowels(3);
    const made = await order(sale);
    const shipment = app.shipment(made);
    const shipped = (...done: string[]): Shipped => [
      { part: made.part ?? '', reference: made.reference, payload: made.payload, done },
    ];
    await app.step(TASK, 'create', [shipment]);
    // Both after its answer and while nobody knows whether it landed.
    expect(await available(app, KEY, [sale, shipped('create')])).toBe(before - 3);
    expect(await available(app, KEY, [sale, shipped()])).toBe(before - 3);
    await app.step(TASK, 'complete', [shipment]);
    expect(await available(app, KEY, [sale, shipped('create')])).toBe(before - 3);
    expect(await available(app, KEY, [sale, shipped('create', 'complete')])).toBe(before - 3);
  });

  it('is the rest where a part has been completed', async () => {
    const { app } = open({ answers: { exportWhen: 'approved' } });
    const { orders } = await shopOf(app);
    const before = await available(app, KEY);
    const partly = invoice([line('TOOL-TROWEL', 5, '22', { dispatched: '2' })], { status: 'partly-dispatched' });
    const [first] = await orders(partly);
    const shipment = app.shipment(first!);
    await app.step(TASK, 'create', [shipment]);
    await app.step(TASK, 'complete', [shipment]);
    const { part = '', reference, payload } = first!;
    const shipped: Shipped = [{ part, reference, payload, done: ['create', 'complete'] }];
    const all = invoice([line('TOOL-TROWEL', 5, '22', { dispatched: '5' })]);
    expect(await available(app, KEY, [all, shipped])).toBe(before - 5);
  });

  it('of a kit is its components, whether or not the store names them', async () => {
    const { app } = open();
    const candle = 'HOME-CANDLE-FIG|brunswick';
    const before = await available(app, candle);
    expect(await available(app, candle, [invoice([line('KIT-TWINCANDLE', 2, '58.30')])])).toBe(before - 2);
    const named = [
      line('KIT-TWINCANDLE', 2, '58.30', { id: 'k' }),
      line('HOME-CANDLE-FIG', 2, '0', { id: 'c', kit: 'KIT-TWINCANDLE' }),
    ];
    expect(await available(app, candle, [invoice(named)])).toBe(before - 2);
  });

  it('is nothing where sales of the store never reach the app', async () => {
    const { app } = open({ answers: { workflow: 'catalogue' } });
    const before = await available(app, KEY);
    expect(await available(app, KEY, [trowels(3)])).toBe(before);
  });
});
