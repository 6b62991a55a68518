import { describe, expect, it } from 'vitest';
import { PAYS } from '../money/money-document.js';
import { ledger, notSent } from './books.js';
import { due, invoiced, order, PAYMENTS, paid, payment } from './payments.js';

describe('a payment', () => {
  it('pays its invoice through the account of its method', async () => {
    const books = await ledger({ advanced: { paymentPrefix: 'P-' } });
    const { documents, results } = await paid(books, order(), [payment()]);
    expect(documents).toMatchObject([{ reference: 'P-501', steps: PAYS }]);
    expect(results[0]!.result).toMatchObject({ done: true, number: 'P-501' });
    expect([await due(books), await books.moved('611')]).toEqual([0, 110]);
  });

  it('goes with others by one request, and each has an answer of its own', async () => {
    const books = await ledger();
    const one = order({
      payments: [
        { number: '501', amount: '60' },
        { number: '502', amount: '50' },
      ],
    });
    const around = await invoiced(books, one);
    const both = [
      payment({ amount: '60' }),
      payment({ number: '502', amount: '50' }),
      payment({ number: '503', amount: '9' }),
    ];
    const documents = (
      await Promise.all(both.map((body) => books.documents(PAYMENTS, 'payment', body, around)))
    ).flat();
    const before = books.app.exchanges.length;
    const results = await books.app.step(
      PAYMENTS,
      'pay',
      documents.map((document) => books.app.shipment(document)),
    );
    expect(results).toMatchObject([
      { done: true },
      { done: true },
      { needsPerson: expect.stringContaining('more than what is still open') },
    ]);
    expect(books.app.exchanges[before]!.purpose).toBe('Create 3 payments');
    expect(await due(books)).toBe(0);
  });

  it('waits while its invoice isn’t approved over there', async () => {
    const books = await ledger({ advanced: { status: 'DRAFT' } });
    const { results } = await paid(books, order(), [payment()]);
    expect(results[0]!.result).toMatchObject({ label: 'Not approved' });
  });

  it('asks for an account where its method has none', async () => {
    const books = await ledger();
    const around = await invoiced(books);
    expect(await books.build(PAYMENTS, 'payment', payment({ method: '9' }), around)).toMatchObject({
      needsPerson: expect.stringContaining('Accounts of payment methods'),
    });
  });

  it('has no number over there: it is found by reference, amount and day, and never sent again by itself', async () => {
    const books = await ledger();
    const { documents } = await paid(books, order(), [payment()]);
    const lost = books.app.shipment(documents[0]!);
    const other = books.app.shipment({ ...documents[0]!, reference: '777' });
    expect(await books.app.find(PAYMENTS, [lost, other])).toMatchObject([{ steps: PAYS, number: '501' }, undefined]);
    // Somebody else's payment of another document may be called alike.
    const elsewhere = { ...(documents[0]!.payload as object), target: { kind: 'Invoice', id: 'another' } };
    expect(await books.app.find(PAYMENTS, [books.app.shipment({ ...documents[0]!, payload: elsewhere })])).toEqual([
      undefined,
    ]);
    // Asked once more all the same, what is open on the invoice stops it, and it is found.
    expect(await books.app.step(PAYMENTS, 'pay', [lost])).toEqual([{ exists: true }]);
    expect(books.app.manifest.tasks.find(({ id }) => id === PAYMENTS)).toHaveProperty('doublesUnlessFound', true);
  });

  it('is held by a closed period, or dated on the first open day: rule 5', async () => {
    const held = await ledger();
    const around = await invoiced(held);
    held.twin.lock({ period: '2026-08-10' });
    const [document] = await held.documents(PAYMENTS, 'payment', payment(), around);
    expect((await held.send(PAYMENTS, document!)).result).toMatchObject({
      waiting: expect.stringContaining('11 August 2026'),
      label: 'Period closed',
    });
    const open = await ledger({ advanced: { lockedPeriod: 'first-open-day' } });
    const elsewhere = await invoiced(open);
    open.twin.lock({ period: '2026-08-10' });
    const [later] = await open.documents(PAYMENTS, 'payment', payment(), elsewhere);
    expect((await open.send(PAYMENTS, later!)).result).toMatchObject({ done: true });
    expect(await open.app.find(PAYMENTS, [open.app.shipment(later!)])).toMatchObject([{ steps: PAYS }]);
  });
});

