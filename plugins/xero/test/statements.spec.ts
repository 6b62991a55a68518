import { describe, expect, it } from 'vitest';
import { type Asker, asker, line, made, sale } from '../sandbox/testing.js';
import { open } from './shop.js';

const DAY = '2026-07-20';
const RANGE = { from: '2026-07-01', to: '2026-07-31' };

async function shop(options: Parameters<typeof open>[0] = {}) {
  const opened = open({ twin: { sales: 0 }, ...options });
  return { ...opened, who: await asker(opened.twin) };
}

const invoiced = (who: Asker, number: string, more: Record<string, unknown> = {}) =>
  made(who, 'Invoices', sale({ InvoiceNumber: number, Date: DAY, DueDate: DAY, ...more }));

const pay = (who: Asker, of: object, amount: number, more: Record<string, unknown> = {}) =>
  made(who, 'Payments', { ...of, Account: { Code: '090' }, Date: DAY, Amount: amount, ...more });

const received = (who: Asker, type: string, more: Record<string, unknown> = {}) =>
  made(who, 'BankTransactions', {
    Type: type,
    Contact: { Name: 'Web Sales' },
    BankAccount: { Code: '090' },
    Date: DAY,
    LineItems: [
      line({
        UnitAmount: 20,
        Description: 'Paid too much',
        ...(type.endsWith('OVERPAYMENT') && { AccountCode: undefined }),
      }),
    ],
    ...more,
  });

const credited = (who: Asker, more: Record<string, unknown> = {}) =>
  made(who, 'CreditNotes', {
    Type: 'ACCRECCREDIT',
    Contact: { Name: 'Web Sales' },
    CreditNoteNumber: 'R1',
    Date: DAY,
    LineAmountTypes: 'Exclusive',
    Status: 'AUTHORISED',
    LineItems: [line({ AccountCode: '218' })],
    ...more,
  });

