import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { PAYS } from '../money/money-document.js';
import { type Ledger, ledger, notSent } from './books.js';
import { aCentLess, misbooks } from './misbooks.js';
import { credit, order, paidBack, pay, REFUNDS, RETURNS, refund, returned } from './returns.js';
import { line, shopOf } from './sales.js';
import { NOW } from './shop.js';

describe('rule 1: a refund without a return', () => {
  it('is a coded credit line that is paid back at once', async () => {
    const books = await ledger({ answers: { refundsAccount: '218' } });
    const invoiced = await books.invoiced(order({ tax: '12' }));
    await pay(books, [invoiced]);
    const goodwill = { return: null, amount: '11' };
    const { document, result } = await paidBack(books, [invoiced], goodwill, { order: order({ tax: '12' }) });
    expect(document).toMatchObject({ reference: 'R50011', steps: ['create', 'verify', 'refund', 'verify-payment'] });
    expect(result).toMatchObject({ done: true });
    expect(await credit(books, 'R50011')).toMatchObject({
      Total: 11,
      TotalTax: 1,
      RemainingCredit: 0,
      LineItems: [{ AccountCode: '218' }],
    });
    expect(await books.moved('611')).toBe(121);
    expect(await books.app.find(REFUNDS, [books.app.shipment(document)])).toMatchObject([
      { steps: ['create', 'refund', 'verify-payment'] },
    ]);
    // The statement of payments names it as the export does, or the report would take it for two.
    const { rows } = await books.app.state('payment', { from: '2026-01-01', to: '2027-12-31' });
    expect(rows.filter(({ amount }) => amount === '-11')).toMatchObject([
      { reference: 'R50011', remoteId: result && 'remoteId' in result ? result.remoteId : undefined },
    ]);
  });
});

describe('rule 1: a refund of an order that was cancelled after it was invoiced', () => {
  const cancelled = order({ status: 'cancelled' });

  it('is paid from the credit that took its invoice back, for a second credit would take it back twice', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    await pay(books, [invoiced]);
    const [part] = invoiced.parts;
    const before = {
      reference: 'N1001',
      payload: part!.payload,
      steps: ['create', 'verify'],
      done: ['create', 'verify'],
    };
    const change = (await books.app.change('export-invoices', before, undefined)) as { difference: Document };
    const { shipment } = await books.send('export-invoices', change.difference);
    const { remoteId, number } = shipment.done['create-credit']!;
    const credit = { ...part!, part: 'difference', reference: 'N1001-C', remoteId, number, payload: shipment.payload };
    const parent = { ...invoiced, parts: [part!, credit] };
    const around = { order: cancelled };
    const { document, result } = await paidBack(books, [parent], { return: null, amount: '132' }, around);
    expect(document).toMatchObject({ steps: PAYS, payload: { target: { kind: 'CreditNote', id: remoteId } } });
    expect(result).toMatchObject({ done: true });
    expect(await books.moved('611')).toBe(0);
    const { body } = await books.who.get(`/CreditNotes/${remoteId}`);
    expect(body.CreditNotes).toMatchObject([{ RemainingCredit: 0, Status: 'PAID' }]);
  });

  it('is paid from that credit as well where the payment gets there after it, so that nothing is left', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const [part] = invoiced.parts;
    const before = { ...part!, steps: ['create', 'verify'], done: ['create', 'verify'] };
    const record = books.app.record('invoice', cancelled);
    expect(await books.app.uses('export-invoices', record)).toContainEqual({ type: 'invoice', key: 'N1001' });
    const change = await books.app.change('export-invoices', before, undefined, [record]);
    const { difference } = change as { difference: Document };
    const { shipment, result } = await books.send('export-invoices', difference);
    expect(result).toMatchObject({ done: true, data: { allocated: '0' } });
    expect((await pay(books, [invoiced])).result).toMatchObject({ done: true });
    const { remoteId, number } = shipment.done['create-credit']!;
    const credit = { ...part!, part: 'difference', reference: 'N1001-C', remoteId, number, payload: shipment.payload };
    const parents = [{ ...invoiced, parts: [part!, credit] }];
    const back = await paidBack(books, parents, { return: null, amount: '132' }, { order: cancelled });
    expect(back.result).toMatchObject({ done: true });
    expect(await books.moved('611')).toBe(0);
  });

  it('waits for that credit, and says what to do where none comes', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const build = (changed?: 'soon' | 'asked') =>
      books.build(REFUNDS, 'refund', refund({ return: null, amount: '132' }), {
        order: cancelled,
        parents: [{ ...invoiced, changed }],
      });
    expect(await build('soon')).toEqual({
      awaits: expect.stringContaining('once the credit of its invoice is in Xero'),
    });
    expect(await build('asked')).toEqual({
      awaits: expect.stringMatching(/Send the credit that is offered.*leave the invoice.*mark this line as expected/),
    });
    expect(await build()).toEqual({
      rejected: expect.stringMatching(/its invoice was left as it is.*by hand, then mark this line as expected/),
    });
  });
});

