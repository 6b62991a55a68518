import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.js';
import { Records } from './records.service.js';
import { Lab, page, product, STORE } from './test/lab.js';

let lab: Lab;
let records: Records;
beforeAll(async () => {
  lab = await Lab.open();
  records = new Records(lab.database);
  await lab.bring([
    page(0, [product('A-1', { name: 'Garden table' }), product('A-2'), product('B%1', { name: 'Vase' })]),
  ]);
  const sale = (number: string, reasons: string[]) => ({
    remoteId: number,
    values: {
      number,
      status: 'closed',
      lines: reasons.map((reason, n) => ({ id: String(n), sku: 'A-1', quantity: '1', reason })),
    },
  });
  await lab.bring([page(0, [sale('R1', ['Broken', 'Too late']), sale('R2', ['Broken', ''])])], { type: 'return' });
});
afterAll(() => lab.close());

const keys = (found: { key: string }[]) => found.map(({ key }) => key);

describe('records', () => {
  it('are loaded by type and key, and by id', async () => {
    const found = await records.load(STORE, [
      { type: 'product', key: 'A-1' },
      { type: 'return', key: 'R1' },
      { type: 'product', key: 'nothing' },
    ]);
    expect(found.map(({ type, key }) => [type, key])).toEqual([
      ['product', 'A-1'],
      ['return', 'R1'],
    ]);
    expect(
      await records.byIds(
        STORE,
        found.map(({ id }) => id),
      ),
    ).toEqual(found);
    expect(await records.byIds(STORE, [])).toEqual([]);
  });

  it('of another store do not exist', async () => {
    expect(await records.load(STORE + 1, [{ type: 'product', key: 'A-1' }])).toEqual([]);
    expect(await records.search(STORE + 1, 'product', 'A')).toEqual([]);
  });

  it('are found by what a person types', async () => {
    expect(keys(await records.search(STORE, 'product', 'A-'))).toEqual(['A-1', 'A-2']);
    expect(keys(await records.search(STORE, 'product', 'garden'))).toEqual(['A-1']);
    expect(keys(await records.search(STORE, 'product', 'B%'))).toEqual(['B%1']);
    expect(keys(await records.search(STORE, 'product', '%'))).toEqual(['B%1']);
    expect(keys(await records.search(STORE, 'product', '', 2))).toEqual(['A-1', 'A-2']);
  });

  it('give the values that people may map', async () => {
    const seen = { seen: { record: 'return', list: 'lines', field: 'reason' } } as const;
    expect(await records.distinct(STORE, { store: seen })).toEqual(['Broken', 'Too late']);
    expect(await records.distinct(STORE, { store: { records: 'product' } })).toEqual(['A-1', 'A-2', 'B%1']);
  });

  it('remember what an app was told', async () => {
    const [vase] = await records.load(STORE, [{ type: 'product', key: 'B%1' }]);
    const told = fingerprint('product', ['sku', 'price'], vase!.body);
    const link = { storeId: STORE, connectionId: 12, type: 'product' } as const;
    await lab.database.transaction((tx) =>
      records.linkSent(tx, link, [{ recordId: vase!.id, remoteId: "it's there", told }]),
    );
    expect(await records.links(STORE, 12, 'product', [vase!.id])).toEqual(
      new Map([[vase!.id, { remoteId: "it's there", told }]]),
    );
    expect(await records.remoteIds(STORE, 12, 'product', [vase!.id])).toEqual(new Map([[vase!.id, "it's there"]]));
  });
});
