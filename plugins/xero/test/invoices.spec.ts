import { describe, expect, it } from 'vitest';
import { invoice, line, shopOf, TASK } from './sales.js';
import { open } from './shop.js';

async function shop(options: Parameters<typeof open>[0] = {}, extra: Parameters<typeof shopOf>[1] = []) {
  const { app, twin } = open(options);
  return { app, twin, ...(await shopOf(app, extra)) };
}

describe('a store order', () => {
  it('becomes an invoice of its customer, with tax in its prices as the store has it', async () => {
    const { sale } = await shop();
    const body = invoice([line('FERN', 2, '11.00'), line('POT', 1, '5.50')], { reference: 'PO 7', channel: 'Website' });
    const { reference, steps, payload } = await sale(body);
    expect({ reference, steps }).toEqual({ reference: 'N1001', steps: ['create', 'verify'] });
    expect(payload).toMatchObject({
      number: 'N1001',
      date: '2026-08-01',
      dueDate: '2026-08-01',
      reference: 'N1001 / PO 7',
      url: 'https://hub.example/logs/exports?store=1&text=N1001',
      contact: { number: 'almond', name: 'Al Mond', email: 'al@mond.example' },
      inclusive: true,
      status: 'AUTHORISED',
      tax: '2.5',
      total: '27.5',
    });
    expect(payload.lines[0]).toMatchObject({
      description: 'A FERN (FERN)',
      quantity: '2',
      unitAmount: '11',
      account: '200',
      taxCode: 'OUTPUT',
      tracking: [{ category: 'Channel', option: 'Web shop' }],
      amount: '22',
      tax: '2',
    });
  });

  it('is created with its contact, and compared with the store afterwards', async () => {
    const { app, sale, send } = await shop();
    const { result, shipment } = await send(await sale(invoice([line('FERN', 2, '11.00')])));
    expect(result).toMatchObject({ done: true });
    expect(shipment.done.create).toMatchObject({ number: 'N1001', data: { total: 22, status: 'AUTHORISED' } });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ number: 'N1001', steps: ['create'] }]);
    expect(app.exchanges.map(({ purpose }) => purpose).slice(-3)).toEqual([
      'Create 1 contact',
      'Create 1 invoice',
      'Read invoices, page 1',
    ]);
  });
});

describe('what isn’t sent', () => {
  it.each([
    ['quote', 'quote'],
    ['hold', 'hold'],
    ['layby', 'layby'],
    ['cancelled', 'cancelled'],
  ])('is a %s', async (status, why) => {
    const { app, build } = await shop();
    const built = await build(invoice([line('FERN', 1, '11')], { status }));
    expect(built).toMatchObject({ notDue: expect.stringContaining(why) });
    const refusing = { head: 'status', notIn: expect.arrayContaining([status]) };
    expect(app.manifest.tasks.find(({ id }) => id === TASK)).toMatchObject({
      eligible: expect.arrayContaining([expect.objectContaining(refusing)]),
    });
  });

  it('is dated before the start date, which itself is included', async () => {
    const task = open().app.manifest.tasks.find(({ id }) => id === TASK);
    expect(task).toHaveProperty('eligible.0', expect.objectContaining({ head: 'date', from: 'answers.startDate' }));
  });

  it('isn’t dispatched yet, or not approved yet, as the merchant has chosen', async () => {
    const { build } = await shop();
    const one = [line('FERN', 1, '11')];
    expect(await build(invoice(one, { status: 'open' }))).toEqual({ notDue: 'It isn’t dispatched yet.' });
    expect(await build(invoice(one, { status: 'partly-dispatched' }))).toEqual({
      notDue: 'Not all of it is dispatched yet.',
    });
    const early = await shop({ answers: { exportWhen: 'approved' } });
    expect(await early.build(invoice(one, { status: 'open', approved: false }))).toEqual({
      notDue: 'It isn’t approved yet.',
    });
    expect((await early.sale(invoice(one, { status: 'open' }))).payload.total).toBe('11');
  });
});

