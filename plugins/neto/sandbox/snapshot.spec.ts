import { expect, it } from 'vitest';
import { NOON, opened } from './calling.js';

async function everything(open: ReturnType<typeof opened>) {
  const of = (name: string, filter: object, ...OutputSelector: string[]) =>
    open.call(name, { Filter: { ...filter, Limit: 1000, OutputSelector } });
  return [
    await of(
      'GetOrder',
      { DatePlacedFrom: '2020-01-01' },
      'GrandTotal',
      'DateUpdated',
      'OrderLine',
      'OrderLine.Tax',
      'OrderPayment',
    ),
    await of('GetPayment', { DatePaidFrom: '2020-01-01' }, 'AmountPaid'),
    await of('GetItem', { IsActive: 'True' }, 'WarehouseQuantity', 'DateUpdatedUTC'),
    await of('GetRma', { DateIssuedFrom: '2020-01-01' }, 'RefundTotal', 'Refund', 'RmaLine'),
    await of('GetCustomer', { DateAddedFrom: '2020-01-01' }, 'EmailAddress'),
    await of('GetWarehouse', { WarehouseID: ['1', '2', '3'] }, 'WarehouseName'),
    await of('GetSupplier', { SupplierCountry: ['AU', 'NZ'] }, 'SupplierCompany'),
    await open.call('GetCurrencySettings', {}),
  ];
}

function lived(options: Parameters<typeof opened>[0]) {
  const open = opened(options);
  const { id } = open.shop.placeOrder({ paidBy: 'PayPal', lines: [{ sku: 'OLD-CAN-ENAMEL' }] });
  open.shop.dispatch(id);
  open.shop.cancel('N10040');
  open.shop.approveRma(open.shop.addRma({ orderId: id }).id);
  return open;
}

it('goes on from a snapshot as if nothing had happened', async () => {
  const before = lived({ sales: 60 });
  const state = JSON.parse(JSON.stringify(before.shop.snapshot())) as unknown;
  const after = opened({ state });
  expect(await everything(after)).toEqual(await everything(before));
  expect(after.shop.revision).toBe(before.shop.revision);
  expect(after.shop.placeOrder().id).toBe(before.shop.placeOrder().id);
  expect(after.shop.snapshot()).toEqual(before.shop.snapshot());
});

it('tells the same sales on another day, once they are kept', async () => {
  const before = opened();
  const filter = { OrderID: 'N10020', OutputSelector: ['DatePlaced', 'GrandTotal'] };
  const after = opened({ state: before.shop.snapshot(), now: () => NOON + 9 * 86_400_000 });
  expect(await after.rows('GetOrder', filter)).toEqual(await before.rows('GetOrder', filter));
});

it('is not touched by what happens to the shop after it was taken', () => {
  const { shop } = opened();
  const kept = shop.snapshot();
  const copy = structuredClone(kept);
  shop.dispatch(shop.placeOrder({ lines: [{ sku: 'OLD-CAN-ENAMEL' }] }).id);
  expect(kept).toEqual(copy);
});

it('counts changes, and only changes', async () => {
  const { shop, rows, call } = opened();
  await rows('GetOrder', { OrderStatus: 'New', OutputSelector: ['ID'] });
  await call('UpdateItem', { Item: { SKU: 'NOT-THERE', Name: 'x' } });
  expect(shop.revision).toBe(0);
  await call('UpdateItem', { Item: { SKU: 'OLD-CAN-ENAMEL', Name: 'x' } });
  expect(shop.revision).toBe(1);
  shop.placeOrder();
  expect(shop.revision).toBeGreaterThan(1);
});

it('stays small however many sales it tells', () => {
  const { shop } = opened({ sales: 100_000 });
  shop.cancel('N50000');
  expect(JSON.stringify(shop.snapshot()).length).toBeLessThan(100_000);
});
