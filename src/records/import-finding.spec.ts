import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Lab, page, product } from './test/lab.js';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());
beforeEach(() => lab.empty());

const actions = async (run: { id: number }) => (await lab.log(run)).map(({ remote_id, action }) => [remote_id, action]);
const OTHER_APP = { connectionId: 4, installationId: 6 };

describe('a row finds its record', () => {
  it('by its key, when another app has brought it', async () => {
    await lab.bring([page(0, [product('A')])]);
    const run = await lab.bring(
      [page(0, [{ remoteId: '77', values: { sku: 'A', name: 'Product A', price: '9.50' } }])],
      OTHER_APP,
    );
    expect(await actions(run)).toEqual([['77', 'linked']]);
    expect(await lab.records()).toHaveLength(1);
    expect(await lab.database.query('select connection_id, remote_id from links order by connection_id')).toEqual([
      { connection_id: 3, remote_id: 'guid-A' },
      { connection_id: 4, remote_id: '77' },
    ]);
  });

  it('by the fields its mapping names, in their order', async () => {
    await lab.bring([page(0, [product('A', { barcode: '930' }), product('B', { barcode: '931' })])]);
    const row = { remoteId: '77', values: { sku: 'A', barcode: '930', name: 'Found' } };
    await lab.bring([page(0, [row])], { ...OTHER_APP, match: ['barcode', 'sku'] });
    expect((await lab.records()).map(({ body }) => body.name)).toEqual(['Found', 'Product B']);
  });

  it('by several fields that must agree together', async () => {
    const boxes = [
      product('A', { name: 'Fern', group: 'Pots' }),
      product('B', { name: 'Fern', group: 'Plants' }),
      product('C', { name: 'Fern' }),
    ];
    await lab.bring([page(0, boxes)]);
    const row = { remoteId: '77', values: { sku: 'B', name: 'Fern', group: 'Plants', barcode: '9' } };
    const run = await lab.bring([page(0, [row])], { ...OTHER_APP, match: ['name+group'] });
    expect(await actions(run)).toEqual([['77', 'updated']]);
    expect((await lab.records()).map(({ body }) => body.barcode)).toEqual([undefined, '9', undefined]);
  });

  it('and keeps its name, where the app has none of its own for it', async () => {
    await lab.bring([page(0, [product('A', { barcode: '930' })])]);
    const rows = [
      { remoteId: '77', values: { sku: 'made-up', barcode: '930' } },
      { remoteId: '78', values: { sku: 'new', barcode: '931' } },
    ];
    const masters = new Map([['sku', 'fill' as const]]);
    await lab.bring([page(0, rows)], { ...OTHER_APP, match: ['barcode'], masters });
    expect((await lab.records()).map(({ key }) => key)).toEqual(['A', 'new']);
  });

  it('not when two records fit: a person must decide', async () => {
    await lab.bring([page(0, [product('A', { barcode: '930' }), product('B', { barcode: '930' })])]);
    const row = { remoteId: '77', values: { sku: 'X', barcode: '930' } };
    const run = await lab.bring([page(0, [row])], { ...OTHER_APP, match: ['barcode'] });
    expect(await lab.log(run)).toMatchObject([
      { action: 'failed', reason: expect.stringMatching(/More than one record.*person must decide/) },
    ]);
  });

  it('not under a new key: a person must decide', async () => {
    await lab.bring([page(0, [product('A'), product('B')])]);
    const run = await lab.bring([
      page(0, [
        { ...product('A'), values: { sku: 'C' } },
        { ...product('B'), values: { sku: 'A' } },
      ]),
    ]);
    expect(await lab.log(run)).toMatchObject([
      {
        action: 'failed',
        remote_id: 'guid-A',
        reason: expect.stringMatching(/was A and is now C; a person must decide/),
      },
      {
        action: 'failed',
        remote_id: 'guid-B',
        reason: expect.stringMatching(/is now A, which another record has already/),
      },
    ]);
    expect((await lab.records()).map(({ key }) => key)).toEqual(['A', 'B']);
  });

  it('not when another row of the app has it already', async () => {
    await lab.bring([page(0, [product('A')])]);
    const run = await lab.bring([page(0, [{ ...product('A'), remoteId: 'copy' }])]);
    expect(await lab.log(run)).toMatchObject([
      { action: 'failed', remote_id: 'copy', reason: expect.stringMatching(/another row of the app \(guid-A\)/) },
    ]);
  });
});
