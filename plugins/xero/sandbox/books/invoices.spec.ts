import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type XeroSandbox } from '../index.js';
import { type Asker, asker, type Body, line, made, sale, wrongs } from '../testing.js';

let twin: XeroSandbox;
let who: Asker;
let at = Date.UTC(2026, 10, 24);

beforeEach(async () => {
  at = Date.UTC(2026, 10, 24);
  twin = createSandbox({ now: () => at, sales: 0, limits: false });
  who = await asker(twin);
});

const create = (...invoices: object[]) => who.put('/Invoices?summarizeErrors=false&unitdp=4', { Invoices: invoices });

describe('totals', () => {
  it('rounds the tax of each line half up before they are summed', async () => {
    const lines = [1, 2, 3].map(() => line({ UnitAmount: 10.05 }));
    const { TotalTax, SubTotal, Total } = await made(who, 'Invoices', sale({ LineItems: lines }));
    // 1.005 rounds to 1.01, three times; the tax of the sum would be 3.02.
    expect({ TotalTax, SubTotal, Total }).toEqual({ TotalTax: 3.03, SubTotal: 30.15, Total: 33.18 });
  });

  it('takes the tax out of inclusive lines', async () => {
    const lines = [line({ UnitAmount: 19.99, Quantity: 3 })];
    const invoice = await made(who, 'Invoices', sale({ LineAmountTypes: 'Inclusive', LineItems: lines }));
    expect(invoice).toMatchObject({ Total: 59.97, TotalTax: 5.45, SubTotal: 54.52, AmountDue: 59.97 });
    expect(invoice.LineItems).toMatchObject([{ LineAmount: 59.97, TaxAmount: 5.45, TaxType: 'OUTPUT' }]);
  });

  it('taxes nothing where no tax is meant', async () => {
    expect(await made(who, 'Invoices', sale({ LineAmountTypes: 'NoTax' }))).toMatchObject({ Total: 100, TotalTax: 0 });
  });

  it('rounds unit amounts to two decimals, or to four where asked', async () => {
    const lines = [line({ UnitAmount: 1.2345, Quantity: 100 })];
    expect(await made(who, 'Invoices', sale({ LineItems: lines }))).toMatchObject({ SubTotal: 123 });
    const fine = await made(who, 'Invoices', sale({ InvoiceNumber: 'N2', LineItems: lines }), '?unitdp=4');
    expect(fine).toMatchObject({ SubTotal: 123.45, LineItems: [{ UnitAmount: 1.2345 }] });
  });

  it('gives discounts by rate and by amount, and refuses a line amount that disagrees', async () => {
    const lines = [line({ DiscountRate: 12.5, UnitAmount: 33.33 }), line({ DiscountAmount: 0.01 })];
    const { LineItems } = await made(who, 'Invoices', sale({ LineItems: lines }));
    expect(LineItems).toMatchObject([{ LineAmount: 29.16 }, { LineAmount: 99.99 }]);
    const { body } = await who.put('/Invoices', { Invoices: [sale({ LineItems: [line({ LineAmount: 99 })] })] });
    expect(wrongs(body)).toContain('The line total 99.00 does not match the expected line total 100.00');
  });
});

