import { describe, expect, it } from 'vitest';
import { open } from './shop.js';

const TASK = 'export-items';

async function shop() {
  const { app, twin } = open();
  const build = (body: { sku: string } & Record<string, unknown>) =>
    app.build(TASK, app.record('product', body as never));
  const send = async (body: { sku: string } & Record<string, unknown>) => {
    const built = await build(body);
    if (!('payload' in built)) throw new Error(JSON.stringify(built));
    const [said] = await app.send(TASK, [{ recordId: 1, key: body.sku, payload: built.payload }]);
    return said;
  };
  const item = (code: string) => twin.documents('Items').find(({ Code }) => Code === code);
  return { app, twin, build, send, item };
}

describe('products as items', () => {
  it('are known by their SKU, and never keep stock in Xero', async () => {
    const { send, item } = await shop();
    expect(await send({ sku: 'FERN', name: 'A fern', price: '19.95', active: true })).toMatchObject({ done: true });
    expect(item('FERN')).toMatchObject({
      Name: 'A fern',
      IsTrackedAsInventory: false,
      SalesDetails: { UnitPrice: 19.95 },
    });
    await send({ sku: 'FERN', name: 'A better fern', price: '21.5', active: true });
    expect(item('FERN')).toMatchObject({ Name: 'A better fern', SalesDetails: { UnitPrice: 21.5 } });
  });

  it('keep a price that the shop doesn’t say, and carry the tax that the shop says', async () => {
    const { send, item } = await shop();
    await send({ sku: 'POT-SAUCER', name: 'Saucer', price: '0', taxFree: true });
    expect(item('POT-SAUCER')).toMatchObject({ SalesDetails: { UnitPrice: 8.5, TaxType: 'EXEMPTOUTPUT' } });
  });

  it('stay away where they are no longer sold', async () => {
    const { build } = await shop();
    expect(await build({ sku: 'OLD', active: false })).toEqual({ notDue: 'It isn’t sold.' });
  });
});
