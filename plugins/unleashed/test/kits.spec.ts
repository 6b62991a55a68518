import { money } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { invoice, line, shop } from './sales.js';

const TASK = 'export-invoices';

describe('a kit', () => {
  const parts = (more: object = {}) => [
    line('HOME-CANDLE-FIG', 1, '0', { kit: 'KIT-TWINCANDLE', ...more }),
    line('HOME-CANDLE-FERN', 1, '0', { kit: 'KIT-TWINCANDLE' }),
  ];

  it('leaves as itself where the app assembles it', async () => {
    const { app, twin, order } = await shop();
    const made = await order(invoice([line('KIT-TWINCANDLE', 1, '58.30', { warehouse: null }), ...parts()]));
    expect(made.payload.lines.map(({ sku }) => sku)).toEqual(['KIT-TWINCANDLE']);
    const shipment = app.shipment(made);
    const held = twin.quantityOnHand('HOME-CANDLE-FIG', 'MAIN');
    await app.step(TASK, 'create', [shipment]);
    expect(await app.step(TASK, 'complete', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.quantityOnHand('HOME-CANDLE-FIG', 'MAIN')).toBe(held - 1);
  });

  it('leaves as its components where the app doesn’t, its price split to the cent', async () => {
    const { order } = await shop({ advanced: { kits: 'all' } });
    const inside = (sku: string, quantity: number) => line(sku, quantity, '0', { kit: 'HAMPER-XMAS' });
    const parts = [inside('HOME-CANDLE-FIG', 1), inside('HOME-MUG-SPECKLE', 2), inside('HOME-TOWEL-GUM', 1)];
    const { payload } = await order(invoice([line('HAMPER-XMAS', 1, '100.01'), ...parts]));
    const goods = payload.lines.filter(({ id }) => id !== undefined);
    expect(goods.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['HOME-CANDLE-FIG', '1'],
      ['HOME-MUG-SPECKLE', '2'],
      ['HOME-TOWEL-GUM', '1'],
    ]);
    expect(payload.total).toBe('100.01');
    // By the shop's prices: 35.20, twice 24.20 and 18.65.
    expect(goods.map(({ total, tax }) => money.add(total, tax))).toEqual(['34.43', '47.34', '18.24']);
  });

  it('leaves as the components that its bill names, where the store tells none', async () => {
    const { order } = await shop({ advanced: { kits: 'all' } });
    const { payload } = await order(invoice([line('HAMPER-XMAS', 2, '50')]));
    expect(payload.lines.map(({ sku, quantity }) => [sku, quantity]).slice(0, 3)).toEqual([
      ['HOME-CANDLE-FIG', '2'],
      ['HOME-MUG-SPECKLE', '4'],
      ['HOME-TOWEL-GUM', '2'],
    ]);
    expect(payload.total).toBe('100');
  });

  it('leaves as its components where they come from two warehouses', async () => {
    const { orders } = await shop();
    const made = await orders(invoice([line('KIT-TWINCANDLE', 1, '58.30'), ...parts({ warehouse: 'marrickville' })]));
    expect(made.map(({ payload }) => payload.lines[0]!.sku)).toEqual(['HOME-CANDLE-FIG', 'HOME-CANDLE-FERN']);
    expect(money.add(...made.map(({ payload }) => payload.total))).toBe('58.3');
  });

  it('counts as dispatched with its components', async () => {
    const { order } = await shop();
    const lines = [
      line('KIT-TWINCANDLE', 2, '58.30', { dispatched: '0' }),
      line('HOME-CANDLE-FIG', 2, '0', { kit: 'KIT-TWINCANDLE', dispatched: '1' }),
      line('HOME-CANDLE-FERN', 2, '0', { kit: 'KIT-TWINCANDLE', dispatched: '2' }),
    ];
    const made = await order(invoice(lines, { status: 'partly-dispatched' }));
    expect(made.payload.lines[0]).toMatchObject({ sku: 'KIT-TWINCANDLE', quantity: '1' });
  });
});