describe('creating', () => {
  it('answers each element by itself, in order, and keeps the good ones', async () => {
    const { status, body } = await create(sale(), sale(), sale({ InvoiceNumber: 'N1002' }));
    expect(status).toBe(200);
    expect(body.Invoices.map((one: { StatusAttributeString: string }) => one.StatusAttributeString)).toEqual([
      'OK',
      'ERROR',
      'OK',
    ]);
    expect(body.Invoices[1]).toMatchObject({
      InvoiceID: '00000000-0000-0000-0000-000000000000',
      HasErrors: true,
      ValidationErrors: [{ Message: 'Invoice # must be unique.' }],
    });
    expect((await who.get('/Invoices?page=1')).body.pagination.itemCount).toBe(2);
  });

  it('keeps nothing where one is bad and errors are summed up', async () => {
    const { status, body } = await who.put('/Invoices', {
      Invoices: [sale(), sale({ InvoiceNumber: 'N2', Contact: {} })],
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      ErrorNumber: 10,
      Type: 'ValidationException',
      Message: 'A validation exception occurred',
    });
    expect(wrongs(body)).toEqual([
      'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
    ]);
    expect((await who.get('/Invoices?page=1')).body.pagination.itemCount).toBe(0);
  });

  it('refuses an account or a tax code that does not fit', async () => {
    const lines = (changes: object) => ({ LineItems: [line(changes as Record<string, unknown>)] });
    const of = async (changes: object) =>
      wrongs((await who.put('/Invoices', { Invoices: [sale(lines(changes))] })).body);
    expect(await of({ AccountCode: '999' })).toEqual(["Account code '999' is not a valid code for this document."]);
    expect(await of({ AccountCode: '610' })).toEqual(["Account code '610' is not a valid code for this document."]);
    expect(await of({ TaxType: 'INPUT' })).toEqual([
      "The TaxType code 'INPUT' cannot be used with account code '200'.",
    ]);
    expect(await of({ TaxType: 'GST' })).toEqual([
      'The TaxType code GST does not exist or cannot be used for this type of transaction.',
    ]);
    expect(await of({ AccountCode: null })).toEqual(['Account code must be specified']);
  });

  it('drops an unknown account from a draft with a warning', async () => {
    const draft = sale({ Status: 'DRAFT', LineItems: [line({ AccountCode: '476' })] });
    const { body } = await create(draft);
    expect(body.Invoices).toMatchObject([
      {
        StatusAttributeString: 'WARNING',
        Warnings: [{ Message: "Account code ''476'' has been removed as it does not match a recognised account." }],
      },
    ]);
  });

  it('needs a due date once approved, and a subscribed currency', async () => {
    const { body } = await who.put('/Invoices', { Invoices: [sale({ DueDate: undefined, CurrencyCode: 'EUR' })] });
    expect(wrongs(body)).toEqual([
      'Organisation is not subscribed to currency EUR',
      'The document DueDate field must be specified',
    ]);
  });

  it('approves no more than the plan allows', async () => {
    twin.capApprovals(1);
    const { body } = await create(
      sale(),
      sale({ InvoiceNumber: 'N2' }),
      sale({ InvoiceNumber: 'N3', Status: 'DRAFT' }),
    );
    expect(body.Invoices.map((one: Body) => one.ValidationErrors?.[0].Message)).toEqual([
      undefined,
      'You have reached the limit of invoices you can approve',
      undefined,
    ]);
  });

  it('lets bills share a number', async () => {
    const bill = sale({ Type: 'ACCPAY', LineItems: [line({ AccountCode: '310' })] });
    const { body } = await create(bill, bill);
    expect(body.Invoices).toMatchObject([{ StatusAttributeString: 'OK' }, { StatusAttributeString: 'OK' }]);
  });
});

describe('reading', () => {
  it('shows lines page by page and one by one, and leaves them out of a whole list', async () => {
    const { InvoiceID } = await made(who, 'Invoices', sale());
    expect((await who.get('/Invoices')).body.Invoices[0].LineItems).toEqual([]);
    expect((await who.get('/Invoices?page=1')).body.Invoices[0].LineItems).toHaveLength(1);
    expect((await who.get(`/Invoices/${InvoiceID}`)).body.Invoices[0].LineItems).toHaveLength(1);
    expect((await who.get('/Invoices/N1001')).body.Invoices[0].InvoiceID).toBe(InvoiceID);
    expect((await who.get('/Invoices/N9')).status).toBe(404);
  });

  it('finds by numbers, ids, contacts, statuses, words and filters', async () => {
    await create(...[1, 2, 3].map((n) => sale({ InvoiceNumber: `N${n}`, Status: n === 2 ? 'DRAFT' : 'AUTHORISED' })));
    const numbers = async (query: string) =>
      (await who.get(`/Invoices?page=1&${query}`)).body.Invoices.map(
        (one: { InvoiceNumber: string }) => one.InvoiceNumber,
      );
    expect(await numbers('InvoiceNumbers=N3,N1,N9')).toEqual(['N3', 'N1']);
    expect(await numbers('Statuses=DRAFT')).toEqual(['N2']);
    expect(await numbers('searchTerm=n3')).toEqual(['N3']);
    expect(await numbers(`where=${encodeURIComponent('Status=="AUTHORISED" AND Total>=100')}`)).toEqual(['N1', 'N3']);
    expect(await numbers(`where=${encodeURIComponent('Date<DateTime(2026,11,20)')}`)).toEqual([]);
    expect(await numbers('order=InvoiceNumber%20DESC')).toEqual(['N3', 'N2', 'N1']);
    expect(await numbers('pageSize=2&page=1'.replace('page=1', ''))).toEqual(['N1', 'N2']);
  });

  it('tells what changed since an instant', async () => {
    await create(sale(), sale({ InvoiceNumber: 'N2' }));
    at += 60_000;
    await made(who, 'Invoices', sale({ InvoiceNumber: 'N3' }));
    const headers = { 'if-modified-since': new Date(at - 1000).toISOString() };
    const { body } = await who.get('/Invoices?page=1', { headers });
    expect(body.Invoices.map((one: { InvoiceNumber: string }) => one.InvoiceNumber)).toEqual(['N3']);
  });

  it('may say that nothing changed without any list at all', async () => {
    const headers = { 'if-modified-since': '2026-12-01T00:00:00Z' };
    expect((await who.get('/Invoices?page=1', { headers })).body.Invoices).toEqual([]);
    who = await asker(createSandbox({ now: () => at, unchanged: 304 }));
    expect((await who.get('/Invoices?page=1', { headers })).status).toBe(304);
  });

  it("writes dates in the app's own notation", async () => {
    expect(await made(who, 'Invoices', sale())).toMatchObject({
      Date: `/Date(${Date.UTC(2026, 10, 20)}+0000)/`,
      DateString: '2026-11-20T00:00:00',
      UpdatedDateUTC: `/Date(${at}+0000)/`,
    });
  });
});

