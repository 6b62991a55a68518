import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NetoSandbox } from '../../plugins/neto/sandbox/index.js';
import type { UnleashedSandbox } from '../../plugins/unleashed/sandbox/index.js';
import { faultsOf, launch, signedIn } from '../support/real-browser.js';
import { MIA, TwinHub } from '../support/twin-hub.js';

let demo: TwinHub;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  demo = await TwinHub.open();
  browser = await launch();
  page = await (await signedIn(browser, demo.hub, MIA)).newPage();
  page.setDefaultTimeout(20_000);
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const twinOf = <T>(plugin: string) => demo.twin<T>(plugin);

const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();

async function isSound(): Promise<void> {
  expect({ url: page.url(), ...(await faultsOf(page)) }).toEqual({ url: page.url(), faults: [], sideways: 0 });
}

/** Which parts of the form have a line above them. */
const setOff = (): Promise<boolean[]> =>
  page.evaluate(
    `[...document.querySelectorAll('.form-part')].map((part) => getComputedStyle(part).borderTopWidth !== '0px')`,
  );

/** Looks again until it holds; what doesn't come in half a minute won't. */
async function eventually(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 45_000;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`Still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it('takes a newcomer from the addon store to a store, a stock system and a log that agree', {
  timeout: 240_000,
}, async () => {
  await page.goto('/addons');
  await page.getByRole('link', { name: 'Unleashed' }).first().click();
  await press('Install Connect');
  await page
    .getByRole('button', { name: /^Install/ })
    .first()
    .click();
  const address = new URL(page.url()).pathname.split('/steps/')[0]!;

  // Get started
  await page.getByLabel('Integration start date').fill('2026-01-01');
  await page.locator('[name=mode][value=individually]').check({ force: true });
  await page.locator('[name=exportWhen][value=dispatched]').check({ force: true });
  await page.locator('[name=workflow][value=unleashed-posts]').check({ force: true });
  await isSound();
  await press('Continue');

  // Connect to app
  const { credentials } = twinOf<UnleashedSandbox>('unleashed');
  await page.getByLabel('API id').fill(credentials.id!);
  await page.getByLabel('API key').fill(credentials.key!);
  await press('Test and connect');
  await page.waitForURL(/\/steps\/3$/);

  // Configure integration
  await page.locator('[name=taxedCode]').selectOption('OUTPUT');
  await page.locator('[name=untaxedCode]').selectOption('EXEMPTOUTPUT');
  for (const charge of ['shipping', 'surcharge', 'discount', 'rounding']) {
    await page.locator(`[name=${charge}Product]`).fill(charge.toUpperCase());
  }
  await isSound();
  expect(await setOff()).toEqual([false, true]);
  await press('Continue');

  // Activate integration: the first imports run live in the page
  await press('Activate');
  await page
    .getByText(/products/)
    .first()
    .waitFor();
  await page.getByRole('link', { name: /^Next: Warehouses/ }).waitFor();
  await isSound();

  // What is called what
  await page.getByRole('link', { name: /^Next: Warehouses/ }).click();
  await press(/^Save/);
  await page.goto(`${address}/maps/taxes`);
  for (const list of await page.locator('main select').all()) await list.selectOption('OUTPUT');
  await press(/^Save/);
  await page.goto(`${address}/maps/return-reasons`);
  await isSound();
  for (const reason of await page.locator('main input[type=text]').all()) await reason.fill('Customer return');
  for (const tick of await page.locator('main input[type=checkbox]').all()) await tick.check({ force: true });
  await press(/^Save/);

  // Nothing has been written anywhere yet
  expect(twinOf<UnleashedSandbox>('unleashed').adjustments()).toEqual([]);
  const catalogue = () => twinOf<NetoSandbox>('neto').items().length;
  const before = catalogue();

  // Go live
  await eventually(async () => {
    await page.goto(`${address}/go-live`);
    return page.getByRole('button', { name: 'Go live' }).last().isEnabled();
  }, 'ready to go live');
  await isSound();
  await page.getByRole('button', { name: 'Go live' }).last().click();
  await page
    .getByText(/is live/)
    .first()
    .waitFor();

  // Products, kits and stock are in the shop; sales and returns are in the stock system; the log says so
  await eventually(() => catalogue() >= before + 55, 'the products are in the shop');
  const ours = () =>
    twinOf<UnleashedSandbox>('unleashed')
      .orders()
      .filter(({ SourceId }) => SourceId);
  await eventually(
    () => ours().filter(({ OrderStatus }) => OrderStatus === 'Completed').length >= 10,
    'sales are completed',
  );
  await eventually(
    () => twinOf<UnleashedSandbox>('unleashed').adjustments().length > 0,
    'returns are stock adjustments',
  );
  const shop = twinOf<NetoSandbox>('neto');
  const stocked = () =>
    shop.items().filter(({ sku }) => Object.values(shop.stock(sku)).some((pieces) => pieces > 0)).length;
  await eventually(() => stocked() > 20, 'stock is in the shop');
  await page.goto('/logs/exports');
  await page
    .getByText(/SO-\d+/)
    .first()
    .waitFor();
  await isSound();
});
