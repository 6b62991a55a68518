import { NeedsPerson, Reconnect, TryLater } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { turnedAway } from '../client/answers.js';
import { asker } from '../sandbox/testing.js';
import { open } from './shop.js';

const CONFIGURE = 2;
const FINE = {
  salesAccount: '200',
  shippingAccount: '210',
  surchargeAccount: '211',
  taxedCode: 'OUTPUT',
  untaxedCode: 'EXEMPTOUTPUT',
  rates: 'app',
};

const answer = (status: number, body: object) => ({ status, headers: {}, body: JSON.stringify(body), exchange: 0 });

describe('connecting', () => {
  it('is proved call by call, and says who is at the other end', async () => {
    const { tenant, passed } = await open().app.connect();
    expect(tenant).toMatchObject({ name: 'Fern & Fig Pty Ltd' });
    expect(passed).toEqual(['Read the organisation', 'Read the accounts', 'May we post invoices?']);
  });

  it('asks for granular permissions, and hands nothing back that would end more than this', () => {
    const { oauth } = open().app.manifest.connection!;
    expect(oauth!.scopes).toContain('accounting.invoices');
    expect(oauth!.scopes).toContain('offline_access');
    expect(oauth!.scopes).not.toContain('accounting.transactions');
    expect(oauth!.revokeUrl).toBeUndefined();
    expect(oauth!.clientCredentials?.headers).not.toHaveProperty('xero-tenant-id');
  });

  it('may be done by a client of the merchant’s own, without a person and for one organisation', async () => {
    const { twin } = open();
    const credentials = { ...twin.credentials };
    const { app } = open({ sandbox: twin, credentials });
    expect((await app.connect()).tenant).toMatchObject({ name: 'Fern & Fig Pty Ltd' });
    expect((await app.pull('import-accounts')).records.length).toBeGreaterThan(10);
    expect(app.exchanges.filter(({ url }) => url.includes('/api.xro/')).length).toBeGreaterThan(3);
    const wrong = open({ sandbox: twin, credentials: { ...credentials, clientSecret: 'wrong' } });
    await expect(wrong.app.connect()).rejects.toThrow('invalid_client');
  });

  it('ends with the one organisation that is let go, and doesn’t mind that it is gone already', async () => {
    const { app, twin } = open();
    const [first, second] = await app.tenants();
    await app.disconnect(first!);
    expect(await app.tenants()).toEqual([second]);
    await app.disconnect(first!);
    await expect(app.pull('import-accounts')).rejects.toThrow(Reconnect);
    expect(twin.organisations()).toHaveLength(2);
  });

  it('tells a lost organisation from a missing permission, though both are refused alike', () => {
    const gone = turnedAway(answer(403, { Title: 'Forbidden', Detail: 'AuthenticationUnsuccessful' }), 'Invoices');
    expect(gone).toBeInstanceOf(Reconnect);
    const missing = turnedAway(answer(403, { Title: 'Forbidden', Detail: 'insufficient scope' }), 'Payments/1');
    expect(missing).toBeInstanceOf(NeedsPerson);
    expect(missing.message).toContain('accounting.payments');
    const settings = turnedAway(
      answer(403, { Detail: 'AuthorizationUnsuccessful: a scope is missing' }),
      'Organisation',
    );
    expect(settings.message).toContain('accounting.settings.read');
    // Some box on the way says so as well: that passes.
    expect(turnedAway(answer(403, { Message: 'Forbidden' }), 'Invoices')).toBeInstanceOf(TryLater);
    expect(turnedAway(answer(401, {}), 'Invoices')).toBeInstanceOf(Reconnect);
  });
});

