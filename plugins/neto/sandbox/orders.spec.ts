import { describe, expect, it } from 'vitest';
import { NOON, opened } from './calling.js';
import { ORDER_STATUSES } from './order.js';

const always = { DatePlacedFrom: '2020-01-01 00:00:00', Limit: 1000 };

describe('the seeded sales', () => {
  it('hold every kind of story a shop has to tell', async () => {
    const { rows } = opened();
    const OutputSelector = [
      'OrderStatus',
      'CompleteStatus',
      'OnHoldType',
      'SalesChannel',
      'CouponDiscount',
      'SurchargeTotal',
      'OrderPayment',
      'OrderLine.WarehouseReference',
      'OrderLine.Quantity',
      'OrderLine.QuantityShipped',
      'OrderLine.BackorderQuantity',
    ];
    const orders = (await opened({ quirks: false }).rows('GetOrder', { ...always, OutputSelector })) as unknown as {
      [name: string]: string;
      OrderLine: never;
      OrderPayment: never;
    }[];
    expect(orders).toHaveLength(40);
    const lines = (order: (typeof orders)[number]) => order.OrderLine as Record<string, string>[];
    const told = (name: string) => new Set(orders.map((order) => order[name]));
    const usual = ['New', 'Pick', 'Dispatched', 'Cancelled', 'On Hold', 'Quote', 'New Backorder', 'Backorder Approved'];
    for (const status of usual) expect([...told('OrderStatus')]).toContain(status);
    expect(told('CompleteStatus')).toEqual(new Set(['Approved', 'Incomplete']));
    expect(told('OnHoldType')).toEqual(new Set(['', 'On Hold', 'Layby']));
    expect(told('SalesChannel').size).toBe(2);
    expect(orders.filter((order) => order.OrderStatus === 'Dispatched').length).toBeGreaterThan(20);
    expect(orders.some((order) => new Set(lines(order).map((line) => line.WarehouseReference)).size === 2)).toBe(true);
    const short = (line: Record<string, string>) => line.QuantityShipped !== line.Quantity;
    const partly = orders.filter((order) => order.OrderStatus === 'Dispatched' && lines(order).some(short));
    expect(partly.length).toBeGreaterThan(0);
    expect(lines(partly[0]!).find(short)!.BackorderQuantity).toBe('1');
    const paid = await rows('GetOrder', { ...always, PaymentStatus: 'PartialPaid', OutputSelector: ['ID'] });
    const unpaid = await rows('GetOrder', {
      ...always,
      PaymentStatus: 'Pending',
      OrderStatus: 'Dispatched',
      OutputSelector: ['ID'],
    });
    expect(paid.length).toBeGreaterThan(0);
    expect(unpaid.length).toBeGreaterThan(0);
  });

  it('sell what the stock app calls its own', async () => {
    const { rows } = opened({ skus: ['ONE', 'TWO', 'SET'], kits: { SET: [{ sku: 'ONE', quantity: 2 }] } });
    const orders = await rows('GetOrder', { ...always, SKU: ['SET'], OutputSelector: ['OrderLine'] });
    const skus = new Set(
      orders
        .flatMap((order) => [order.OrderLine as never])
        .flat()
        .map(({ SKU }) => SKU),
    );
    expect(orders.length).toBeGreaterThan(3);
    expect([...skus].every((sku) => ['ONE', 'TWO', 'SET'].includes(sku))).toBe(true);
  });

  it('lie behind us, each in its own order of days', async () => {
    const { rows } = opened({ sales: 5000 });
    const now = '2026-03-02 12:00:00';
    const OutputSelector = ['DatePlaced', 'DateUpdated', 'DateCompleted', 'DatePaid', 'OrderPayment'];
    const orders = await rows('GetOrder', { ...always, Limit: 5000, OutputSelector });
    const wrong = orders.filter((order) => {
      const paid = [order.OrderPayment as never].flat().map(({ DatePaid }: { DatePaid: string }) => DatePaid ?? '');
      const steps = [order.DatePlaced!, ...paid.filter(Boolean)];
      const sorted = steps.every((step, at) => at === 0 || steps[at - 1]! <= step);
      return !sorted || steps.at(-1)! > now || order.DateUpdated! > now || order.DateUpdated! < order.DateCompleted!;
    });
    expect(wrong).toEqual([]);
    expect(orders[0]!.DatePlaced! >= '2026-01-01 12:00:00').toBe(true);
  }, 30_000);

  it('carry no currency', async () => {
    const { rows } = opened();
    const [order] = await rows('GetOrder', { OrderID: 'N10001', OutputSelector: ['CurrencyCode', 'GrandTotal'] });
    expect(order).not.toHaveProperty('CurrencyCode');
  });
});

