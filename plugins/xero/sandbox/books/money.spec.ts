import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type XeroSandbox } from '../index.js';
import { type Asker, asker, type Body, line, made, sale, wrongs } from '../testing.js';

let at: number;
let twin: XeroSandbox;
let who: Asker;

beforeEach(async () => {
  at = Date.UTC(2026, 10, 24);
  twin = createSandbox({ now: () => at, sales: 0, limits: false });
  who = await asker(twin);
});

const credit = (changes: Record<string, unknown> = {}) => ({
  Type: 'ACCRECCREDIT',
  Contact: { Name: 'Web Sales' },
  CreditNoteNumber: 'NR1',
  Date: '2026-11-22',
  LineAmountTypes: 'Exclusive',
  Status: 'AUTHORISED',
  LineItems: [line({ AccountCode: '218' })],
  ...changes,
});

const money = (type: string, changes: Record<string, unknown> = {}) => ({
  Type: type,
  Contact: { Name: 'Web Sales' },
  BankAccount: { Code: '090' },
  Date: '2026-11-22',
  LineItems: [{ Description: 'Paid too much', Quantity: 1, UnitAmount: 20 }],
  ...changes,
});

const allocate = (path: string, amount: number, number = 'N1001', by: Asker = who) =>
  by.get(`/Invoices/${number}`).then(({ body }) =>
    by.put(path, {
      Allocations: [{ Amount: amount, Date: '2026-11-23', Invoice: { InvoiceID: body.Invoices[0].InvoiceID } }],
    }),
  );

const one = async (path: string): Promise<Body> => {
  const { body } = await who.get(path);
  return Object.values<Body>(body).find((value) => Array.isArray(value))?.[0];
};

describe('credit notes', () => {
  it('are allocated while the invoice is open, and it can be undone', async () => {
    await made(who, 'Invoices', sale());
    const { CreditNoteID } = await made(who, 'CreditNotes', credit());
    const { body } = await allocate(`/CreditNotes/${CreditNoteID}/Allocations`, 60);
    expect(await one('/Invoices/N1001')).toMatchObject({
      AmountDue: 50,
      AmountCredited: 60,
      Status: 'AUTHORISED',
      CreditNotes: [{ CreditNoteID, AppliedAmount: 60 }],
    });
    expect(await one(`/CreditNotes/${CreditNoteID}`)).toMatchObject({
      RemainingCredit: 50,
      Allocations: [{ Amount: 60 }],
    });
    const path = `/CreditNotes/${CreditNoteID}/Allocations/${body.Allocations[0].AllocationID}`;
    expect((await who.ask('DELETE', path)).body).toMatchObject({ IsDeleted: true, Amount: 60 });
    expect(await one('/Invoices/N1001')).toMatchObject({ AmountDue: 110, AmountCredited: 0 });
    expect(await one(`/CreditNotes/${CreditNoteID}`)).toMatchObject({ RemainingCredit: 110 });
  });

  it('are PAID when nothing is left, whether allocated or paid back', async () => {
    await made(who, 'Invoices', sale());
    const { CreditNoteID } = await made(who, 'CreditNotes', credit());
    await allocate(`/CreditNotes/${CreditNoteID}/Allocations`, 100);
    const refund = { CreditNote: { CreditNoteID }, Account: { Code: '611' }, Date: '2026-11-23', Amount: 10 };
    const payment = await made(who, 'Payments', refund);
    expect(payment).toMatchObject({ PaymentType: 'ARCREDITPAYMENT', CreditNote: { CreditNoteID } });
    expect(await one(`/CreditNotes/${CreditNoteID}`)).toMatchObject({ Status: 'PAID', RemainingCredit: 0 });
    await who.post(`/Payments/${payment.PaymentID}`, { Status: 'DELETED' });
    expect(await one(`/CreditNotes/${CreditNoteID}`)).toMatchObject({ Status: 'AUTHORISED', RemainingCredit: 10 });
  });

  it('are not allocated to what is paid, to too much, or to somebody else', async () => {
    await made(who, 'Invoices', sale());
    await made(who, 'Invoices', sale({ InvoiceNumber: 'N2', Contact: { Name: 'The Corner Nursery' } }));
    const { CreditNoteID } = await made(who, 'CreditNotes', credit());
    const path = `/CreditNotes/${CreditNoteID}/Allocations`;
    expect(wrongs((await allocate(path, 111)).body)[0]).toContain('exceeds the amount outstanding');
    expect(wrongs((await allocate(path, 1, 'N2')).body)).toEqual(['The documents must belong to the same contact.']);
    twin.pay('N1001', { account: '611', amount: '110' });
    expect(wrongs((await allocate(path, 1)).body)).toEqual([
      'Allocations can only be made against Authorised documents',
    ]);
  });

  it('have their number for themselves, and are found by POST', async () => {
    const { CreditNoteID } = await made(who, 'CreditNotes', credit({ Status: 'DRAFT' }));
    expect(wrongs((await who.put('/CreditNotes', { CreditNotes: [credit()] })).body)[0]).toContain('must be unique');
    const { body } = await who.post('/CreditNotes', { CreditNotes: [credit()] });
    expect(body.CreditNotes).toMatchObject([{ CreditNoteID, Status: 'AUTHORISED' }]);
    const stale = { ...credit(), CreditNoteID: '6f9619ff-8b86-4011-b42d-00c04fc964ff' };
    expect(wrongs((await who.post('/CreditNotes', { CreditNotes: [stale] })).body)).toEqual([
      'An existing Credit Note with the specified CreditNoteID could not be found',
    ]);
  });
});

