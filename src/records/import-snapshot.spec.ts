import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MappedRow } from '../sdk/runtime/index.js';
import { Lab, page, product, STORE } from './test/lab.js';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());
beforeEach(() => lab.empty());

const shelf = (count: number, from = 0): MappedRow[] =>
  Array.from({ length: count }, (_, n) => product(`P${String(from + n).padStart(3, '0')}`));
const pagesOf = (rows: MappedRow[]) =>
  Array.from({ length: Math.ceil(rows.length / 40) }, (_, seq) => page(seq, rows.slice(seq * 40, seq * 40 + 40)));

const retired = async () =>
  (await lab.database.query<{ record_key: string }>('select record_key from records where retired_at is not null')).map(
    ({ record_key }) => record_key,
  );

describe('a complete snapshot', () => {
  it('retires what it lacks, and brings back what returns', async () => {
    await lab.snapshot(pagesOf(shelf(100)), 'retire');
    const run = await lab.snapshot(pagesOf(shelf(97, 3)), 'retire');
    expect(await retired()).toEqual(['P000', 'P001', 'P002']);
    expect(await lab.log(run)).toMatchObject([
      { action: 'retired', remote_id: 'guid-P000' },
      { action: 'retired', remote_id: 'guid-P001' },
      { action: 'retired', remote_id: 'guid-P002' },
    ]);
    expect(await lab.counters(run)).toMatchObject({ read: 97, unchanged: 97, updated: 3 });

    const again = await lab.snapshot(pagesOf(shelf(97, 3)), 'retire');
    expect(await lab.log(again)).toEqual([]);

    await lab.snapshot(pagesOf(shelf(100)), 'retire');
    expect(await retired()).toEqual([]);
  });

  it('writes nothing for what it holds as before', async () => {
    await lab.snapshot(pagesOf(shelf(100)), 'retire');
    const tables = async () => [
      await lab.database.query('select * from records'),
      await lab.database.query('select * from links'),
      await lab.database.query('select * from snapshot_pages'),
    ];
    const before = await tables();
    await lab.snapshot(pagesOf(shelf(100)), 'retire');
    expect(await tables()).toEqual(before);
    expect(before[2]).toEqual([]);
  });

  it('sets the numbers of what it lacks to nothing', async () => {
    const level = (n: number) => ({
      remoteId: `${n}`,
      values: { key: `S${n}|main`, sku: `S${n}`, warehouse: 'main', available: '5', onHand: '7' },
    });
    const more = {
      type: 'stock-level' as const,
      masters: new Map([
        ['available', 'app'],
        ['onHand', 'store'],
        ['sku', 'app'],
      ] as const),
    };
    await lab.snapshot([page(0, [level(1), level(2)])], 'zero', more);
    await lab.snapshot([page(0, [level(2)])], 'zero', more);
    expect((await lab.records()).map(({ body }) => [body.sku, body.available, body.onHand])).toEqual([
      ['S1', '0', '7'],
      ['S2', '5', '7'],
    ]);
    expect(await lab.database.query('select amount from records order by record_key')).toEqual([
      { amount: '0.0000' },
      { amount: '5.0000' },
    ]);
  });

  it('counts a row that failed as there', async () => {
    await lab.snapshot(pagesOf(shelf(10)), 'retire');
    const [first, ...others] = shelf(10);
    await lab.snapshot(pagesOf([{ ...first!, values: { ...first!.values, price: 'dear' } }, ...others]), 'retire');
    expect(await retired()).toEqual([]);
  });

  it('takes nothing away while a row can’t be told from others', async () => {
    await lab.snapshot(pagesOf(shelf(10)), 'retire');
    await lab.snapshot(pagesOf([{ remoteId: '', refused: 'No Guid' }, ...shelf(9, 1)]), 'retire');
    expect(await retired()).toEqual([]);
  });

  it('leaves alone what an export has just created there', async () => {
    await lab.snapshot(pagesOf(shelf(10)), 'retire');
    await lab.bring([page(0, [product('OURS')])], { connectionId: 9 });
    const ours = (await lab.records()).find(({ key }) => key === 'OURS')!;
    await lab.database.run('insert into links (store_id, connection_id, type, remote_id, record_id) values (?)', [
      [STORE, 3, 'product', 'new-there', ours.id],
    ]);
    await lab.snapshot(pagesOf(shelf(10)), 'retire');
    expect(await retired()).toEqual([]);
  });

  it('goes on where it was interrupted, knowing what it saw before', async () => {
    await lab.snapshot(pagesOf(shelf(100)), 'retire');
    const run = await lab.newRun();
    const importing = lab.import(run, { snapshot: true });
    await importing.page(pagesOf(shelf(99, 1))[0]!);
    await importing.settled();
    await lab.finishSnapshot(await lab.resume(run.id), pagesOf(shelf(99, 1)), 'retire', {});
    expect(await retired()).toEqual(['P000']);
  });
});

describe('a snapshot that lacks a great deal', () => {
  const key = { storeId: STORE, installationId: 5, task: 'import-products' };

  it('asks a person first, and takes away only what was agreed to', async () => {
    await lab.snapshot(pagesOf(shelf(100)), 'retire');
    await expect(lab.snapshot(pagesOf(shelf(80)), 'retire')).rejects.toThrow(/no longer lists 20 of 100/);
    expect(await retired()).toEqual([]);
    expect(await lab.questions.of(key)).toMatchObject({ missing: 20, known: 100, approvedAt: null });

    expect(await lab.questions.approve(key, 1)).toBe(true);
    await expect(lab.snapshot(pagesOf(shelf(50)), 'retire')).rejects.toThrow(/no longer lists 50 of 100/);
    expect(await retired()).toEqual([]);

    await lab.questions.approve(key, 1);
    await lab.snapshot(pagesOf(shelf(50)), 'retire');
    expect(await retired()).toHaveLength(50);
    expect(await lab.questions.of(key)).toBeUndefined();
  });

  it('takes a handful away without asking', async () => {
    await lab.snapshot(pagesOf(shelf(10)), 'retire');
    await lab.snapshot(pagesOf(shelf(5)), 'retire');
    expect(await retired()).toHaveLength(5);
  });
});
