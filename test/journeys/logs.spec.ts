import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledApp, LogsHub } from '../../src/transactions/pages/test/logs-hub.js';
import type { Merchant } from '../support/hub.js';
import { faultsOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

let hub: LogsHub;
let browser: Browser;
let mia: Merchant;
let app: InstalledApp;

beforeAll(async () => {
  hub = await LogsHub.start();
  browser = await launch();
  mia = await hub.merchant('Fern & Fig');
  app = await hub.install(mia);
  for (const refused of ['N10212', 'N10219', 'N10222']) hub.acme.refuse(refused);
  for (let number = 10_210; number < 10_224; number++) {
    const cents = ((number * 7919) % 90_000) + 1000;
    await hub.invoice(app, `N${number}`, {
      total: (cents / 100).toFixed(2),
      ...(number % 4 === 0 && { reference: `PO 44${number % 97}` }),
      ...(number % 7 === 0 && { status: 'quote' }),
    });
  }
  await hub.run(app);
  await hub.invoice(app, 'N10211', { total: '99.95' });
  await hub.run(app);
  await hub.database.run(
    `insert into import_log (store_id, run_id, seq, row_no, installation_id, task, type, record_id, remote_id, action, reason, changes, at)
     values (?), (?), (?)`,
    [
      [
        app.storeId,
        1,
        90,
        0,
        app.installationId,
        'import-products',
        'product',
        null,
        '5f3a-11',
        'updated',
        null,
        '{"price":["19.95","21.50"]}',
        new Date(),
      ],
      [
        app.storeId,
        1,
        90,
        1,
        app.installationId,
        'import-products',
        'product',
        null,
        '5f3a-12',
        'created',
        null,
        null,
        new Date(),
      ],
      [
        app.storeId,
        1,
        90,
        2,
        app.installationId,
        'import-products',
        'product',
        null,
        '5f3a-13',
        'failed',
        'SKU is longer than 25 characters.',
        null,
        new Date(),
      ],
    ],
  );
});
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

const SCREENS = [
  { name: 'on a wide screen', look: 'wide', viewport: WIDE },
  { name: 'on a phone', look: 'phone', viewport: PHONE },
];

async function look(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
  expect({ name, ...(await faultsOf(page)) }).toEqual({ name, faults: [], sideways: 0 });
  const heights: number[] = await page.evaluate(
    "[...document.querySelectorAll('.filters label')].map((one) => one.offsetHeight)",
  );
  expect(new Set(heights).size, `${name}: labels of filters on one line`).toBeLessThanOrEqual(1);
}

describe.each(SCREENS)('a merchant $name', ({ look: screen, viewport }) => {
  it('reads both logs, opens lines and finds the way back', { timeout: 90_000 }, async () => {
    const context = await signedIn(browser, hub, mia.user, { viewport });
    const complaints: string[] = [];
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const page = await context.newPage();
    await page.goto('/');
    await look(page, `home-${screen}`);

    await page.goto('/logs/exports');
    await look(page, `exports-${screen}`);
    await page.getByRole('link', { name: /^\d failed$/ }).click();
    await page.waitForURL('**/logs/exports?status=failed');
    expect(await page.locator('tbody .status-person').count()).toBe(await page.locator('tbody tr').count());

    await page.locator('.line-link').first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Acme refused it.').waitFor();
    await look(page, `exports-drawer-${screen}`);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });

    await page.getByLabel('Number or reference').fill('N10211');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('Nothing like that').waitFor();
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.waitForURL('**/logs/exports');

    await page.goto(`/logs/exports/${await hub.line(app, 'N10211')}`);
    await page.getByText('Would be sent now').first().waitFor();
    await look(page, `line-changed-${screen}`);
    await page.getByRole('link', { name: 'Request and answer' }).last().click();
    await expect.poll(() => page.getByText('answered').count()).toBe(2);

    await page.goto(`/installations/${app.installationId}/logs`);
    await page.waitForURL('**/logs/exports');
    await look(page, `app-exports-${screen}`);
    await page.getByRole('link', { name: 'Import log' }).last().click();
    await page.waitForURL(`**/installations/${app.installationId}/logs/imports`);
    await look(page, `imports-${screen}`);
    await page.locator('.line-link').last().click();
    await page.getByRole('dialog').getByText('21.50').first().waitFor();
    await look(page, `imports-drawer-${screen}`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('ticks lines and settles them', { timeout: 60_000 }, async () => {
    const context = await signedIn(browser, hub, mia.user, { viewport });
    const page = await context.newPage();
    await page.goto('/logs/exports?status=failed');
    const settle = page.getByRole('button', { name: 'Mark as expected' });
    expect(await settle.isVisible()).toBe(false);
    await page.locator('tbody input[type=checkbox]').first().check();
    await look(page, `exports-ticked-${screen}`);
    await page.getByLabel('Why they are right as they are').fill('Typed in by hand');
    await settle.click();
    await page.getByText('1 line marked as expected').waitFor();
    expect(page.url()).toContain('?status=failed');
    await context.close();
  });
});

it('without scripts a line opens as a page, with all that can be done', { timeout: 60_000 }, async () => {
  const context = await signedIn(browser, hub, mia.user, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/logs/exports?status=failed');
  const number = await page.locator('.line-link').first().textContent();
  await page.locator('.line-link').first().click();
  await page.getByRole('heading', { name: `Invoice ${number}` }).waitFor();
  hub.acme.accept(number!);
  await page.getByRole('button', { name: 'Re-export' }).click();
  await page.getByText('1 line on the way').waitFor();
  await hub.calm(app);
  await page.reload();
  await page.getByText('Acme has it as').waitFor();
  expect([...hub.acme.orders.values()].filter(({ members }) => members.includes(number!))).toHaveLength(1);
  await context.close();
});
