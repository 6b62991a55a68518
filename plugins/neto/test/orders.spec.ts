import { money } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import type { Sale } from '../sandbox/index.js';
import { connected, NOON, tell } from './neto.js';

const MINUTE = 60_000;
const SINCE = new Date(NOON - MINUTE);

type Line = Record<'sku' | 'quantity' | 'unitPrice' | 'discount' | 'tax' | 'kit' | 'warehouse' | 'dispatched', string>;
type Invoice = Record<string, string> & { lines: Line[] };

/** One order, placed and handled at the counter, as the hub then knows it. */
async function imported(
  { app, shop }: ReturnType<typeof connected>,
  sale: Sale = {},
  handle: (id: string) => unknown = () => undefined,
): Promise<Invoice> {
  const { id } = shop.placeOrder(sale);
  handle(id);
  const { records, refused } = await app.pull('import-orders', { since: SINCE });
  expect(refused).toEqual([]);
  return records.find(({ number }) => number === id) as Invoice;
}

describe('where an order stands', () => {
  it.each<[string, Sale | undefined, (shop: ReturnType<typeof connected>['shop']) => (id: string) => unknown]>([
    ['open', { status: 'New' }, () => () => undefined],
    ['open', { status: 'New Backorder' }, () => () => undefined],
    ['quote', { status: 'Quote' }, () => () => undefined],
    ['hold', { status: 'On Hold' }, () => () => undefined],
    ['hold', { status: 'Uncommitted' }, () => () => undefined],
    ['cancelled', {}, (shop) => (id) => shop.cancel(id)],
    ['dispatched', {}, (shop) => (id) => shop.dispatch(id)],
    ['partly-dispatched', two(), (shop) => (id) => shop.dispatch(id, { quantities: { 'TOOL-TROWEL': 1 } })],
    ['dispatched', two(), (shop) => (id) => shop.dispatch(id, { quantities: { 'TOOL-TROWEL': 1 }, close: true })],
  ])('is %s for %j', async (status, sale, handle) => {
    const at = connected();
    expect(await imported(at, sale, handle(at.shop))).toMatchObject({ status });
  });

  it('is layby while it is held as one', async () => {
    const { app } = connected();
    const { records } = await app.pull('import-orders');
    expect(new Set(records.map(({ status }) => status))).toEqual(
      new Set(['open', 'quote', 'hold', 'layby', 'partly-dispatched', 'dispatched', 'cancelled']),
    );
  });

  it('takes Approved from the complete status, beside whatever the status is', async () => {
    const at = connected();
    expect(await imported(at)).toMatchObject({ approved: false, date: null });
    expect(await imported(at, {}, (id) => at.shop.approve(id))).toMatchObject({
      status: 'open',
      approved: true,
      date: '2026-03-02',
    });
  });

  it('is refused, by name, when the store uses a status nobody has told us of', async () => {
    const { app } = connected();
    const [row] = await app.map('orders', [{ OrderID: 'N1', OrderStatus: 'Teleported', GrandTotal: '1' }]);
    expect(row!.refused).toContain('Teleported');
  });
});

function two(): Sale {
  return { lines: [{ sku: 'TOOL-TROWEL', quantity: 2 }] };
}

describe('an order’s currency', () => {
  const nzd = { username: 'chloe.terangi', paidBy: 'PayPal', currency: 'NZD' };

  it('is the currency of its payment', async () => {
    const answers = { currencies: 'one', currency: 'AUD' };
    expect(await imported(connected({ answers }), nzd)).toMatchObject({ currency: 'NZD' });
  });

  it('is the currency of its sales channel while nothing is paid', async () => {
    const answers = { currencies: 'several', channelCurrencies: 'eBay = USD, website = nzd' };
    const { app } = connected({ answers });
    const [row] = await app.map('orders', [
      { OrderID: 'N1', OrderStatus: 'New', GrandTotal: '1', SalesChannel: 'Website' },
    ]);
    expect(row!.values).toMatchObject({ currency: 'NZD' });
  });

  it('is the store’s when the merchant sells in no other', async () => {
    const answers = { currencies: 'one', currency: 'AUD' };
    expect(await imported(connected({ answers }))).toMatchObject({ currency: 'AUD' });
  });

  it('is left empty otherwise, and never taken to be the store’s', async () => {
    for (const answers of [
      {},
      { currency: 'AUD' },
      { currencies: 'several', currency: 'AUD', channelCurrencies: '' },
    ]) {
      expect(await imported(connected({ answers }))).toMatchObject({ currency: null });
    }
  });

  it('is left empty when its payments contradict each other', async () => {
    const { app } = connected();
    const Payments = [{ CurrencyCode: 'AUD' }, { CurrencyCode: 'NZD' }];
    const [row] = await app.map('orders', [{ OrderID: 'N1', OrderStatus: 'New', GrandTotal: '1', Payments }]);
    expect(row!.values).toMatchObject({ currency: null });
  });

  it('comes with what was paid, first to last, and by which method', async () => {
    const { app } = connected();
    const paid = (id: string, day: string, method: string) => ({
      PaymentID: id,
      AmountPaid: '5',
      DatePaid: `${day} 10:00:00`,
      PaymentMethod: method,
      CurrencyCode: 'AUD',
    });
    const Payments = [paid('12', '2026-08-02', '7'), paid('11', '2026-08-01', '3')];
    const [row] = await app.map('orders', [{ OrderID: 'N1', OrderStatus: 'New', GrandTotal: '10', Payments }]);
    expect(row!.values!.payments).toMatchObject([
      { number: '11', amount: '5', method: '3', paidOn: '2026-08-01' },
      { number: '12', amount: '5', method: '7', paidOn: '2026-08-02' },
    ]);
  });

  it('becomes known by a payment that arrives later', async () => {
    const { app, shop, clock } = connected();
    const { id } = shop.placeOrder({ username: 'chloe.terangi', currency: 'NZD' });
    const known = async () => {
      const { records } = await app.pull('import-orders', { since: SINCE });
      return records.findLast(({ number }) => number === id)?.currency;
    };
    expect(await known()).toBeNull();
    clock.at += 10 * MINUTE;
    await tell(shop, 'AddPayment', { Payment: { OrderID: id, PaymentMethodName: 'PayPal', AmountPaid: '10' } });
    expect(await known()).toBe('NZD');
  });

  it('costs one question for a whole page of orders', async () => {
    const { app } = connected();
    await app.pull('import-orders');
    expect(app.exchanges.map(({ purpose }) => purpose)).toEqual(['GetOrder', 'GetPayment']);
  });
});

