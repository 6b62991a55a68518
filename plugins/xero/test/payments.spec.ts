import { describe, expect, it } from 'vitest';
import { PAYS } from '../money/money-document.js';
import { type Ledger, ledger, notSent } from './books.js';
import { invoice, line } from './sales.js';

const TASK = 'export-payments';

const order = (more: Parameters<typeof invoice>[1] = {}) =>
  invoice([line('POT', 1, '110')], { payments: [{ number: '501', amount: '110' }], ...more });
const payment = (more: object = {}) => ({
  number: '501',
  invoice: 'N1001',
  method: '1',
  amount: '110',
  currency: 'AUD',
  paidOn: '2026-08-02',
  ...more,
});

async function due({ who }: Ledger, number = 'N1001'): Promise<number> {
  const { body } = await who.get(`/Invoices/${number}`);
  return body.Invoices[0].AmountDue;
}

/** Sends an order and the payments of it. */
async function paid(books: Ledger, body: ReturnType<typeof order>, payments: object[]) {
  const parents = [await books.invoiced(body)];
  const documents = (
    await Promise.all(payments.map((one) => books.documents(TASK, 'payment', one, { order: body, parents })))
  ).flat();
  const results = [];
  for (const document of documents) results.push(await books.send(TASK, document));
  return { documents, results };
}

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
    const parents = [await books.invoiced(one)];
    const both = [
      payment({ amount: '60' }),
      payment({ number: '502', amount: '50' }),
      payment({ number: '503', amount: '9' }),
    ];
    const documents = (
      await Promise.all(both.map((body) => books.documents(TASK, 'payment', body, { order: one, parents })))
    ).flat();
    const before = books.app.exchanges.length;
    const results = await books.app.step(
      TASK,
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
    const around = { order: order(), parents: [await books.invoiced(order())] };
    expect(await books.build(TASK, 'payment', payment({ method: '9' }), around)).toMatchObject({
      needsPerson: expect.stringContaining('Accounts of payment methods'),
    });
  });

  it('has no number over there: it is found by reference, amount and day, and never sent again by itself', async () => {
    const books = await ledger();
    const { documents } = await paid(books, order(), [payment()]);
    const lost = books.app.shipment(documents[0]!);
    const other = books.app.shipment({ ...documents[0]!, reference: '777' });
    expect(await books.app.find(TASK, [lost, other])).toMatchObject([{ steps: PAYS, number: '501' }, undefined]);
    // Somebody else's payment of another document may be called alike.
    const elsewhere = { ...(documents[0]!.payload as object), target: { kind: 'Invoice', id: 'another' } };
    expect(await books.app.find(TASK, [books.app.shipment({ ...documents[0]!, payload: elsewhere })])).toEqual([
      undefined,
    ]);
    // Asked once more all the same, what is open on the invoice stops it, and it is found.
    expect(await books.app.step(TASK, 'pay', [lost])).toEqual([{ exists: true }]);
    expect(books.app.manifest.tasks.find(({ id }) => id === TASK)!.doublesUnlessFound).toBe(true);
  });

  it('is held by a closed period, or dated on the first open day: rule 5', async () => {
    const held = await ledger();
    const invoiceOf = async (books: Ledger) => ({ order: order(), parents: [await books.invoiced(order())] });
    const around = await invoiceOf(held);
    held.twin.lock({ period: '2026-08-10' });
    const [document] = await held.documents(TASK, 'payment', payment(), around);
    expect((await held.send(TASK, document!)).result).toMatchObject({
      waiting: expect.stringContaining('11 August 2026'),
      label: 'Period closed',
    });
    const open = await ledger({ advanced: { lockedPeriod: 'first-open-day' } });
    const elsewhere = await invoiceOf(open);
    open.twin.lock({ period: '2026-08-10' });
    const [later] = await open.documents(TASK, 'payment', payment(), elsewhere);
    expect((await open.send(TASK, later!)).result).toMatchObject({ done: true });
    expect(await open.app.find(TASK, [open.app.shipment(later!)])).toMatchObject([{ steps: PAYS }]);
  });
});

