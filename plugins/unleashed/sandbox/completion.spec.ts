import { describe, expect, it } from 'vitest';
import { createSandbox, type UnleashedSandbox } from './index.js';
import { ask, GUID, line, listed, order, single, wrongs } from './testing.js';

const AT = Date.UTC(2026, 10, 22, 3);
const fresh = () => createSandbox({ sales: 0, now: () => AT });
const complete = (twin: UnleashedSandbox, guid = GUID) => ask(twin, 'POST', `/SalesOrders/${guid}/Complete`);

async function place(twin: UnleashedSandbox, body: unknown, guid = GUID) {
  const { status, body: answer } = await ask(twin, 'POST', `/SalesOrders/${guid}`, body);
  if (status !== 201) throw new Error(JSON.stringify(answer));
}

async function stockOf(twin: UnleashedSandbox, code: string, warehouse = 'MAIN') {
  const [product] = (await listed(twin, `/Products/1?productCode=${code}`)).Items;
  const { Items } = await listed(twin, `/StockOnHand/1?productId=${product?.Guid}&warehouseCode=${warehouse}`);
  return Items[0];
}

describe('placing an order', () => {
  it('sets stock aside until it is completed or deleted, and a parked order does not', async () => {
    const twin = fresh();
    const before = await stockOf(twin, 'POT-SAUCER');
    await place(twin, order({ OrderStatus: 'Parked' }));
    expect(await stockOf(twin, 'POT-SAUCER')).toEqual(before);
    await ask(twin, 'PUT', `/SalesOrders/${GUID}`, { OrderStatus: 'Placed' });
    const onHand = before?.QtyOnHand as number;
    expect(await stockOf(twin, 'POT-SAUCER')).toMatchObject({
      QtyOnHand: onHand,
      AllocatedQty: 2,
      AvailableQty: onHand - 2,
    });
    await ask(twin, 'DELETE', `/SalesOrders/${GUID}`);
    expect(await stockOf(twin, 'POT-SAUCER')).toMatchObject({ QtyOnHand: onHand, AllocatedQty: 0 });
  });
});

