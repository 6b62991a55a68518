import { describe, expect, it } from 'vitest';
import { NOON, opened } from './calling.js';

describe('customers', () => {
  it('are twenty, with addresses, found by name and by change', async () => {
    let now = NOON;
    const { rows, call } = opened({ now: () => now });
    expect(await rows('GetCustomer', { Active: 'True', OutputSelector: ['ID'] })).toHaveLength(20);
    const [mei] = await rows('GetCustomer', {
      Username: 'mei.guo',
      OutputSelector: ['EmailAddress', 'BillingAddress'],
    });
    expect(mei).toMatchObject({
      EmailAddress: 'mei.guo@customers.example',
      BillingAddress: { BillCompany: 'Guo & Daughters', BillStreetLine1: '5 Dixon Street', BillPostCode: '2000' },
    });
    now += 5000;
    await call('UpdateCustomer', { Customer: { Username: 'mei.guo', BillingAddress: { BillCity: 'Ultimo' } } });
    const changed = { DateUpdatedFrom: '2026-03-02 12:00:05', OutputSelector: ['BillingAddress'] };
    expect(await rows('GetCustomer', changed)).toMatchObject([
      { BillingAddress: { BillCity: 'Ultimo', BillPostCode: '2000' } },
    ]);
  });

  it('are added once, under a username of at most 25 characters', async () => {
    const { call } = opened();
    const add = (Username: string) =>
      call('AddCustomer', { Customer: [{ Username, EmailAddress: 'new@customers.example' }] });
    expect(await add('new.neighbour')).toMatchObject({ Ack: 'Success', Customer: { Username: 'new.neighbour' } });
    expect((await add('new.neighbour')).Ack).toBe('Error');
    expect((await add('x'.repeat(26))).Ack).toBe('Error');
    expect((await call('UpdateCustomer', { Customer: { Username: 'nobody' } })).Ack).toBe('Warning');
  });
});

describe('warehouses and suppliers', () => {
  it('are two, MAIN and EAST, and can be added and renamed', async () => {
    const { rows, call } = opened();
    const selected = { OutputSelector: ['WarehouseReference', 'IsPrimary'] };
    expect(await rows('GetWarehouse', { WarehouseID: ['1', '2'], ...selected })).toEqual([
      { WarehouseID: '1', WarehouseReference: 'MAIN', IsPrimary: 'True' },
      { WarehouseID: '2', WarehouseReference: 'EAST', IsPrimary: 'False' },
    ]);
    const told = await call('AddWarehouse', {
      Warehouse: { WarehouseName: 'Dubbo', WarehouseReference: 'WEST', IsActive: true },
    });
    expect(told).toMatchObject({ Ack: 'Success', Warehouse: { WarehouseID: '3' } });
    await call('UpdateWarehouse', { Warehouse: { WarehouseID: 3, WarehouseReference: 'FARWEST' } });
    expect(
      await rows('GetWarehouse', { WarehouseReference: 'FARWEST', OutputSelector: ['WarehouseName', 'IsActive'] }),
    ).toEqual([{ WarehouseID: '3', WarehouseName: 'Dubbo', IsActive: 'True' }]);
    expect((await call('UpdateWarehouse', { Warehouse: { WarehouseID: 9, WarehouseName: 'Moon' } })).Ack).toBe(
      'Warning',
    );
    expect((await call('AddWarehouse', { Warehouse: { WarehouseReference: 'NAMELESS' } })).Ack).toBe('Error');
  });

  it('are supplied by three, in their own currencies', async () => {
    const { rows, call } = opened();
    const all = { SupplierID: ['GREENVALE', 'CLAYWORKS', 'LOOMLINEN'], OutputSelector: ['SupplierCurrencyCode'] };
    expect((await rows('GetSupplier', all)).map((one) => one.SupplierCurrencyCode)).toEqual(['AUD', 'AUD', 'NZD']);
    const told = await call('AddSupplier', { Supplier: { SupplierID: 'NEW', SupplierCompany: 'New Growers' } });
    expect(told).toMatchObject({ Ack: 'Success', Supplier: { SupplierID: 'NEW' } });
  });
});

describe('settings', () => {
  it('tell and change currency and tax', async () => {
    const { call, shop } = opened();
    expect(await call('GetCurrencySettings', {})).toMatchObject({
      CurrencySettings: { DefaultCurrency: 'AUD', Gst_Amt: '10' },
    });
    await call('UpdateCurrencySettings', { CurrencySettings: { DEFAULTCURRENCY: ['NZD'], GST_AMT: ['15'] } });
    expect(await call('GetCurrencySettings', {})).toMatchObject({
      CurrencySettings: { DefaultCurrency: 'NZD', Gst_Amt: '15' },
    });
    expect(shop.placeOrder({ lines: [{ sku: 'POT-TERRA-15', unitPrice: '115' }], shipping: '0' }).orderTax).toBe(1500);
  });

  it('tell shipping methods and categories', async () => {
    const { call, rows } = opened();
    const { ShippingMethods } = await call('GetShippingMethods', {});
    expect(ShippingMethods).toMatchObject({ ShippingMethod: [{ Name: 'Standard Parcel' }, {}, {}] });
    const ferns = await rows('GetContent', { ContentType: 'category', OutputSelector: ['ContentName'] });
    expect(ferns[0]).toEqual({ ContentID: '1', ContentName: 'Ferns' });
  });
});