describe('rule 1: a refund of an order that was cut after it was invoiced', () => {
  it('is paid from the credit of that where it is as much, and from its own where it is something else', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const cut = order({ lines: [line('POT', 2, '55')], total: '110' });
    const [part] = invoiced.parts;
    const sent = { ...part!, steps: ['create', 'verify'], done: ['create', 'verify'] };
    const now = await (await shopOf(books.app)).sale(cut);
    const { difference } = (await books.app.change('export-invoices', sent, now)) as { difference: Document };
    const { payload, reference } = difference;
    const parents = [
      { ...invoiced, parts: [part!, { ...part!, part: 'difference', reference, payload, number: reference }] },
    ];
    const build = async (amount: string) =>
      (await books.documents(REFUNDS, 'refund', refund({ return: null, amount }), { order: cut, parents }))[0]!;
    expect(await build('22')).toMatchObject({ steps: PAYS, payload: { of: 'N1001-C' } });
    expect((await build('5')).steps).toContain('create');
  });
});

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

describe('what changes after it was sent', () => {
  it('is for a person, unless it comes to the same', async () => {
    const books = await ledger();
    const around = { order: order(), parents: [await books.invoiced(order())] };
    const build = async (more: object) => (await books.documents(RETURNS, 'return', returned(more), around))[0]!;
    const before = { ...(await build({})), done: ['create', 'verify', 'allocate'] };
    expect(await books.app.change(RETURNS, before, await build({ refundedTotal: '66' }))).toBe('nothing');
    const dearer = { shippingRefund: '22', total: '77' };
    expect(await books.app.change(RETURNS, before, await build(dearer))).toBe('ask');
    expect(await books.app.change(RETURNS, before, undefined)).toBe('ask');
  });

  describe('as a draft, rule 5', () => {
    const drafted = async () => {
      let now = NOW;
      const books = await ledger({ advanced: { status: 'DRAFT' }, now: () => now, twin: { now: () => now } });
      const parents = [await books.invoiced(order())];
      const build = async (more: object) => {
        const [document] = await books.documents(RETURNS, 'return', returned(more), { order: order(), parents });
        return document!;
      };
      const document = await build({});
      const { shipment } = await books.send(RETURNS, document);
      const dearer = await build({ shippingRefund: '22', total: '77', tax: '7' });
      const update = () => {
        now += 600_000;
        return books.app.step(RETURNS, 'update', [shipment]);
      };
      return { books, document, shipment, dearer, update };
    };

    it('follows its return, line by line, and is compared with it', async () => {
      const { books, document, shipment, dearer, update } = await drafted();
      const change = await books.app.change(RETURNS, { ...document, done: ['create', 'verify'] }, dearer);
      expect(change).toEqual({ steps: ['update', 'verify', 'allocate'] });
      shipment.payload = dearer.payload;
      const [updated] = await update();
      expect(updated).toMatchObject({ done: true, data: { total: 77, due: '77', status: 'DRAFT' } });
      shipment.done.update = updated as { data: object };
      expect(await books.app.step(RETURNS, 'verify', [shipment])).toMatchObject([{ done: true }]);
      const row = await credit(books, '5001');
      expect(row).toMatchObject({ Total: 77, Status: 'DRAFT', LineItems: [{ LineAmount: 55 }, { LineAmount: 22 }] });
      expect(books.twin.documents('CreditNotes').filter((one) => one.CreditNoteNumber === '5001')).toHaveLength(1);
      misbooks(books.twin, 'CreditNotes', aCentLess);
      const [other] = await update();
      shipment.done.update = other as { data: object };
      expect(await books.app.step(RETURNS, 'verify', [shipment])).toMatchObject([
        { needsPerson: expect.stringContaining('5001 comes to 76.98 AUD in Xero') },
      ]);
    });

    it('is found by its id while nobody knows whether it was brought up to date', async () => {
      const { books, shipment, dearer } = await drafted();
      shipment.payload = dearer.payload;
      expect(await books.app.find(RETURNS, [shipment])).toMatchObject([{ number: '5001', steps: ['create'] }]);
      expect(await books.app.find(RETURNS, [{ ...shipment, done: {} }])).toEqual([undefined]);
    });

    it('is left alone once somebody has approved it', async () => {
      const { books, update } = await drafted();
      await books.who.post('/CreditNotes/5001', { CreditNoteNumber: '5001', Status: 'AUTHORISED' });
      expect(await update()).toMatchObject([
        { needsPerson: expect.stringContaining('5001 was authorised in Xero meanwhile') },
      ]);
    });
  });

  it('is held while the period is closed: rule 5', async () => {
    const books = await ledger();
    const around = { order: order(), parents: [await books.invoiced(order())] };
    books.twin.lock({ period: '2026-08-10' });
    const [document] = await books.documents(RETURNS, 'return', returned(), around);
    expect((await books.send(RETURNS, document!)).result).toMatchObject({
      label: 'Period closed',
      waiting: expect.stringContaining('11 August 2026'),
    });
  });
});
