import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, startHouse } from '../../src/installations/test/house.js';
import { faultsOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

let house: House;
let browser: Browser;

beforeAll(async () => {
  house = await startHouse();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

describe.each([
  { name: 'on a wide screen', viewport: WIDE, javaScriptEnabled: true, colorScheme: 'light' as const },
  { name: 'on a phone, in the dark', viewport: PHONE, javaScriptEnabled: true, colorScheme: 'dark' as const },
  { name: 'without scripts', viewport: WIDE, javaScriptEnabled: false, colorScheme: 'light' as const },
])('a merchant $name', (options) => {
  it('goes from the addon store to an activated addon, and every page on the way is sound', async () => {
    const mia = await house.hub.merchant();
    const context = await signedIn(browser, house.hub, mia.user, options);
    const complaints = complaintsOf(context);
    const page = await context.newPage();
    const scripts = options.javaScriptEnabled;
    // The judge is a script itself.
    const sound = scripts ? isSound : async () => undefined;

    await page.goto('/addons');
    await sound(page);
    await page.getByLabel('Search the addons').fill('parcely');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'Parcelly' }).click();
    await page.getByRole('heading', { name: 'Before you can install Parcelly' }).waitFor();
    await sound(page);

    await page.getByRole('button', { name: 'Install Base' }).click();
    await page.getByText('Base is installed.').waitFor();
    await page.getByRole('link', { name: 'Connect Shopfront' }).click();
    await page.getByRole('button', { name: 'Install' }).click();
    await connectShop(page, `key${mia.store.id}`);
    await page.getByLabel('Time zone').fill('Pacific/Auckland');
    await page.getByLabel('Currency').fill('NZD');
    await page.getByLabel('With tax').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Activate' }).click();
    await page.getByRole('link', { name: 'Go on with Parcelly' }).click();

    await page.getByRole('button', { name: 'Install' }).click();
    await page.getByRole('heading', { name: 'Get started' }).waitFor();
    await sound(page);
    expect(await page.getByLabel('This customer only').isVisible()).toBe(!scripts);
    await page.getByLabel('One per customer and day').check();
    expect(await page.getByLabel('This customer only').isVisible()).toBe(true);
    await page.getByLabel('Parcels only').check();
    await page.getByLabel('Start date').fill('2026-07-01');
    await page.getByLabel('Sender').fill('fern');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('begin with a capital letter').waitFor();
    expect(await page.getByText('Tick that this is so').isVisible()).toBe(true);
    await sound(page);
    await page.getByLabel('Everything').check();
    await page.getByLabel('Sender').fill('Fern');
    await page.getByLabel('Sender').press('Enter');

    await page.getByLabel('Account').fill('fernandfig');
    await page.getByLabel('Secret key').fill('nonsense');
    await page.getByRole('button', { name: 'Test and connect' }).click();
    await page.getByText('does not accept these credentials').waitFor();
    await page.locator('.tick-failed').getByText('Read the account').waitFor();
    await sound(page);
    await page.getByLabel('Secret key').fill(house.twin.credentials.key!);
    await page.getByLabel('Secret key').press('Enter');

    await page.getByText('Connected with Fern & Fig.').waitFor();
    await page.getByLabel('Depot').selectOption('Sydney');
    await sound(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Activate' }).waitFor();
    await sound(page);
    await page.getByRole('button', { name: 'Activate' }).click();
    await everythingIsIn(page, scripts);
    expect(await page.getByText('5 products').isVisible()).toBe(true);
    await sound(page);

    await page.getByRole('link', { name: 'Setup & Tools' }).last().click();
    await page.getByRole('heading', { name: 'Connection' }).waitFor();
    await standsInColumns(page, 'Settings');
    await standsInColumns(page, 'Connection');
    await sound(page);
    await page.getByRole('button', { name: 'Pause everything' }).click();
    await page.getByText('stands still').waitFor();
    await page.getByRole('button', { name: 'Resume everything' }).click();
    await page.getByRole('link', { name: 'Uninstall' }).click();
    await page.getByText('What does not happen').waitFor();
    await sound(page);
    await page.goto('/');
    await sound(page);
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await context.close();
  }, 90_000);
});

it('a colleague types the credentials into a page that shows nothing else', async () => {
  const mia = await house.hub.merchant();
  const context = await signedIn(browser, house.hub, mia.user, { viewport: PHONE });
  const page = await context.newPage();
  await page.goto('/addons/shopfront');
  await page.getByRole('button', { name: 'Install' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.locator('.one-time code').textContent();
  await isSound(page);

  const elsewhere = await (await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' })).newPage();
  await elsewhere.goto(link!);
  await isSound(elsewhere);
  await connectShop(elsewhere, 'colleague');
  await elsewhere.getByText('is connected').waitFor();
  await isSound(elsewhere);
  await page.goto('/');
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Your shop' }).waitFor();
  await elsewhere.context().close();
  await context.close();
});

async function connectShop(page: Page, key: string): Promise<void> {
  await page.getByLabel('Shop', { exact: true }).fill('fern');
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Test and connect' }).click();
}

/** With a script the page sees to it by itself; without one a person looks again. */
async function everythingIsIn(page: Page, scripts: boolean): Promise<void> {
  const done = page.getByRole('heading', { name: 'Everything is in' });
  if (scripts) return done.waitFor({ timeout: 20_000 });
  await expect
    .poll(async () => (await page.reload()) && (await done.isVisible()), { timeout: 20_000, interval: 500 })
    .toBe(true);
}

/** Each value begins beside its label, and all of them in one line. */
async function standsInColumns(page: Page, card: string): Promise<void> {
  const lists = page.getByRole('region', { name: card }).locator('dl');
  for (const list of await lists.all()) {
    const boxes = async (part: string) =>
      Promise.all((await list.locator(part).all()).map(async (one) => (await one.boundingBox())!));
    const [labels, values] = [await boxes('dt'), await boxes('dd')];
    expect(new Set(values.map(({ x }) => x)).size, card).toBe(1);
    expect(values.map(({ y }) => y)).toEqual(labels.map(({ y }) => y));
  }
}

function complaintsOf(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  context.on('weberror', (error) => complaints.push(error.error().message));
  return complaints;
}

/** No serious fault of accessibility, and nothing that scrolls sideways. */
async function isSound(page: Page): Promise<void> {
  expect({ page: page.url(), ...(await faultsOf(page)) }).toEqual({ page: page.url(), faults: [], sideways: 0 });
}
