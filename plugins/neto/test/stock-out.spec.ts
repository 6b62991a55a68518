import { describe, expect, it } from 'vitest';
import { connected, sent, tell } from './neto.js';

type At = ReturnType<typeof connected>;

const level = ({ app }: At, sku: string, warehouse: string, available: string | null) =>
  app.record('stock-level', { key: `${sku}|${warehouse}`, sku, warehouse, available });

describe('stock', () => {
  it('is set, warehouse by warehouse, in one request for all of a batch', async () => {
    const at = connected();
    const results = await sent(at.app, 'export-stock', [
      level(at, 'OLD-CAN-ENAMEL', 'MAIN', '12'),
      level(at, 'OLD-CAN-ENAMEL', 'EAST', '0'),
      level(at, 'OLD-BASKET-JUTE', 'EAST', '7'),
    ]);
    expect(results).toEqual([
      { done: true, remoteId: 'OLD-CAN-ENAMEL|1' },
      { done: true, remoteId: 'OLD-CAN-ENAMEL|2' },
      { done: true, remoteId: 'OLD-BASKET-JUTE|2' },
    ]);
    expect(at.shop.stock('OLD-CAN-ENAMEL')).toEqual({ MAIN: 12, EAST: 0 });
    expect(at.shop.stock('OLD-BASKET-JUTE')).toEqual({ MAIN: 0, EAST: 7 });
    expect(at.app.exchanges.filter(({ purpose }) => purpose === 'UpdateItem')).toHaveLength(1);
  });

  it('is the same however often it is told', async () => {
    const at = connected();
    for (let times = 0; times < 3; times++)
      await sent(at.app, 'export-stock', [level(at, 'OLD-CAN-ENAMEL', 'MAIN', '12')]);
    expect(at.shop.stock('OLD-CAN-ENAMEL').MAIN).toBe(12);
  });

  it('of a kit is never written: it follows from its components', async () => {
    const at = connected();
    const { app } = at;
    const components = [{ sku: 'OLD-CANDLE-LEMON', quantity: '1' }];
    const kit = app.record('kit', { sku: 'OLD-GIFT-GARDENER', components });
    const box = level(at, 'OLD-GIFT-GARDENER', 'MAIN', '3');
    expect(await app.uses('export-stock', box)).toContainEqual({ type: 'kit', key: 'OLD-GIFT-GARDENER' });
    expect(await app.build('export-stock', box, [kit])).toEqual({ notDue: expect.stringContaining('components') });
    // Even where the hub doesn't know it for one, the store does, and its word comes back.
    expect(await sent(app, 'export-stock', [box])).toEqual([{ rejected: expect.stringContaining('kit components') }]);
  });

  it('of what is put together beforehand is its own', async () => {
    const at = connected();
    const kit = at.app.record('kit', {
      sku: 'OLD-CAN-ENAMEL',
      autoAssembles: false,
      components: [{ sku: 'OLD-CANDLE-LEMON', quantity: '1' }],
    });
    const built = await at.app.build('export-stock', level(at, 'OLD-CAN-ENAMEL', 'MAIN', '3'), [kit]);
    expect(built).toMatchObject({ payload: { quantity: '3' } });
  });

  it('is not written of what keeps none, nor when it isn’t known', async () => {
    const at = connected();
    const service = at.app.record('product', { sku: 'WRAPPING', untracked: true });
    expect(await at.app.build('export-stock', level(at, 'WRAPPING', 'MAIN', '3'), [service])).toHaveProperty('notDue');
    expect(await at.app.build('export-stock', level(at, 'A', 'MAIN', null))).toHaveProperty('notDue');
  });

  it('is never less than nothing', async () => {
    const at = connected();
    await sent(at.app, 'export-stock', [level(at, 'OLD-CAN-ENAMEL', 'MAIN', '-4')]);
    expect(at.shop.stock('OLD-CAN-ENAMEL').MAIN).toBe(0);
  });

  it('waits for a product that is not in the store yet, while the rest goes', async () => {
    const at = connected();
    const results = await sent(at.app, 'export-stock', [
      level(at, 'PLANT-FERN', 'MAIN', '3'),
      level(at, 'OLD-CAN-ENAMEL', 'MAIN', '3'),
    ]);
    expect(results).toMatchObject([{ waiting: expect.stringContaining('PLANT-FERN') }, { done: true }]);
  });

  it('asks a person about a warehouse the store doesn’t have, while the rest goes', async () => {
    const at = connected();
    const results = await sent(at.app, 'export-stock', [
      level(at, 'OLD-CAN-ENAMEL', 'MOON', '3'),
      level(at, 'OLD-CAN-ENAMEL', 'EAST', '4'),
    ]);
    expect(results).toMatchObject([{ needsPerson: expect.stringContaining('MOON') }, { done: true }]);
    expect(at.shop.stock('OLD-CAN-ENAMEL')).toEqual({ MAIN: 7, EAST: 4 });
  });

  it('finds a warehouse without a reference by its id', async () => {
    const at = connected();
    await tell(at.shop, 'AddWarehouse', { Warehouse: { WarehouseName: 'Shed' } });
    expect(await sent(at.app, 'export-stock', [level(at, 'OLD-CAN-ENAMEL', '3', '9')])).toEqual([
      { done: true, remoteId: 'OLD-CAN-ENAMEL|3' },
    ]);
  });

  it('is watched: a run that would change more than a tenth of it asks first', () => {
    const task = connected().app.manifest.tasks.find(({ id }) => id === 'export-stock')!;
    expect(task).toMatchObject({
      watch: { fields: ['available'], percent: 10 },
      batch: 50,
      schedule: 'every 5 minutes',
    });
  });
});