describe('rule 2: payments', () => {
  it('of invoices from before the start date are not due', async () => {
    const books = await ledger();
    const parents = [notSent('N1001', 'It is dated before the integration start date.')];
    const body = order({ date: '2026-06-01', currency: 'USD' });
    const notDue = { notDue: 'Its invoice is not in Xero. It is dated before the integration start date.' };
    expect(await books.build(PAYMENTS, 'payment', payment({ currency: 'USD' }), { order: body, parents })).toEqual(
      notDue,
    );
    // Nobody is asked how to book what isn't booked.
    const unclear = payment({ currency: 'USD', method: '9', paidOn: null });
    const held = await ledger({ answers: { rates: 'none' } });
    expect(await held.build(PAYMENTS, 'payment', unclear, { order: body, parents })).toEqual(notDue);
  });

  it('of batched orders are one for each method and day', async () => {
    const paymentAccount = '00000000-0000-4000-8000-000000000000';
    const books = await ledger({ answers: { mode: 'batched', customer: 'web', paymentAccount } });
    const payload = { numbers: ['N1', 'N2', 'N3'] };
    const parent = (key: string) => ({
      task: 'export-invoices',
      key,
      state: 'exported' as const,
      remoteId: 'the-batch',
      parts: [{ part: '', reference: '2026-08-01-AUD', payload, done: {}, remoteId: 'the-batch' }],
    });
    const document = async (number: string, more: object) => {
      const around = { order: order({ number, payments: [] }), parents: [parent(number)] };
      const [one] = await books.documents(
        PAYMENTS,
        'payment',
        payment({ number: `5${number}`, invoice: number, ...more }),
        around,
      );
      return one!;
    };
    const first = await document('N1', {});
    const second = await document('N2', { amount: '15.50' });
    const byBank = await document('N3', { method: '2' });
    // Both go through the wizard's account, and come in by settlements of their own.
    const others = [await document('N1', { method: '8' }), await document('N2', { method: '9' })];
    const nextDay = await document('N3', { paidOn: '2026-08-03' });
    expect(first.batchKey).toBe(second.batchKey);
    expect(new Set([first, byBank, nextDay, ...others].map(({ batchKey }) => batchKey)).size).toBe(5);
    expect(await books.app.merge(PAYMENTS, [first, second])).toMatchObject({
      steps: PAYS,
      payload: {
        amount: '125.5',
        numbers: ['5N1', '5N2'],
        amounts: ['110', '15.5'],
        target: { kind: 'Invoice', id: 'the-batch' },
      },
    });
  });

  it('by voucher lower what is owed to the holders of vouchers', async () => {
    const books = await ledger();
    await paid(books, order(), [payment({ method: '4' })]);
    expect([await due(books), await books.moved('830')]).toEqual([0, 110]);
  });
});

describe('rule 1: a payment whose order was cancelled before invoicing', () => {
  const cancelled = order({ status: 'cancelled', date: null });
  const around = { order: cancelled, parents: [notSent('N1001', 'It was cancelled before it was exported.')] };

  it('is a prepayment', async () => {
    const books = await ledger();
    const before = await books.moved('090');
    const [document] = await books.documents(PAYMENTS, 'payment', payment({ method: '2' }), around);
    expect((await books.send(PAYMENTS, document!)).result).toMatchObject({ done: true });
    const { body } = await books.who.get('/Prepayments?page=1');
    expect(body.Prepayments).toMatchObject([{ Total: 110, RemainingCredit: 110 }]);
    expect((await books.moved('090')) - before).toBe(110);
  });

  it('is none of ours from before the start date', async () => {
    const books = await ledger();
    expect(await books.build(PAYMENTS, 'payment', payment({ paidOn: '2026-06-30' }), around)).toHaveProperty('notDue');
  });
});

describe('a payment that changes after it was sent', () => {
  it('is for a person, unless it comes to the same', async () => {
    const books = await ledger();
    const around = await invoiced(books);
    const [sent] = await books.documents(PAYMENTS, 'payment', payment(), around);
    const [same] = await books.documents(PAYMENTS, 'payment', payment({ reference: 'AUTH 1' }), around);
    const [other] = await books.documents(PAYMENTS, 'payment', payment({ amount: '90' }), around);
    const before = { ...sent!, done: PAYS };
    expect(await books.app.change(PAYMENTS, before, same)).toBe('nothing');
    expect(await books.app.change(PAYMENTS, before, other)).toBe('ask');
    expect(await books.app.change(PAYMENTS, before, undefined)).toBe('ask');
  });
});

describe('payments that may stand on the first open day', () => {
  it('are looked for after asking once which day that is', async () => {
    const books = await ledger({ advanced: { lockedPeriod: 'first-open-day' } });
    const around = await invoiced(books);
    const made = ['2026-08-01', '2026-08-02', '2026-08-02'].map(async (paidOn, at) => {
      const body = payment({ number: `${501 + at}`, amount: '11', paidOn });
      const [document] = await books.documents(PAYMENTS, 'payment', body, around);
      return books.app.shipment(document!);
    });
    const shipments = await Promise.all(made);
    const before = books.app.exchanges.length;
    await books.app.find(PAYMENTS, shipments);
    const asked = books.app.exchanges.slice(before).filter(({ url }) => url.includes('/Organisation'));
    expect(asked).toHaveLength(1);
  });
});
