import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { type Ledger, ledger, notSent, type Parents } from './books.js';
import { invoice, line, shopOf } from './sales.js';

const RETURNS = 'export-credit-notes';
const REFUNDS = 'export-refunds';
const PAYMENTS = 'export-payments';

const order = (more: Parameters<typeof invoice>[1] = {}) =>
  invoice([line('POT', 2, '55'), line('FERN', 1, '22')], { payments: [{ number: '501', amount: '132' }], ...more });
const returned = (more: object = {}) => ({
  number: '5001',
  status: 'closed',
  invoice: 'N1001',
  username: 'almond',
  currency: 'AUD',
  taxInclusive: true,
  issuedOn: '2026-08-02',
  approvedOn: '2026-08-03',
  total: '66',
  tax: '6',
  shippingRefund: '11',
  shippingTaxCode: 'GST',
  lines: [
    { id: '1', sku: 'POT', name: 'A POT', quantity: '1', refund: '55', tax: '5', taxCode: 'GST', reason: 'Cracked' },
  ],
  ...more,
});
const refund = (more: object = {}) => ({
  number: '50011',
  status: 'refunded',
  return: '5001',
  invoice: 'N1001',
  username: 'almond',
  method: '1',
  amount: '66',
  currency: 'AUD',
  refundedOn: '2026-08-03',
  ...more,
});

const credit = async ({ who }: Ledger, number: string) => (await who.get(`/CreditNotes/${number}`)).body.CreditNotes[0];
const bill = async ({ who }: Ledger, number = 'N1001') => (await who.get(`/Invoices/${number}`)).body.Invoices[0];

async function pay(books: Ledger, parents: Parents, more: object = {}) {
  const body = {
    number: '501',
    invoice: 'N1001',
    method: '1',
    amount: '132',
    currency: 'AUD',
    paidOn: '2026-08-02',
    ...more,
  };
  const [document] = await books.documents(PAYMENTS, 'payment', body, { order: order(), parents });
  return books.send(PAYMENTS, document!);
}

/** Sends a return and answers it as a parent. */
async function credited(books: Ledger, parents: Parents, more: object = {}) {
  const body = returned(more);
  const [document] = await books.documents(RETURNS, 'return', body, { order: order(), parents });
  const { shipment, result } = await books.send(RETURNS, document!);
  const { remoteId, number } = shipment.done.create ?? {};
  const parent = { task: RETURNS, key: body.number, state: 'exported' as const, remoteId, number, parts: [] };
  return { document: document!, shipment, result, parent };
}

async function paidBack(books: Ledger, parents: Parents, more: object = {}, around: object = {}) {
  const [document] = await books.documents(REFUNDS, 'refund', refund(more), { order: order(), parents, ...around });
  return { document: document!, ...(await books.send(REFUNDS, document!)) };
}

