import { describe, expect, it } from 'vitest';
import { ask, single } from '../sandbox/testing.js';
import { invoice, line, type SalesOrder, shopOf } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';
const THEIRS = { Customer: { CustomerCode: 'ALMOND' }, OrderDate: '2026-08-02T00:00:00' };

/** An order of the store, and one that another tool has made of it: 20.00 and tax. */
async function moving(more: Record<string, unknown>, options: Parameters<typeof open>[0] = {}) {
  const { app, twin } = open(options);
  const { order } = await shopOf(app);
  const theirs = await ask(
    twin,
    'POST',
    '/SalesOrders',
    single('TOOL-TROWEL', 1, 20, { ...THEIRS, SourceId: null, ...more }),
  );
  expect(theirs.status).toBe(201);
  const { Guid, OrderNumber } = theirs.body as { Guid: string; OrderNumber: string };
  const made: SalesOrder = await order(invoice([line('TOOL-TROWEL', 1, '22')]));
  return { app, twin, shipment: app.shipment(made), Guid, OrderNumber, before: twin.orders().length };
}

describe('rule 11, take over: a sale that another tool has sent', () => {
  it.each([
    ['reference', { CustomerRef: 'Web order N1001' }],
    ['source', { SourceId: 'shop:N1001' }],
  ])('is taken over where it is named in the %s, and completed', async (_, named) => {
    const { app, twin, shipment, Guid, OrderNumber, before } = await moving(named);
    const [created] = await app.step(TASK, 'create', [shipment]);
    expect(created).toMatchObject({ done: true, remoteId: Guid, number: OrderNumber });
    const goingOn = { ...shipment, done: { create: { remoteId: Guid, number: OrderNumber } } };
    expect(await app.step(TASK, 'complete', [goingOn])).toMatchObject([{ done: true, remoteId: Guid }]);
    expect(twin.orders()).toHaveLength(before);
    expect(twin.orders().find((one) => one.Guid === Guid)).toMatchObject({
      OrderStatus: 'Completed',
      SourceId: '1:N1001',
    });
  });

  it('is taken over though nothing in it names the sale, where the hub says that it is the same', async () => {
    const { app, twin, shipment, Guid, OrderNumber, before } = await moving({ Customer: { CustomerCode: 'ATRIUM' } });
    const said = { ...shipment, takeOver: { remoteId: Guid, number: OrderNumber } };
    // It was compared by whoever said so, and is not held back for another total.
    expect(await app.step(TASK, 'create', [said])).toMatchObject([
      { done: true, remoteId: Guid, number: OrderNumber, also: ['verify'] },
    ]);
    expect(twin.orders()).toHaveLength(before);
    expect(twin.orders().find((one) => one.Guid === Guid)!.SourceId).toBe('1:N1001');
    await ask(twin, 'DELETE', `/SalesOrders/${Guid}`);
    expect(await app.step(TASK, 'create', [said])).toMatchObject([
      { needsPerson: expect.stringContaining(OrderNumber) },
    ]);
  });

  it('is told to the hub with all that may name the sale, and with its goods', async () => {
    const { app, Guid } = await moving({ CustomerRef: 'Web N1001', Comments: 'Gift', SourceId: 'shop:N1001' });
    const { rows } = await app.state('invoice', { from: '2026-07-01', to: '2026-09-01' });
    expect(rows.find(({ remoteId }) => remoteId === Guid)).toMatchObject({
      says: ['Web N1001', 'shop:N1001', 'Gift'],
      goods: [{ sku: 'TOOL-TROWEL', quantity: '1' }],
    });
  });

  it('is left to a person where it comes to something else', async () => {
    const { app, twin, shipment, before } = await moving({ CustomerRef: 'N1001' });
    const payload = { ...(shipment.payload as object), total: '23.00' };
    const [said] = await app.step(TASK, 'create', [{ ...shipment, payload }]);
    expect(said).toMatchObject({ needsPerson: expect.stringContaining('another tool') });
    expect(twin.orders()).toHaveLength(before);
  });

  it('is none of another store’s, nor one whose number only looks alike', async () => {
    for (const named of [{ SourceId: '2:N1001' }, { CustomerRef: 'N10012' }]) {
      const { app, twin, shipment, before } = await moving(named);
      expect(await app.step(TASK, 'create', [shipment])).toMatchObject([{ done: true, remoteId: shipment.key }]);
      expect(twin.orders()).toHaveLength(before + 1);
    }
  });

  it('is not asked about once the merchant has moved', async () => {
    const { app, twin, shipment, before } = await moving(
      { CustomerRef: 'N1001' },
      { advanced: { looksForOthers: false } },
    );
    await app.step(TASK, 'create', [shipment]);
    expect(twin.orders()).toHaveLength(before + 1);
  });

  it('stays out of its batch while the others go', async () => {
    const { app } = await moving({ CustomerRef: 'N1001' });
    const { order } = await shopOf(app);
    const one = app.shipment(await order(invoice([line('TOOL-TROWEL', 1, '22')])));
    const payload = { ...(one.payload as object), number: undefined, numbers: ['N1001', 'N1002'] };
    const [said] = await app.step(TASK, 'create', [{ ...one, payload }]);
    expect(said).toMatchObject({ rejected: expect.stringContaining('another tool'), members: ['N1001'] });
  });
});

describe('rule 11, take over: a return that another tool has booked', () => {
  const adjustment = {
    number: 'RMA7',
    date: '2026-08-01',
    warehouse: 'MAIN',
    reason: 'Faulty',
    lines: [{ sku: 'TOOL-TROWEL', quantity: '1', comment: 'Return RMA7' }],
  };
  const theirs = (comment: string, date = '2026-08-02') => ({
    AdjustmentDate: `${date}T00:00:00`,
    AdjustmentReason: 'Stocktake',
    Warehouse: { WarehouseCode: 'MAIN' },
    StockAdjustmentLines: [
      {
        LineNumber: 1,
        Product: { ProductCode: 'TOOL-TROWEL' },
        NewQuantity: 50,
        NewActualValue: 400,
        Comments: comment,
      },
    ],
  });

  it('is seen though it was booked weeks before the store approved it', async () => {
    const { app, twin } = open();
    const early = theirs('Web RMA7', '2026-07-10');
    const made = await ask(twin, 'POST', '/StockAdjustments/6f9619ff-8b86-4011-b42d-00c04fc964ff', early);
    expect(made.status).toBe(201);
    const shipment = app.shipment({ reference: 'RMA7', payload: adjustment, steps: ['post', 'verify'] });
    expect(await app.step('export-returns', 'post', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('another tool') },
    ]);
  });

  it.each([
    ['Web RMA7, refunded', 'needsPerson'],
    ['Return RMA71', 'done'],
    ['Counted RMA7 shelves', 'needsPerson'],
    ['Shelf 7', 'done'],
  ])('“%s” means %s', async (comment, outcome) => {
    const { app, twin } = open();
    const made = await ask(twin, 'POST', '/StockAdjustments/6f9619ff-8b86-4011-b42d-00c04fc964ff', theirs(comment));
    expect(made.status).toBe(201);
    const shipment = app.shipment({ reference: 'RMA7', payload: adjustment, steps: ['post', 'verify'] });
    const [said] = await app.step('export-returns', 'post', [shipment]);
    expect(said).toHaveProperty(outcome);
  });
});
