import { money } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import type { Sale } from '../sandbox/index.js';
import { connected } from './neto.js';
import { imported, type Line } from './orders.js';

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
