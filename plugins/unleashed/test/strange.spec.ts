import { describe, expect, it } from 'vitest';
import { invoice, line, shopOf } from './sales.js';
import { open } from './shop.js';

const STRANGE = [
  undefined,
  null,
  '0',
  '-1',
  '0.000000001',
  '999999999999999.9999',
  '-999999999999999.9999',
  '2.5',
] as const;
const KEYS = ['unitPrice', 'quantity', 'dispatched', 'discount', 'tax'] as const;

describe('strange orders', () => {
  it.each(['approved', 'dispatched'])('become orders or reasons, never faults (when %s)', async (exportWhen) => {
    const { app } = open({ answers: { exportWhen }, advanced: { kits: 'all' } });
    const { build } = await shopOf(app);
    const skus = ['POT-SAUCER', 'KIT-HERB', 'HAMPER-XMAS', 'SHIPPING', 'GONE'];
    for (const [at, key] of KEYS.entries()) {
      for (const value of STRANGE) {
        if (value == null && (key === 'unitPrice' || key === 'quantity')) continue;
        for (const status of ['open', 'partly-dispatched', 'dispatched', 'unheard-of']) {
          const lines = skus.map((sku) => line(sku, 2, '3.30', { [key]: value }));
          const more = { status, shipping: value, surcharge: value, discount: at % 2 ? value : null, tax: value };
          for (const taxInclusive of [true, false, null]) {
            const built = await build(invoice(lines, { ...more, total: '33', taxInclusive }));
            expect(built, `${key} ${value} ${status}`).not.toHaveProperty('error');
          }
        }
      }
    }
  });

  it('with lines that are taken back have negative prices, and come to the store’s total', async () => {
    const { app, twin } = open();
    const { order } = await shopOf(app);
    const made = await order(invoice([line('POT-SAUCER', 3, '11'), line('TOOL-TROWEL', -1, '22')], { total: '11' }));
    expect(made.payload.lines[1]).toMatchObject({ quantity: '1', unitPrice: '-20' });
    expect(await app.step('export-invoices', 'create', [app.shipment(made)])).toMatchObject([{ done: true }]);
    expect(twin.orders().at(-1)).toMatchObject({ Total: 11 });
  });
});
