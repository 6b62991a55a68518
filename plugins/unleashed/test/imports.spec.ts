import { NeedsPerson } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { NOW, open } from './shop.js';

const bySku = <T extends Record<string, unknown>>(records: T[], sku: string) =>
  records.find((record) => record.sku === sku);

describe('products of Unleashed', () => {
  it('come in with every field of the mapping table', async () => {
    const { app } = open();
    const { records } = await app.pull('import-products');
    expect(records).toHaveLength(59);
    expect(bySku(records, 'CARE-POTMIX-10L')).toEqual({
      sku: 'CARE-POTMIX-10L',
      name: 'Premium potting mix 10 L',
      purchasePrice: '4.1',
      price: '15.35',
      priceA: '13.82',
      priceB: '12.28',
      priceC: '13.05',
      priceD: '4.96',
      priceF: '11.93',
      barcode: '9312000000425',
      notes: 'Photographed for the winter catalogue.',
      length: '22',
      width: '22',
      height: '40',
      weight: '6',
      reorderQuantity: '8',
      restockQuantity: '4',
      pickZone: 'C1-01',
      isKit: false,
      isComponent: true,
      supplier: 'SOILMATE',
      group: 'Tools & Care',
      unit: 'BAG',
      active: true,
      tracked: false,
      untracked: false,
    });
    expect(bySku(records, 'KIT-HERB')).toMatchObject({ isKit: true });
    expect(bySku(records, 'SHIPPING')).toMatchObject({ untracked: true });
    expect(bySku(records, 'CARE-NEEM-250')).toMatchObject({ tracked: true });
    expect(bySku(records, 'HOME-LAMP-GROW')).toMatchObject({ tracked: true });
  });

  it('have each field mastered by itself', () => {
    const { app } = open();
    const { rows } = app.manifest.mappings.find(({ id }) => id === 'products')!;
    expect(new Set(rows.map(({ to }) => to)).size).toBe(rows.length);
    expect(rows.every(({ master }) => master === 'app')).toBe(true);
  });

  it('are refused with the reason when the code is longer than a SKU may be', async () => {
    const { app } = open();
    const { refused } = await app.pull('import-products');
    expect(refused).toHaveLength(1);
    expect(refused[0]!.why).toBe(
      'The product code POT-TERRACOTTA-HANDTHROWN-LIMITED-2026 has 38 characters; the shop takes at most 25. Shorten it in Unleashed.',
    );
  });

  it('are taken off sale when they are obsolete', async () => {
    const { app, twin } = open();
    twin.obsolete('POT-SAUCER');
    const { records } = await app.pull('import-products');
    expect(bySku(records, 'POT-SAUCER')).toMatchObject({ active: false });
    expect(bySku(records, 'POT-OLDLINE-12')).toMatchObject({ active: false });
    expect(bySku(records, 'POT-TERRA-10')).toMatchObject({ active: true });
  });

  it('show their prices with tax or without, as the shop does', async () => {
    const without = await open({ store: { taxInclusive: false } }).app.pull('import-products');
    expect(bySku(without.records, 'CARE-POTMIX-10L')).toMatchObject({ price: '13.95', priceA: '12.56' });
    const yen = await open({ store: { currency: 'JPY' } }).app.pull('import-products');
    expect(bySku(yen.records, 'CARE-POTMIX-10L')).toMatchObject({ price: '15' });
  });

  it('carry their own sales tax where they have one, the default otherwise', async () => {
    const { app } = open();
    const row = (more: object) => ({ Guid: 'g', ProductCode: 'A', DefaultSellPrice: 10, ...more });
    const [own, free] = await app.map('products', [row({ SalesTaxRate: 0.25 }), row({ SalesTaxRate: 0 })]);
    expect([own!.values!.price, free!.values!.price]).toEqual(['12.5', '10']);
  });

  it('wait until the merchant has said whether prices contain tax', async () => {
    await expect(open({ store: { taxInclusive: null } }).app.pull('import-products')).rejects.toThrow(NeedsPerson);
  });

  it('never bring an empty or zero price', async () => {
    const { app } = open();
    const tiers = {
      SellPriceTier1: { Name: 'Trade', Value: null },
      SellPriceTier2: 0,
      SellPriceTier3: { Name: 'VIP' },
    };
    const [row] = await app.map('products', [{ Guid: 'g', ProductCode: 'A', DefaultSellPrice: 0, ...tiers }]);
    const { price, priceA, priceB, priceC } = row!.values!;
    expect([price, priceA, priceB, priceC]).toEqual([undefined, undefined, undefined, undefined]);
    const { records } = await app.pull('import-products');
    for (const record of records) {
      for (const [field, value] of Object.entries(record)) {
        if (field.startsWith('price')) expect(Number(value), `${String(record.sku)} ${field}`).toBeGreaterThan(0);
      }
    }
  });

  it('are the same whether tiers come as objects or as numbers', async () => {
    const objects = await open({ twin: { tiersAs: 'object' } }).app.pull('import-products');
    const numbers = await open({ twin: { tiersAs: 'number' } }).app.pull('import-products');
    expect(numbers.records).toEqual(objects.records);
  });

  it('leave the tiers alone when the merchant doesn’t want them', async () => {
    const { records } = await open({ advanced: { tiers: false } }).app.pull('import-products');
    expect(bySku(records, 'CARE-POTMIX-10L')).not.toHaveProperty('priceA');
  });

  it('are asked for by change, in UTC', async () => {
    const { app, twin } = open();
    twin.reprice('POT-SAUCER', 9);
    const { records } = await app.pull('import-products', { since: new Date(NOW - 60_000) });
    expect(records.map(({ sku }) => sku)).toEqual(['POT-SAUCER']);
    expect(app.exchanges.at(-1)!.url).toContain('modifiedSince=2026-08-03T01:59:00');
  });

  it('come page by page and go on behind a bookmark', async () => {
    const { app } = open({ advanced: { pageSize: 25 } });
    const { pages, rows } = await app.pull('import-products');
    expect(pages.map((page) => [page.rows.length, page.total])).toEqual([
      [25, 60],
      [25, 60],
      [10, 60],
    ]);
    const rest = await app.pull('import-products', { bookmark: pages[1]!.bookmark });
    expect(rest.rows).toEqual(rows.slice(50));
  });
});

