import { TryLater } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { asker } from '../sandbox/testing.js';
import { NOW, open } from './shop.js';

describe('accounts', () => {
  it('come in by their id, for a bank account need not have a code', async () => {
    const { records } = await open().app.pull('import-accounts');
    expect(records.find(({ name }) => name === 'Savings')).toMatchObject({ class: 'asset', takesPayments: true });
    expect(records.find(({ code }) => code === '200')).toMatchObject({ class: 'revenue', takesPayments: false });
    expect(records.find(({ system }) => system === 'ROUNDING')).toMatchObject({ code: '860', active: true });
  });
});

describe('tax rates of Xero', () => {
  it('come in by their type, with the rate as a fraction', async () => {
    const { records } = await open().app.pull('import-tax-rates');
    expect(records.find(({ code }) => code === 'OUTPUT')).toEqual({
      code: 'OUTPUT',
      name: 'GST on Income',
      rate: '0.1',
      onSales: true,
      active: true,
    });
  });
});

describe('tracking categories', () => {
  it('come in option by option', async () => {
    const { records } = await open().app.pull('import-tracking');
    expect(records[0]).toEqual({ name: 'Channel: Web shop', category: 'Channel', option: 'Web shop', active: true });
  });
});

describe('contacts', () => {
  it('come in as customers where somebody was invoiced, matched by e-mail, or by company and name', async () => {
    const { app } = open();
    const { records, skipped } = await app.pull('import-customers');
    expect(records.find(({ email }) => email === 'ivy@ivymoss.example')).toMatchObject({
      username: 'ivy@ivymoss.example',
      name: 'Ivy Moss',
      company: 'Ivy & Moss Florists',
    });
    expect(skipped).toBeGreaterThan(0);
    const { match, rows } = app.manifest.mappings.find(({ id }) => id === 'customers')!;
    expect(match).toEqual(['email', 'company+name']);
    expect(rows.filter(({ to }) => to !== 'username').every(({ master }) => master === 'fill')).toBe(true);
  });

  it('are named as they are here, where we gave them their number', async () => {
    const row = {
      ContactID: 'c',
      IsCustomer: true,
      ContactNumber: 'almond',
      Name: 'Al Mond',
      FirstName: 'Al',
      LastName: 'Mond',
    };
    const [mapped] = await open().app.map('customers', [row]);
    expect(mapped!.values).toMatchObject({ username: 'almond', name: 'Al Mond', company: undefined });
  });

  it('that were merged or forgotten stay away', async () => {
    const { app } = open();
    const gone = [
      { ContactID: 'a', IsCustomer: true, Name: 'A', MergedToContactID: 'b' },
      { ContactID: 'b', IsCustomer: true, Name: 'B', ContactStatus: 'GDPRREQUEST' },
    ];
    expect(await app.map('customers', gone)).toEqual([]);
  });

  it('come in as suppliers where somebody was billed', async () => {
    const { app } = open();
    expect((await app.pull('import-suppliers')).records).toEqual([]);
    const [mapped] = await app.map('suppliers', [{ ContactID: 'a', IsSupplier: true, Name: 'Terracotta Traders' }]);
    expect(mapped!.values).toMatchObject({ code: 'Terracotta Traders', name: 'Terracotta Traders' });
  });

  it.each([
    ['import-customers', 'ACCREC'],
    ['import-suppliers', 'ACCPAY'],
  ])('come in with their first document by %s, which the app calls no change of theirs', async (task, Type) => {
    let now = NOW;
    const { app, twin } = open({ now: () => now, twin: { now: () => now } });
    const who = await asker(twin);
    await who.put('/Contacts', { Contacts: [{ Name: 'Terracotta Traders' }] });
    now += 20 * 60_000;
    const LineItems = [{ Description: 'Pots', Quantity: 1, UnitAmount: 5, AccountCode: '200' }];
    const first = { Type, Status: 'DRAFT', Contact: { Name: 'Terracotta Traders' }, Date: '2026-08-04', LineItems };
    expect((await who.put('/Invoices', { Invoices: [first] })).status).toBe(200);
    const { records } = await app.pull(task, { since: new Date(now - 10 * 60_000) });
    expect(records.map(({ name }) => name)).toEqual(['Terracotta Traders']);
  });

  it('come page by page, and only what changed since', async () => {
    const { app } = open({ advanced: { pageSize: 2 } });
    const { pages, rows } = await app.pull('import-customers');
    const rest = await app.pull('import-customers', { bookmark: pages[0]!.bookmark });
    expect(rest.rows).toEqual(rows.slice(pages[0]!.rows.length));
  });
});

describe('items', () => {
  it('come in as products, and fill in only what the store doesn’t know', async () => {
    const { app } = open();
    const { records } = await app.pull('import-items');
    expect(records.find(({ sku }) => sku === 'POT-SAUCER')).toMatchObject({ name: 'Pot saucer', price: '8.5' });
    const { rows } = app.manifest.mappings.find(({ id }) => id === 'products')!;
    expect(rows.some(({ to, master }) => master === 'app' && to !== 'sku')).toBe(false);
  });

  it.each([
    ['x'.repeat(26), 'at most 25'],
    ['TWO WORDS', 'blanks or special characters'],
  ])('that can’t be a SKU are refused with the reason: %s', async (code, why) => {
    const [mapped] = await open().app.map('products', [{ ItemID: 'i', Code: code }]);
    expect(mapped!.refused).toContain(why);
  });
});

describe('the day’s requests', () => {
  it('are spared by imports when few are left, so that exports still get through', async () => {
    const { app } = open({ twin: { limits: { perDay: 50 } } });
    const stopped: unknown = await app.pull('import-customers').catch((error: unknown) => error);
    expect(stopped).toBeInstanceOf(TryLater);
    expect((stopped as Error).message).toContain('kept for exports');
  });
});

describe('dates', () => {
  it('are read as the app writes them, on the day they are', async () => {
    const { dayOf, endOfMonth, addDays } = await import('../dates.js');
    expect(dayOf('/Date(1552348800000+0000)/')).toBe('2019-03-12');
    expect(dayOf('/Date(1552348800000)/')).toBe('2019-03-12');
    expect(dayOf('nonsense')).toBeUndefined();
    expect(endOfMonth('2026-01-31', 1)).toBe('2026-02-28');
    expect(endOfMonth('2026-12-05')).toBe('2026-12-31');
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
  });
});

it('asks in the form of time that the app takes', async () => {
  const { app, twin } = open();
  const who = await asker(twin);
  await who.put('/Contacts', { Contacts: [{ Name: 'New' }] });
  const { rows } = await app.pull('import-customers', { since: new Date(NOW + 86_400_000) });
  expect(rows).toEqual([]);
});
