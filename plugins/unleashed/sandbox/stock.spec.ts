import { describe, expect, it } from 'vitest';
import { createSandbox } from './index.js';
import { ask, GUID, listed, order } from './testing.js';

const AT = Date.UTC(2026, 10, 22);
const fresh = () => createSandbox({ sales: 0, now: () => AT });

describe('stock on hand', () => {
  it('sums over the warehouses, which are empty then', async () => {
    const twin = fresh();
    const sums = (await listed(twin, '/StockOnHand/1')).Items;
    const parts = await Promise.all(
      ['MAIN', 'EAST', 'OLDSHED'].map((code) => listed(twin, `/StockOnHand/1?warehouseCode=${code}`)),
    );
    for (const row of sums) {
      const rows = parts.flatMap(({ Items }) => Items).filter((one) => one.ProductGuid === row.ProductGuid);
      const total = (field: string) => rows.reduce((all, one) => all + (one[field] as number), 0);
      expect(row).toMatchObject({
        WarehouseId: null,
        Warehouse: null,
        WarehouseCode: null,
        QtyOnHand: total('QtyOnHand'),
      });
      expect(row.TotalCost).toBeCloseTo(total('TotalCost'), 6);
    }
    expect(parts[1]?.Items[0]).toMatchObject({ WarehouseCode: 'EAST', Warehouse: 'Marrickville shop' });
    expect(parts[2]?.Items).toEqual([]);
  });

  it('has no row for a product that never moved, and gets one when it does', async () => {
    const twin = fresh();
    const codes = async () => (await listed(twin, '/StockOnHand/1')).Items.map((row) => row.ProductCode);
    for (const code of ['SHIPPING', 'TOOL-METER', 'KIT-HERB']) expect(await codes()).not.toContain(code);
    twin.receive('TOOL-METER', 'EAST', 4, 7.5);
    const row = (await listed(twin, '/StockOnHand/1?warehouseCode=EAST')).Items.find(
      (one) => one.ProductCode === 'TOOL-METER',
    );
    expect(row).toMatchObject({
      QtyOnHand: 4,
      AvailableQty: 4,
      AvgCost: 7.5,
      TotalCost: 30,
      LastModifiedOn: `/Date(${AT})/`,
    });
    expect((await listed(twin, '/StockOnHand/1?modifiedSince=2026-11-22')).Items).toHaveLength(1);
  });

  it('keeps rows that came down to nought', async () => {
    const { Items } = await listed(fresh(), '/StockOnHand/1?warehouseCode=MAIN');
    expect(Items.filter((row) => row.QtyOnHand === 0).length).toBeGreaterThan(0);
  });

  it('averages the cost of what it receives', async () => {
    const twin = fresh();
    twin.receive('TOOL-METER', 'MAIN', 3, 5);
    twin.receive('TOOL-METER', 'MAIN', 1, 9);
    const { Items } = await listed(twin, '/StockOnHand/1?modifiedSince=2026-11-22');
    expect(Items).toMatchObject([{ QtyOnHand: 4, AvgCost: 6, TotalCost: 24 }]);
  });

  it('answers for one product, summed and for each warehouse', async () => {
    const twin = fresh();
    const [product] = (await listed(twin, '/Products/1?productCode=POT-SAUCER')).Items;
    const { body } = await ask(twin, 'GET', `/StockOnHand/${product?.Guid}`);
    const { Items } = await listed(twin, `/StockOnHand/${product?.Guid}/AllWarehouses`);
    expect(Items.map((row) => row.WarehouseCode)).toEqual(['MAIN', 'EAST']);
    expect(body.QtyOnHand).toBe(Items.reduce((all, row) => all + (row.QtyOnHand as number), 0));
    const [meter] = (await listed(twin, '/Products/1?productCode=TOOL-METER')).Items;
    expect((await ask(twin, 'GET', `/StockOnHand/${meter?.Guid}`)).status).toBe(404);
  });

  it('adds what could be assembled when asked for assembled products', async () => {
    const twin = fresh();
    const { Items } = await listed(twin, '/StockOnHand/1?isAssembled=true&warehouseCode=MAIN');
    const herb = Items.find((row) => row.ProductCode === 'KIT-HERB');
    const parts = ['PLANT-BASIL-9', 'PLANT-MINT-9', 'PLANT-PARSLEY-9'].map((code) => twin.quantityOnHand(code, 'MAIN'));
    const kits = Math.min(...parts, Math.floor(twin.quantityOnHand('POT-TERRA-10', 'MAIN') / 3));
    expect(herb).toMatchObject({ QtyOnHand: 0, AvailableQty: kits });
    expect(Items.every((row) => /KIT|HAMPER/.test(String(row.ProductCode)))).toBe(true);
  });

  it('refuses an unknown warehouse and a date it cannot look back to', async () => {
    expect((await ask(fresh(), 'GET', '/StockOnHand/1?warehouseCode=WEST')).status).toBe(400);
    expect((await ask(fresh(), 'GET', '/StockOnHand/1?asAtDate=2026-01-01')).status).toBe(400);
  });

  it('shows a product that is only set aside', async () => {
    const twin = fresh();
    const lines = order().SalesOrderLines.map((one) => ({ ...one, Product: { ProductCode: 'TOOL-METER' } }));
    await ask(twin, 'POST', `/SalesOrders/${GUID}`, order({ SalesOrderLines: lines }));
    const { Items } = await listed(twin, '/StockOnHand/1?modifiedSince=2026-11-22');
    expect(Items).toMatchObject([{ ProductCode: 'TOOL-METER', QtyOnHand: 0, AllocatedQty: 3, AvailableQty: -3 }]);
  });
});