describe('rule 2: payments', () => {
  it('of invoices from before the start date are not due', async () => {
    const books = await ledger();
    const parents = [notSent('N1001', 'It is dated before the integration start date.')];
    const body = order({ date: '2026-06-01', currency: 'USD' });
    const notDue = { notDue: 'Its invoice is not in Xero. It is dated before the integration start date.' };
    expect(await books.build(TASK, 'payment', payment({ currency: 'USD' }), { order: body, parents })).toEqual(notDue);
    // Nobody is asked how to book what isn't booked.
    const unclear = payment({ currency: 'USD', method: '9', paidOn: null });
    const held = await ledger({ answers: { rates: 'none' } });
    expect(await held.build(TASK, 'payment', unclear, { order: body, parents })).toEqual(notDue);
  });

  it('of batched orders are one for each method and day', async () => {
    const books = await ledger({ answers: { mode: 'batched', customer: 'web' } });
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
        TASK,
        'payment',
        payment({ number: `5${number}`, invoice: number, ...more }),
        around,
      );
      return one!;
    };
    const first = await document('N1', {});
    const second = await document('N2', { amount: '15.50' });
    const byBank = await document('N3', { method: '2' });
    const nextDay = await document('N3', { paidOn: '2026-08-03' });
    expect(first.batchKey).toBe(second.batchKey);
    expect(new Set([first, byBank, nextDay].map(({ batchKey }) => batchKey)).size).toBe(3);
    expect(await books.app.merge(TASK, [first, second])).toMatchObject({
      steps: PAYS,
      payload: { amount: '125.5', numbers: ['5N1', '5N2'], target: { kind: 'Invoice', id: 'the-batch' } },
    });
  });

  it('by voucher lower what is owed to the holders of vouchers', async () => {
    const books = await ledger();
    await paid(books, order(), [payment({ method: '4' })]);
    expect([await due(books), await books.moved('830')]).toEqual([0, 110]);
  });
});

describe('rule 6: payments and refunds', () => {
  const abroad = order({ currency: 'USD', payments: [{ number: '501', amount: '115', paidOn: '2026-08-02' }] });
  const cancelled = order({ ...abroad, status: 'cancelled', date: null });
  const prepaid = [notSent('N1001', 'It was cancelled before it was exported.')];
  const money = { currency: 'USD', amount: '115', method: '2' };
  const refund = { number: '9', invoice: 'N1001', status: 'refunded', refundedOn: '2026-08-03', ...money };
  const opened = (rates: string) => ledger({ answers: { rates }, advanced: { exchangeRates: 'USD=0.66' } });
  const built = async (books: Ledger) => {
    const parents = [await books.invoiced(abroad)];
    const paid = await books.documents(TASK, 'payment', payment(money), { order: abroad, parents });
    const [before] = await books.documents(TASK, 'payment', payment(money), { order: cancelled, parents: prepaid });
    const goodwill = { order: abroad, parents };
    const [back] = await books.documents('export-refunds', 'refund', { ...refund, amount: '11' }, goodwill);
    const all = [...paid, before!, back!];
    for (const document of all) {
      const task = document === back ? 'export-refunds' : TASK;
      expect((await books.send(task, document)).result, document.reference).toMatchObject({ done: true });
    }
    return all.map(({ payload }) => payload as { currency: string; rate?: string });
  };

  it('keep their currency, at Xero’s rate of the day or at one that is given', async () => {
    for (const payload of await built(await opened('app'))) expect(payload.rate).toBeUndefined();
    const given = await built(await opened('given'));
    expect(given).toHaveLength(4);
    for (const payload of given) expect(payload).toMatchObject({ currency: 'USD', rate: '0.66' });
  });

  it('are paid at the rate of their invoices where store and books count in different currencies', async () => {
    const books = await ledger({
      store: { currency: 'USD' },
      answers: { rates: 'given' },
      advanced: { exchangeRates: 'USD=0.66' },
    });
    const payloads = await built(books);
    expect(payloads.map(({ rate }) => rate)).toEqual(['0.66', '0.66', '0.66', '0.66']);
  });

  it('wait for a person where the merchant wants that', async () => {
    const books = await opened('none');
    const around = { order: cancelled, parents: prepaid };
    const asked = { needsPerson: expect.stringContaining('The order is in USD') };
    expect(await books.build(TASK, 'payment', payment(money), around)).toEqual(asked);
    expect(await books.build('export-refunds', 'refund', refund, around)).toEqual(asked);
  });
});

