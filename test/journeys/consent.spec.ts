import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from '../../src/clock/clock.js';
import { Inkwell } from '../../src/connections/oauth/test/inkwell-hub.js';
import { InstallationLife } from '../../src/installations/installation-life.service.js';
import { type House, startHouse } from '../../src/installations/test/house.js';
import inkwell from '../plugins/inkwell/plugin.js';
import type { Merchant } from '../support/hub.js';
import { faultsOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

let app: Inkwell;
let house: House;
let browser: Browser;

beforeAll(async () => {
  app = await Inkwell.open(new Clock());
  const { endpoints = [], oauthClients = [] } = app.settings;
  house = await startHouse({ ENDPOINTS: endpoints.join(','), OAUTH_CLIENTS: oauthClients.join(',') }, [inkwell]);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await app?.stop();
});

/** The step at which Inkwell is connected. */
async function atTheStep(mia: Merchant): Promise<string> {
  const life = house.hub.app.get(InstallationLife);
  const shop = await life.install(mia.store, 'shopfront');
  await mia.browser.post(`/installations/${shop.id}/steps/1`, { shop: 'fern', key: `shop${shop.id}` });
  return `/installations/${(await life.install(mia.store, 'inkwell')).id}/steps/1`;
}

async function agree(page: Page, ...companies: string[]): Promise<void> {
  await page.getByRole('heading', { name: 'Allow access?' }).waitFor();
  for (const company of companies) await page.getByLabel(company).check();
  await page.getByRole('button', { name: companies.length > 0 ? 'Allow' : 'Cancel' }).click();
}

async function isSound(page: Page): Promise<void> {
  expect({ page: page.url(), ...(await faultsOf(page)) }).toEqual({ page: page.url(), faults: [], sideways: 0 });
}

describe.each([
  { name: 'on a wide screen', viewport: WIDE, javaScriptEnabled: true, colorScheme: 'light' as const },
  { name: 'on a phone, in the dark', viewport: PHONE, javaScriptEnabled: true, colorScheme: 'dark' as const },
  { name: 'without scripts', viewport: WIDE, javaScriptEnabled: false, colorScheme: 'light' as const },
])('a merchant $name', (options) => {
  const scripts = options.javaScriptEnabled;
  const sound = scripts ? isSound : async () => undefined;

  it('connects by consent, and connects again when it has ended', async () => {
    const mia = await house.hub.merchant();
    const context = await signedIn(browser, house.hub, mia.user, options);
    const page = await context.newPage();
    await page.goto(await atTheStep(mia));
    await sound(page);

    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await agree(page);
    await page.getByText('You did not agree in Inkwell').waitFor();
    await sound(page);

    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await agree(page, 'Fern & Fig Pty Ltd', 'Moss Pty Ltd');
    await page.getByText('Which one is this store’s?').waitFor();
    await sound(page);
    await page.getByLabel('Moss Pty Ltd').check();
    await page.getByRole('button', { name: 'Test and connect' }).click();
    await page.getByRole('heading', { name: 'Activate' }).waitFor();
    await page.getByText('Connected with Moss Pty Ltd.').waitFor();
    await page.getByRole('button', { name: 'Activate' }).click();

    await page.goto('/');
    app.twin.registry.endAll();
    await house.database.run(
      "update connections set state = 'needs-reconnecting', state_reason = 'The consent has ended.'",
    );
    await page.goto('/');
    await page.getByRole('link', { name: 'Reconnect' }).first().click();
    await page.getByText('The consent has ended.').first().waitFor();
    await sound(page);
    await page.getByRole('button', { name: 'Reconnect' }).click();
    await agree(page, 'Moss Pty Ltd');
    await page.getByText('What waited goes on.').waitFor();
    await sound(page);
    await context.close();
  }, 60_000);
});

it('with scripts, one company is tested without a further click', async () => {
  const mia = await house.hub.merchant();
  const context = await signedIn(browser, house.hub, mia.user);
  const page = await context.newPage();
  await page.goto(await atTheStep(mia));
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await agree(page, 'Fern & Fig Pty Ltd');
  await page.getByRole('heading', { name: 'Activate' }).waitFor();
  await context.close();
});