describe('what only a person can settle', () => {
  const one = [line('FERN', 1, '11')];
  it.each([
    ['an unmapped tax code', invoice([line('FERN', 1, '11', { taxCode: 'VAT20' })]), 'VAT20', 'Tax codes'],
    ['a tax that isn’t the code’s', invoice([line('FERN', 1, '11', { tax: '0.50' })]), 'charged 0.5 tax', 'Tax codes'],
    ['an unknown currency', invoice(one, { currency: null }), 'currency', 'Set it in the store'],
    ['no date', invoice(one, { date: null }), 'invoice date', 'no'],
  ])('is named with the place to settle it: %s', async (_, body, what, where) => {
    const { build } = await shop();
    const built = await build(body);
    expect(built).toMatchObject({ needsPerson: expect.stringContaining(what) });
    expect(built).toMatchObject({ needsPerson: expect.stringContaining(where) });
  });

  it.each([
    ['salesAccount', {}, 'sales'],
    ['shippingAccount', { shipping: '11', total: '22' }, 'shipping'],
    ['surchargeAccount', { surcharge: '1', total: '12' }, 'surcharge'],
  ])('is a charge without an account: %s', async (field, more, what) => {
    const { build } = await shop({ answers: { [field]: '' } });
    expect(await build(invoice(one, more))).toMatchObject({ needsPerson: expect.stringContaining(what) });
  });
});

describe('currencies (rule 6)', () => {
  const body = invoice([line('FERN', 1, '11')], { currency: 'USD' });

  it('are kept, at Xero’s rate of the day or at one that is given', async () => {
    const { sale, send } = await shop();
    const document = await sale(body);
    expect(document.payload).toMatchObject({ currency: 'USD', rate: undefined });
    expect((await send(document)).result).toMatchObject({ done: true });
    const given = await shop({ answers: { rates: 'given' }, advanced: { exchangeRates: 'USD=0.66' } });
    expect((await given.sale(body)).payload.rate).toBe('0.66');
  });

  it('wait for a person where the merchant wants that', async () => {
    const none = await shop({ answers: { rates: 'none' } });
    expect(await none.build(body)).toMatchObject({ needsPerson: expect.stringContaining('The order is in USD') });
    expect((await none.sale(invoice([line('FERN', 1, '11')]))).payload.rate).toBeUndefined();
    const unsaid = await shop({ answers: { rates: 'given' } });
    expect(await unsaid.build(body)).toMatchObject({ needsPerson: expect.stringContaining('Give an exchange rate') });
  });

  it('that the organisation doesn’t have are refused with where to add them', async () => {
    const { sale, send } = await shop();
    const { result } = await send(await sale({ ...body, currency: 'EUR' }));
    expect(result).toEqual({
      rejected: 'Add the currency EUR in Xero: Settings → Currencies. It needs a plan with currencies.',
    });
  });
});

