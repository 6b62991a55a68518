import { describe, expect, it } from 'vitest';
import { createSandbox, type UnleashedSandbox } from './index.js';
import { ask, GUID, listed, wrongs } from './testing.js';

const AT = Date.UTC(2026, 10, 22, 3);
const fresh = () => createSandbox({ sales: 0, now: () => AT });

const adjustment = (changes: Record<string, unknown> = {}, line: Record<string, unknown> = {}) => ({
  Guid: GUID,
  AdjustmentDate: '2026-11-21T00:00:00',
  AdjustmentReason: 'Customer return',
  Warehouse: { WarehouseCode: 'MAIN' },
  StockAdjustmentLines: [
    { LineNumber: 1, Product: { ProductCode: 'POT-SAUCER' }, NewQuantity: 40, NewActualValue: '90.00', ...line },
  ],
  ...changes,
});

const post = (twin: UnleashedSandbox, body: unknown, guid = GUID) =>
  ask(twin, 'POST', `/StockAdjustments/${guid}`, body);

describe('a stock adjustment', () => {
  it('sets quantity and value to what it says, not by what it says', async () => {
    const twin = fresh();
    const { status, body } = await post(twin, adjustment());
    expect(status).toBe(201);
    expect(body).toMatchObject({
      Guid: GUID,
      AdjustmentNumber: 'SA-00000001',
      Status: 'Completed',
      ConfirmedOn: `/Date(${AT})/`,
    });
    const { Items } = await listed(twin, '/StockOnHand/1?warehouseCode=MAIN&modifiedSince=2026-11-22');
    expect(Items).toMatchObject([{ ProductCode: 'POT-SAUCER', QtyOnHand: 40, TotalCost: 90, AvgCost: 2.25 }]);
    expect((await ask(twin, 'GET', `/StockAdjustments/${GUID}`)).body).toEqual(body);
  });

  it('keeps the average cost where it names no value', async () => {
    const twin = fresh();
    await post(twin, adjustment({}, { NewActualValue: undefined }));
    expect(twin.adjustments()[0]?.StockAdjustmentLines).toMatchObject([{ NewQuantity: 40, NewActualValue: 88 }]);
  });

  it('moves nothing while it is parked', async () => {
    const twin = fresh();
    const before = twin.quantityOnHand('POT-SAUCER');
    expect((await post(twin, adjustment({ Status: 'Parked' }))).body).toMatchObject({
      Status: 'Parked',
      ConfirmedOn: null,
    });
    expect(twin.quantityOnHand('POT-SAUCER')).toBe(before);
  });

  it('is created once and never changed or deleted', async () => {
    const twin = fresh();
    await post(twin, adjustment());
    const again = await post(twin, adjustment({}, { NewQuantity: 41 }));
    expect(again.status).toBe(400);
    expect(again.body.Description).toContain('already exists');
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(40);
    expect((await ask(twin, 'PUT', `/StockAdjustments/${GUID}`, adjustment())).status).toBe(405);
    expect((await ask(twin, 'DELETE', `/StockAdjustments/${GUID}`)).status).toBe(405);
  });

  it.each([
    ['a reason that is not set up', { AdjustmentReason: 'Because' }, {}, 'AdjustmentReason NotFound'],
    ['a reason over 20 characters', { AdjustmentReason: 'Changed their mind twice' }, {}, 'AdjustmentReason TooLong'],
    ['an unknown warehouse', { Warehouse: { WarehouseCode: 'WEST' } }, {}, 'Warehouse.WarehouseCode NotFound'],
    ['no lines', { StockAdjustmentLines: [] }, {}, 'StockAdjustmentLines Required'],
    [
      'an unknown product',
      {},
      { Product: { ProductCode: 'NOPE' } },
      'StockAdjustmentLines[0].Product.ProductCode NotFound',
    ],
    [
      'a product without stock',
      {},
      { Product: { ProductCode: 'SHIPPING' } },
      'StockAdjustmentLines[0].Product.ProductCode NeverDiminishing',
    ],
    ['a quantity below nought', {}, { NewQuantity: -1 }, 'StockAdjustmentLines[0].NewQuantity Invalid'],
    ['no quantity', {}, { NewQuantity: null }, 'StockAdjustmentLines[0].NewQuantity Required'],
    [
      'a batch product without batches',
      {},
      { Product: { ProductCode: 'CARE-NEEM-250' } },
      'StockAdjustmentLines[0].BatchNumbers Required',
    ],
  ])('is refused with %s, and nothing moves', async (_what, changes, line, wrong) => {
    const twin = fresh();
    const { status, body } = await post(twin, adjustment(changes, line));
    expect(status).toBe(400);
    expect(wrongs(body)).toContain(wrong);
    expect(twin.adjustments()).toEqual([]);
    expect(twin.revision).toBe(0);
  });

  it('is refused with two targets for one product', async () => {
    const [line] = adjustment().StockAdjustmentLines;
    const { body } = await post(fresh(), adjustment({ StockAdjustmentLines: [line, { ...line, LineNumber: 2 }] }));
    expect(wrongs(body)).toEqual(['StockAdjustmentLines[1].Product Duplicate']);
  });

  it('takes the reasons the twin was set up with', async () => {
    const twin = createSandbox({ reasons: ['Because'] });
    expect((await post(twin, adjustment({ AdjustmentReason: 'Because' }))).status).toBe(201);
  });

  it.each([
    ['productCode=POT-SAUCER', 1],
    ['productCode=POT', 0],
    ['warehouseCode=MAIN', 1],
    ['warehouseCode=EAST', 0],
    ['adjustmentDate=2026-11-21', 1],
    ['adjustmentDate=2026-11-22', 0],
    ['modifiedSince=2026-11-22', 1],
    ['modifiedSince=2026-11-23', 0],
  ])('is listed by %s', async (query, count) => {
    const twin = fresh();
    await post(twin, adjustment());
    expect((await listed(twin, `/StockAdjustments/1?${query}`)).Items).toHaveLength(count);
  });
});
