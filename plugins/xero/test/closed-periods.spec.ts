import type { Document, Shipment } from 'patchbay/sdk';
import type { PluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../dates.js';
import type { XeroSandbox } from '../sandbox/index.js';
import { asker } from '../sandbox/testing.js';
import { type Ledger, ledger, notSent } from './books.js';
import { order as costed, shop as costs, SOLD } from './costs.js';
import { invoiced, order, PAYMENTS, payment } from './payments.js';
import { credited, REFUNDS, RETURNS, refund, returned, order as sold, unpaid } from './returns.js';
import { shopOf, stepThrough, TASK } from './sales.js';
import { open } from './shop.js';

const CLOSED = { period: '2026-08-10' };
const OPEN = '2026-08-11';

/** It is held on its own day and offers the first open one; dated so it goes, and says on which day it stands. */
async function sentAsOffered(app: PluginUnderTest, task: string, document: Document): Promise<Shipment> {
  const { shipment, result } = await stepThrough(app, document, task);
  expect(result).toMatchObject({
    label: 'Period closed',
    offersDay: OPEN,
    waiting: expect.stringMatching(/or send this one dated 11 August 2026, the first open day\..*Closed periods/),
  });
  shipment.day = OPEN;
  expect((await stepThrough(app, document, task, shipment)).result).toMatchObject({ done: true });
  return shipment;
}

/** The days of what the twin holds of a kind, those of before left out. */
const daysOf = (twin: XeroSandbox, noun: Parameters<XeroSandbox['documents']>[0], before = 0) =>
  twin
    .documents(noun)
    .slice(before)
    .map((row) => dayOf((row as { Date?: string }).Date));

const opened = () => ledger({ answers: { overpaymentsAccount: '831', refundsAccount: '260' } });

async function moneyOf(books: Ledger, body: object, of = order()) {
  const around = await invoiced(books, of);
  return books.documents(PAYMENTS, 'payment', body, around);
}

describe('what falls into a closed period is offered the first open day: rule 5', () => {
  it('an invoice, which is found on that day', async () => {
    const { app, twin } = open();
    const shop = await shopOf(app);
    twin.lock(CLOSED);
    const shipment = await sentAsOffered(app, TASK, await shop.sale(order()));
    expect(shipment.done.create).toMatchObject({ day: OPEN });
    expect(daysOf(twin, 'Invoices').at(-1)).toBe(OPEN);
    expect(await app.find(TASK, [shipment])).toMatchObject([{ day: OPEN }]);
  });

  it('and a draft that stands on such a day stays there when it is brought up to date', async () => {
    const { app, twin } = open({ advanced: { status: 'DRAFT' } });
    const shop = await shopOf(app);
    const { shipment } = await stepThrough(app, await shop.sale(order()), TASK);
    shipment.done.create!.day = OPEN;
    expect(await app.step(TASK, 'update', [shipment])).toMatchObject([{ done: true }]);
    expect(daysOf(twin, 'Invoices').at(-1)).toBe(OPEN);
  });

  it('a credit note, and what it pays of its invoice', async () => {
    const books = await opened();
    const parents = [await books.invoiced(unpaid())];
    const [document] = await books.documents(RETURNS, 'return', returned(), { order: unpaid(), parents });
    books.twin.lock(CLOSED);
    const shipment = await sentAsOffered(books.app, RETURNS, document!);
    expect(shipment.done).toMatchObject({ create: { day: OPEN }, allocate: { data: { allocated: '66' } } });
    expect(await books.app.find(RETURNS, [shipment])).toMatchObject([{ day: OPEN }]);
  });

  it('what a credit note pays of its invoice, where the period was closed in between', async () => {
    const books = await opened();
    const parents = [await books.invoiced(unpaid())];
    const [document] = await books.documents(RETURNS, 'return', returned(), { order: unpaid(), parents });
    const shipment = books.app.shipment(document!);
    [shipment.done.create] = (await books.app.step(RETURNS, 'create', [shipment])) as [object];
    books.twin.lock(CLOSED);
    expect(await books.app.step(RETURNS, 'allocate', [shipment])).toMatchObject([{ offersDay: OPEN }]);
    const on = { ...shipment, day: OPEN };
    expect(await books.app.step(RETURNS, 'allocate', [on])).toMatchObject([{ data: { allocated: '66' } }]);
  });

  it('a payment, which is found on that day', async () => {
    const books = await opened();
    const [document] = await moneyOf(books, payment());
    books.twin.lock(CLOSED);
    const before = books.twin.documents('Payments').length;
    const shipment = await sentAsOffered(books.app, PAYMENTS, document!);
    expect(daysOf(books.twin, 'Payments', before)).toEqual([OPEN]);
    expect(await books.app.find(PAYMENTS, [shipment])).toMatchObject([{ day: OPEN }]);
    // Nobody chose that day for this one.
    expect(await books.app.find(PAYMENTS, [{ ...shipment, day: undefined }])).toEqual([undefined]);
  });

  it('what was paid too much: through a bank account, and where it is owed', async () => {
    for (const method of ['2', '1']) {
      const books = await opened();
      const body = payment({ amount: '115', method });
      const of = order({ payments: [{ number: '501', amount: '115' }] });
      const [, document] = await moneyOf(books, body, of);
      books.twin.lock(CLOSED);
      const shipment = await sentAsOffered(books.app, PAYMENTS, document!);
      const [made, paid] = method === '2' ? ['receive', 'receive'] : ['owe', 'settle'];
      expect(shipment.done, method).toMatchObject({ [made!]: { day: OPEN }, [paid!]: { day: OPEN } });
      expect(await books.app.find(PAYMENTS, [shipment]), method).toMatchObject([{ day: OPEN }]);
    }
  });

  it('a prepayment, from which its refund is paid whatever day was chosen for either', async () => {
    const books = await opened();
    const of = sold({
      status: 'cancelled',
      date: null,
      payments: [{ number: '501', amount: '132', paidOn: '2026-08-02' }],
    });
    const around = { order: of, parents: [notSent('N1001', 'It was cancelled before it was exported.')] };
    const paid = payment({ amount: '132', method: '2' });
    const [prepayment] = await books.documents(PAYMENTS, 'payment', paid, around);
    books.twin.lock(CLOSED);
    await sentAsOffered(books.app, PAYMENTS, prepayment!);
    books.twin.lock({ period: '2026-09-30' });
    const body = refund({ return: null, amount: '132', method: '2', refundedOn: '2026-08-05' });
    const [back] = await books.documents(REFUNDS, 'refund', body, around);
    const shipment = { ...books.app.shipment(back!), day: '2026-10-01' };
    const { result } = await stepThrough(books.app, back!, REFUNDS, shipment);
    expect([result, shipment.done]).toMatchObject([{ done: true }, { 'refund-prepayment': { day: '2026-10-01' } }]);
  });

  it('a refund, of a return and without one', async () => {
    const books = await opened();
    const invoice = await books.invoiced(sold());
    const { parent } = await credited(books, [invoice]);
    const around = { order: sold(), parents: [invoice, parent] };
    const [ofReturn] = await books.documents(REFUNDS, 'refund', refund(), around);
    const alone = refund({ number: '50012', return: null, amount: '11' });
    const [ofItself] = await books.documents(REFUNDS, 'refund', alone, { order: sold(), parents: [invoice] });
    books.twin.lock(CLOSED);
    expect((await sentAsOffered(books.app, REFUNDS, ofReturn!)).done).toMatchObject({ pay: { day: OPEN } });
    const own = await sentAsOffered(books.app, REFUNDS, ofItself!);
    expect(own.done).toMatchObject({ create: { day: OPEN }, refund: { day: OPEN } });
  });

  it('a journal, which is found on that day and not posted twice', async () => {
    const books = await costs();
    books.twin.lock(CLOSED);
    const shipment = await sentAsOffered(books.app, SOLD, await books.journal(costed()));
    expect(await books.app.find(SOLD, [shipment])).toMatchObject([{ day: OPEN }]);
    expect(await books.app.step(SOLD, 'post', [{ ...shipment, key: 'another try' }])).toEqual([{ exists: true }]);
  });

  it('again, on the new day, where the period was closed further meanwhile', async () => {
    const { app, twin } = open();
    const shop = await shopOf(app);
    const document = await shop.sale(order());
    twin.lock({ period: '2026-08-31' });
    const shipment = { ...app.shipment(document), day: OPEN };
    expect(await app.step(TASK, 'create', [shipment])).toMatchObject([
      {
        offersDay: '2026-09-01',
        waiting: expect.stringContaining('is of 1 August 2026, and was to be dated 11 August 2026.'),
      },
    ]);
  });

  it('but stands on its own day where that is later than the one that was chosen', async () => {
    const { app, twin } = open();
    const shop = await shopOf(app);
    const document = await shop.sale(order({ date: '2026-08-20' }));
    const { shipment } = await stepThrough(app, document, TASK, { ...app.shipment(document), day: OPEN });
    expect(shipment.done.create).not.toHaveProperty('day');
    const { body } = await (await asker(twin)).get('/Invoices/N1001');
    expect(body.Invoices[0]).toMatchObject({ DateString: '2026-08-20T00:00:00' });
  });

  it('and where all are posted on it, they say so as well', async () => {
    const { app, twin } = open({ advanced: { lockedPeriod: 'first-open-day' } });
    const shop = await shopOf(app);
    twin.lock(CLOSED);
    const { shipment } = await stepThrough(app, await shop.sale(order()), TASK);
    expect(shipment.done.create).toMatchObject({ day: OPEN });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ day: OPEN }]);
  });

  it('but a day that somebody has given one over there is theirs', async () => {
    const { app, twin } = open();
    const shop = await shopOf(app);
    const { shipment } = await stepThrough(app, await shop.sale(order()), TASK);
    await (await asker(twin)).post('/Invoices/N1001', { InvoiceNumber: 'N1001', Date: '2026-08-09' });
    const [found] = await app.find(TASK, [shipment]);
    expect(found).toMatchObject({ number: 'N1001' });
    expect(found).not.toHaveProperty('day');
  });
});