describe('lines', () => {
  const product = (sku: string, body: object) => ({
    id: 9,
    type: 'product' as const,
    key: sku,
    body: { sku, ...body },
  });

  it('of gift vouchers are a liability, free of tax, however the shop marks them: rule 2', async () => {
    const vouchers = [product('GIVE-50', { voucher: true })];
    const { sale, send } = await shop({ advanced: { voucherSkus: 'GIFT*' } }, vouchers);
    const lines = ['GIFT-20', 'GIVE-50', 'FERN'].map((sku) => line(sku, 1, '20', { taxCode: 'GST' }));
    const document = await sale(invoice(lines));
    expect(document.payload.lines.map(({ account, taxCode }) => [account, taxCode])).toEqual([
      ['830', 'EXEMPTOUTPUT'],
      ['830', 'EXEMPTOUTPUT'],
      ['200', 'OUTPUT'],
    ]);
    expect((await send(document)).result).toMatchObject({ done: true });
  });

  it('go to the account that a product’s own code is mapped to', async () => {
    const { app } = open();
    const { records } = await app.pull('import-accounts');
    const exports = String(records.find(({ code }) => code === '202')!.id);
    const products = [product('FERN', { incomeAccount: '41110' }), product('POT', { incomeAccount: '49999' })];
    const { sale, send } = await shop({ maps: { 'income-accounts': { 41110: exports } } }, products);
    const document = await sale(invoice([line('FERN', 1, '11'), line('POT', 1, '11')]));
    expect(document.payload.lines.map(({ account }) => account)).toEqual([exports, '200']);
    expect((await send(document)).result).toMatchObject({ done: true });
  });

  it('of a kit are one: what is in it costs nothing by itself', async () => {
    const { sale } = await shop();
    const lines = [line('KIT', 1, '33'), line('POT', 2, '0', { kit: 'KIT' }), line('SEED', 1, '0')];
    const { payload } = await sale(invoice(lines));
    expect(payload.lines.map(({ description }) => description)).toEqual(['A KIT (KIT)', 'A SEED (SEED)']);
  });

  it('say what the merchant wants them to say, and name items only when told to', async () => {
    const named = await shop({ advanced: { description: '{sku} of {order}: {name}', namesItems: true } });
    const { payload } = await named.sale(invoice([line('POT-SAUCER', 1, '8.5')]));
    expect(payload.lines[0]).toMatchObject({ description: 'POT-SAUCER of N1001: A POT-SAUCER', item: 'POT-SAUCER' });
    expect((await named.send(await named.sale(invoice([line('POT-SAUCER', 1, '8.5')])))).result).toMatchObject({
      done: true,
    });
  });

  it('carry shipping, surcharge and discount with accounts of their own', async () => {
    const { sale, send } = await shop();
    const document = await sale(
      invoice([line('FERN', 1, '110'), line('BOOK', 1, '50', { taxCode: 'FREE' })], {
        shipping: '11',
        shippingTax: '1',
        surcharge: '2',
        surchargeTaxed: false,
        discount: '16',
        total: '157',
      }),
    );
    expect(document.payload.lines.slice(2)).toMatchObject([
      { description: 'Shipping', unitAmount: '11', tax: '1', account: '210', taxCode: 'OUTPUT' },
      { description: 'Surcharge', unitAmount: '2', tax: '0', account: '211', taxCode: 'EXEMPTOUTPUT' },
      { description: 'Discount', unitAmount: '-11', tax: '-1', account: '215', taxCode: 'OUTPUT' },
      { description: 'Discount', unitAmount: '-5', tax: '0', account: '215', taxCode: 'EXEMPTOUTPUT' },
    ]);
    expect((await send(document)).result).toMatchObject({ done: true });
  });
});

describe('the due date', () => {
  it.each([
    [{}, '2026-08-20'],
    [{ dueRule: 'invoice-date' }, '2026-08-01'],
    [{ dueRule: 'days', dueDays: 14 }, '2026-08-15'],
    [{ dueRule: 'end-of-month' }, '2026-08-31'],
    [{ dueRule: 'end-of-next-month' }, '2026-09-30'],
  ])('follows its rule: %j', async (advanced, due) => {
    const { sale } = await shop({ advanced });
    expect((await sale(invoice([line('FERN', 1, '11')], { dueOn: '2026-08-20' }))).payload.dueDate).toBe(due);
  });
});

describe('a closed period (rule 5)', () => {
  const body = invoice([line('FERN', 1, '11')], { date: '2026-07-02' });

  it('holds a document and offers the first open day', async () => {
    const { twin, sale, send } = await shop();
    twin.lock({ period: '2026-07-31' });
    const { result } = await send(await sale(body));
    expect(result).toMatchObject({
      label: 'Period closed',
      waiting: expect.stringContaining('dated 1 August 2026, the first open day'),
      offersDay: '2026-08-01',
    });
  });

  it('holds a change of what is there as well, until it is opened', async () => {
    const { app, twin, sale, send } = await shop({ advanced: { cancelled: 'void' } });
    const { shipment } = await send(await sale(body));
    twin.lock({ period: '2026-07-31' });
    const voided = () => app.step(TASK, 'void', [shipment]);
    expect(await voided()).toMatchObject([
      {
        label: 'Period closed',
        waiting: expect.stringContaining('N1001 is of 2 July 2026. Open the period in Xero; the change goes by itself'),
      },
    ]);
    twin.lock({ period: '2026-06-30' });
    shipment.key = 'another try';
    expect(await voided()).toMatchObject([{ done: true, data: { status: 'VOIDED' } }]);
  });

  it('is gone round where the merchant wants that', async () => {
    const { app, twin, sale, send } = await shop({ advanced: { lockedPeriod: 'first-open-day' } });
    twin.lock({ period: '2026-07-31' });
    const { result } = await send(await sale(body));
    expect(result).toMatchObject({ done: true });
    const sent = JSON.parse(app.exchanges.findLast(({ method }) => method === 'PUT')!.body!).Invoices[0];
    expect([sent.Date, sent.DueDate]).toEqual(['2026-08-01', '2026-08-01']);
  });
});