describe('rule 1: a return', () => {
  it('is a credit note that comes to the store’s total, line by line', async () => {
    const books = await ledger({ advanced: { creditNotePrefix: 'CR-' } });
    const { document, result } = await credited(books, [await books.invoiced(order())]);
    expect(document).toMatchObject({ reference: 'CR-5001', steps: ['create', 'verify', 'allocate'] });
    expect(result).toMatchObject({ done: true });
    expect(await credit(books, 'CR-5001')).toMatchObject({
      Total: 66,
      TotalTax: 6,
      Reference: 'Return 5001 of N1001',
      LineItems: [
        { AccountCode: '200', LineAmount: 55 },
        { AccountCode: '210', LineAmount: 11 },
      ],
    });
  });

  it('is allocated while its invoice is open', async () => {
    const books = await ledger();
    await credited(books, [await books.invoiced(order())]);
    expect(await bill(books)).toMatchObject({ AmountDue: 66, AmountCredited: 66 });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 0, Status: 'PAID' });
  });

  it('is allocated as far as the invoice is open, and no further', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(order())];
    await pay(books, parents, { amount: '100' });
    await credited(books, parents);
    expect(await bill(books)).toMatchObject({ AmountDue: 0, Status: 'PAID' });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 34 });
  });

  it('of a paid invoice stays open, and each refund is paid from it through its own account, partial ones too', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    await pay(books, [invoiced]);
    const { parent } = await credited(books, [invoiced]);
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 66 });
    const parents = [invoiced, parent];
    const before = await books.moved('090');
    const first = await paidBack(books, parents, { amount: '40' });
    const second = await paidBack(books, parents, { number: '50012', amount: '20', method: '2' });
    expect([first.result, second.result]).toMatchObject([{ done: true }, { done: true }]);
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 6 });
    expect([await books.moved('611'), (await books.moved('090')) - before]).toEqual([92, -20]);
  });

  it('whose money stays as store credit leaves it open', async () => {
    const books = await ledger();
    const { parent } = await credited(books, [notSent('N1001', 'Before the start date.')]);
    expect(
      await books.build(REFUNDS, 'refund', refund({ method: '3' }), { order: order(), parents: [parent] }),
    ).toEqual({
      notDue: 'It stays with the store: the credit is left open in Xero.',
    });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 66, Status: 'AUTHORISED' });
  });

  it('of an invoice from before the start date goes as unallocated credit: rule 2', async () => {
    const books = await ledger();
    const { document, result } = await credited(books, [
      notSent('N1001', 'It is dated before the integration start date.'),
    ]);
    expect(document.steps).toEqual(['create', 'verify']);
    expect(result).toMatchObject({ done: true });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 66 });
  });

  it('is allocated by one request, which is looked up and not repeated when its answer got lost', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(order())];
    const [document] = await books.documents(RETURNS, 'return', returned(), { order: order(), parents });
    books.app.faults.next('drop after', { when: ({ path }) => path.endsWith('/Allocations') });
    await expect(books.send(RETURNS, document!)).rejects.toThrow('before the app had answered');
    expect(books.app.exchanges.filter(({ url }) => url.includes('/Allocations'))).toHaveLength(1);
    const found = await books.app.find(RETURNS, [books.app.shipment(document!)]);
    expect(found).toMatchObject([{ steps: ['create', 'allocate'] }]);
    expect(await bill(books)).toMatchObject({ AmountCredited: 66 });
  });

  it('that is a draft waits for whoever approves it, and pays for its invoice then', async () => {
    const books = await ledger({ advanced: { status: 'DRAFT' } });
    const { document, shipment, result } = await credited(books, [await books.invoiced(order())]);
    expect(document).not.toHaveProperty('serialBy');
    const waits = (what: string) => ({
      label: 'Not approved',
      waiting: expect.stringContaining(`once ${what} is approved`),
    });
    expect(result).toMatchObject(waits('5001'));
    const again = () => books.app.step(RETURNS, 'allocate', [shipment]);
    await books.who.post('/CreditNotes/5001', { CreditNoteNumber: '5001', Status: 'AUTHORISED' });
    expect(await again()).toMatchObject([waits('N1001')]);
    await books.who.post('/Invoices/N1001', { InvoiceNumber: 'N1001', Status: 'AUTHORISED' });
    expect(await again()).toMatchObject([{ done: true, data: { allocated: '66' } }]);
    expect(await bill(books)).toMatchObject({ AmountDue: 66, AmountCredited: 66 });
    // One that was sent before anybody waited for that is caught up with.
    const before = { ...document, steps: ['create', 'verify'], done: ['create', 'verify'] };
    expect(await books.app.change(RETURNS, before, document)).toEqual({ steps: ['allocate'] });
  });

  it('that is a draft is for a person once somebody has deleted it, and done where its invoice is', async () => {
    const books = await ledger({ advanced: { status: 'DRAFT' } });
    const { shipment } = await credited(books, [await books.invoiced(order())]);
    await books.who.post('/CreditNotes/5001', { CreditNoteNumber: '5001', Status: 'DELETED' });
    const again = () => books.app.step(RETURNS, 'allocate', [shipment]);
    expect(await again()).toMatchObject([{ needsPerson: expect.stringContaining('no longer in force') }]);
    await books.who.post('/Invoices/N1001', { InvoiceNumber: 'N1001', Status: 'DELETED' });
    expect(await again()).toMatchObject([{ done: true, data: { allocated: '0' } }]);
  });

  it('is rounded within the tolerance, and refused beyond it: rule 7', async () => {
    const books = await ledger();
    const around = { order: order(), parents: [await books.invoiced(order())] };
    const [near] = await books.documents(RETURNS, 'return', returned({ total: '66.03' }), around);
    expect((await books.send(RETURNS, near!)).result).toMatchObject({ done: true });
    expect(await credit(books, '5001')).toMatchObject({ Total: 66.03 });
    expect(await books.build(RETURNS, 'return', returned({ total: '70' }), around)).toMatchObject({
      rejected: expect.stringContaining('apart'),
    });
  });

  it('is found by its number when its answer got lost, and made once', async () => {
    const books = await ledger();
    const { document } = await credited(books, [await books.invoiced(order())]);
    const lost = books.app.shipment(document);
    expect(await books.app.find(RETURNS, [lost])).toMatchObject([{ steps: ['create', 'allocate'] }]);
    expect(await books.app.step(RETURNS, 'create', [lost])).toEqual([{ exists: true }]);
    const somebodyElses = books.app.shipment({
      ...document,
      payload: { ...(document.payload as object), reference: 'By hand' },
    });
    expect(await books.app.step(RETURNS, 'create', [somebodyElses])).toMatchObject([{ rejected: expect.any(String) }]);
  });
});