describe('the statement of payments', () => {
  it('states money that came in with a plus, and what went back with a minus', async () => {
    const { app, who } = await shop({ advanced: { paymentPrefix: 'A-', overpaymentPrefix: 'AO-' } });
    const { InvoiceID } = await invoiced(who, 'N1');
    const { PaymentID } = await pay(who, { Invoice: { InvoiceID } }, 110, { Reference: 'A-501' });
    const { CreditNoteID } = await credited(who);
    await pay(who, { CreditNote: { CreditNoteID } }, 30, { Reference: 'A-502' });
    const over = await received(who, 'RECEIVE-OVERPAYMENT', { Reference: 'AO-501' });
    await pay(who, { Overpayment: { OverpaymentID: over.OverpaymentID } }, 5);
    const ahead = await received(who, 'RECEIVE-PREPAYMENT', { Reference: 'by hand' });
    await pay(who, { Prepayment: { PrepaymentID: ahead.PrepaymentID } }, 4);
    const { rows } = await app.state('payment', RANGE);
    const stated = rows.map(({ reference, amount, currency, status, ours }) => [
      reference,
      amount,
      currency,
      status,
      ours,
    ]);
    expect(stated.sort()).toEqual(
      [
        ['A-501', '110', 'AUD', 'paid', true],
        ['A-502', '-30', 'AUD', 'paid', true],
        ['AO-501', '20', 'AUD', 'paid', true],
        [undefined, '-5', 'AUD', 'paid', undefined],
        ['by hand', String(ahead.Total), 'AUD', 'paid', undefined],
        [undefined, '-4', 'AUD', 'paid', undefined],
      ].sort(),
    );
    expect(rows.find(({ reference }) => reference === 'A-501')).toMatchObject({
      remoteId: PaymentID,
      date: DAY,
      contact: 'Web Sales',
      changedAt: expect.any(Number),
    });
    // A bookkeeper finds what it was paid for.
    expect(rows.find(({ reference }) => reference === 'A-501')!.url).toContain(`View.aspx?InvoiceID=${InvoiceID}`);
    expect(rows.find(({ reference }) => reference === 'A-502')!.url).toContain(`creditNoteID=${CreditNoteID}`);
    // What was paid too much is no invoice, though the app calls it one.
    expect(rows.find(({ amount }) => amount === '-5')!.url).toBeUndefined();
    // By the credit that it made, as the export links it.
    expect(rows.find(({ reference }) => reference === 'AO-501')).toMatchObject({ remoteId: over.OverpaymentID });
  });

  it('tells of those that were taken back, and each of a batch', async () => {
    const { app, who } = await shop();
    const first = await invoiced(who, 'N1');
    const { PaymentID } = await pay(who, { Invoice: { InvoiceID: first.InvoiceID } }, 10, { Reference: '501' });
    await who.post(`/Payments/${PaymentID}`, { Status: 'DELETED' });
    const second = await invoiced(who, 'N2');
    await made(who, 'BatchPayments', {
      Account: { Code: '090' },
      Date: DAY,
      Reference: 'Payout 7',
      Payments: [
        { Invoice: { InvoiceID: first.InvoiceID }, Amount: 60 },
        { Invoice: { InvoiceID: second.InvoiceID }, Amount: 50 },
      ],
    });
    const over = await received(who, 'RECEIVE-OVERPAYMENT');
    await who.post(`/BankTransactions/${over.BankTransactionID}`, { Status: 'DELETED' });
    const { rows } = await app.state('payment', RANGE);
    expect(rows.map(({ amount, status }) => [amount, status]).sort()).toEqual([
      ['10', 'deleted'],
      ['20', 'deleted'],
      ['50', 'paid'],
      ['60', 'paid'],
    ]);
  });

  it('leaves out what is no money of customers, and other days', async () => {
    const { app, who } = await shop();
    const bill = await invoiced(who, 'B1', { Type: 'ACCPAY', LineItems: [line({ AccountCode: '425' })] });
    await pay(who, { Invoice: { InvoiceID: bill.InvoiceID } }, 10);
    const { InvoiceID } = await invoiced(who, 'N1');
    await pay(who, { Invoice: { InvoiceID } }, 10, { Date: '2026-08-01' });
    await pay(who, { Invoice: { InvoiceID } }, 11, { Date: '2026-07-31' });
    const { rows } = await app.state('payment', RANGE);
    expect(rows.map(({ amount }) => amount)).toEqual(['11']);
  });

  it('never takes one currency for another', async () => {
    const { app, who } = await shop();
    const { InvoiceID } = await invoiced(who, 'N1', { CurrencyCode: 'USD' });
    await pay(who, { Invoice: { InvoiceID } }, 10);
    const { CreditNoteID } = await credited(who, { CurrencyCode: 'USD' });
    await pay(who, { CreditNote: { CreditNoteID } }, 7);
    const { rows } = await app.state('payment', RANGE);
    expect(rows.map(({ amount, currency }) => [amount, currency]).sort()).toEqual([
      ['-7', 'USD'],
      ['10', 'USD'],
    ]);
  });

  it('goes on where it was interrupted', async () => {
    const { app, who } = await shop({ advanced: { pageSize: 10 } });
    const { InvoiceID } = await invoiced(who, 'N1');
    for (let at = 1; at <= 12; at++) await pay(who, { Invoice: { InvoiceID } }, 1, { Reference: `P${at}` });
    await received(who, 'RECEIVE-OVERPAYMENT', { Reference: 'O1' });
    const whole = await app.state('payment', RANGE);
    expect(whole.rows).toHaveLength(13);
    for (const [at, { bookmark }] of whole.pages.entries()) {
      const behind = whole.pages.slice(at + 1).flatMap(({ rows }) => rows.map(({ remoteId }) => remoteId));
      const { rows } = await app.state('payment', { ...RANGE, bookmark });
      expect(rows.map(({ remoteId }) => remoteId)).toEqual(behind);
    }
  });
});

describe('the statement of invoices', () => {
  it('has credit notes with a minus, beside the returns they stand for', async () => {
    const { app, who } = await shop();
    await invoiced(who, 'N1');
    await credited(who);
    const { rows } = await app.state('invoice', RANGE);
    expect(rows.map(({ number, amount, tax }) => [number, amount, tax])).toEqual([
      ['N1', '110', '10'],
      ['R1', '-110', '-10'],
    ]);
    expect(app.manifest.statements.find(({ kind }) => kind === 'invoice')!.tasks).toEqual([
      'export-invoices',
      'export-credit-notes',
    ]);
  });

  it('says what stands beside a number of the app’s own', async () => {
    const { app, who } = await shop();
    await invoiced(who, 'INV-0042', { Reference: 'N1 / by phone' });
    await invoiced(who, 'INV-0043');
    const { rows } = await app.state('invoice', RANGE);
    expect(rows.map(({ number, reference, says }) => [number, reference, says])).toEqual([
      ['INV-0042', 'INV-0042', ['N1 / by phone']],
      ['INV-0043', 'INV-0043', undefined],
    ]);
  });

  it('leaves out what only notes that a customer was owed, which the payments tell of', async () => {
    const { app, who } = await shop({ store: { id: 1, address: 'https://hub.example/logs/exports?store=1&text=' } });
    const noted = { Reference: '501', Url: 'https://hub.example/logs/exports?store=1&text=501' };
    await invoiced(who, '501-OWED', noted);
    await invoiced(who, '502-OWED');
    await invoiced(who, '501', noted);
    const { rows } = await app.state('invoice', RANGE);
    // The one in the middle somebody has called so by hand.
    expect(rows.map(({ number }) => number)).toEqual(['502-OWED', '501']);
  });
});
