import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { type Ledger, ledger, notSent, type Parents } from './books.js';
import { PAYMENTS } from './payments.js';
import { credit, order, REFUNDS, refund } from './returns.js';

type Payment = { number: string; amount: string; method?: string; paidOn?: string };
type Order = ReturnType<typeof order>;

/** Cards come in through a clearing account, deposits through the bank. */
const [CARD, BANK] = ['1', '2'];
const opened = () => ledger({ answers: { overpaymentsAccount: '831' } });
const orderPaid = (payments: Payment[], more: object = {}) =>
  order({ payments: payments.map((one) => ({ paidOn: '2026-08-02', ...one })), ...more });

/** Sends what was paid; answers the documents. */
async function takeIn(books: Ledger, of: Order, parents: Parents): Promise<Document[]> {
  const all: Document[] = [];
  for (const { number, amount, method, paidOn } of of.payments ?? []) {
    const body = { number, invoice: 'N1001', amount, method, paidOn, currency: 'AUD' };
    for (const built of await books.documents(PAYMENTS, 'payment', body, { order: of, parents })) {
      // As the hub does where a reference is taken.
      const isTaken = all.some(({ reference }) => reference === built.reference);
      const document = isTaken ? { ...built, reference: `${built.reference}-2` } : built;
      expect((await books.send(PAYMENTS, document)).result, document.reference).toMatchObject({ done: true });
      all.push(document);
    }
  }
  return all;
}

async function payBack(books: Ledger, of: Order, parents: Parents, more: object) {
  const documents = await books.documents(REFUNDS, 'refund', refund({ return: null, ...more }), { order: of, parents });
  for (const document of documents)
    expect((await books.send(REFUNDS, document)).result, document.reference).toMatchObject({ done: true });
  return documents;
}

/** What is left of the credits of a kind over there. */
const left = async ({ who }: Ledger, kind: 'Prepayments' | 'Overpayments'): Promise<number[]> =>
  (await who.get(`/${kind}?page=1`)).body[kind].map((one: { RemainingCredit: number }) => one.RemainingCredit);

describe('rule 1: a refund of an order that was cancelled before it was invoiced', () => {
  const cancelled = (payments: Payment[]) => orderPaid(payments, { status: 'cancelled', date: null });
  const parents = [notSent('N1001', 'It was cancelled before it was exported.')];

  it('is paid from the prepayment that came in by bank, though it goes back another way', async () => {
    const books = await opened();
    const of = cancelled([{ number: '501', amount: '132', method: BANK }]);
    await takeIn(books, of, parents);
    const [document] = await payBack(books, of, parents, { amount: '132', method: CARD });
    expect(document).toMatchObject({ steps: ['refund-prepayment', 'verify-payment'] });
    expect(await left(books, 'Prepayments')).toEqual([0]);
    expect(await books.moved('611')).toBe(-132);
  });

  it('is paid from what is owed where it came in otherwise, though it goes back by bank', async () => {
    const books = await opened();
    const before = await books.moved('090');
    const of = cancelled([{ number: '501', amount: '132', method: CARD }]);
    await takeIn(books, of, parents);
    await payBack(books, of, parents, { amount: '132', method: BANK });
    expect(await credit(books, 'R50011')).toMatchObject({ RemainingCredit: 0, LineItems: [{ AccountCode: '831' }] });
    expect((await books.moved('090')) - before).toBe(-132);
  });

  it('is paid from each of several payments at once, so that nothing is left of any', async () => {
    const books = await opened();
    const of = cancelled([
      { number: '501', amount: '50', method: BANK },
      { number: '502', amount: '40', method: CARD },
      { number: '503', amount: '42', method: BANK },
    ]);
    await takeIn(books, of, parents);
    const documents = await payBack(books, of, parents, { amount: '132', method: BANK });
    expect(documents.map(({ part = '', reference }) => [part, reference])).toEqual([
      ['1', 'R50011-1'],
      ['2', 'R50011-2'],
      ['', 'R50011'],
    ]);
    expect(await left(books, 'Prepayments')).toEqual([0, 0]);
    expect(await credit(books, 'R50011')).toMatchObject({ Total: 40, LineItems: [{ AccountCode: '831' }] });
    const found = await books.app.find(
      REFUNDS,
      documents.map((document) => books.app.shipment(document)),
    );
    expect(found.map((one) => one?.steps)).toEqual([
      ['refund-prepayment', 'verify-payment'],
      ['refund-prepayment', 'verify-payment'],
      ['create', 'refund', 'verify-payment'],
    ]);
  });
});

