import type { Page } from 'playwright-core';

type Look = (name: string) => Promise<void>;

/** From the addon store to a stock system that is live, with a picture of each step. Answers the installation's address. */
export async function walk(page: Page, look: Look, credentials: Readonly<Record<string, string>>): Promise<string> {
  page.setDefaultTimeout(60_000);
  await page.goto('/addons');
  await look('addons');
  await page.getByRole('link', { name: 'Unleashed' }).first().click();
  await page.getByRole('button', { name: 'Install Connect' }).waitFor();
  await look('listing');
  await press(page, 'Install Connect');
  await press(page, /^Install/);
  await page.waitForURL(/\/steps\/1$/);
  const address = new URL(page.url()).pathname.split('/steps/')[0]!;
  await answer(page, look, credentials);
  await activate(page, look);
  await page.goto(`${address}/go-live`);
  await look('go-live-open');
  await mapValues(page, look, address);
  await goLive(page, look, address);
  return address;
}

async function answer(page: Page, look: Look, { id, key }: Readonly<Record<string, string>>): Promise<void> {
  await page.getByLabel('Integration start date').fill('2026-01-01');
  for (const choice of [
    'mode][value=individually',
    'exportWhen][value=dispatched',
    'workflow][value=unleashed-posts',
  ]) {
    await page.locator(`[name=${choice}]`).check({ force: true });
  }
  await look('step-questions');
  await press(page, 'Continue');
  await page.getByLabel('API id').fill('somebody-else');
  await page.getByLabel('API key').fill('a-key-from-last-year');
  await press(page, 'Test and connect');
  await page.getByRole('alert').waitFor();
  await look('connect-refused');
  await page.getByLabel('API id').fill(id!);
  await page.getByLabel('API key').fill(key!);
  await press(page, 'Test and connect');
  await page.locator('.tick-passed').nth(1).waitFor();
  await look('connect-testing');
  await page.waitForURL(/\/steps\/3$/);
  await page.locator('[name=taxedCode]').selectOption('OUTPUT');
  await page.locator('[name=untaxedCode]').selectOption('EXEMPTOUTPUT');
  for (const charge of ['shipping', 'surcharge', 'discount', 'rounding']) {
    await page.locator(`[name=${charge}Product]`).fill(charge.toUpperCase());
  }
  await look('step-settings');
  await press(page, 'Continue');
}

async function activate(page: Page, look: Look): Promise<void> {
  await page.getByRole('button', { name: 'Activate' }).waitFor();
  await look('activate-before');
  await press(page, 'Activate');
  await page.locator('#imports .status-working').first().waitFor();
  await look('activate');
  await page.getByRole('link', { name: /^Next: Warehouses/ }).waitFor();
  await look('activated');
}

async function mapValues(page: Page, look: Look, address: string): Promise<void> {
  await page.goto(`${address}/maps/warehouses`);
  await look('value-map');
  await save(page);
  await page.goto(`${address}/maps/taxes`);
  for (const list of await page.locator('main select').all()) await list.selectOption('OUTPUT');
  await save(page);
  await page.goto(`${address}/maps/return-reasons`);
  await look('value-map-typed');
  for (const reason of await page.locator('main input[type=text]').all()) await reason.fill('Customer return');
  for (const tick of await page.locator('main input[type=checkbox]').all()) await tick.check({ force: true });
  await save(page);
}

async function goLive(page: Page, look: Look, address: string): Promise<void> {
  const button = page.getByRole('button', { name: 'Go live' }).last();
  for (let tries = 0; tries < 60; tries++) {
    await page.goto(`${address}/go-live`);
    if (await button.isEnabled()) break;
    await page.waitForTimeout(1000);
  }
  await look('go-live');
  await page.goto(`${address}/tasks/export-invoices/preview`);
  await look('preview');
  await page.goto(`${address}/go-live`);
  await button.click();
  await page
    .getByText(/is live/)
    .first()
    .waitFor();
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

async function save(page: Page): Promise<void> {
  await press(page, /^Save/);
  await page.locator('.notice-done').waitFor();
}
