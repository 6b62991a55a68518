import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Lab, page, product } from './test/lab.js';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());
beforeEach(() => lab.empty());

describe('an import', () => {
  it('writes records, links and a line of log for each new row', async () => {
    const run = await lab.bring([page(0, [product('A'), product('B')]), page(1, [product('C')])]);

    const records = await lab.records();
    expect(records.map(({ key, body }) => [key, body])).toEqual([
      ['A', { sku: 'A', name: 'Product A', price: '9.5' }],
      ['B', { sku: 'B', name: 'Product B', price: '9.5' }],
      ['C', { sku: 'C', name: 'Product C', price: '9.5' }],
    ]);
    const links = await lab.database.query('select remote_id, record_id from links order by remote_id');
    expect(links).toEqual(records.map(({ id, key }) => ({ remote_id: `guid-${key}`, record_id: id })));
    expect((await lab.log(run)).map(({ seq, row_no, action, record_id }) => [seq, row_no, action, record_id])).toEqual([
      [0, 0, 'created', records[0]!.id],
      [0, 1, 'created', records[1]!.id],
      [1, 0, 'created', records[2]!.id],
    ]);
    expect(await lab.counters(run)).toEqual({ read: 3, created: 3, updated: 0, unchanged: 0, skipped: 0, failed: 0 });
  });

  it('keeps the typed head beside the body', async () => {
    const invoice = {
      number: 'N1',
      status: 'open',
      total: '123456789012345.6789',
      date: '2026-11-22',
      currency: 'AUD',
    };
    await lab.bring([page(0, [{ remoteId: '1', values: invoice }])], { type: 'invoice' });
    const row = await lab.database.one('select number, date, amount, currency, status from records');
    expect(row).toEqual({
      number: 'N1',
      date: '2026-11-22',
      amount: '123456789012345.6789',
      currency: 'AUD',
      status: 'open',
    });
  });

  it('writes nothing for what it has seen before', async () => {
    await lab.bring([page(0, [product('A'), product('B')])]);
    const before = await lab.database.query('select * from records');
    const run = await lab.bring([page(0, [product('A'), product('B')])]);
    expect(await lab.database.query('select * from records')).toEqual(before);
    expect(await lab.log(run)).toEqual([]);
    expect(await lab.counters(run)).toMatchObject({ read: 2, unchanged: 2, created: 0, updated: 0 });
  });

  it('logs what changed, field by field', async () => {
    await lab.bring([page(0, [product('A'), product('B')])]);
    const run = await lab.bring([page(0, [product('A', { price: '12' }), product('B')])]);
    const [line, ...others] = await lab.log(run);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ action: 'updated', remote_id: 'guid-A', changes: '{"price":["9.5","12"]}' });
    expect((await lab.records())[0]!.body).toMatchObject({ price: '12', name: 'Product A' });
  });
});
