import { describe, expect, it } from 'vitest';
import { createSandbox } from './index.js';
import { ask, GUID, listed, wrongs } from './testing.js';

const AT = Date.UTC(2026, 10, 22);

describe('customers', () => {
  it('are twenty-five: one for web sales, one on stop credit, one obsolete', async () => {
    const { Items } = await listed(createSandbox(), '/Customers/1?includeObsolete=true');
    expect(Items).toHaveLength(25);
    expect(Items.find((one) => one.CustomerCode === 'WEBSALES')).toMatchObject({ CustomerName: 'Web sales' });
    expect(Items.filter((one) => one.StopCredit)).toMatchObject([{ CustomerCode: 'OVERDUE' }]);
    expect((await listed(createSandbox(), '/Customers/1')).Items).toHaveLength(24);
  });

  it('are found by code, by name and by change', async () => {
    const twin = createSandbox({ now: () => AT });
    const codes = async (query: string) =>
      (await listed(twin, `/Customers/1?${query}`)).Items.map((one) => one.CustomerCode);
    expect(await codes('customerCode=b')).toEqual(['BANKSIA', 'BAYLEAF', 'BILLYBUT']);
    expect(await codes('customerName=nursery')).toEqual(["O'BRIEN"]);
    expect(await codes('modifiedSince=2026-11-22')).toEqual([]);
  });

  it('are created and then updated under the guid of the client', async () => {
    const twin = createSandbox({ now: () => AT });
    const wanted = { CustomerCode: 'ZINNIA', CustomerName: 'Zinnia & Zoe', Email: 'zoe@zinnia.example' };
    const first = await ask(twin, 'POST', `/Customers/${GUID}`, wanted);
    expect(first).toMatchObject({ status: 201, body: { ...wanted, Guid: GUID, StopCredit: false } });
    const second = await ask(twin, 'POST', `/Customers/${GUID}`, { StopCredit: true, Email: null });
    expect(second).toMatchObject({ status: 200, body: { CustomerCode: 'ZINNIA', StopCredit: true, Email: null } });
    expect((await ask(twin, 'GET', `/Customers/${GUID}`)).body).toEqual(second.body);
    expect((await listed(twin, '/Customers/1?modifiedSince=2026-11-22')).Items).toHaveLength(1);
  });

  it('need a code of their own and a name', async () => {
    const twin = createSandbox();
    expect(wrongs((await ask(twin, 'POST', `/Customers/${GUID}`, {})).body)).toEqual([
      'CustomerCode Required',
      'CustomerName Required',
    ]);
    const { body } = await ask(twin, 'POST', `/Customers/${GUID}`, { CustomerCode: 'WEBSALES', CustomerName: 'Again' });
    expect(wrongs(body)).toEqual(['CustomerCode Duplicate']);
  });

  it('have a contact where there is an address to write to', async () => {
    const twin = createSandbox();
    const [almond] = (await listed(twin, '/Customers/1?customerCode=ALMOND')).Items;
    const { Items } = await listed(twin, `/Customers/${almond?.Guid}/Contacts`);
    expect(Items).toMatchObject([{ EmailAddress: 'hello@almondstreet.example' }]);
  });
});

describe('what surrounds a sale', () => {
  it('has three warehouses, one of them obsolete', async () => {
    const { Items } = await listed(createSandbox(), '/Warehouses/1');
    expect(Items.map((one) => [one.WarehouseCode, one.IsDefault, one.Obsolete])).toEqual([
      ['MAIN', true, false],
      ['EAST', false, false],
      ['OLDSHED', false, true],
    ]);
  });

  it('has Australian taxes as fractions, for sales and for purchases', async () => {
    const { Items } = await listed(createSandbox(), '/Taxes');
    const output = Items.find((tax) => tax.TaxCode === 'OUTPUT');
    expect(output).toMatchObject({ Description: 'G.S.T. on income', TaxRate: 0.1, CanApplyToRevenue: true });
    expect(Items.find((tax) => tax.TaxCode === 'EXEMPTOUTPUT')).toMatchObject({ TaxRate: 0, CanApplyToRevenue: true });
  });

  it('has four suppliers, and each product names one of them', async () => {
    const twin = createSandbox();
    const { Items } = await listed(twin, '/Suppliers/1');
    expect(Items).toHaveLength(4);
    const guids = Items.map((supplier) => supplier.Guid);
    const products = (await listed(twin, '/Products/1')).Items as { Supplier: { Guid: string } | null }[];
    for (const { Supplier } of products) if (Supplier) expect(guids).toContain(Supplier.Guid);
    expect((await ask(twin, 'GET', `/Suppliers/${guids[0]}`)).body).toEqual(Items[0]);
  });
});