describe('completing an order', () => {
  it('issues the stock at average cost and frees what was set aside', async () => {
    const twin = fresh();
    const before = await stockOf(twin, 'POT-SAUCER');
    await place(twin, order());
    const { status, body } = await complete(twin);
    expect(status).toBe(200);
    expect(body).toMatchObject({ OrderStatus: 'Completed', CompletedDate: `/Date(${AT})/` });
    const onHand = (before?.QtyOnHand as number) - 2;
    expect(await stockOf(twin, 'POT-SAUCER')).toMatchObject({
      QtyOnHand: onHand,
      AllocatedQty: 0,
      AvgCost: before?.AvgCost,
      DaysSinceLastSale: 0,
    });
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(onHand);
  });

  it('leaves an invoice that says what the order said', async () => {
    const twin = fresh();
    await place(twin, order({ PaymentDueDate: '2026-12-01' }));
    expect((await listed(twin, '/Invoices/1')).Items).toEqual([]);
    await complete(twin);
    const { Items } = await listed(twin, '/Invoices/1?orderNumber=SO-00000001');
    expect(Items).toMatchObject([
      { InvoiceNumber: 'INV-00000001', InvoiceStatus: 'Completed', SubTotal: 39, TaxTotal: 3.9, Total: 42.9 },
    ]);
    expect(Items[0]).toMatchObject({ InvoiceDate: `/Date(${AT})/`, DueDate: `/Date(${Date.UTC(2026, 11, 1)})/` });
    expect((await ask(twin, 'GET', `/Invoices/${Items[0]?.Guid}`)).body).toEqual(Items[0]);
  });

  it('happens once: a second time is refused and nothing is issued again', async () => {
    const twin = fresh();
    await place(twin, order());
    await complete(twin);
    const left = twin.quantityOnHand('POT-SAUCER');
    expect(wrongs((await complete(twin)).body)).toEqual(['OrderStatus Completed']);
    expect(twin.quantityOnHand('POT-SAUCER')).toBe(left);
    expect(twin.invoices()).toHaveLength(1);
  });

  it('refuses when stock is short, in that warehouse, and changes nothing', async () => {
    const twin = fresh();
    const before = twin.quantityOnHand('TOOL-TROWEL', 'MAIN');
    const lines = [
      line(1, 'POT-SAUCER', 1, 8.5, '8.50', '0.85'),
      line(2, 'TOOL-TROWEL', before + 1, 0, '0.00', '0.00'),
    ];
    await place(twin, order({ SubTotal: 8.5, TaxTotal: 0.85, Total: 9.35, SalesOrderLines: lines }));
    const saucers = twin.quantityOnHand('POT-SAUCER');
    const { status, body } = await complete(twin);
    expect(status).toBe(400);
    expect(wrongs(body)).toEqual(['SalesOrderLines InsufficientStock']);
    expect(JSON.stringify(body)).toContain('TOOL-TROWEL');
    expect(twin.quantityOnHand('POT-SAUCER')).toBe(saucers);
    expect(twin.orders()[0]?.OrderStatus).toBe('Placed');
    twin.receive('TOOL-TROWEL', 'MAIN', 1);
    expect((await complete(twin)).status).toBe(200);
    expect(twin.quantityOnHand('TOOL-TROWEL', 'MAIN')).toBe(0);
  });

  it('counts two lines of one product together', async () => {
    const twin = fresh();
    const half = Math.floor(twin.quantityOnHand('TOOL-TROWEL', 'MAIN') / 2) + 1;
    const lines = [1, 2].map((number) => line(number, 'TOOL-TROWEL', half, 0, '0.00', '0.00'));
    await place(twin, order({ SubTotal: 0, TaxTotal: 0, Total: 0, SalesOrderLines: lines }));
    expect(wrongs((await complete(twin)).body)).toEqual(['SalesOrderLines InsufficientStock']);
  });

  it('needs no stock of a product that never diminishes', async () => {
    const twin = fresh();
    await place(twin, single('SHIPPING', 1, 9.95));
    expect((await complete(twin)).status).toBe(200);
    expect(await stockOf(twin, 'SHIPPING')).toBeUndefined();
  });

  it('takes the parts of a kit that assembles itself', async () => {
    const twin = fresh();
    const [basil, pots] = [twin.quantityOnHand('PLANT-BASIL-9', 'MAIN'), twin.quantityOnHand('POT-TERRA-10', 'MAIN')];
    await place(twin, single('KIT-HERB', 2, 39.95));
    expect((await complete(twin)).status).toBe(200);
    expect(twin.quantityOnHand('PLANT-BASIL-9', 'MAIN')).toBe(basil - 2);
    expect(twin.quantityOnHand('POT-TERRA-10', 'MAIN')).toBe(pots - 6);
  });

  it('sells the kits on the shelf before it assembles more, also over two lines', async () => {
    const twin = fresh();
    twin.receive('KIT-HERB', 'MAIN', 3);
    const basil = twin.quantityOnHand('PLANT-BASIL-9', 'MAIN');
    const lines = [1, 2].map((number) => line(number, 'KIT-HERB', 2, 10, '20.00', '2.00'));
    await place(twin, order({ SubTotal: 40, TaxTotal: 4, Total: 44, SalesOrderLines: lines }));
    expect((await complete(twin)).status).toBe(200);
    expect(twin.quantityOnHand('KIT-HERB', 'MAIN')).toBe(0);
    expect(twin.quantityOnHand('PLANT-BASIL-9', 'MAIN')).toBe(basil - 1);
  });

  it('refuses a kit whose parts are short, and one that is assembled by hand only', async () => {
    const twin = fresh();
    const pots = twin.quantityOnHand('POT-TERRA-10', 'MAIN');
    await place(twin, single('KIT-HERB', Math.floor(pots / 3) + 1, 39.95));
    expect(JSON.stringify((await complete(twin)).body)).toContain('POT-TERRA-10');
    const hampers = twin.quantityOnHand('HAMPER-XMAS', 'MAIN');
    const other = GUID.replace('6f', '7f');
    await place(twin, single('HAMPER-XMAS', hampers + 1, 99), other);
    expect(JSON.stringify((await complete(twin, other)).body)).toContain('HAMPER-XMAS');
  });

  it('refuses tracked products until their numbers are there', async () => {
    const twin = fresh();
    await place(twin, single('CARE-NEEM-250', 2, 18.95));
    expect(wrongs((await complete(twin)).body)).toEqual(['SalesOrderLines[0].BatchNumbers BatchNumbersRequired']);
    await ask(twin, 'PUT', `/SalesOrders/${GUID}`, {
      SalesOrderLines: [{ LineNumber: 1, BatchNumbers: [{ Number: 'B7', Quantity: 2 }] }],
    });
    expect((await complete(twin)).status).toBe(200);
    expect((await listed(twin, '/Invoices/1?serialBatch=B7')).Items).toHaveLength(1);
    const other = GUID.replace('6f', '7f');
    await place(twin, single('HOME-LAMP-GROW', 2, 89.95), other);
    await ask(twin, 'PUT', `/SalesOrders/${other}`, { SalesOrderLines: [{ LineNumber: 1, SerialNumbers: ['S1'] }] });
    expect(wrongs((await complete(twin, other)).body)).toEqual([
      'SalesOrderLines[0].SerialNumbers SerialNumbersRequired',
    ]);
  });

  it('completes what was dispatched while the remainder waits on backorder', async () => {
    const twin = fresh();
    await place(twin, single('POT-SAUCER', 5, 8.5));
    await ask(twin, 'PUT', `/SalesOrders/${GUID}`, { SalesOrderLines: [{ LineNumber: 1, OrderQuantity: 3 }] });
    expect((await complete(twin)).body).toMatchObject({ SubTotal: 25.5 });
    const rest = GUID.replace('6f', '7f');
    await place(twin, single('POT-SAUCER', 2, 8.5, { OrderStatus: 'Backordered', SourceId: 'shop:N1001/2' }), rest);
    expect(await stockOf(twin, 'POT-SAUCER')).toMatchObject({ AllocatedQty: 2 });
    expect((await complete(twin, rest)).status).toBe(200);
    expect(twin.invoices().map((invoice) => invoice.Total)).toEqual([28.05, 18.7]);
  });
});

describe('invoices', () => {
  it('are read only and found by number, customer, status and date', async () => {
    const twin = fresh();
    await place(twin, order());
    await complete(twin);
    const count = async (query: string) => (await listed(twin, `/Invoices/1?${query}`)).Pagination.NumberOfItems;
    expect(await count('invoiceNumber=INV-00000001')).toBe(1);
    expect(await count('customerCode=WEBSALES&invoiceStatus=Completed')).toBe(1);
    expect(await count('customerCode=ALMOND')).toBe(0);
    expect(await count('invoiceStatus=Parked,Deleted')).toBe(0);
    expect(await count('startDate=2026-11-22&endDate=2026-11-22')).toBe(1);
    expect(await count('endDate=2026-11-21')).toBe(0);
    expect(await count('modifiedSince=2026-11-22')).toBe(1);
    expect((await ask(twin, 'POST', '/Invoices', {})).status).toBe(405);
  });
});
