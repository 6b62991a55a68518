import { checkPlugin, pluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from '../plugin.js';
import { peerTwin } from './peer.js';

checkPlugin(plugin, it);

const ANSWERS = { startDate: '2026-11-01', customers: 'separate', products: 'feed', orderPrefix: 'B', mark: 'B-' };

const order = (id: number, number: string, more: Record<string, unknown> = {}) => ({
  id,
  key: number,
  body: {
    number,
    status: 'dispatched',
    date: '2026-11-20',
    username: 'jane',
    total: '11.00',
    lines: [{ id: '1', sku: 'A', quantity: '1', unitPrice: '11.00', warehouse: 'MAIN' }],
    ...more,
  },
});

const feeding = (records: Parameters<typeof peerTwin>[0], answers: Record<string, unknown> = {}) =>
  pluginUnderTest(plugin, { sandbox: peerTwin(records), answers: { ...ANSWERS, ...answers } });

describe('orders of the other store', () => {
  it('come as they are, with the other store’s mark on what is named per store', async () => {
    const { records } = await feeding({ invoice: [order(7, 'B10001')] }).pull('feed-orders');
    expect(records).toMatchObject([
      { number: 'B10001', username: 'B-jane', total: '11', lines: [{ sku: 'A', warehouse: 'B-MAIN' }] },
    ]);
  });

  it('say what was paid on them by the numbers that the payments have here', async () => {
    const payments = [
      { number: '1001', amount: '11', method: '3', paidOn: '2026-11-20' },
      { number: '1002', amount: '1' },
    ];
    const { records } = await feeding({ invoice: [order(7, 'B10001', { payments })] }).pull('feed-orders');
    expect(records[0]!.payments).toMatchObject([
      { number: 'B-1001', amount: '11', method: 'B-3' },
      { number: 'B-1002', amount: '1' },
    ]);
  });

  it('go on behind a page', async () => {
    const all = ['B1', 'B2', 'B3', 'B4', 'B5'].map((number, at) => order(at + 1, number));
    const app = feeding({ invoice: all });
    const { pages } = await app.pull('feed-orders');
    expect(pages).toHaveLength(3);
    const rest = await app.pull('feed-orders', { bookmark: pages[0]!.bookmark });
    expect(rest.records.map(({ number }) => number)).toEqual(['B3', 'B4', 'B5']);
  });

  it('from before the prefix was changed are listed and stay out', async () => {
    const { records, refused } = await feeding({ invoice: [order(1, 'N10001'), order(2, 'B10002')] }).pull(
      'feed-orders',
    );
    expect(records.map(({ number }) => number)).toEqual(['B10002']);
    expect(refused).toEqual([{ remoteId: '1', why: expect.stringContaining('before the order prefix became B') }]);
  });

  it('whose number this store has used itself are listed and stay out', async () => {
    const { refused } = await feeding({ invoice: [{ ...order(1, 'B10001'), taken: true }] }).pull('feed-orders');
    expect(refused[0]!.why).toContain('has an order B10001 of its own');
  });

  it('from before the start date stay out without a word', async () => {
    const { records, refused, skipped } = await feeding({ invoice: [order(1, 'B1', { date: '2026-10-31' })] }).pull(
      'feed-orders',
    );
    expect({ records, refused, skipped }).toEqual({ records: [], refused: [], skipped: 1 });
  });
});

describe('payments and returns', () => {
  const payment = (id: number, invoice: string) => ({
    id,
    key: String(id),
    body: { number: String(id), invoice, method: '3', amount: '11.00', currency: 'AUD', paidOn: '2026-11-20' },
  });

  it('are marked, for both stores count their own', async () => {
    const { records } = await feeding({ payment: [payment(1001, 'B10001')] }).pull('feed-payments');
    expect(records).toMatchObject([{ number: 'B-1001', invoice: 'B10001', method: 'B-3', amount: '11' }]);
  });

  it('and refunds of returns find them under their marked numbers', async () => {
    const money = { number: '9', return: '4', invoice: 'B10001', method: '3', username: 'jane', amount: '11' };
    const back = { number: '4', status: 'closed', invoice: 'B10001', username: 'jane', total: '11' };
    const app = feeding({ refund: [{ id: 1, key: '9', body: money }], return: [{ id: 2, key: '4', body: back }] });
    expect((await app.pull('feed-refunds')).records).toMatchObject([
      { number: 'B-9', return: 'B-4', method: 'B-3', username: 'B-jane' },
    ]);
    expect((await app.pull('feed-returns')).records).toMatchObject([{ number: 'B-4', invoice: 'B10001' }]);
  });

  it('of orders that stay out stay out', async () => {
    const { records, skipped } = await feeding({ payment: [payment(1001, 'N10001')] }).pull('feed-payments');
    expect({ records, skipped }).toEqual({ records: [], skipped: 1 });
  });

  it('never go to an order of this store’s own that is numbered alike', async () => {
    const app = feeding({
      payment: [{ ...payment(1001, 'B10001'), orderTaken: true }],
      return: [{ id: 2, key: '4', body: { number: '4', invoice: 'B10001', total: '11' }, orderTaken: true }],
      refund: [{ id: 3, key: '9', body: { number: '9', invoice: 'B10001', amount: '11' }, orderTaken: true }],
    });
    for (const task of ['feed-payments', 'feed-returns', 'feed-refunds']) {
      const { records, skipped } = await app.pull(task);
      expect({ records, skipped }, task).toEqual({ records: [], skipped: 1 });
    }
  });
});

describe('customers and products', () => {
  const customer = { id: 5, key: 'jane', body: { username: 'jane', name: 'Jane' } };
  const product = { id: 6, key: 'A', body: { sku: 'A', name: 'Apple' } };

  it('are kept apart by the mark', async () => {
    const { records } = await feeding({ customer: [customer] }).pull('feed-customers');
    expect(records).toMatchObject([{ username: 'B-jane', name: 'Jane' }]);
  });

  it('are one where a username means one person', async () => {
    const app = feeding({ customer: [customer], invoice: [order(1, 'B1')] }, { customers: 'same' });
    expect((await app.pull('feed-customers')).records).toMatchObject([{ username: 'jane' }]);
    expect((await app.pull('feed-orders')).records).toMatchObject([{ username: 'jane' }]);
  });

  it('never overwrite what this store says of a product', () => {
    const rows = feeding({}).manifest.mappings.find(({ id }) => id === 'products')!.rows;
    expect(rows.filter(({ master }) => master !== 'fill').map(({ to }) => to)).toEqual(['sku']);
  });

  it('stay out if the merchant wants no products', async () => {
    expect((await feeding({ product: [product] }, { products: 'leave' }).pull('feed-products')).skipped).toBe(1);
    expect((await feeding({ product: [product] }).pull('feed-products')).records).toHaveLength(1);
  });
});

describe('what has come in under another mark', () => {
  const names = {
    customer: { jane: 'A-jane' },
    'payment-method': { '3': 'A-3' },
    payment: { '1001': 'A-1001' },
    warehouse: { MAIN: 'A-MAIN' },
    return: { '4': 'A-4' },
  };

  it('keeps its name', async () => {
    const app = feeding({
      payment: [{ id: 1, key: '1001', names, body: { number: '1001', invoice: 'B1', method: '3', amount: '11' } }],
      'payment-method': [{ id: 2, key: '3', names, body: { code: '3', name: 'Card' } }],
      customer: [{ id: 3, key: 'jane', names, body: { username: 'jane' } }],
    });
    expect((await app.pull('feed-payments')).records).toMatchObject([{ number: 'A-1001', method: 'A-3' }]);
    expect((await app.pull('feed-payment-methods')).records).toMatchObject([{ code: 'A-3', name: 'A-Card' }]);
    expect((await app.pull('feed-customers')).records).toMatchObject([{ username: 'A-jane' }]);
  });

  it('is not taken for the same once it was renamed over there', async () => {
    const renamed = { id: 3, key: 'janet', names: { customer: { janet: 'A-jane' } }, body: { username: 'janet' } };
    expect((await feeding({ customer: [renamed] }).pull('feed-customers')).records).toMatchObject([
      { username: 'B-janet' },
    ]);
  });

  it('is found by what comes later, and by nothing else', async () => {
    const money = { number: '9', return: '4', invoice: 'B1', method: 'constructor', username: 'jane', amount: '11' };
    const payments = [{ number: '1001', amount: '11', method: '3' }];
    const app = feeding({
      invoice: [{ ...order(1, 'B1', { payments }), names }],
      refund: [{ id: 2, key: '9', names, body: money }],
    });
    expect((await app.pull('feed-orders')).records).toMatchObject([
      {
        number: 'B1',
        username: 'A-jane',
        payments: [{ number: 'A-1001', method: 'A-3' }],
        lines: [{ warehouse: 'A-MAIN' }],
      },
    ]);
    expect((await app.pull('feed-refunds')).records).toMatchObject([
      { number: 'B-9', return: 'A-4', method: 'B-constructor', username: 'A-jane' },
    ]);
  });
});

describe('the order prefix', () => {
  const NAMES = 2;
  const checked = (newest: Parameters<typeof peerTwin>[1], taken: string[] = [], orderPrefix = 'B') =>
    pluginUnderTest(plugin, {
      sandbox: peerTwin({ invoice: taken.map((key, at) => ({ ...order(at, key), taken: true })) }, newest),
      answers: { ...ANSWERS, orderPrefix },
    }).checkStep(NAMES, { ...ANSWERS, orderPrefix });

  it('must differ from this store’s own', async () => {
    const [problem] = await checked({ here: 'N10001', there: 'N20001' }, [], 'N');
    expect(problem).toMatchObject({ field: 'orderPrefix', warning: false });
    expect(problem!.problem).toContain('begin with N too (N10001)');
    expect(await checked({ here: 'n10001' }, [], 'N')).toHaveLength(1);
  });

  it('must differ from that of a third store that feeds this one as well', async () => {
    const fed = [{ store: 'Market', key: 'B20007' }];
    const [problem] = await checked({ here: 'N10001', there: 'B10001', fed });
    expect(problem).toMatchObject({ field: 'orderPrefix', warning: false });
    expect(problem!.problem).toContain('orders of Market begin with B too (B20007)');
    expect(await checked({ here: 'N10001', there: 'C10001', fed }, [], 'C')).toEqual([]);
  });

  it('may be newer than the newest order over there, said so', async () => {
    expect(await checked({ here: 'N10001', there: 'N20001' })).toMatchObject([{ warning: true }]);
  });

  it('warns of numbers that both have used', async () => {
    const [problem] = await checked({ here: 'N1', there: 'B9' }, ['B1', 'B2']);
    expect(problem).toMatchObject({ warning: true });
    expect(problem!.problem).toContain('2 order numbers are used by both stores (B1, B2)');
  });

  it('is fine where nothing clashes, and where one side has no orders yet', async () => {
    expect(await checked({ here: 'N10001', there: 'B20001' })).toEqual([]);
    expect(await checked({})).toEqual([]);
  });
});
