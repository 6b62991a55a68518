import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { XeroSandbox } from '../../plugins/xero/sandbox/index.js';
import { StoresService } from '../../src/accounts/stores.service.js';
import { MARKET, OUTLET } from '../../src/cli/demo/shops.js';
import { Database } from '../../src/database/database.js';
import { SettingUp } from '../../src/installations/wizard/setting-up.service.js';
import { faultsOf, launch, signedIn } from '../support/real-browser.js';
import { MIA, TwinHub } from '../support/twin-hub.js';

let demo: TwinHub;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  demo = await TwinHub.open([OUTLET, MARKET]);
  browser = await launch();
  page = await (await signedIn(browser, demo.hub, MIA)).newPage();
  page.setDefaultTimeout(20_000);
  await openShops();
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Two more stores of the merchant, with nothing but their own platform connected. */
async function openShops(): Promise<void> {
  const { app } = demo.hub;
  const [{ account_id: account }] = (await app
    .get(Database)
    .query<{ account_id: number }>('select account_id from stores')) as [{ account_id: number }];
  for (const { name } of [OUTLET, MARKET]) {
    const store = await app.get(StoresService).add(account, { name, timeZone: 'Australia/Sydney', currency: 'AUD' });
    const { manifest, sandbox } = demo.twins.find(({ shop }) => shop?.name === name)!;
    await app.get(SettingUp).whole(store, manifest.id, sandbox.credentials, sandbox.answers);
  }
}

const xero = () => demo.twin<XeroSandbox>('xero');
const monthAgo = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** Pages that were looked at already, whichever store they were of. */
const seen = new Set<string>();

async function isSound(): Promise<void> {
  const kind = `${new URL(page.url()).pathname.replace(/\d+/, 'n')} ${await page.title()}`;
  if (seen.has(kind)) return;
  seen.add(kind);
  expect({ url: page.url(), ...(await faultsOf(page)) }).toEqual({ url: page.url(), faults: [], sideways: 0 });
}