describe('payments', () => {
  it('that are reconciled or in a batch are not taken back one by one', async () => {
    await made(who, 'Invoices', sale());
    await made(who, 'Invoices', sale({ InvoiceNumber: 'N2' }));
    const id = twin.pay('N1001', { account: '090', amount: '10' });
    twin.reconcile(id);
    const take = async (paymentId: string) =>
      wrongs((await who.post(`/Payments/${paymentId}`, { Status: 'DELETED' })).body);
    expect(await take(id)).toEqual(['This payment has been reconciled and cannot be deleted']);
    const { InvoiceID } = await one('/Invoices/N2');
    const batch = await made(who, 'BatchPayments', {
      Account: { Code: '090' },
      Date: '2026-11-23',
      Reference: 'Payout 7',
      Payments: [{ Invoice: { InvoiceID }, Amount: 110 }],
    });
    expect(batch).toMatchObject({ Type: 'RECBATCH', TotalAmount: 110, Status: 'AUTHORISED' });
    expect(await take(batch.Payments[0].PaymentID)).toEqual(['Payments within a batch cannot be deleted.']);
    const gone = await who.post('/BatchPayments', { BatchPaymentID: batch.BatchPaymentID, Status: 'DELETED' });
    expect(gone.body.BatchPayments).toMatchObject([{ Status: 'DELETED' }]);
    expect(await one('/Invoices/N2')).toMatchObject({ AmountDue: 110, Status: 'AUTHORISED' });
  });

  it('that were deleted are told as such to who asks for changes', async () => {
    await made(who, 'Invoices', sale());
    const id = twin.pay('N1001', { account: '611', amount: '10' });
    at += 60_000;
    await who.post(`/Payments/${id}`, { Status: 'DELETED' });
    const headers = { 'if-modified-since': new Date(at).toISOString() };
    expect((await who.get('/Payments?page=1', { headers })).body.Payments).toMatchObject([{ Status: 'DELETED' }]);
  });
});

describe('overpayments and prepayments', () => {
  it('come from bank transactions, have no tax, and are doubled by who sends them twice', async () => {
    const sent = money('RECEIVE-OVERPAYMENT', { Reference: 'OP-7' });
    const first = await made(who, 'BankTransactions', sent);
    await made(who, 'BankTransactions', sent);
    expect(first).toMatchObject({ Total: 20, TotalTax: 0, LineAmountTypes: 'NoTax' });
    const { body } = await who.get('/Overpayments?page=1&References=OP-7');
    expect(body.Overpayments).toHaveLength(2);
    expect(body.Overpayments[0]).toMatchObject({
      OverpaymentID: first.OverpaymentID,
      RemainingCredit: 20,
      Status: 'AUTHORISED',
    });
    const where = encodeURIComponent('Reference=="OP-7"');
    expect((await who.get(`/BankTransactions?page=1&where=${where}`)).body.BankTransactions).toEqual([]);
  });

  it('are allocated and refunded', async () => {
    await made(who, 'Invoices', sale());
    const { OverpaymentID } = await made(who, 'BankTransactions', money('RECEIVE-OVERPAYMENT'));
    expect((await allocate(`/Overpayments/${OverpaymentID}/Allocations`, 15)).status).toBe(200);
    expect(await one('/Invoices/N1001')).toMatchObject({ AmountDue: 95, Overpayments: [{ OverpaymentID }] });
    const refund = { Overpayment: { OverpaymentID }, Account: { Code: '090' }, Date: '2026-11-23', Amount: 5 };
    expect(await made(who, 'Payments', refund)).toMatchObject({ PaymentType: 'AROVERPAYMENTPAYMENT' });
    expect(await one(`/Overpayments/${OverpaymentID}`)).toMatchObject({ Status: 'PAID', RemainingCredit: 0 });
  });

  it('paid ahead is taxed, and clears to nothing with its refund', async () => {
    const prepaid = money('RECEIVE-PREPAYMENT', {
      LineAmountTypes: 'Inclusive',
      LineItems: [line({ UnitAmount: 110 })],
    });
    const { PrepaymentID } = await made(who, 'BankTransactions', prepaid);
    expect(await one(`/Prepayments/${PrepaymentID}`)).toMatchObject({ Total: 110, TotalTax: 10, RemainingCredit: 110 });
    const refund = { Prepayment: { PrepaymentID }, Account: { Code: '090' }, Date: '2026-11-23', Amount: 110 };
    expect(await made(who, 'Payments', refund)).toMatchObject({ PaymentType: 'ARPREPAYMENTPAYMENT' });
    expect(await one(`/Prepayments/${PrepaymentID}`)).toMatchObject({ Status: 'PAID' });
  });

  it('are voided with their bank transaction while nothing has been done with them', async () => {
    const { BankTransactionID, OverpaymentID } = await made(who, 'BankTransactions', money('RECEIVE-OVERPAYMENT'));
    const { body } = await who.post(`/BankTransactions/${BankTransactionID}`, { Status: 'DELETED' });
    expect(body.BankTransactions).toMatchObject([{ Status: 'DELETED' }]);
    expect(await one(`/Overpayments/${OverpaymentID}`)).toMatchObject({ Status: 'VOIDED' });
  });
});

