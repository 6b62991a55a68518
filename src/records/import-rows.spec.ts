import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.js';
import { Lab, page, product, STORE } from './test/lab.js';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());
beforeEach(() => lab.empty());

const actions = async (run: { id: number }) => (await lab.log(run)).map(({ remote_id, action }) => [remote_id, action]);
const OTHER_APP = { connectionId: 4, installationId: 6 };

describe('a field', () => {
  const masters = new Map([
    ['price', 'store'],
    ['notes', 'fill'],
  ] as const);

  it('whose master is the store keeps its value, and the difference is shown', async () => {
    await lab.bring([page(0, [product('A', { price: '9' })])]);
    const run = await lab.bring([page(0, [product('A', { price: '12' })])], { masters });
    expect((await lab.records())[0]!.body.price).toBe('9');
    expect(await lab.log(run)).toMatchObject([{ action: 'drift', changes: '{"price":["9","12"]}' }]);
    const drifts = () => lab.database.query('select field, record_value, app_value from drifts');
    expect(await drifts()).toEqual([{ field: 'price', record_value: '9', app_value: '12' }]);

    await lab.bring([page(0, [product('A', { price: '9.00' })])], { masters });
    expect(await drifts()).toEqual([]);
  });

  it('that is switched off is passed over, in new records too, whatever it says', async () => {
    const off = new Map([['notes', 'off']] as const);
    const run = await lab.bring([page(0, [product('A', { notes: 'from the app' }), product('B', { notes: 7 })])], {
      masters: off,
    });
    expect((await lab.records()).map(({ body }) => body.notes)).toEqual([undefined, undefined]);
    expect((await lab.log(run)).map(({ action }) => action)).toEqual(['created', 'created']);
    await lab.bring([page(0, [product('A', { notes: 'again' })])], { masters: off });
    expect(await lab.database.query('select * from drifts')).toEqual([]);
    expect((await lab.records())[0]!.body.notes).toBe(undefined);
  });

  it('that the app may only fill is filled once', async () => {
    await lab.bring([page(0, [product('A')])]);
    await lab.bring([page(0, [product('A', { notes: 'first' })])], { masters });
    await lab.bring([page(0, [product('A', { notes: 'second' })])], { masters });
    expect((await lab.records())[0]!.body.notes).toBe('first');
  });

  it('that the app does not mention stays as it is', async () => {
    await lab.bring([page(0, [product('A', { notes: 'keep me' })])]);
    await lab.bring([page(0, [product('A', { price: '1' })])]);
    expect((await lab.records())[0]!.body).toMatchObject({ notes: 'keep me', price: '1' });
  });
});

describe('what was exported', () => {
  const told = ['sku', 'price'];
  const link = () => lab.database.one<{ told: Buffer | null }>('select told from links');

  it('is known after the app has said it', async () => {
    await lab.bring([page(0, [product('A', { price: '7.50' })])], { told });
    const [record] = await lab.records();
    expect((await link())!.told!.toString('hex')).toBe(fingerprint('product', told, record!.body));
  });

  it('is unknown while the app does not speak of every exported field', async () => {
    await lab.bring([page(0, [product('A', { price: undefined })])], { told });
    expect((await link())!.told).toBeNull();
  });
});