/** Longer than a minute: the ledger lets so many requests in each, and setting up two stores takes about that many. */
async function eventually(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 80_000;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`Still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function visit(store: string): Promise<void> {
  await page.goto('/');
  await page.locator('.store-drop > summary').click();
  await page.getByRole('button', { name: store }).click();
  await page.locator('.store-drop > summary', { hasText: store }).waitFor();
}

/** From the addon store to the first step; answers the installation's address. */
async function install(addon: string): Promise<string> {
  await page.goto('/addons');
  await page.getByRole('link', { name: addon }).first().click();
  await press('Install Connect');
  await press(/^Install/);
  await page.waitForURL(/\/steps\/1$/);
  return new URL(page.url()).pathname.split('/steps/')[0]!;
}

async function agree(...organisations: string[]): Promise<void> {
  await page.getByRole('heading', { name: 'Allow access' }).waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  for (const name of organisations) await page.getByLabel(name).check();
  await isSound();
  await press('Allow access');
}

async function getStarted(): Promise<void> {
  await page.getByLabel('Integration start date').fill(monthAgo);
  await page.locator('[name=workflow][value=alone]').check({ force: true });
  await isSound();
  await press('Continue');
  await page.waitForURL(/\/steps\/2$/);
}

async function configure(): Promise<void> {
  const { answers } = xero();
  await isSound();
  await page.locator('summary', { hasText: 'Further accounts' }).click();
  const accounts = ['sales', 'shipping', 'surcharge', 'discount', 'payment', 'overpayments'].map(
    (of) => `${of}Account`,
  );
  for (const [name, value] of Object.entries({
    ...Object.fromEntries(accounts.map((account) => [account, String(answers![account])])),
    taxedCode: 'OUTPUT',
    untaxedCode: 'EXEMPTOUTPUT',
  })) {
    await page.locator(`[name=${name}]`).selectOption(value);
  }
  await isSound();
  await press('Continue');
  await page.waitForURL(/\/steps\/4$/);
}

/** Activates, maps the tax codes and goes live. */
async function begin(address: string): Promise<void> {
  await press('Activate');
  await page.getByRole('link', { name: /^Next: Tax codes/ }).waitFor();
  await isSound();
  await page.goto(`${address}/maps/taxes`);
  for (const list of await page.locator('main select').all()) await list.selectOption('OUTPUT');
  await press(/^Save/);
  await eventually(async () => {
    await page.goto(`${address}/go-live`);
    return page.getByRole('button', { name: 'Go live' }).last().isEnabled();
  }, 'ready to go live');
  await isSound();
  // Each invoice waits for its customer, which goes by itself: one line, not one for each of them.
  const invoices = page.getByRole('region', { name: 'Export invoices', exact: true });
  expect(await invoices.innerText()).toMatch(/\d+ would follow by themselves/);
  expect(await invoices.getByText('Waits for its customer, which goes first.').count()).toBe(1);
  await page.getByRole('button', { name: 'Go live' }).last().click();
  await page
    .getByText(/is live/)
    .first()
    .waitFor();
}

const sold = (begin: RegExp) =>
  xero()
    .documents('Invoices')
    .filter((one) => begin.test(String(one.InvoiceNumber)));

it('connects the ledger by consent, exports to it, and connects again when the consent has ended', {
  timeout: 120_000,
}, async () => {
  const address = await install('Xero');
  await getStarted();
  await isSound();
  await press('Connect');
  await agree('Fern & Fig Pty Ltd', 'Kōwhai & Co Limited');
  await page.getByText('Which one is this store’s?').waitFor();
  await isSound();
  await page.getByLabel('Fern & Fig Pty Ltd').check();
  await press('Test and connect');
  await page.waitForURL(/\/steps\/3$/);
  await configure();
  await begin(address);
  await eventually(() => sold(/^N1\d+$/).length > 4, 'invoices are in the ledger');
  await page.goto('/logs/exports');
  await page.locator('.line-link', { hasText: /N1\d+/ }).first().waitFor();
  await isSound();

  xero().revoke();
  xero().expireAccessTokens();
  await page.goto(`${address}/tasks/import-accounts`);
  await press(/^Run/);
  await eventually(async () => {
    await page.goto('/');
    return page.getByText('Xero needs reconnecting').first().isVisible();
  }, 'it is said that it needs reconnecting');
  await isSound();
  await page.getByRole('link', { name: 'Reconnect' }).first().click();
  await press('Reconnect');
  await agree('Fern & Fig Pty Ltd');
  await page.getByText('What waited goes on.').waitFor();
  await page.goto('/');
  expect(await page.getByText('Xero needs reconnecting').count()).toBe(0);
});

it('lets a second store use the same connection, under other numbers', { timeout: 150_000 }, async () => {
  await visit(OUTLET.name);
  const address = await install('Xero');
  await getStarted();
  await isSound();
  await press(/^Use it/);
  await page.waitForURL(/\/steps\/3$/);
  expect(await page.getByLabel('Invoice number prefix').inputValue()).toBe('FFO-');
  await configure();
  await begin(address);
  await eventually(() => sold(/^FFO-B1\d+$/).length > 4, 'the second store’s invoices are there too');
  expect(sold(/^B1/)).toEqual([]);
});

it('feeds a third store’s orders into that one', { timeout: 90_000 }, async () => {
  await visit(OUTLET.name);
  await page.goto('/addons');
  await page.getByRole('link', { name: 'Datafeed' }).first().click();
  await isSound();
  await press(/^Install/);
  await page.getByLabel('Feed orders from').fill('2026-01-01');
  await isSound();
  await press('Continue');
  await page.getByLabel('Fern & Fig Market').check({ force: true });
  await isSound();
  await press('Take this store');
  await page.waitForURL(/\/steps\/3$/);
  await page.getByLabel('Order prefix of the other store').fill('M');
  await page.getByLabel('Mark of the other store').fill('M-');
  await isSound();
  await press('Continue');
  await page.waitForURL(/\/steps\/4$/);
  await press('Activate');
  await eventually(async () => {
    const [row] = await demo.hub.app
      .get(Database)
      .query<{ n: number }>(
        "select count(*) n from records r join stores s on s.id = r.store_id where s.name = 'Fern & Fig Outlet' and r.type = 'invoice' and r.number like 'M%'",
      );
    return Number(row!.n) > 20;
  }, 'the other store’s orders are here');
  await page.goto('/logs/imports');
  await page
    .getByText(/^M100\d\d/)
    .first()
    .waitFor();
  await isSound();
});