describe('kits', () => {
  it('are the bills of materials that Unleashed assembles by itself', async () => {
    const { records, skipped } = await open().app.pull('import-kits');
    expect(records.map(({ sku }) => sku)).toEqual(['KIT-STARTER', 'KIT-HERB', 'KIT-REPOT', 'KIT-TWINCANDLE']);
    expect(skipped).toBe(1);
    expect(bySku(records, 'KIT-HERB')!.components).toContainEqual({ sku: 'POT-TERRA-10', quantity: '3' });
  });

  it('are all of them, or none, when the merchant says so', async () => {
    const all = await open({ advanced: { kits: 'all' } }).app.pull('import-kits');
    expect(bySku(all.records, 'HAMPER-XMAS')).toMatchObject({ autoAssembles: false });
    expect((await open({ advanced: { kits: 'none' } }).app.pull('import-kits')).records).toEqual([]);
  });

  it('are refused when a component has a code that is too long, and pass over labour', async () => {
    const { app } = open();
    const bill = (...codes: (string | null)[]) => ({
      Guid: 'g',
      CanAutoAssemble: true,
      Product: { ProductCode: 'K' },
      BillOfMaterialsLines: codes.map((code) => ({ Product: code && { ProductCode: code }, Quantity: 1 })),
    });
    const [long, labour] = await app.map('kits', [bill('A', 'x'.repeat(26)), bill('A', null)]);
    expect(long!.refused).toContain('too long');
    expect(labour!.values!.components).toEqual([{ sku: 'A', quantity: 1 }]);
  });
});

describe('people and places', () => {
  it('bring warehouses, closed ones too', async () => {
    const { records } = await open().app.pull('import-warehouses');
    expect(records[0]).toEqual({ code: 'MAIN', name: 'Brunswick warehouse', primary: true, active: true });
    expect(records.map(({ active }) => active)).toEqual([true, true, false]);
  });

  it('bring tax rates as fractions', async () => {
    const { records } = await open().app.pull('import-tax-rates');
    expect(records[0]).toEqual({ code: 'OUTPUT', name: 'G.S.T. on income', rate: '0.1', onSales: true, active: true });
  });

  it('bring suppliers with their address', async () => {
    const { records } = await open().app.pull('import-suppliers');
    expect(records[3]).toMatchObject({ code: 'SOILMATE', address: { city: 'Dandenong', country: 'AU' } });
  });

  it('bring customers; stop credit can put them on hold', async () => {
    const { records } = await open().app.pull('import-customers');
    const named = (code: string) => records.find(({ username }) => username === code);
    expect(named('OVERDUE')).toMatchObject({ onHold: true, active: true });
    expect(named('WATTLE')).toMatchObject({ onHold: false, active: false });
    expect(named('KOWHAI')).toMatchObject({ currency: 'NZD', billing: { country: 'NZ' } });
  });

  it('bring neither stop credit nor a credit limit until somebody switches their rows on', async () => {
    const { app } = open();
    const { rows } = app.manifest.mappings.find(({ id }) => id === 'customers')!;
    const masterOf = (field: string) => rows.find(({ to }) => to === field)?.master;
    expect([masterOf('onHold'), masterOf('creditLimit')]).toEqual(['off', 'off']);
    const [row] = await app.map('customers', [{ Guid: 'c1', CustomerCode: 'OVERDUE', CreditLimit: 2500 }]);
    expect(row!.values).toMatchObject({ creditLimit: 2500 });
  });

  it('come in while the addon is activated', () => {
    const first = open().app.manifest.tasks.filter((task) => task.first);
    expect(first.map(({ record }) => record)).toEqual(['warehouse', 'tax-rate', 'supplier', 'customer']);
  });
});