describe('rows that mean harm', () => {
  const names = "select record_key from records where store_id = 7 and record_key like '%'";

  it('fail alone, and the page goes on', async () => {
    const deep: Record<string, unknown> = {};
    deep.self = deep;
    const run = await lab.bring([
      page(0, [
        product('OK1', { name: `<script>alert('x')</script> \\'; drop table records; --\0` }),
        product('NAN', { price: Number.NaN }),
        product('INF', { price: Number.POSITIVE_INFINITY }),
        product('BIG', { name: 'x'.repeat(1_000_000) }),
        product('DEEP', { notes: deep }),
        product('BIGINT', { price: 10n }),
        product('LONG-SKU'.repeat(20)),
        { remoteId: 'no-sku', values: { name: 'nameless' } },
        { remoteId: '', refused: 'The row has no Guid.' },
        { remoteId: 'r'.repeat(5000), values: { sku: 'LONGID' } },
        product('OK2', { price: '-0', name: 'a \ud800 b', notes: 'x'.repeat(20_000) }),
      ]),
    ]);
    expect(await lab.counters(run)).toMatchObject({ read: 11, created: 2, failed: 9 });
    expect(await lab.database.query(names)).toEqual([{ record_key: 'OK1' }, { record_key: 'OK2' }]);
    const failed = (await lab.log(run)).filter(({ action }) => action === 'failed');
    expect(failed.every(({ reason }) => String(reason).length > 10 && String(reason).length <= 1000)).toBe(true);
    expect((await lab.records())[0]!.body.name).toBe(`<script>alert('x')</script> \\'; drop table records; --`);
  });

  it('are named by their own words where no record came of them', async () => {
    const run = await lab.bring([
      page(0, [
        product('LONG-SKU'.repeat(10)),
        { remoteId: 'no-sku', values: { name: 'Nameless' } },
        { remoteId: 'told', refused: 'It has a price tier too many.', name: 'FERN · Boston fern' },
        { remoteId: 'silent', refused: 'The row could not be read.' },
        product('A'),
      ]),
    ]);
    const again = await lab.bring([page(0, [product('A', { price: Number.NaN })])]);
    const key = 'LONG-SKU'.repeat(10);
    expect((await lab.log(run)).map(({ remote_id, name }) => [remote_id, name])).toEqual([
      [`guid-${key}`, `${key} · Product ${key}`.slice(0, 200)],
      ['no-sku', 'Nameless'],
      ['told', 'FERN · Boston fern'],
      ['silent', null],
      ['guid-A', null],
    ]);
    expect((await lab.log(again)).map(({ action, name }) => [action, name])).toEqual([['failed', null]]);
  });

  it('fail when their day is not in the calendar', async () => {
    const invoice = (number: string, date: string) => ({
      remoteId: number,
      values: { number, status: 'open', total: '1', date },
    });
    const days = ['0001-01-01', '2026-02-30', '9999-12-31', '0000-00-00', '2026-02-28'];
    const run = await lab.bring(
      [
        page(
          0,
          days.map((day, n) => invoice(`N${n}`, day)),
        ),
      ],
      { type: 'invoice' },
    );
    expect(await lab.counters(run)).toMatchObject({ created: 1, failed: 4 });
  });

  it('keep a stock below nothing as it is', async () => {
    const values = { key: 'A|main', sku: 'A', warehouse: 'main', available: '-3.123456789' };
    await lab.bring([page(0, [{ remoteId: '1', values }])], { type: 'stock-level' });
    expect((await lab.records())[0]!.body.available).toBe('-3.123456789');
    expect(await lab.database.one('select amount from records')).toEqual({ amount: '-3.1235' });
  });

  it('count once when they come twice, by their last word', async () => {
    const run = await lab.bring([page(0, [product('A', { price: '1' }), product('B'), product('A', { price: '2' })])]);
    expect(await actions(run)).toEqual([
      ['guid-B', 'created'],
      ['guid-A', 'created'],
    ]);
    expect((await lab.records())[0]!.body.price).toBe('2');
    expect(await lab.counters(run)).toMatchObject({ read: 3, created: 2, skipped: 1 });
  });

  it('fail when a second one claims the same key', async () => {
    const run = await lab.bring([page(0, [product('A'), { ...product('A'), remoteId: 'other' }])]);
    expect(await actions(run)).toEqual([
      ['guid-A', 'created'],
      ['other', 'failed'],
    ]);
  });

  it('are told apart where only capitals differ', async () => {
    await lab.bring([page(0, [product('Ab'), product('aB'), product('café'), product('cafe')])]);
    expect(await lab.records()).toHaveLength(4);
    const again = await lab.bring([page(0, [product('Ab'), product('aB'), product('café'), product('cafe')])]);
    expect(await lab.counters(again)).toMatchObject({ unchanged: 4 });
  });
});

describe('two imports at once', () => {
  it('into the same records lose nothing and make nothing twice', async () => {
    const ours = Array.from({ length: 8 }, (_, seq) =>
      page(
        seq,
        Array.from({ length: 50 }, (_, n) => product(`S${(n * 7 + seq) % 120}`, { price: String(seq) })),
      ),
    );
    const theirs = ours.map(({ seq, rows }) =>
      page(
        seq,
        rows.map(({ remoteId, values }) => ({ remoteId: `x${remoteId}`, values: { sku: values!.sku, unit: 'EA' } })),
      ),
    );
    await Promise.all([lab.bring(ours), lab.bring(theirs, OTHER_APP)]);
    const records = await lab.records();
    const keys = new Set(ours.flatMap(({ rows }) => rows.map(({ values }) => values!.sku)));
    expect(records).toHaveLength(keys.size);
    expect(records.every(({ body }) => body.unit === 'EA' && body.price !== undefined)).toBe(true);
    const failed = await lab.database.query(
      `select reason from import_log where store_id = ${STORE} and action = 'failed'`,
    );
    expect(failed).toEqual([]);
  });
});