describe('what was paid too much', () => {
  const payments = [
    { number: '501', amount: '100' },
    { number: '502', amount: '15' },
  ];

  it('is an overpayment of the last that paid, where money comes in through a bank account', async () => {
    const books = await ledger({ advanced: { overpaymentPrefix: 'O-' } });
    const before = await books.moved('090');
    const { documents } = await paid(books, order({ payments }), [
      payment({ amount: '100', method: '2' }),
      payment({ number: '502', amount: '15', method: '2' }),
    ]);
    expect(documents.map(({ reference, steps }) => [reference, steps])).toEqual([
      ['501', PAYS],
      ['502', PAYS],
      ['O-502', ['receive', 'verify']],
    ]);
    const { body } = await books.who.get('/Overpayments?References=O-502&page=1');
    expect(body.Overpayments).toMatchObject([{ Total: 5, RemainingCredit: 5, Reference: 'O-502' }]);
    expect([await due(books), (await books.moved('090')) - before]).toEqual([0, 115]);
    expect(await books.app.find(TASK, [books.app.shipment(documents[2]!)])).toMatchObject([{ steps: ['receive'] }]);
  });

  it('is owed on an account of its own elsewhere, since Xero takes such money through banks only', async () => {
    const books = await ledger({ answers: { overpaymentsAccount: '831' } });
    const { documents, results } = await paid(books, order({ payments: [{ number: '501', amount: '115' }] }), [
      payment({ amount: '115' }),
    ]);
    expect(documents.map(({ steps }) => steps)).toEqual([PAYS, ['owe', 'verify', 'settle', 'verify-payment']]);
    expect(results.map(({ result }) => result)).toMatchObject([{ done: true }, { done: true }]);
    const { body } = await books.who.get('/Invoices/501-OWED');
    expect(body.Invoices[0]).toMatchObject({ Total: 5, AmountDue: 0, LineItems: [{ AccountCode: '831' }] });
    expect(await books.moved('611')).toBe(115);
    expect(await books.app.find(TASK, [books.app.shipment(documents[1]!)])).toMatchObject([
      { steps: ['owe', 'settle', 'verify-payment'] },
    ]);
  });

  it('is never taken for one of another store that calls its own alike', async () => {
    const books = await ledger({ answers: { overpaymentsAccount: '831' } });
    const body = order({ payments: [{ number: '501', amount: '115' }] });
    const around = { order: body, parents: [await books.invoiced(body)] };
    const other = await ledger({
      sandbox: books.twin,
      answers: { overpaymentsAccount: '831' },
      store: { id: 2, address: 'https://hub.example/logs/exports?store=2&text=' },
    });
    for (const method of ['1', '2']) {
      const [, over] = await books.documents(TASK, 'payment', payment({ amount: '115', method }), around);
      expect((await books.send(TASK, over!)).result).toMatchObject({ done: true });
      expect(await other.app.find(TASK, [other.app.shipment(over!)]), method).toEqual([undefined]);
    }
  });

  it('asks which account where there is neither', async () => {
    const books = await ledger();
    const body = order({ payments: [{ number: '501', amount: '115' }] });
    const around = { order: body, parents: [await books.invoiced(body)] };
    expect(await books.build(TASK, 'payment', payment({ amount: '115' }), around)).toMatchObject({
      needsPerson: expect.stringContaining('overpayments account'),
    });
  });

  it('goes one after the other, and is sent again only by a person', async () => {
    const books = await ledger();
    const body = order({ payments: [{ number: '501', amount: '115' }] });
    const around = { order: body, parents: [await books.invoiced(body)] };
    const [, over] = await books.documents(TASK, 'payment', payment({ amount: '115', method: '2' }), around);
    expect(over!.serialBy).toBe('money without an invoice');
    const lost = books.app.shipment(over!);
    expect(await books.app.find(TASK, [lost])).toEqual([undefined]);
  });
});

describe('rule 1: a payment whose order was cancelled before invoicing', () => {
  const cancelled = order({ status: 'cancelled', date: null });
  const around = { order: cancelled, parents: [notSent('N1001', 'It was cancelled before it was exported.')] };

  it('is a prepayment', async () => {
    const books = await ledger();
    const before = await books.moved('090');
    const [document] = await books.documents(TASK, 'payment', payment({ method: '2' }), around);
    expect((await books.send(TASK, document!)).result).toMatchObject({ done: true });
    const { body } = await books.who.get('/Prepayments?page=1');
    expect(body.Prepayments).toMatchObject([{ Total: 110, RemainingCredit: 110 }]);
    expect((await books.moved('090')) - before).toBe(110);
  });

  it('is none of ours from before the start date', async () => {
    const books = await ledger();
    expect(await books.build(TASK, 'payment', payment({ paidOn: '2026-06-30' }), around)).toHaveProperty('notDue');
  });
});

describe('a payment that changes after it was sent', () => {
  it('is for a person, unless it comes to the same', async () => {
    const books = await ledger();
    const body = order();
    const around = { order: body, parents: [await books.invoiced(body)] };
    const [sent] = await books.documents(TASK, 'payment', payment(), around);
    const [same] = await books.documents(TASK, 'payment', payment({ reference: 'AUTH 1' }), around);
    const [other] = await books.documents(TASK, 'payment', payment({ amount: '90' }), around);
    const before = { ...sent!, done: PAYS };
    expect(await books.app.change(TASK, before, same)).toBe('nothing');
    expect(await books.app.change(TASK, before, other)).toBe('ask');
    expect(await books.app.change(TASK, before, undefined)).toBe('ask');
  });
});