describe('the lines of an order', () => {
  it('follow their kit: it carries the price, each component says whose part it is', async () => {
    const { lines } = await imported(connected(), { lines: [{ sku: 'KIT-TWINCANDLE', quantity: 2 }] });
    expect(lines).toMatchObject([
      { sku: 'KIT-TWINCANDLE', quantity: '2', unitPrice: '58', kit: null },
      { sku: 'HOME-CANDLE-FIG', quantity: '2', unitPrice: '0', kit: 'KIT-TWINCANDLE' },
      { sku: 'HOME-CANDLE-FERN', quantity: '2', unitPrice: '0', kit: 'KIT-TWINCANDLE' },
    ]);
  });

  it('know their kit as well by its SKU, or from marks beside the lines', async () => {
    const { app } = connected();
    const head = { OrderID: 'N1', OrderStatus: 'New', GrandTotal: '1' };
    const line = (SKU: string, more = {}) => ({ SKU, Quantity: '1', UnitPrice: '1', ...more });
    const bySku = [line('KIT'), line('OTHER'), line('PART', { ComponentOfKit: 'KIT' })];
    const beside = [line('KIT'), line('PART')];
    const mapped = await app.map('orders', [
      { ...head, OrderLine: bySku },
      { ...head, OrderLine: beside, ComponentOfKit: ['', '900'] },
    ]);
    expect(mapped.map(({ values }) => (values!.lines as Line[]).map(({ kit }) => kit))).toEqual([
      [null, null, 'KIT'],
      [null, 'KIT'],
    ]);
  });

  it('tell their own discount, their tax, how much has left, and from where', async () => {
    const at = connected();
    const sale: Sale = {
      lines: [
        { sku: 'TOOL-TROWEL', quantity: 3, percentDiscount: '10', warehouse: 'EAST' },
        { sku: 'TOOL-MISTER', quantity: 1, taxFree: true },
      ],
      coupon: { code: 'FIVE', amount: '5' },
    };
    const { lines, discount } = await imported(at, sale, (id) =>
      at.shop.dispatch(id, { quantities: { 'TOOL-TROWEL': 2 } }),
    );
    expect(lines).toMatchObject([
      { sku: 'TOOL-TROWEL', quantity: '3', dispatched: '2', warehouse: 'EAST', unitPrice: '21.95', taxCode: 'GST' },
      { sku: 'TOOL-MISTER', quantity: '1', dispatched: '0', warehouse: 'MAIN', tax: '0', taxCode: 'FRE' },
    ]);
    // 10 % of 65.85 is 6.59; the coupon's five dollars are shared by worth.
    expect(money.add(...lines.map((line) => line.discount))).toBe('11.59');
    expect(discount).toBe('0');
  });

  it('leave to the order what they don’t share of a coupon', async () => {
    const { app } = connected();
    const OrderLine = [{ SKU: 'A', Quantity: '1', UnitPrice: '20', CouponDiscount: '2.00' }];
    const [row] = await app.map('orders', [
      { OrderID: 'N1', OrderStatus: 'New', GrandTotal: '15', CouponDiscount: '5.00', OrderLine },
    ]);
    expect(row!.values).toMatchObject({ discount: '3', lines: [{ discount: '2' }] });
  });
});

it('tells moments in UTC and days as the store tells them, over a change of clocks too', async () => {
  const { app } = connected();
  const order = { OrderID: 'N1', OrderStatus: 'Dispatched', GrandTotal: '1' };
  const mapped = await app.map('orders', [
    {
      ...order,
      DatePlaced: '2026-04-05 00:30:00',
      DateInvoiced: '2026-04-05',
      DateCompletedUTC: '2026-04-04 15:30:00',
    },
    { ...order, DatePlaced: '2026-04-05 12:00:00', DateInvoiced: '0000-00-00', DateCompleted: '2026-04-05 12:00:00' },
  ]);
  expect(mapped.map(({ values }) => [values!.placedAt, values!.date, values!.dispatchedAt])).toEqual([
    ['2026-04-04T13:30:00.000Z', '2026-04-05', '2026-04-04T15:30:00.000Z'],
    ['2026-04-05T02:00:00.000Z', null, '2026-04-05T02:00:00.000Z'],
  ]);
});

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