describe('other movements', () => {
  it('spend fees from a bank account only', async () => {
    const fee = money('SPEND', {
      LineItems: [line({ AccountCode: '405', UnitAmount: 1.1 })],
      LineAmountTypes: 'Inclusive',
    });
    expect(await made(who, 'BankTransactions', fee)).toMatchObject({ Total: 1.1, TotalTax: 0.1 });
    const wrong = await who.put('/BankTransactions', { BankTransactions: [{ ...fee, BankAccount: { Code: '611' } }] });
    expect(wrongs(wrong.body)).toEqual(['BankAccount must be an active bank account']);
  });

  it('transfer between bank accounts, and back again when deleted', async () => {
    const savings = (await who.get('/Accounts')).body.Accounts.find((account: Body) => account.Name === 'Savings');
    const transfer = await made(who, 'BankTransfers', {
      FromBankAccount: { Code: '090' },
      ToBankAccount: { AccountID: savings.AccountID },
      Amount: 50,
      Date: '2026-11-23',
    });
    expect(transfer).toMatchObject({ Status: 'AUTHORISED', Amount: 50 });
    const legs = (await who.get('/BankTransactions?page=1')).body.BankTransactions;
    expect(legs.map((leg: Body) => leg.Type)).toEqual(['SPEND-TRANSFER', 'RECEIVE-TRANSFER']);
    await who.post(`/BankTransfers/${transfer.BankTransferID}`, { Status: 'DELETED' });
    expect((await who.get('/BankTransfers')).body.BankTransfers).toEqual([]);
    expect((await who.get('/BankTransfers?includeDeleted=true')).body.BankTransfers).toHaveLength(1);
  });

  it('journals must balance and keep to accounts that take lines', async () => {
    const journal = (debit: number, credited: number, AccountCode = '310') => ({
      Narration: 'Cost of goods sold, 23 November',
      Date: '2026-11-23',
      Status: 'POSTED',
      JournalLines: [
        { LineAmount: debit, AccountCode },
        { LineAmount: credited, AccountCode: '631' },
      ],
    });
    expect(await made(who, 'ManualJournals', journal(100, -100))).toMatchObject({ Status: 'POSTED' });
    const of = async (body: object) => wrongs((await who.put('/ManualJournals', { ManualJournals: [body] })).body);
    expect(await of(journal(100, -10))).toEqual(['The total debits (100.00) must equal total credits (-10.00)']);
    for (const code of ['090', '610', '630', '960']) expect(await of(journal(1, -1, code))).toHaveLength(1);
  });

  it('refuse dates in a locked period', async () => {
    await made(who, 'Invoices', sale());
    const id = twin.pay('N1001', { account: '611', amount: '10', date: '2026-11-21' });
    twin.lock({ endOfYear: '2026-06-30', period: '2026-11-22' });
    const period = 'The document date cannot be before the period lock date, currently set at 22 November 2026';
    const year = 'The document date cannot be before the end of year lock date, currently set at 30 June 2026';
    const create = async (changes: object) =>
      wrongs((await who.put('/Invoices', { Invoices: [sale({ InvoiceNumber: 'N9', ...changes })] })).body);
    expect(await create({})).toEqual([period]);
    expect(await create({ Date: '2026-06-30' })).toEqual([year]);
    expect(await create({ Status: 'DRAFT' })).toEqual([]);
    expect(wrongs((await who.post(`/Payments/${id}`, { Status: 'DELETED' })).body)).toEqual([period]);
    expect((await who.get('/Organisation')).body.Organisations[0]).toHaveProperty('PeriodLockDate');
    twin.lock(undefined);
    expect((await who.post(`/Payments/${id}`, { Status: 'DELETED' })).status).toBe(200);
  });

  it('are written down in a history that only grows', async () => {
    const { InvoiceID } = await made(who, 'Invoices', sale());
    const path = `/Invoices/${InvoiceID}/History`;
    expect((await who.put(path, { HistoryRecords: [{ Details: 'From the web shop' }] })).status).toBe(200);
    expect((await who.get(path)).body.HistoryRecords).toMatchObject([
      { Changes: 'Note', Details: 'From the web shop', User: 'System Generated' },
      { Changes: 'Created' },
    ]);
    expect((await who.put(path, { HistoryRecords: [{ Details: 'x'.repeat(2501) }] })).status).toBe(400);
  });
});