describe('a credit note that came to something else', () => {
  it('is a failure whatever the app said, and is read anew once somebody mended it: rule 7', async () => {
    const books = await ledger();
    const { shipment } = await credited(books, [await books.invoiced(order())]);
    const verify = () => books.app.step(RETURNS, 'verify', [shipment]);
    const said = shipment.done.create!.data as object;
    shipment.done.create!.data = { ...said, total: 65 };
    expect(await verify()).toMatchObject([{ needsPerson: expect.stringContaining('comes to 65.00 AUD in Xero') }]);
    shipment.done.create!.data = { ...said, total: 65, at: 0 };
    expect(await verify()).toMatchObject([{ done: true }]);
  });
});

describe('rule 1: a refund without a return', () => {
  it('is a coded credit line that is paid back at once', async () => {
    const books = await ledger({ answers: { refundsAccount: '218' } });
    const invoiced = await books.invoiced(order({ tax: '12' }));
    await pay(books, [invoiced]);
    const goodwill = { return: null, amount: '11' };
    const { document, result } = await paidBack(books, [invoiced], goodwill, { order: order({ tax: '12' }) });
    expect(document).toMatchObject({ reference: 'R50011', steps: ['create', 'verify', 'refund'] });
    expect(result).toMatchObject({ done: true });
    expect(await credit(books, 'R50011')).toMatchObject({
      Total: 11,
      TotalTax: 1,
      RemainingCredit: 0,
      LineItems: [{ AccountCode: '218' }],
    });
    expect(await books.moved('611')).toBe(121);
    expect(await books.app.find(REFUNDS, [books.app.shipment(document)])).toMatchObject([
      { steps: ['create', 'refund'] },
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
    expect(document).toMatchObject({ steps: ['pay'], payload: { target: { kind: 'CreditNote', id: remoteId } } });
    expect(result).toMatchObject({ done: true });
    expect(await books.moved('611')).toBe(0);
    const { body } = await books.who.get(`/CreditNotes/${remoteId}`);
    expect(body.CreditNotes).toMatchObject([{ RemainingCredit: 0, Status: 'PAID' }]);
  });

  it('waits for that credit', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(order())];
    const around = { order: cancelled, parents };
    expect(await books.build(REFUNDS, 'refund', refund({ return: null, amount: '132' }), around)).toMatchObject({
      rejected: expect.stringContaining('once the credit of its invoice is in Xero'),
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
    expect(await build('22')).toMatchObject({ steps: ['pay'], payload: { of: 'N1001-C' } });
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
  const payment = { number: '501', invoice: 'N1001', amount: '132', currency: 'AUD', paidOn: '2026-08-02' };

  it.each([
    ['through a bank account', '2', '090', {}],
    ['through a clearing account', '1', '611', { overpaymentsAccount: '831' }],
  ])('is paid back so that nothing is left where it came in, %s', async (_, method, code, answers) => {
    const books = await ledger({ answers });
    const before = await books.moved(code);
    const around = { order: cancelled, parents };
    const [came] = await books.documents(PAYMENTS, 'payment', { ...payment, method }, around);
    expect((await books.send(PAYMENTS, came!)).result).toMatchObject({ done: true });
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
      const body = { ...payment, number: `${501 + at}`, amount, method: '2' };
      const [came] = await books.documents(PAYMENTS, 'payment', body, { order: twice, parents });
      expect((await books.send(PAYMENTS, came!)).result).toMatchObject({ done: true });
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

  it('is for a person where it pays back several payments at once', async () => {
    const two = [
      { number: '501', amount: '66', paidOn: '2026-08-02' },
      { number: '502', amount: '66', paidOn: '2026-08-02' },
    ];
    expect(await build(await ledger(), two, '2')).toMatchObject({
      needsPerson: expect.stringContaining('Refund each of them there'),
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

  it('is held while the period is closed: rule 5', async () => {
    const books = await ledger();
    const around = { order: order(), parents: [await books.invoiced(order())] };
    books.twin.lock({ period: '2026-08-10' });
    const [document] = await books.documents(RETURNS, 'return', returned(), around);
    expect((await books.send(RETURNS, document!)).result).toMatchObject({
      label: 'Period closed',
      waiting: expect.stringContaining('2026-08-11'),
    });
  });
});
