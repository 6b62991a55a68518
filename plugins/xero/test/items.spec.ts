import { describe, expect, it } from 'vitest';
import { type Opened, open } from './shop.js';

const TASK = 'export-items';

async function shop(options: Parameters<typeof open>[0] = {}, related: ReturnType<Opened['app']['record']>[] = []) {
  const { app, twin } = open(options);
  const build = async (body: { sku: string } & Record<string, unknown>) => {
    const record = app.record('product', body as never);
    const refs = await app.uses(TASK, record);
    const named = related.filter(({ type, key }) => refs.some((ref) => ref.type === type && ref.key === key));
    return app.build(TASK, record, named);
  };
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

  it('carry the account of their own that the store gives them, as it is mapped, and else the wizard’s', async () => {
    const { app } = open();
    const { records } = await app.pull('import-accounts');
    const accounts = records.map((body) => app.record('account', body as never));
    const other = records.find(({ code }) => code === '260')!;
    const { send, item } = await shop({ maps: { 'income-accounts': { Plants: String(other.id) } } }, accounts);
    await send({ sku: 'FERN', price: '19.95', incomeAccount: 'Plants' });
    await send({ sku: 'MOSS', price: '5', incomeAccount: 'Nobody knows' });
    expect([item('FERN'), item('MOSS')]).toMatchObject([
      { SalesDetails: { AccountCode: '260' } },
      { SalesDetails: { AccountCode: '200' } },
    ]);
  });

  it('keep the account they have in Xero where their own has no code', async () => {
    const account = open().app.record('account', { id: 'a-1', name: 'Plants' });
    const { send, item } = await shop({ maps: { 'income-accounts': { Plants: 'a-1' } } }, [account]);
    await send({ sku: 'FERN', price: '19.95' });
    await send({ sku: 'FERN', price: '21.50', incomeAccount: 'Plants' });
    expect(item('FERN')).toMatchObject({ SalesDetails: { UnitPrice: 21.5, AccountCode: '200' } });
  });

  it('stay away where they are no longer sold', async () => {
    const { build } = await shop();
    expect(await build({ sku: 'OLD', active: false })).toEqual({ notDue: 'It isn’t sold.' });
  });
});