describe('the step “Configure”', () => {
  it('finds nothing wrong with answers that hold', async () => {
    expect(await open().app.checkStep(CONFIGURE, FINE)).toEqual([]);
  });

  it.each([
    ['taxedCode', 'EXEMPTOUTPUT', 'rate of nought'],
    ['untaxedCode', 'OUTPUT', 'more than nought'],
    ['salesAccount', '404', 'can’t be used with account 404'],
    ['secondTracking', 'Channel: Nursery', 'options of Channel'],
  ])('asks the organisation: %s', async (field, value, problem) => {
    const answers = { ...FINE, tracking: 'Channel: Web shop', [field]: value };
    const problems = await open().app.checkStep(CONFIGURE, answers);
    expect(problems).toContainEqual({ field, problem: expect.stringContaining(problem) });
  });

  it('asks where money is owed that was paid too much, once some comes in through other accounts than banks', async () => {
    const { records } = await open().app.pull('import-accounts');
    const id = (code: string) => String(records.find((one) => one.code === code)!.id);
    const problems = (code: string, maps = {}, more = {}) =>
      open({ maps }).app.checkStep(CONFIGURE, { ...FINE, paymentAccount: id(code), ...more });
    const asked = [
      {
        field: 'overpaymentsAccount',
        warning: true,
        problem: expect.stringMatching(/^Money comes in through 611 .*a liability/),
      },
    ];
    expect(await problems('611')).toEqual(asked);
    expect(await problems('090')).toEqual([]);
    expect(await problems('090', { 'payment-accounts': { card: id('611') } })).toEqual(asked);
    expect(await problems('611', {}, { overpaymentsAccount: '831' })).toEqual([]);
  });

  it('asks for nothing where nothing goes out', async () => {
    const { app } = open({ answers: { workflow: 'reading' } });
    expect(await app.checkStep(CONFIGURE, {})).toEqual([]);
  });

  it('goes no further when store and books count in different currencies, until there is a rate', async () => {
    const store = { currency: 'NZD' };
    expect(await open({ store }).app.checkStep(CONFIGURE, FINE)).toEqual([]);
    const given = await open({ store }).app.checkStep(CONFIGURE, { ...FINE, rates: 'given' });
    expect(given).toMatchObject([{ field: 'rates', problem: expect.stringContaining('currency is AUD') }]);
    const rated = open({ store, advanced: { exchangeRates: 'NZD=1.08' } });
    expect(await rated.app.checkStep(CONFIGURE, { ...FINE, rates: 'given' })).toEqual([]);
  });

  it('offers the organisation’s own accounts, each list with what fits', async () => {
    const { app } = open();
    const values = async (list: string, search = '') => (await app.pickList(list, search)).map(({ value }) => value);
    expect(await values('income')).toContain('200');
    expect(await values('income')).not.toContain('404');
    expect(await values('liabilities')).toEqual(['830', '831']);
    expect(await values('sales-taxes')).toContain('EXEMPTOUTPUT');
    expect(await values('tracking')).toEqual(['Channel: Web shop', 'Channel: Marketplace', 'Channel: Nursery']);
    const payments = await app.pickList('payments');
    // A bank account without a code is still a place for money.
    expect(payments.map(({ label }) => label)).toEqual(expect.arrayContaining(['Savings', '611 – Stripe Clearing']));
    expect(await values('income', 'shipping')).toEqual(['210']);
  });

  it('makes the contact of all batches when asked to', async () => {
    const { app, twin } = open();
    expect(await app.create('customer', 'web')).toBe('web');
    expect(await app.create('customer', 'web')).toBe('web');
    const { body } = await (await asker(twin)).get('/Contacts/web');
    expect(body.Contacts).toMatchObject([{ Name: 'web', ContactNumber: 'web' }]);
  });
});

describe('workflows', () => {
  it('leave one owner of revenue and of the cost of goods: rule 3', () => {
    const { workflows } = open().app.manifest;
    expect(workflows.reading!.tasks.some((task) => task.startsWith('export'))).toBe(false);
    expect(workflows['alone-with-cost']!.warning).toContain('it will stand there twice');
    expect(workflows['beside-stock']!.confirm).toContain('each sale would stand in the books twice');
    // What would fight over the store's own customers and products is off until somebody wants it.
    for (const name of ['alone', 'alone-with-cost', 'beside-stock']) {
      expect(workflows[name]!.tasks).not.toContain('import-customers');
      expect(workflows[name]!.tasks).not.toContain('import-items');
    }
  });

  it('post nothing where somebody else owns the revenue, whichever tasks are switched on: rule 3', async () => {
    const { app } = open({ answers: { workflow: 'reading' } });
    const bodies = {
      'export-invoices': app.record('invoice', { number: 'N1', status: 'dispatched', total: '11' }),
      'export-credit-notes': app.record('return', {
        number: '5',
        status: 'closed',
        total: '11',
        approvedOn: '2026-08-01',
      }),
      'export-payments': app.record('payment', { number: '7', amount: '11', invoice: 'N1', paidOn: '2026-08-01' }),
      'export-refunds': app.record('refund', { number: '8', amount: '11', refundedOn: '2026-08-01' }),
      'export-bills': app.record('purchase-order', { number: 'PO-1', status: 'received', total: '11' }),
      'export-cost-journals': app.record('invoice', { number: 'N1', status: 'dispatched', total: '11' }),
      'export-return-journals': app.record('return', { number: '5', status: 'closed', approvedOn: '2026-08-01' }),
    };
    expect(Object.keys(bodies).sort()).toEqual(
      app.manifest.tasks.flatMap(({ id, kind }) => (kind === 'document' ? [id] : [])).sort(),
    );
    for (const [task, record] of Object.entries(bodies)) {
      expect(await app.build(task, record), task).toEqual({ notDue: expect.any(String) });
    }
  });
});
