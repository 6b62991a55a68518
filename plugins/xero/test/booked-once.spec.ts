import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { ledger, notSent } from './books.js';
import { PAYMENTS } from './payments.js';
import { order } from './returns.js';

const money = { number: '501', invoice: 'N1001', method: '2', currency: 'AUD', paidOn: '2026-08-02' };
const shippedAs = ({ part = '', reference, payload, steps }: Document) => ({ part, reference, payload, done: steps });
const seen = (documents: Document[]) => documents.map(({ part, payload }) => [part, (payload as Paid).amount]);
type Paid = { amount: string };

describe('a payment that is in the books', () => {
  const paid = (amount: string, more: object = {}) => order({ payments: [{ number: '501', amount }], ...more });

  it('stays as it is when its order comes to less later: the credit note says that, and no money came twice', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(paid('132'))];
    const body = { ...money, amount: '132' };
    const sent = await books.documents(PAYMENTS, 'payment', body, { order: paid('132'), parents });
    const cut = { order: paid('132', { total: '110' }), parents, shipped: sent.map(shippedAs) };
    expect(seen(await books.documents(PAYMENTS, 'payment', body, cut))).toEqual([[undefined, '132']]);
    // What the store corrected is still asked about, and what was added to it goes by itself.
    expect(seen(await books.documents(PAYMENTS, 'payment', { ...body, amount: '100' }, cut))).toEqual([
      [undefined, '100'],
    ]);
  });

  it('stays as it is with what was too much of it, when its order comes to more later', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(paid('140'))];
    const body = { ...money, amount: '140' };
    const sent = await books.documents(PAYMENTS, 'payment', body, { order: paid('140'), parents });
    expect(seen(sent)).toEqual([
      [undefined, '132'],
      ['over', '8'],
    ]);
    const grown = paid('140', { total: '150' });
    const all = { order: grown, parents, shipped: sent.map(shippedAs) };
    expect(seen(await books.documents(PAYMENTS, 'payment', body, all))).toEqual(seen(sent));
    // What was too much may still be on its way.
    const cut = { order: paid('140', { total: '110' }), parents, shipped: sent.slice(0, 1).map(shippedAs) };
    expect(seen(await books.documents(PAYMENTS, 'payment', body, cut))).toEqual(seen(sent));
  });

  it('stays as it is within a batch as well', async () => {
    const books = await ledger({ answers: { mode: 'batched', customer: 'web' } });
    const payload = { numbers: ['N1001', 'N1002'] };
    const part = { part: '', reference: '2026-08-01-AUD', payload, done: {}, remoteId: 'the-batch' };
    const parents = [{ task: 'export-invoices', key: 'N1001', state: 'exported' as const, parts: [part] }];
    const body = { ...money, amount: '132' };
    const [one] = await books.documents(PAYMENTS, 'payment', body, { order: paid('132'), parents });
    const other = { ...one!, payload: { ...(one!.payload as object), number: '502', amount: '66' } };
    const batch = await books.app.merge(PAYMENTS, [other, one!]);
    const cut = { order: paid('132', { total: '110' }), parents, shipped: [shippedAs(batch)] };
    expect(seen(await books.documents(PAYMENTS, 'payment', body, cut))).toEqual([[undefined, '132']]);
  });
});

describe('a prepayment whose order is taken up again', () => {
  const body = { ...money, amount: '132' };
  const cancelled = order({ status: 'cancelled', date: null });
  const before = [notSent('N1001', 'It was cancelled before it was exported.')];

  it.each([
    ['2', {}, 'is a prepayment in Xero (501)'],
    ['1', { overpaymentsAccount: '831' }, 'is owed to the customer in Xero (501-OWED)'],
  ])('is moved to its invoice by a person, and never booked beside it (method %s)', async (method, answers, where) => {
    const books = await ledger({ answers });
    const paid = { ...body, method };
    const sent = await books.documents(PAYMENTS, 'payment', paid, { order: cancelled, parents: before });
    const shipped = sent.map(shippedAs);
    // Not dispatched yet: the money stays where it is.
    const open = order({ status: 'open' });
    const waiting = { order: open, parents: [notSent('N1001', 'It isn’t dispatched yet.')], shipped };
    expect(seen(await books.documents(PAYMENTS, 'payment', paid, waiting))).toEqual(seen(sent));
    const invoiced = { order: order(), parents: [await books.invoiced(order())], shipped };
    expect(await books.build(PAYMENTS, 'payment', paid, invoiced)).toEqual({
      needsPerson: expect.stringMatching(/was cancelled when this was paid.*mark this line as expected/),
    });
    expect(await books.build(PAYMENTS, 'payment', paid, invoiced)).toMatchObject({
      needsPerson: expect.stringContaining(where),
    });
  });
});
