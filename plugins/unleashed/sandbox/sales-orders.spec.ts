import { describe, expect, it } from 'vitest';
import { createSandbox } from './index.js';
import { ask, GUID, line, listed, order, single, wrongs } from './testing.js';

const AT = Date.UTC(2026, 10, 22, 3);
const fresh = () => createSandbox({ sales: 0, now: () => AT });
const post = (twin: ReturnType<typeof fresh>, body: unknown, guid = GUID) =>
  ask(twin, 'POST', `/SalesOrders/${guid}`, body);

describe('creating a sales order', () => {
  it('keeps it under the guid of the client, numbers it and adds it up', async () => {
    const twin = fresh();
    const { status, body } = await post(twin, { Guid: GUID, ...order({ OrderDate: '2026-11-20T00:00:00' }) });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      Guid: GUID,
      OrderNumber: 'SO-00000001',
      OrderStatus: 'Placed',
      OrderDate: `/Date(${Date.UTC(2026, 10, 20)})/`,
      SubTotal: 39,
      TaxTotal: 3.9,
      Total: 42.9,
      BCTotal: 42.9,
      SourceId: 'shop:N1001',
      Customer: { CustomerName: 'Web sales' },
    });
    expect((await ask(twin, 'GET', `/SalesOrders/${GUID}`)).body).toEqual(body);
  });

  it('refuses the same guid a second time and creates nothing', async () => {
    const twin = fresh();
    await post(twin, order());
    const again = await post(twin, order({ SourceId: 'shop:N1002' }));
    expect(again.status).toBe(400);
    expect(again.body.Description).toContain('already exists');
    expect(twin.orders().map((one) => one.SourceId)).toEqual(['shop:N1001']);
  });

  it('assigns a guid where the client gives none', async () => {
    const twin = fresh();
    const { body } = await ask(twin, 'POST', '/SalesOrders', order());
    expect(body.Guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect((await ask(twin, 'POST', '/SalesOrders', order())).status).toBe(201);
  });

  it('refuses a guid in the body that differs from the path', async () => {
    expect(wrongs((await post(fresh(), order({ Guid: GUID.replace('6', '7') }))).body)).toEqual(['Guid Invalid']);
  });

  it('takes numbers in quotes, and nothing else for a number', async () => {
    expect((await post(fresh(), order({ Total: '42.90', ExchangeRate: '1' }))).status).toBe(201);
    for (const Total of [true, [42.9], {}, '42,90', ' ', '1e3']) {
      expect(wrongs((await post(fresh(), order({ Total }))).body)).toContain('Total Invalid');
    }
  });

  it('asks for everything an order needs', async () => {
    const { status, body } = await post(fresh(), {});
    expect(status).toBe(400);
    expect(wrongs(body)).toContain('Customer Required');
    expect(wrongs(body)).toContain('SalesOrderLines Required');
    expect(wrongs(body)).toContain('Total Required');
  });

  it.each([
    ['customer', { Customer: { CustomerCode: 'NOBODY' } }, 'Customer.CustomerCode NotFound'],
    ['customer on stop credit', { Customer: { CustomerCode: 'OVERDUE' } }, 'Customer.CustomerCode StopCredit'],
    ['obsolete customer', { Customer: { CustomerCode: 'WATTLE' } }, 'Customer.CustomerCode Obsolete'],
    ['warehouse', { Warehouse: { WarehouseCode: 'WEST' } }, 'Warehouse.WarehouseCode NotFound'],
    ['obsolete warehouse', { Warehouse: { WarehouseCode: 'OLDSHED' } }, 'Warehouse.WarehouseCode NotFound'],
    ['tax', { Tax: { TaxCode: 'VAT' } }, 'Tax.TaxCode NotFound'],
    ['tax for purchases', { Tax: { TaxCode: 'INPUT' } }, 'Tax.TaxCode NotFound'],
    ['tax rate', { TaxRate: 0.15 }, 'TaxRate Invalid'],
    ['status', { OrderStatus: 'Completed' }, 'OrderStatus Invalid'],
    ['number too long', { OrderNumber: 'N'.repeat(21) }, 'OrderNumber TooLong'],
  ])('refuses an impossible %s', async (_what, changes, wrong) => {
    const twin = fresh();
    const { status, body } = await post(twin, order(changes));
    expect(status).toBe(400);
    expect(wrongs(body)).toContain(wrong);
    expect(twin.orders()).toEqual([]);
  });

  it.each([
    ['an unknown product', 'NO-SUCH-POT', 'SalesOrderLines[0].Product.ProductCode NotFound'],
    ['an obsolete product', 'POT-OLDLINE-12', 'SalesOrderLines[0].Product.ProductCode Obsolete'],
  ])('refuses %s', async (_what, code, wrong) => {
    expect(wrongs((await post(fresh(), single(code, 1, 10))).body)).toEqual([wrong]);
  });

  it('validates every total to the cent', async () => {
    const offByOneCent = order({ SubTotal: 39.01, TaxTotal: 3.89, Total: 42.91 });
    const wrongTotals = ['SubTotal TotalMismatch', 'TaxTotal TotalMismatch', 'Total TotalMismatch'];
    expect(wrongs((await post(fresh(), offByOneCent)).body)).toEqual(wrongTotals);
    const lines = [line(1, 'POT-SAUCER', 2, 8.5, '17.01', '1.71'), line(2, 'HOME-MUG-SPECKLE', 1, 22, '22.00', '2.20')];
    expect(wrongs((await post(fresh(), order({ SalesOrderLines: lines }))).body)).toEqual([
      'SalesOrderLines[0].LineTotal TotalMismatch',
      'SalesOrderLines[0].LineTax TotalMismatch',
    ]);
  });

  it('rounds each line half up, after its discount, and its tax likewise', async () => {
    const discounted = { ...line(1, 'POT-SAUCER', 3, 9.95, '25.37', '2.54'), DiscountRate: 0.15 };
    const changes = { SubTotal: 25.37, TaxTotal: 2.54, Total: 27.91, SalesOrderLines: [discounted] };
    expect((await post(fresh(), order(changes))).status).toBe(201);
    const half = line(1, 'POT-SAUCER', 1, 1.005, '1.01', '0.10');
    const halves = { SubTotal: '1.01', TaxTotal: '0.10', Total: '1.11', SalesOrderLines: [half] };
    expect((await post(fresh(), order(halves))).status).toBe(201);
  });

  it('takes tax-free lines beside taxed ones, and a discount as a negative price', async () => {
    const free = { ...line(2, 'PLANT-BASIL-9', 1, 5.5, '5.50', '0.00'), LineTaxCode: 'EXEMPTOUTPUT', TaxRate: 0 };
    const lines = [line(1, 'POT-SAUCER', 1, 8.5, '8.50', '0.85'), free, line(3, 'DISCOUNT', 1, -2, '-2.00', '-0.20')];
    const body = order({ SubTotal: '12.00', TaxTotal: '0.65', Total: '12.65', SalesOrderLines: lines });
    expect((await post(fresh(), body)).status).toBe(201);
  });

  it('refuses two lines of one number, an order without lines and a line without quantity', async () => {
    const twice = [line(1, 'POT-SAUCER', 2, 8.5, '17.00', '1.70'), line(1, 'POT-SAUCER', 1, 22, '22.00', '2.20')];
    expect(wrongs((await post(fresh(), order({ SalesOrderLines: twice }))).body)).toContain(
      'SalesOrderLines[1].LineNumber Duplicate',
    );
    expect(wrongs((await post(fresh(), order({ SalesOrderLines: [] }))).body)).toEqual(['SalesOrderLines Required']);
    expect(wrongs((await post(fresh(), single('POT-SAUCER', 0, 8.5))).body)).toEqual([
      'SalesOrderLines[0].OrderQuantity Invalid',
    ]);
  });

  it('takes a number of the client once, and passes over it when numbering itself', async () => {
    const twin = fresh();
    expect((await post(twin, order({ OrderNumber: 'SO-00000001' }))).status).toBe(201);
    expect(wrongs((await ask(twin, 'POST', '/SalesOrders', order({ OrderNumber: 'SO-00000001' }))).body)).toEqual([
      'OrderNumber Duplicate',
    ]);
    expect((await ask(twin, 'POST', '/SalesOrders', order())).body.OrderNumber).toBe('SO-00000002');
  });
});

