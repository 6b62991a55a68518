import { describe, expect, it } from 'vitest';
import { type Ledger, ledger, notSent } from './books.js';
import { order, paidBack, pay, REFUNDS, refund } from './returns.js';

describe('rule 1: a payment whose order was cancelled before invoicing', () => {
  const cancelled = order({
    status: 'cancelled',
    date: null,
    payments: [{ number: '501', amount: '132', paidOn: '2026-08-02' }],
  });
  const parents = [notSent('N1001', 'It was cancelled before it was exported.')];

  it.each([
    ['through a bank account', '2', '090', {}],
    ['through a clearing account', '1', '611', { overpaymentsAccount: '831' }],
  ])('is paid back so that nothing is left where it came in, %s', async (_, method, code, answers) => {
    const books = await ledger({ answers });
    const before = await books.moved(code);
    expect((await pay(books, parents, { method }, cancelled)).result).toMatchObject({ done: true });
    expect((await books.moved(code)) - before).toBe(132);
    const { result } = await paidBack(books, parents, { return: null, amount: '132', method }, { order: cancelled });
    expect(result).toMatchObject({ done: true });
    expect((await books.moved(code)) - before).toBe(0);
  });

  it('is paid back from whichever prepayment has enough left, two of the same amount as well', async () => {
    const books = await ledger();
    const amounts = ['132', '132', '66'];
    const twice = order({
      status: 'cancelled',
      date: null,
      payments: amounts.map((amount, at) => ({ number: `${501 + at}`, amount, paidOn: '2026-08-02' })),
    });
    for (const [at, amount] of amounts.entries()) {
      const more = { number: `${501 + at}`, amount, method: '2' };
      expect((await pay(books, parents, more, twice)).result).toMatchObject({ done: true });
    }
    for (const [number, amount] of Object.entries({ '50011': '66', '50012': '132', '50013': '132' })) {
      const more = { number, return: null, amount, method: '2' };
      expect((await paidBack(books, parents, more, { order: twice })).result).toMatchObject({ done: true });
    }
    const { body } = await books.who.get('/Prepayments?page=1');
    expect(body.Prepayments.map((one: { RemainingCredit: number }) => one.RemainingCredit)).toEqual([0, 0, 0]);
    const more = { number: '50014', return: null, amount: '66', method: '2' };
    expect((await paidBack(books, parents, more, { order: twice })).result).toMatchObject({
      needsPerson: expect.stringContaining('more than what is left of its credit'),
    });
  });

  it('waits for the payment to be there first', async () => {
    const books = await ledger();
    const { result } = await paidBack(
      books,
      parents,
      { return: null, amount: '132', method: '2' },
      { order: cancelled },
    );
    expect(result).toMatchObject({ label: 'Waits for payment' });
  });
});

describe('rule 1: a refund of an order that was cancelled before invoicing', () => {
  const parents = [notSent('N1001', 'It was cancelled before it was exported.')];
  const cancelled = (payments: object[]) =>
    ({ ...order(), status: 'cancelled' as const, date: null, payments }) as never;
  const build = (books: Ledger, payments: object[], method: string) =>
    books.build(REFUNDS, 'refund', refund({ return: null, amount: '132', method }), {
      order: cancelled(payments),
      parents,
    });

  it.each(['1', '2'])(
    'waits for no payment from before the start date, for that never comes (method %s)',
    async (method) => {
      const books = await ledger({ answers: { overpaymentsAccount: '831' } });
      expect(await build(books, [{ number: '501', amount: '132', paidOn: '2026-01-02' }], method)).toMatchObject({
        needsPerson: expect.stringContaining('paid before the integration start date'),
      });
    },
  );

  it('is for a person where it pays back more than came in', async () => {
    const one = [{ number: '501', amount: '66', paidOn: '2026-08-02' }];
    expect(await build(await ledger(), one, '2')).toMatchObject({
      needsPerson: expect.stringContaining('more than came in for N1001 without an invoice'),
    });
  });
});
