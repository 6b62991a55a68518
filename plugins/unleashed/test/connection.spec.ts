import { NeedsPerson, NoAnswer, Reconnect, TryLater } from 'patchbay/sdk';
import { pluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import unleashed from '../plugin.js';
import { createSandbox } from '../sandbox/index.js';
import { ANSWERS, NOW, open } from './shop.js';

const CONFIGURE = 2;
const { taxedCode, untaxedCode, shippingProduct, surchargeProduct, discountProduct, roundingProduct } = ANSWERS;
const CODES = { taxedCode, untaxedCode, shippingProduct, surchargeProduct, discountProduct, roundingProduct };

describe('connecting', () => {
  it('is proved call by call, and says who is at the other end', async () => {
    const { tenant, passed } = await open().app.connect();
    expect(tenant).toMatchObject({ name: 'Fern & Fig' });
    expect(passed).toEqual([
      'Read the company',
      'Read the warehouses',
      'Read the tax rates',
      'Read products',
      'Read open sales orders',
    ]);
  });

  it('asks to reconnect when the key is wrong', async () => {
    const sandbox = createSandbox();
    const credentials = { ...sandbox.credentials, key: 'wrong' };
    await expect(pluginUnderTest(unleashed, { sandbox, credentials }).connect()).rejects.toThrow(Reconnect);
  });

  it('sends words that an address can’t hold in no query, so that no signature fails over them', async () => {
    const { app } = open();
    expect(await app.create('customer', "O'BRIEN")).toBe("O'BRIEN");
    await app.pickList('products', 'Soy candle, fig & cassis');
    expect(app.exchanges.every(({ url }) => !/%/.test(url))).toBe(true);
  });
});

describe('the app’s limits', () => {
  it.each([403, 402])('wait out a used-up month until its 1st, 00:00 UTC (%i)', async (status) => {
    const { app } = open({ twin: { quota: { requests: 0, status } } });
    const error: unknown = await app.pull('import-warehouses').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TryLater);
    expect((error as TryLater).seconds).toBe((Date.UTC(2026, 8, 1) - NOW) / 1000);
    expect((error as TryLater).message).toContain('2026-09-01');
  });

  it('are at most two requests at a time', () => {
    expect(open().app.manifest.limits).toMatchObject({ concurrent: 2 });
  });

  it('leave a request that got no answer to be found out', async () => {
    const { app } = open();
    app.faults.next('error after', { when: () => true, times: 3 });
    await expect(app.pull('import-warehouses')).rejects.toThrow(NoAnswer);
  });
});

describe('the step “Configure integration”', () => {
  it('finds nothing wrong with answers that hold', async () => {
    expect(await open().app.checkStep(CONFIGURE, CODES)).toEqual([]);
  });

  it.each([
    ['taxedCode', 'NOPE', 'no tax code NOPE'],
    ['taxedCode', 'EXEMPTOUTPUT', 'rate of nought'],
    ['taxedCode', 'INPUT', 'can’t be used for sales'],
    ['untaxedCode', 'OUTPUT', 'more than nought'],
    ['shippingProduct', 'FREIGHT', 'no product FREIGHT'],
    ['discountProduct', 'POT-OLDLINE-12', 'obsolete'],
    ['roundingProduct', 'POT-SAUCER', 'keeps stock'],
  ])('looks %s up in the app: %s', async (field, value, problem) => {
    const problems = await open().app.checkStep(CONFIGURE, { ...CODES, [field]: value });
    expect(problems).toMatchObject([{ field, problem: expect.stringContaining(problem) }]);
    expect(problems[0]!.warning ?? false).toBe(value === 'POT-SAUCER');
  });

  it.each([
    ['NOBODY', 'no customer NOBODY'],
    ['OVERDUE', 'stop credit'],
    ['WATTLE', 'obsolete'],
  ])('looks the customer of all batches up: %s', async (customer, problem) => {
    const { app } = open({ answers: { mode: 'batched', customer } });
    const problems = await app.checkStep(CONFIGURE, CODES);
    expect(problems).toMatchObject([{ field: 'customer', problem: expect.stringContaining(problem) }]);
    const fine = open({ answers: { mode: 'batched', customer: 'WEBSALES' } });
    expect(await fine.app.checkStep(CONFIGURE, CODES)).toEqual([]);
  });

  it('goes no further when store and app count in different currencies, until there is a rate', async () => {
    const store = { currency: 'NZD' };
    const problems = await open({ store }).app.checkStep(CONFIGURE, CODES);
    expect(problems).toMatchObject([{ problem: expect.stringContaining('base currency is AUD') }]);
    const rated = open({ store, advanced: { exchangeRates: 'NZD=1.08' } });
    expect(await rated.app.checkStep(CONFIGURE, CODES)).toEqual([]);
  });

  it('offers the app’s own tax codes and products', async () => {
    const { app } = open();
    const codes = await app.pickList('tax-codes');
    expect(codes.map(({ value }) => value)).toEqual(['OUTPUT', 'EXEMPTOUTPUT', 'BASEXCLUDED']);
    expect(await app.pickList('tax-codes', 'free')).toHaveLength(1);
    expect(await app.pickList('products', 'shipping')).toEqual([
      { value: 'SHIPPING', label: 'SHIPPING – Shipping charge' },
    ]);
  });

  it('makes the customer of all batches when asked to', async () => {
    const { app, twin } = open();
    expect(await app.create('customer', 'ONLINE')).toBe('ONLINE');
    expect(await app.create('customer', 'ONLINE')).toBe('ONLINE');
    expect(JSON.stringify(twin.snapshot())).toContain('"CustomerCode":"ONLINE"');
    await expect(app.create('customer', 'x'.repeat(60))).rejects.toThrow(NeedsPerson);
  });
});

describe('workflows', () => {
  it('switch exports on or off, and ask for what must hold', () => {
    const { workflows } = open().app.manifest;
    expect(workflows.catalogue!.tasks.some((task) => task.startsWith('export'))).toBe(false);
    expect(workflows.catalogue!.warning).toContain('will not lower the stock');
    expect(workflows['store-posts']!.confirm).toContain('Export Sales');
    expect(workflows['unleashed-posts']!.tasks).toContain('export-returns');
  });
});