describe('rule 1: a refund of what was paid too much', () => {
  const overpaid = (method = BANK) => orderPaid([{ number: '501', amount: '142', method }]);
  const invoiced = async (books: Ledger, of: Order) => {
    const parents = [await books.invoiced(of)];
    await takeIn(books, of, parents);
    return parents;
  };

  it('is paid from the overpayment: it was never revenue, and nothing is left of it', async () => {
    const books = await opened();
    const of = overpaid();
    const parents = await invoiced(books, of);
    const [document] = await payBack(books, of, parents, { amount: '10', method: BANK });
    expect(document).toMatchObject({ payload: { kind: 'overpayment-refund' } });
    expect(await left(books, 'Overpayments')).toEqual([0]);
    expect((await books.who.get('/CreditNotes?page=1')).body.CreditNotes).toEqual([]);
    expect(await books.app.find(REFUNDS, [books.app.shipment(document!)])).toMatchObject([
      { steps: ['refund-prepayment', 'verify-payment'] },
    ]);
  });

  it('is paid from what is owed where it came in through another account, and takes back no revenue either', async () => {
    const books = await opened();
    const of = overpaid(CARD);
    const parents = await invoiced(books, of);
    await payBack(books, of, parents, { amount: '10', method: CARD });
    const row = await credit(books, 'R50011');
    expect(row).toMatchObject({ RemainingCredit: 0, LineItems: [{ AccountCode: '831' }] });
    // What takes back revenue says so, and is counted when the order is cancelled.
    expect(row.Reference).toBe('Money back 50011 for N1001');
  });

  it('goes first where more is paid back: the rest is a coded credit line', async () => {
    const books = await opened();
    const of = overpaid();
    const parents = await invoiced(books, of);
    const documents = await payBack(books, of, parents, { amount: '25', method: BANK });
    expect(documents.map(({ part = '', reference, steps }) => [part, reference, steps.length])).toEqual([
      ['1', 'R50011-1', 2],
      ['', 'R50011', 4],
    ]);
    expect(await left(books, 'Overpayments')).toEqual([0]);
    expect(await credit(books, 'R50011')).toMatchObject({ Total: 15, RemainingCredit: 0 });
  });

  it('is judged by what was invoiced, not by what the order came to since; in a batch as well', async () => {
    const books = await opened();
    const of = orderPaid([{ number: '501', amount: '132', method: BANK }]);
    const parents = [await books.invoiced(of)];
    const cut = { ...of, total: '110' };
    const build = (around: Parents) =>
      books.documents(REFUNDS, 'refund', refund({ return: null, amount: '5' }), { order: cut, parents: around });
    expect((await build(parents))[0]!.steps).toContain('create');
    const [parent] = parents;
    const payload = { kind: 'credit', total: '22' };
    const batch = [
      { ...parent!.parts[0]!, payload: { numbers: ['N1001', 'N1002'], total: '500', contact: { name: 'Web' } } },
      { ...parent!.parts[0]!, part: 'difference', payload },
    ];
    expect((await build([{ ...parent!, parts: batch }]))[0]!.steps).toContain('create');
    // What it came to more since was invoiced as well, and paid.
    const grown = { order: orderPaid([{ number: '501', amount: '150', method: BANK }], { total: '150' }) };
    const further = { ...parent!.parts[0]!, part: 'difference', payload: { total: '18', numbers: undefined } };
    for (const first of [parent!.parts[0]!, batch[0]!]) {
      const around = { ...grown, parents: [{ ...parent!, parts: [first, further] }] };
      const body = refund({ return: null, amount: '5' });
      expect((await books.documents(REFUNDS, 'refund', body, around))[0]!.steps).toContain('create');
    }
    const paidMore = { ...of, payments: [{ number: '501', amount: '137', method: BANK, paidOn: '2026-08-02' }] };
    const around = { order: { ...paidMore, total: '110' }, parents: [{ ...parent!, parts: batch }] };
    const [five] = await books.documents(REFUNDS, 'refund', refund({ return: null, amount: '5' }), around);
    expect(five).toMatchObject({ payload: { kind: 'overpayment-refund' } });
  });

  it('stays what it left as', async () => {
    const books = await opened();
    const of = overpaid();
    const parents = await invoiced(books, of);
    const payload = { kind: 'credit', order: 'N1001', total: '10' };
    const shipped = [{ part: '', reference: 'R50011', payload, done: ['create'] }];
    const body = refund({ return: null, amount: '10' });
    const [again] = await books.documents(REFUNDS, 'refund', body, { order: of, parents, shipped });
    expect(again!.steps).toContain('create');
  });
});
