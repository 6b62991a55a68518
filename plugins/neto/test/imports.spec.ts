import { describe, expect, it } from 'vitest';
import { connected, NOON, tell } from './neto.js';

const imports = (app: ReturnType<typeof connected>['app']) =>
  app.manifest.tasks.filter(({ direction }) => direction === 'in').map(({ id }) => id);

it('reads the same with the store’s habits and without them', async () => {
  const all = async (quirks: boolean) => {
    const { app, shop } = connected({ shop: { quirks } });
    shop.addRma({ orderId: 'N10001' });
    const rows = [];
    for (const task of imports(app)) rows.push((await app.pull(task)).rows);
    return rows;
  };
  expect(await all(true)).toEqual(await all(false));
});

it('reads small pages to their end', async () => {
  for (const task of imports(connected().app)) {
    const ids = async (pageSize: number) => {
      const { rows } = await connected({ advanced: { pageSize } }).app.pull(task);
      return [...new Set(rows.map(({ remoteId }) => remoteId))].sort();
    };
    expect(await ids(10), task).toEqual(await ids(100));
  }
});

describe('warehouses', () => {
  it('are known by their reference, and by their id where they have none', async () => {
    const { app, shop } = connected();
    await tell(shop, 'AddWarehouse', { Warehouse: { WarehouseName: 'Shed' } });
    const { rows, records } = await app.pull('import-warehouses');
    expect(rows.map(({ remoteId }) => remoteId)).toEqual(['1', '2', '3']);
    expect(records).toMatchObject([{ code: 'MAIN', primary: true }, { code: 'EAST' }, { code: '3', name: 'Shed' }]);
  });
});

describe('payment methods', () => {
  it('carry the account they are booked to, in whatever case the store writes it', async () => {
    const { app } = connected();
    const { records } = await app.pull('import-payment-methods');
    expect(records[0]).toEqual({ code: '1', name: 'Credit Card', account: '11310', active: true });
  });
});

describe('tax rates', () => {
  it('are the store’s one rate, and none', async () => {
    const { records } = await connected().app.pull('import-tax-rates');
    expect(records).toMatchObject([
      { code: 'GST', rate: '0.1' },
      { code: 'FRE', rate: '0' },
    ]);
  });
});

describe('suppliers', () => {
  it('are found by country or by currency', async () => {
    const { app, shop } = connected();
    await tell(shop, 'AddSupplier', {
      Supplier: [
        { SupplierID: 'NOLAND', SupplierCompany: 'No Land', SupplierCurrencyCode: 'USD' },
        { SupplierID: 'NOMONEY', SupplierCompany: 'No Money', SupplierCountry: 'NZ' },
      ],
    });
    const { records } = await app.pull('import-suppliers');
    expect(records.map(({ code }) => code).sort()).toEqual([
      'CLAYWORKS',
      'GREENVALE',
      'LOOMLINEN',
      'NOLAND',
      'NOMONEY',
    ]);
  });
});

describe('customers', () => {
  it('come with both addresses, under their username', async () => {
    const { rows, records } = await connected().app.pull('import-customers');
    expect(rows.find(({ remoteId }) => remoteId === 'mei.guo')).toBeDefined();
    expect(records.find(({ username }) => username === 'mei.guo')).toMatchObject({
      name: 'Mei Guo',
      company: 'Guo & Daughters',
      billing: { street1: '5 Dixon Street', country: 'AU' },
      shipping: { street1: '5 Dixon Street' },
      onHold: false,
    });
  });
});

describe('products', () => {
  it('fill what nobody has said yet, and leave alone what another app decides', () => {
    const { rows } = connected().app.manifest.mappings.find(({ id }) => id === 'products')!;
    expect(rows.filter(({ master }) => master !== 'fill').map(({ to }) => to)).toEqual(['sku']);
  });

  it('have the price of each group that stands for a tier, and none where the store holds zero', async () => {
    const { app } = connected({ advanced: { groupA: '3', groupB: '1', groupC: '', defaultGroup: '9' } });
    const PriceGroups = [
      { GroupID: '1', Price: '10.00' },
      { GroupID: '3', Price: '0.00' },
      { GroupID: '4', Price: '4.00' },
    ];
    const [row] = await app.map('products', [{ SKU: 'A', InventoryID: '1', DefaultPrice: '10.00', PriceGroups }]);
    expect(row!.values).toMatchObject({ price: '10.00', priceA: null, priceB: '10.00', priceC: null, priceD: '4.00' });
  });

  it('say nothing of a tier whose group has the store price: it would look like another price', async () => {
    const { records } = await connected().app.pull('import-products');
    for (const { price, priceA } of records) expect([price, priceA]).toEqual([expect.any(String), null]);
  });

  it('say something of each field that is written back, so that the store is not told what it just said', async () => {
    const { app } = connected();
    for (const { record, fields } of app.manifest.tasks.filter((task) => task.kind === 'state')) {
      const task = app.manifest.tasks.find((one) => one.record === record && one.direction === 'in');
      if (!task) continue;
      const { records } = await app.pull(task.id);
      for (const body of records) for (const field of fields!) expect(body, `${record}.${field}`).toHaveProperty(field);
    }
  });
});

describe('kits', () => {
  it('are the products that have components, and no others', async () => {
    const { records, skipped } = await connected().app.pull('import-kits');
    expect(skipped).toBe(5);
    expect(records).toEqual([
      {
        sku: 'OLD-GIFT-GARDENER',
        components: [
          { sku: 'OLD-CANDLE-LEMON', quantity: '1' },
          { sku: 'OLD-CAN-ENAMEL', quantity: '1' },
        ],
      },
    ]);
  });
});

