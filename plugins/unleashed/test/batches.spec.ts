import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import type { Order } from '../sales/order.js';
import { invoice, line, shopOf } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';

async function shop() {
  const { app, twin } = open({ answers: { mode: 'batched', customer: 'WEBSALES' } });
  const sales = await shopOf(app);
  const merge = async (documents: Document[]) => (await app.merge(TASK, documents)) as Document<Order>;
  return { app, twin, ...sales, merge };
}

describe('batches', () => {
  it('are one sales order of one customer for each day, warehouse, currency and tax', async () => {
    const { order } = await shop();
    const key = async (more: Parameters<typeof invoice>[1], taxCode = 'GST', warehouse = 'brunswick') =>
      (await order(invoice([line('POT-SAUCER', 1, '11', { taxCode, warehouse })], more))).batchKey;
    expect(await key({})).toBe('WEBSALES|2026-08-01|MAIN|AUD|OUTPUT');
    expect(await key({ number: 'N2', username: 'BAYLEAF' })).toBe('WEBSALES|2026-08-01|MAIN|AUD|OUTPUT');
    const others = [await key({ date: '2026-08-02' }), await key({}, 'FREE'), await key({}, 'GST', 'marrickville')];
    expect(new Set(others).size).toBe(3);
    expect(others).not.toContain('WEBSALES|2026-08-01|MAIN|AUD|OUTPUT');
  });

  it('merge lines of one product, price and tax, and come to the sum of their orders', async () => {
    const { app, twin, order, merge } = await shop();
    const bodies = [
      invoice([line('POT-SAUCER', 1, '9.95')], { number: 'N1' }),
      invoice([line('POT-SAUCER', 3, '9.95'), line('TOOL-TROWEL', 1, '24.15')], { number: 'N2' }),
      invoice([line('POT-SAUCER', 2, '8.00')], { number: 'N3', shipping: '5', total: '21' }),
    ];
    const merged = await merge(await Promise.all(bodies.map((body) => order(body))));
    const { lines, total, numbers, customerRef } = merged.payload;
    expect(total).toBe('84.95');
    expect(numbers).toEqual(['N1', 'N2', 'N3']);
    expect(customerRef).toBe('3 orders: N1, N2, N3');
    expect(lines.map(({ sku, quantity }) => [sku, quantity])).toEqual(
      expect.arrayContaining([
        ['POT-SAUCER', '4'],
        ['POT-SAUCER', '2'],
        ['TOOL-TROWEL', '1'],
        ['SHIPPING', '1'],
      ]),
    );
    const shipment = app.shipment(merged);
    expect(await app.step(TASK, 'create', [shipment])).toMatchObject([{ done: true }]);
    expect(await app.step(TASK, 'complete', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.invoices().at(-1)).toMatchObject({ Total: 84.95, SourceId: '1:2026-08-01-MAIN' });
  });

  it('come to the same whatever their orders hold', async () => {
    const { app, order, merge } = await shop();
    for (let batch = 1; batch <= 20; batch++) {
      const bodies = Array.from({ length: 10 }, (_, at) =>
        invoice(
          [line('POT-SAUCER', 1 + ((batch + at) % 4), `${(batch * 37 + at * 13) % 90}.${10 + ((batch * at) % 90)}`)],
          {
            number: `N${batch}-${at}`,
          },
        ),
      );
      const due = bodies.reduce((sum, { total }) => sum + Math.round(Number(total) * 100), 0);
      const merged = await merge(await Promise.all(bodies.map((body) => order(body))));
      expect(Number(merged.payload.total).toFixed(2)).toBe((due / 100).toFixed(2));
      expect(await app.step(TASK, 'create', [app.shipment(merged)])).toMatchObject([{ done: true }]);
    }
  });

  it('are joined only by what has left as a whole', async () => {
    const { build } = await shop();
    const notYet = await build(
      invoice([line('POT-SAUCER', 2, '11', { dispatched: '1' })], { status: 'partly-dispatched' }),
    );
    expect(notYet).toEqual({ notDue: 'Not all of it is dispatched yet.' });
  });

  it('are not joined by an order that would fail alone', async () => {
    const { build } = await shop();
    expect(await build(invoice([line('POT-SAUCER', 1, '11')], { total: '20' }))).toHaveProperty('rejected');
    expect(await build(invoice([line('POT-SAUCER', 1, '11', { warehouse: 'attic' })]))).toHaveProperty('needsPerson');
  });

  it('name the orders at fault when the app refuses a line, so that the rest can go', async () => {
    const { app, order, merge } = await shop();
    const documents = [
      await order(invoice([line('POT-SAUCER', 1, '11')], { number: 'N1' })),
      await order(invoice([line('GONE', 1, '11')], { number: 'N2' })),
    ];
    const [refused] = await app.step(TASK, 'create', [app.shipment(await merge(documents))]);
    expect(refused).toEqual({ rejected: 'Line 2: Product GONE does not exist.', members: ['N2'] });
    // Without the one at fault, as the hub merges it again.
    const rest = { reference: 'N1', payload: documents[0]!.payload, steps: documents[0]!.steps };
    expect(await app.step(TASK, 'create', [app.shipment(await merge([rest]))])).toMatchObject([{ done: true }]);
  });

  it('stay what they were when their mode is changed later', async () => {
    const { order } = await shop();
    const body = invoice([line('POT-SAUCER', 1, '11')]);
    const alone = { part: 'MAIN', reference: 'N1001', payload: { lines: [], warehouse: 'MAIN' }, done: ['create'] };
    expect(await order(body, [alone])).not.toHaveProperty('batchKey');
    const batch = { ...alone, payload: { numbers: ['N1001'], lines: [] } };
    const single = open();
    expect(await (await shopOf(single.app)).build(body, [batch])).toHaveProperty('needsPerson');
    expect(await order(body, [batch])).toHaveProperty('batchKey');
  });
});