describe('changing', () => {
  it('updates by POST what an id or a number names, and never by PUT', async () => {
    const { InvoiceID, LineItems } = await made(who, 'Invoices', sale());
    const kept = { LineItemID: LineItems[0].LineItemID, Quantity: 2 };
    const change = { InvoiceNumber: 'N1001', LineItems: [kept, line({ UnitAmount: 5 })] };
    const { body } = await who.post('/Invoices', { Invoices: [change] });
    expect(body.Invoices).toMatchObject([{ InvoiceID, SubTotal: 205 }]);
    expect((await who.put('/Invoices', { Invoices: [sale()] })).status).toBe(400);
  });

  it('voids what nothing was paid on, and leaves alone what is final', async () => {
    const { InvoiceID } = await made(who, 'Invoices', sale());
    expect((await who.post(`/Invoices/${InvoiceID}`, { Status: 'VOIDED' })).body.Invoices[0]).toMatchObject({
      Status: 'VOIDED',
      AmountDue: 0,
    });
    const { body } = await who.post(`/Invoices/${InvoiceID}`, { Status: 'AUTHORISED' });
    expect(wrongs(body)).toEqual(['Invoice not of valid status for modification']);
  });
});

describe('payments', () => {
  const pay = (changes: object = {}) => ({
    Invoice: { InvoiceNumber: 'N1001' },
    Account: { Code: '611' },
    Date: '2026-11-21',
    Amount: 110,
    ...changes,
  });

  it('turn an invoice PAID and, taken back, AUTHORISED again', async () => {
    await made(who, 'Invoices', sale());
    const { PaymentID } = await made(who, 'Payments', pay());
    expect((await who.get('/Invoices/N1001')).body.Invoices[0]).toMatchObject({
      Status: 'PAID',
      AmountDue: 0,
      AmountPaid: 110,
      Payments: [{ PaymentID, Amount: 110 }],
    });
    expect((await who.post(`/Payments/${PaymentID}`, { Status: 'DELETED' })).body.Payments).toMatchObject([
      { Status: 'DELETED' },
    ]);
    expect((await who.get('/Invoices/N1001')).body.Invoices[0]).toMatchObject({ Status: 'AUTHORISED', AmountDue: 110 });
  });

  it('are refused where they are too much, too early or into the wrong account', async () => {
    await create(sale(), sale({ InvoiceNumber: 'N2', Status: 'DRAFT' }));
    const of = async (changes: object) => wrongs((await who.put('/Payments', { Payments: [pay(changes)] })).body);
    expect(await of({ Amount: 110.01 })).toEqual(['Payment amount exceeds the amount outstanding on this document']);
    expect(await of({ Invoice: { InvoiceNumber: 'N2' } })).toEqual([
      'Payments can only be made against Authorised documents',
    ]);
    expect(await of({ Account: { Code: '200' } })).toHaveLength(1);
    expect(await of({ Account: { Code: '999' } })).toEqual(['Account could not be found']);
  });
});