describe('finding sales orders', () => {
  it('finds by source id and by order number whatever else is asked', async () => {
    const twin = fresh();
    await post(twin, order());
    await ask(twin, 'DELETE', `/SalesOrders/${GUID}`);
    for (const query of ['sourceId=shop:N1001', 'orderNumber=SO-00000001']) {
      const { Items } = await listed(twin, `/SalesOrders/1?${query}&orderStatus=Placed`);
      expect(Items).toMatchObject([{ Guid: GUID, OrderStatus: 'Deleted' }]);
    }
    expect((await listed(twin, '/SalesOrders/1?sourceId=shop:N100')).Items).toEqual([]);
  });

  it.each([
    ['orderStatus=Parked,Backordered', ['b', 'c']],
    ['customerCode=ALMOND', ['b']],
    ['warehouseCode=EAST', ['c']],
    ['customOrderStatus=Hold', ['c']],
    ['startDate=2026-11-21&endDate=2026-11-21', ['b']],
    ['startDate=2026-11-22', ['a', 'c']],
    ['completedAfter=2026-11-22&completedBefore=2026-11-22', ['a']],
    ['modifiedSince=2026-11-23', []],
    ['orderStatus=Deleted', ['d']],
    ['', ['a', 'b', 'c']],
  ])('filters by %s', async (query, expected) => {
    const twin = fresh();
    const late = '2026-11-21T23:59:00';
    await post(twin, order({ SourceId: 'a' }));
    await ask(twin, 'POST', `/SalesOrders/${GUID}/Complete`);
    const almond = { CustomerCode: 'ALMOND' };
    await ask(
      twin,
      'POST',
      '/SalesOrders',
      order({ SourceId: 'b', OrderStatus: 'Parked', Customer: almond, OrderDate: late }),
    );
    const east = { WarehouseCode: 'EAST' };
    await ask(
      twin,
      'POST',
      '/SalesOrders',
      order({ SourceId: 'c', OrderStatus: 'Backordered', Warehouse: east, CustomOrderStatus: 'Hold' }),
    );
    const { body } = await ask(twin, 'POST', '/SalesOrders', order({ SourceId: 'd' }));
    await ask(twin, 'DELETE', `/SalesOrders/${body.Guid}`);
    const { Items } = await listed(twin, `/SalesOrders/1?${query}`);
    expect(Items.map((item) => item.SourceId)).toEqual(expected);
  });
});

