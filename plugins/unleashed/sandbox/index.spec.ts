import { describe, expect, it } from 'vitest';
import { createSandbox } from './index.js';
import { ask, GUID, listed, order } from './testing.js';

const AT = Date.UTC(2026, 10, 22);

async function livedIn(now = () => AT) {
  const twin = createSandbox({ now });
  twin.reprice('POT-SAUCER', 9);
  twin.addProduct({ code: 'NEW-FERN', name: 'New fern', price: 20, cost: 7 });
  twin.receive('NEW-FERN', 'EAST', 4);
  await ask(twin, 'POST', `/SalesOrders/${GUID}`, order());
  await ask(twin, 'POST', `/SalesOrders/${GUID}/Complete`);
  return twin;
}

describe('the twin as a whole', () => {
  it('is the same twin again from the same seed', async () => {
    const [one, other] = [createSandbox({ now: () => AT }), createSandbox({ now: () => AT })];
    for (const path of ['/Products/1', '/StockOnHand/1', '/SalesOrders/1', '/Invoices/1', '/Customers/1']) {
      expect(await listed(one, path)).toEqual(await listed(other, path));
    }
  });

  it('goes on from a snapshot with the same answers', async () => {
    const twin = await livedIn();
    const state: unknown = JSON.parse(JSON.stringify(twin.snapshot()));
    const resumed = createSandbox({ state, now: () => AT, products: 3, sales: 9 });
    expect(resumed.revision).toBe(twin.revision);
    for (const path of [
      '/Products/1?includeObsolete=true',
      '/StockOnHand/1',
      '/StockOnHand/1?warehouseCode=EAST',
      '/SalesOrders/1',
      '/Invoices/1',
      '/StockAdjustments/1',
    ]) {
      expect(await listed(resumed, path)).toEqual(await listed(twin, path));
    }
    const next = order({ SourceId: 'shop:N1002' });
    expect(await ask(resumed, 'POST', '/SalesOrders', next)).toEqual(await ask(twin, 'POST', '/SalesOrders', next));
  });

  it('does not let a snapshot change behind its back', async () => {
    const twin = await livedIn();
    const before = JSON.stringify(twin.snapshot());
    const snapshot = twin.snapshot() as { products: { ProductDescription: string }[] };
    for (const product of snapshot.products) product.ProductDescription = 'spoilt';
    expect(JSON.stringify(twin.snapshot())).toBe(before);
  });

  it('refuses a snapshot that is not its own', () => {
    expect(() => createSandbox({ state: { hello: 'world' } })).toThrow('not a snapshot');
  });

  it('counts each change once, and neither questions nor refusals', async () => {
    const twin = createSandbox();
    expect(twin.revision).toBe(0);
    await listed(twin, '/Products/1');
    await ask(twin, 'POST', '/SalesOrders', order({ Total: 1 }));
    expect(twin.revision).toBe(0);
    await ask(twin, 'POST', `/SalesOrders/${GUID}`, order());
    await ask(twin, 'POST', `/SalesOrders/${GUID}`, order());
    twin.rename('POT-SAUCER', 'Pot & saucer');
    expect(twin.revision).toBe(2);
  });

  it('answers an unknown place with 404, a wrong method with 405 and a broken body with 400', async () => {
    const twin = createSandbox();
    expect((await ask(twin, 'GET', '/Nothing/1')).status).toBe(404);
    expect((await ask(twin, 'GET', '/Products/0')).status).toBe(404);
    expect((await ask(twin, 'GET', `/Products/${GUID}`)).status).toBe(404);
    expect((await ask(twin, 'DELETE', `/Invoices/${GUID}`)).status).toBe(405);
    expect((await ask(twin, 'POST', `/SalesOrders/${GUID}`, ['no object'])).status).toBe(400);
  });

  it('tells the company, its currency and its tax rate as a connection test', async () => {
    const { Items } = await listed(createSandbox(), '/Companies');
    expect(Items).toMatchObject([
      { CompanyName: 'Fern & Fig', BaseCurrency: { CurrencyCode: 'AUD' }, DefaultTaxRate: 0.1 },
    ]);
  });
});