describe('payments', () => {
  it('are of the day in the store, in their own currency', async () => {
    const { app } = connected();
    const row = { PaymentID: '1', AmountPaid: '5.00', CurrencyCode: 'NZD', PaymentMethod: '2', OrderID: 'N1' };
    const mapped = await app.map('payments', [
      { ...row, DatePaidUTC: '2026-03-01 14:00:00' },
      { ...row, DatePaidLocal: '2026-03-02 01:00:00', DatePaidUTC: '2026-03-01 14:00:00' },
      { ...row, DatePaid: '2026-03-02 01:00:00' },
    ]);
    for (const { values } of mapped)
      expect(values).toMatchObject({ paidOn: '2026-03-02', currency: 'NZD', method: '2' });
  });

  it('never bring a card holder’s name along', async () => {
    const { app } = connected();
    await app.pull('import-payments');
    await app.pull('import-orders');
    expect(app.exchanges.map(({ body }) => body).join()).not.toMatch(/CardHolder|CardExpiry|AccountNumber|AccountBSB/);
  });

  it('are asked for again for three days, because a deposit is entered late', () => {
    const task = connected().app.manifest.tasks.find(({ id }) => id === 'import-payments');
    expect(task).toMatchObject({ pulls: 'changes', overlap: '3 days' });
  });
});

describe('returns', () => {
  it('say per line whether it went back on the shelf, and why it came back', async () => {
    const { app, shop } = connected();
    const { id } = shop.addRma({ orderId: 'N10001', reason: 'Too green' });
    const known = async () => (await app.pull('import-returns', { since: new Date(NOON - 1000) })).records[0];
    expect(await known()).toMatchObject({
      number: id,
      invoice: 'N10001',
      status: 'open',
      approvedOn: null,
      lines: [{ reason: 'Too green', restocked: false }],
    });
    shop.approveRma(id);
    expect(await known()).toMatchObject({
      status: 'closed',
      approvedOn: '2026-03-02',
      lines: [{ restocked: true, quantity: '1' }],
    });
  });
});

it('returns say what of the money is for the goods, for shipping and for the surcharge', async () => {
  const { records } = await connected().app.pull('import-returns');
  expect(records[0]).toMatchObject({
    taxInclusive: true,
    total: expect.any(String),
    subtotal: expect.any(String),
    shippingRefund: expect.any(String),
    shippingTaxCode: 'GST',
    surchargeRefund: '0',
    lines: [{ tax: expect.any(String), taxCode: 'GST', outcome: 'Refund' }],
  });
});

describe('refunds', () => {
  it('come one by one, each with its return, its order and how the money went back', async () => {
    const { records } = await connected().app.pull('import-refunds');
    const of = (rma: string) => records.filter((refund) => refund.return === rma);
    expect(of('5001').map(({ method, invoice, status }) => [method, invoice, status])).toEqual([
      ['1', 'N10003', 'refunded'],
      ['3', 'N10003', 'refunded'],
    ]);
    // Kept as credit; and one that the shop still owes.
    expect([of('5002').map(({ method }) => method), of('5005')]).toEqual([['7'], []]);
  });

  it('are also the payments that went back without a return, and those are no payments', async () => {
    const { app, shop } = connected();
    await tell(shop, 'AddPayment', {
      Payment: { OrderID: 'N10001', PaymentMethodName: 'PayPal', AmountPaid: '-7.50', DatePaid: '2026-03-02 09:00:00' },
    });
    const since = new Date(NOON - 86_400_000);
    const { records } = await app.pull('import-refunds', { since });
    expect(records.find(({ amount }) => amount === '7.5')).toMatchObject({
      number: expect.stringMatching(/^P\d+$/),
      return: null,
      invoice: 'N10001',
      method: '2',
      refundedOn: '2026-03-02',
      status: 'refunded',
    });
    const payments = await app.pull('import-payments', { since });
    expect(payments.records.filter(({ amount }) => String(amount).startsWith('-'))).toEqual([]);
    expect(payments.skipped).toBeGreaterThan(0);
  });

  it('go on behind a page where they were, whichever of the two it was', async () => {
    const { app } = connected({ advanced: { pageSize: 10 } });
    const { rows, pages } = await app.pull('import-refunds');
    for (const [at, { bookmark }] of pages.entries()) {
      if (bookmark === undefined || at % 7 > 0) continue;
      const rest = await app.pull('import-refunds', { bookmark: JSON.parse(JSON.stringify(bookmark)) });
      const behind = pages.slice(at + 1).flatMap((page) => page.rows);
      expect(rest.rows).toEqual(behind);
    }
    expect(rows.length).toBeGreaterThan(3);
  });
});

it('an order that is cancelled keeps the day on which it was first seen so', async () => {
  const { app, shop } = connected();
  const { id } = shop.placeOrder();
  shop.cancel(id);
  const { records } = await app.pull('import-orders', { since: new Date(NOON - 1000) });
  expect(records).toMatchObject([{ number: id, status: 'cancelled', cancelledOn: '2026-03-02' }]);
  const row = app.manifest.mappings.find(({ id }) => id === 'orders')!.rows.find(({ to }) => to === 'cancelledOn');
  expect(row?.master).toBe('fill');
});

it('products say whether they are vouchers and where they are booked', async () => {
  const { app, shop } = connected();
  await tell(shop, 'AddItem', {
    Item: { SKU: 'VOUCHER-50', Name: 'Voucher', IsGiftVoucher: 'True', IncomeAccount: '21450', CostOfSalesAccount: '' },
  });
  const { records } = await app.pull('import-products', { since: new Date(NOON - 1000) });
  expect(records).toMatchObject([{ sku: 'VOUCHER-50', voucher: true, incomeAccount: '21450', cogsAccount: null }]);
});