describe('changing a sales order', () => {
  it('changes quantities, adds up again and keeps the lines it does not name', async () => {
    const twin = fresh();
    await post(twin, order());
    const { status, body } = await ask(twin, 'PUT', `/SalesOrders/${GUID}`, {
      CustomerRef: 'half of it',
      SalesOrderLines: [{ LineNumber: 1, OrderQuantity: 1 }],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ SubTotal: 30.5, TaxTotal: 3.05, Total: 33.55, CustomerRef: 'half of it' });
    expect(body.SalesOrderLines).toMatchObject([{ OrderQuantity: 1 }, { OrderQuantity: 1 }]);
  });

  it('validates totals that an update brings', async () => {
    const twin = fresh();
    await post(twin, order());
    expect(wrongs((await ask(twin, 'PUT', `/SalesOrders/${GUID}`, { Total: 40 })).body)).toEqual([
      'Total TotalMismatch',
    ]);
  });

  it('deletes a line by its guid, but never the last one', async () => {
    const twin = fresh();
    await post(twin, order());
    const guids = twin.orders()[0]?.SalesOrderLines.map((one) => one.Guid) ?? [];
    expect((await ask(twin, 'DELETE', `/SalesOrders/Lines/${guids[0]}`)).body).toMatchObject({ Total: 24.2 });
    expect((await ask(twin, 'DELETE', `/SalesOrders/Lines/${guids[1]}`)).status).toBe(400);
    expect((await ask(twin, 'DELETE', `/SalesOrders/Lines/${guids[0]}`)).status).toBe(404);
  });

  it('is over once the order is completed or deleted', async () => {
    const twin = fresh();
    await post(twin, order());
    await ask(twin, 'POST', `/SalesOrders/${GUID}/Complete`);
    expect((await ask(twin, 'PUT', `/SalesOrders/${GUID}`, { CustomerRef: 'late' })).status).toBe(400);
    expect((await ask(twin, 'DELETE', `/SalesOrders/${GUID}`)).status).toBe(400);
    const { body } = await ask(twin, 'POST', '/SalesOrders', order());
    expect((await ask(twin, 'DELETE', `/SalesOrders/${body.Guid}`)).body.OrderStatus).toBe('Deleted');
    expect((await ask(twin, 'PUT', `/SalesOrders/${body.Guid}`, { CustomerRef: 'late' })).status).toBe(400);
    expect((await ask(twin, 'POST', `/SalesOrders/${body.Guid}/Complete`)).status).toBe(400);
  });
});
