import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_IMPORTS, SHOP_IMPORTS, stockUp } from '../../src/mappings/test/goods.js';
import { Lab } from '../../src/mappings/test/lab.js';
import type { Merchant } from '../support/hub.js';
import { faultsOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

let lab: Lab;
let browser: Browser;

beforeAll(async () => {
  lab = await Lab.open();
  stockUp(lab);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

/** A shop and an app whose first imports are through. */
async function prepared(): Promise<{ mia: Merchant; app: number }> {
  const mia = await lab.hub.merchant();
  const shop = await lab.install(mia, 'corner', { state: 'live' });
  const app = await lab.install(mia, 'crates');
  await lab.run(mia, shop, ...SHOP_IMPORTS);
  await lab.run(mia, app, ...APP_IMPORTS, 'import-shelves');
  return { mia, app };
}

const isSound = async (page: Page) => expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });

describe.each([
  { name: 'on a wide screen', viewport: WIDE, javaScriptEnabled: true },
  { name: 'on a phone', viewport: PHONE, javaScriptEnabled: true },
  { name: 'without scripts', viewport: WIDE, javaScriptEnabled: false },
])('a merchant $name', ({ viewport, javaScriptEnabled }) => {
  it('maps warehouses, looks at what will go out, sends one first and goes live', { timeout: 120_000 }, async () => {
    const { mia, app } = await prepared();
    const window = await signedIn(browser, lab.hub, mia.user, { viewport, javaScriptEnabled });
    const page = await window.newPage();
    // Looking for faults takes a script of its own.
    const sound = javaScriptEnabled ? isSound : async () => undefined;

    await page.goto(`/installations/${app}/go-live`);
    await sound(page);
    expect(await page.getByRole('button', { name: 'Go live' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: /Complete it.*Warehouses/ }).click();

    await page.waitForURL(/\/maps\/warehouses$/);
    await sound(page);
    expect(await page.getByLabel('Sydney').inputValue()).toBe('S1');
    await page.getByLabel('Brisbane').selectOption('X9');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('All 3 are mapped').waitFor();

    await page.goto(`/installations/${app}/mappings/goods`);
    await sound(page);
    await page.goto(`/installations/${app}/tasks/export-orders/preview`);
    await sound(page);
    await page.getByText('C-N4', { exact: true }).click();
    await page.getByText('"total": "40"').waitFor();

    await page.goto(`/installations/${app}/go-live`);
    await sound(page);
    await page.getByLabel(/Send one first/).fill('N4');
    await page.getByRole('button', { name: 'Send this one' }).click();
    await page.waitForURL(/\/runs\/\d+$/);
    await lab.work();
    expect(lab.app.list('sales').filter(({ reference }) => reference === 'C-N4').length).toBeGreaterThan(0);

    await page.goto(`/installations/${app}/go-live`);
    await page.getByRole('button', { name: 'Go live' }).click();
    await page.getByText('Crates is live').waitFor();
    await sound(page);
    await window.close();
  });
});

describe('typed counterparts', () => {
  it('count their letters while one types', { timeout: 90_000 }, async () => {
    const { mia, app } = await prepared();
    const window = await signedIn(browser, lab.hub, mia.user, { viewport: PHONE });
    const page = await window.newPage();
    await page.goto(`/installations/${app}/maps/reasons`);
    await isSound(page);
    await page.getByLabel('Faulty', { exact: true }).fill('Broken');
    await page.getByText('6 of 12 characters').waitFor();
    await page.getByRole('checkbox', { name: /Settings → Reasons\s*: Faulty/ }).check();
    await page.getByLabel('Changed my mind', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 of 2 is mapped').waitFor();
    await window.close();
  });
});

describe('staff', () => {
  it.each([WIDE, PHONE])('changes who decides a field, at $width', { timeout: 90_000 }, async (viewport) => {
    const { app } = await prepared();
    const { user } = await lab.hub.staff();
    const window = await signedIn(browser, lab.hub, user, { viewport });
    const page = await window.newPage();
    await page.goto('/staff/installations');
    await isSound(page);
    await page.getByRole('button', { name: 'Mapping of Crates' }).first().click();
    await page.waitForURL(/\/mappings$/);
    await isSound(page);
    await page.getByRole('link', { name: 'Goods' }).click();
    await isSound(page);
    const name = page.getByRole('group', { name: 'Who decides Name' });
    await name.getByRole('radio', { name: 'The store' }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('1 field has another master now').waitFor();
    expect(await name.getByRole('radio', { name: 'The store' }).isChecked()).toBe(true);
    expect(await lab.database.one('select master from field_masters where installation_id = ?', [app])).toEqual({
      master: 'store',
    });
    await window.close();
  });
});
