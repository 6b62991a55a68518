import type { Page } from 'playwright-core';

type Look = (name: string) => Promise<void>;

/** From the addon store to a ledger that is connected by consent, and what it asks for. */
export async function ledgerWalk(page: Page, look: Look, answers: Readonly<Record<string, unknown>>): Promise<void> {
  page.setDefaultTimeout(60_000);
  await page.goto('/addons/xero');
  await look('ledger-listing');
  await press(page, /^Install/);
  await page.waitForURL(/\/steps\/1$/);
  await page.getByLabel('Integration start date').fill('2026-01-01');
  await page.locator('[name=workflow][value=alone]').check({ force: true });
  await look('ledger-questions');
  await press(page, 'Continue');
  await page.waitForURL(/\/steps\/2$/);
  await look('ledger-connect');
  await press(page, 'Connect');
  await page.getByRole('heading', { name: 'Allow access' }).waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await look('ledger-consent');
  await press(page, 'Allow access');
  await page.getByText('Which one is this store’s?').waitFor();
  await look('ledger-organisation');
  await press(page, 'Test and connect');
  await page.locator('.tick-passed').first().waitFor();
  await look('ledger-testing');
  await page.waitForURL(/\/steps\/3$/);
  await choose(page, answers);
  await look('ledger-configure');
  await page.locator('summary', { hasText: 'Further accounts' }).click();
  await choose(page, answers);
  await press(page, 'Continue');
  await page.waitForURL(/\/steps\/4$/);
  await look('ledger-activate');
}

/** From the lists that are in sight. */
async function choose(page: Page, answers: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const list = page.locator(`select[name=${name}]:visible`);
    if ((await list.count()) > 0) await list.selectOption(String(value));
  }
}

/** The steps of a feed from another store of the merchant. */
export async function feedWalk(page: Page, look: Look): Promise<void> {
  await page.goto('/addons/datafeed');
  await look('feed-listing');
  await press(page, /^Install/);
  await page.waitForURL(/\/steps\/1$/);
  await page.getByLabel('Feed orders from').fill('2026-01-01');
  await look('feed-questions');
  await press(page, 'Continue');
  await page.waitForURL(/\/steps\/2$/);
  await look('feed-store');
  await page.getByLabel('Fern & Fig Wholesale').check({ force: true });
  await press(page, 'Take this store');
  await page.waitForURL(/\/steps\/3$/);
  await page.getByLabel('Order prefix of the other store').fill('N');
  await page.getByLabel('Mark of the other store').fill('W-');
  await press(page, 'Continue');
  await page.getByText('own orders begin with N').waitFor();
  await look('feed-names');
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
