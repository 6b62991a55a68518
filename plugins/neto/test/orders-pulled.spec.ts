import { money } from 'patchbay/sdk';
import { expect, it } from 'vitest';
import { connected } from './neto.js';
import { type Invoice, SINCE } from './orders.js';

it('brings in the same records whether or not the store collapses its lists', async () => {
  const all = async (quirks: boolean) => (await connected({ shop: { quirks } }).app.pull('import-orders')).rows;
  expect(await all(true)).toEqual(await all(false));
});

it('brings in a thousand orders whose totals are their parts to the cent', { timeout: 60_000 }, async () => {
  const { app } = connected({ shop: { sales: 1000 } });
  const { records, refused } = await app.pull('import-orders');
  expect(refused).toEqual([]);
  expect(new Set(records.map(({ number }) => number)).size).toBe(1000);
  for (const order of records as Invoice[]) {
    const lines = order.lines.map((line) =>
      money.subtract(money.round(money.multiply(line.unitPrice, line.quantity), 2), line.discount),
    );
    const parts = money.subtract(money.add(...lines, order.shipping!, order.surcharge!), order.discount!);
    expect(parts, order.number).toBe(order.total);
  }
});

it('reads only what has changed, and from the day that was chosen', async () => {
  const since = connected();
  expect((await since.app.pull('import-orders', { since: SINCE })).rows).toEqual([]);
  const chosen = connected({ answers: { ordersFrom: '2026-02-20' } });
  const { records } = await chosen.app.pull('import-orders');
  expect(records.length).toBeGreaterThan(0);
  expect(records.length).toBeLessThan(40);
  for (const { updatedAt } of records as Invoice[]) expect(updatedAt! >= '2026-02-19T13:00').toBe(true);
});

it('asks for changes in the store’s own time, and for what was paid as well as for what was updated', async () => {
  const { app } = connected({ answers: { timeZone: 'Australia/Perth' } });
  await app.pull('import-orders', { since: SINCE });
  const filters = app.exchanges.map(({ body }) => JSON.parse(body!).Filter);
  expect(filters).toMatchObject([
    { DateUpdatedFrom: '2026-03-02 08:59:00', SplitKitComponents: 'True', Page: 0 },
    { DatePaidFrom: '2026-03-02 08:59:00' },
  ]);
  expect(filters.every((filter) => !('DateUpdatedTo' in filter))).toBe(true);
});

it('asks again for an hour and a half, longer than the hour a store’s clock has twice in autumn', () => {
  const { app } = connected();
  expect(app.manifest.tasks.find(({ id }) => id === 'import-orders')).toMatchObject({ overlap: '90 minutes' });
});

it('goes on behind the last page that was kept', async () => {
  const { app } = connected({ shop: { sales: 300 }, advanced: { pageSize: 20 } });
  const { pages } = await app.pull('import-orders');
  const half = pages[Math.floor(pages.length / 2)]!;
  const { rows } = await app.pull('import-orders', { bookmark: JSON.parse(JSON.stringify(half.bookmark)) });
  const rest = pages.slice(pages.indexOf(half) + 1).flatMap((page) => page.rows);
  expect(rows).toEqual(rest);
});