describe('GetOrder', () => {
  it('turns pages from 0, without gaps or repeats, until one is short', async () => {
    const { rows } = opened({ sales: 25 });
    const page = async (Page: number) => rows('GetOrder', { ...always, Limit: 10, Page, OutputSelector: ['ID'] });
    const pages = [await page(0), await page(1), await page(2)];
    expect(pages.map((one) => one.length)).toEqual([10, 10, 5]);
    expect(new Set(pages.flat().map(({ OrderID }) => OrderID)).size).toBe(25);
    expect(await page(3)).toEqual([]);
  });

  it('tells a hundred unless asked for more, and never more than its cap', async () => {
    const { rows } = opened({ sales: 300, maxLimit: 150 });
    const { Limit: _, ...noLimit } = always;
    expect(await rows('GetOrder', { ...noLimit, OutputSelector: ['ID'] })).toHaveLength(100);
    expect(await rows('GetOrder', { ...always, OutputSelector: ['ID'] })).toHaveLength(150);
  });

  it('understands dates in store time, across a change of the clocks', async () => {
    // Sydney put its clocks back on 5 April 2026 at 3 am.
    const { shop, rows } = opened({ sales: 0, now: () => Date.UTC(2026, 3, 4, 22, 30, 0) });
    shop.placeOrder();
    const within = (DateUpdatedFrom: string, DateUpdatedTo: string) =>
      rows('GetOrder', { DateUpdatedFrom, DateUpdatedTo, OutputSelector: ['DateUpdated', 'DatePlaced'] });
    expect(await within('2026-04-05 08:30:00', '2026-04-05 08:30:00')).toMatchObject([
      { DateUpdated: '2026-04-05 08:30:00' },
    ]);
    expect(await within('2026-04-05 08:30:01', '2026-04-06 00:00:00')).toEqual([]);
    expect(await within('2026-04-04T22:30:00Z', '2026-04-04T22:30:00Z')).toHaveLength(1);
  });

  it('says no to what is no date', async () => {
    const { call } = opened();
    const told = await call('GetOrder', { Filter: { DateUpdatedFrom: '2026-02-30', OutputSelector: ['ID'] } });
    expect(told).toMatchObject({
      Ack: 'Error',
      Messages: { Error: { Message: expect.stringMatching(/DateUpdatedFrom/) } },
    });
  });

  it('finds a day’s invoices by the day alone', async () => {
    const { shop, rows } = opened({ sales: 0 });
    shop.placeOrder({ approved: true });
    const day = { DateInvoicedFrom: '2026-03-02', DateInvoicedTo: '2026-03-02', OutputSelector: ['DateInvoiced'] };
    expect(await rows('GetOrder', day)).toMatchObject([{ DateInvoiced: '2026-03-02' }]);
  });

  it('unfolds addresses into flat fields', async () => {
    const { rows } = opened();
    const [order] = await rows('GetOrder', { OrderID: 'N10002', OutputSelector: ['BillAddress', 'ShipAddress'] });
    expect(order).toMatchObject({
      BillCountry: expect.stringMatching(/^(AU|NZ)$/),
      ShipStreetLine1: expect.any(String),
    });
  });

  it('tells a kit as one line, or with its components at no price of their own', async () => {
    const { shop, rows } = opened({ sales: 0, quirks: false });
    const { id } = shop.placeOrder({ lines: [{ sku: 'KIT-REPOT', quantity: 2 }] });
    const filter = { OrderID: id, OutputSelector: ['OrderLine', 'OrderLine.Quantity', 'OrderLine.UnitPrice'] };
    const [whole] = await rows('GetOrder', filter);
    expect(whole!.OrderLine).toHaveLength(1);
    const [split] = await rows('GetOrder', { ...filter, SplitKitComponents: 'True' });
    const [kit, ...parts] = split!.OrderLine as never as Record<string, string>[];
    expect(kit).toMatchObject({ SKU: 'KIT-REPOT', ComponentOfKit: '', UnitPrice: '49.950' });
    expect(parts.map((part) => [part.SKU, part.Quantity, part.UnitPrice])).toEqual([
      ['CARE-POTMIX-10L', '2', '0.000'],
      ['POT-TERRA-20', '2', '0.000'],
      ['TOOL-TROWEL', '2', '0.000'],
    ]);
    expect(parts.every((part) => part.ComponentOfKit !== '' && part.KitPartID !== '')).toBe(true);
  });

  it('marks what it told as exported when asked to', async () => {
    const { rows } = opened();
    const pending = { ...always, ExportStatus: 'Pending', OutputSelector: ['ID'] };
    await rows('GetOrder', { ...pending, Limit: 3, UpdateResults: { ExportStatus: 'Exported' } });
    expect(await rows('GetOrder', pending)).toHaveLength(37);
  });

  it('looks through a hundred thousand sales without making anyone wait', async () => {
    const { rows } = opened({ sales: 100_000 });
    const started = performance.now();
    const found = [];
    for (let Page = 0; Page < 20; Page++) {
      found.push(
        ...(await rows('GetOrder', { OrderStatus: 'Dispatched', Page, Limit: 100, OutputSelector: ['GrandTotal'] })),
      );
    }
    const [last] = await rows('GetOrder', { DateUpdatedFrom: '2026-03-02 11:50:00', OutputSelector: ['DateUpdated'] });
    expect(found).toHaveLength(2000);
    expect(last).toBeDefined();
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 40_000);
});

describe('AddOrder and UpdateOrder', () => {
  const sale = { Username: 'jack.hughes', OrderLine: [{ SKU: 'POT-TERRA-15', Quantity: 2, UnitPrice: '7.95' }] };

  it('answer with the number of the new order', async () => {
    const { call, shop } = opened();
    expect(await call('AddOrder', { Order: [sale] })).toMatchObject({ Ack: 'Success', Order: { OrderID: 'N10041' } });
    expect(shop.order('N10041')).toMatchObject({
      grandTotal: 1590,
      completeStatus: 'Incomplete',
      paymentStatus: 'Pending',
    });
  });

  it('do what they can of a batch and warn of the rest', async () => {
    const { call } = opened();
    const told = await call('UpdateOrder', {
      Order: [
        { OrderID: 'N10001', OrderStatus: 'Cancelled' },
        { OrderID: 'N7', OrderStatus: 'Cancelled' },
      ],
    });
    expect(told).toMatchObject({
      Ack: 'Warning',
      Order: { OrderID: 'N10001' },
      Messages: { Warning: { Message: 'Cannot find Order N7', SeverityCode: 'Warning' } },
    });
  });

  it('refuse a status there is none of, and leave the order alone', async () => {
    const { call, shop } = opened();
    const before = shop.snapshot();
    const told = await call('UpdateOrder', {
      Order: { OrderID: 'N10001', PurchaseOrderNumber: 'X', OrderStatus: 'Approved' },
    });
    expect(told.Ack).toBe('Error');
    expect(shop.snapshot()).toEqual(before);
    expect(ORDER_STATUSES).not.toContain('Approved');
  });

  it('approve by a flag beside the status, and date the invoice', async () => {
    const { call, rows, shop } = opened();
    const { id } = shop.placeOrder();
    await call('UpdateOrder', { Order: [{ OrderID: id, OrderApproval: 'True' }] });
    const [order] = await rows('GetOrder', {
      OrderID: id,
      OutputSelector: ['OrderStatus', 'CompleteStatus', 'DateInvoiced'],
    });
    expect(order).toMatchObject({ OrderStatus: 'New', CompleteStatus: 'Approved', DateInvoiced: '2026-03-02' });
  });

  it('move DateUpdated with every change', async () => {
    let now = NOON;
    const { call, rows } = opened({ now: () => now });
    now += 3_600_000;
    await call('UpdateOrder', { Order: [{ OrderID: 'N10001', SalesPerson: 'Gus' }] });
    const changed = await rows('GetOrder', { DateUpdatedFrom: '2026-03-02 13:00:00', OutputSelector: ['SalesPerson'] });
    expect(changed).toEqual([{ OrderID: 'N10001', SalesPerson: 'Gus' }]);
  });

  it('ship part of an order line by line, with its tracking number', async () => {
    const { call, rows, shop } = opened({ quirks: false });
    const { id } = shop.placeOrder({ lines: [{ sku: 'POT-TERRA-15', quantity: 3 }] });
    const TrackingDetails = { TrackingNumber: 'AU123', ShippingMethod: 'Express Parcel' };
    await call('UpdateOrder', {
      Order: { OrderID: id, OrderLine: { OrderLineNumber: 0, QuantityShipped: 2, TrackingDetails } },
    });
    const names = ['QuantityShipped', 'BackorderQuantity', 'ShippingTracking'].map((name) => `OrderLine.${name}`);
    const [order] = await rows('GetOrder', { OrderID: id, OutputSelector: names });
    expect(order!.OrderLine).toMatchObject([
      { QuantityShipped: '2', BackorderQuantity: '1', ShippingTracking: 'AU123' },
    ]);
  });
});

describe('the counter', () => {
  it('places, approves, edits, dispatches in parts and cancels', async () => {
    const { shop } = opened();
    const lines = [
      { sku: 'POT-TERRA-15', quantity: 4 },
      { sku: 'HOME-CANDLE-FIG', warehouse: 'EAST' },
    ];
    const { id } = shop.placeOrder({ lines, paidBy: 'PayPal', shipping: '10' });
    expect(shop.order(id)).toMatchObject({ grandTotal: 1195 * 4 + 3200 + 1000, paymentStatus: 'FullyPaid' });
    expect(shop.approve(id).completeStatus).toBe('Approved');
    const edited = shop.edit(id, { lines: { 'POT-TERRA-15': { quantity: 5 } }, shipping: '0' });
    expect(edited).toMatchObject({ grandTotal: 1195 * 5 + 3200, paymentStatus: 'PartialPaid' });
    expect(shop.dispatch(id, { quantities: { 'POT-TERRA-15': 2 } }).status).toBe('Pack');
    expect(shop.dispatch(id).status).toBe('Dispatched');
    expect(shop.order(id)!.lines.map((line) => line.shipped)).toEqual([5000, 1000]);
    const other = shop.placeOrder();
    expect(shop.cancel(other.id).status).toBe('Cancelled');
  });

  it('takes what is dispatched from the warehouse it leaves, component by component for a kit', () => {
    const { shop } = opened();
    const lines = [
      { sku: 'OLD-GIFT-GARDENER', quantity: 2 },
      { sku: 'OLD-PRINT-FERN-A3', warehouse: 'EAST' },
    ];
    const { id } = shop.placeOrder({ lines });
    expect(shop.stock('OLD-GIFT-GARDENER')).toEqual({ MAIN: 7, EAST: 3 });
    shop.dispatch(id);
    expect(shop.stock('OLD-GIFT-GARDENER')).toEqual({ MAIN: 5, EAST: 3 });
    expect(shop.stock('OLD-CANDLE-LEMON')).toEqual({ MAIN: 22, EAST: 6 });
    expect(shop.stock('OLD-PRINT-FERN-A3')).toEqual({ MAIN: 15, EAST: 14 });
  });
});
