import type { Browser } from 'playwright-core';
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
  app = await hub.install(mia, { dated: true });
  hub.acme.closedUpTo = '2026-11-30';
  for (let number = 1; number <= 10; number++) await hub.invoice(app, `N${number}`);
  await hub.run(app);
});
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

const datesOf = (...numbers: string[]) =>
  [...hub.acme.orders.values()].filter(({ members }) => numbers.includes(members[0]!)).map(({ date }) => date);

describe.each([
  { name: 'on a wide screen', viewport: WIDE, scripts: true, numbers: ['N1', 'N2', 'N3', 'N4'] },
  { name: 'on a phone', viewport: PHONE, scripts: true, numbers: ['N5', 'N6', 'N7'] },
  { name: 'without scripts', viewport: WIDE, scripts: false, numbers: ['N8', 'N9', 'N10'] },
])('a merchant $name', ({ viewport, scripts, numbers }) => {
  it('sends what falls into a closed period with the day that is offered', { timeout: 60_000 }, async () => {
    const context = await signedIn(browser, hub, mia.user, { viewport, javaScriptEnabled: scripts });
    const page = await context.newPage();
    const row = (number: string) =>
      page.locator('tbody tr').filter({ has: page.getByRole('link', { name: number, exact: true }) });
    const [first, ...others] = numbers;
    await page.goto('/logs/exports');
    if (scripts) expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
    await row(first!).getByRole('button', { name: 'Send dated 1 Dec 2026' }).click();
    await page.getByText('1 line on the way with the day that was offered').waitFor();
    await hub.calm(app);
    await page.reload();
    await page.getByText('Acme has it as').waitFor();
    expect(await page.getByText('1 Dec 2026').count()).toBe(1);

    await page.goto(`/logs/exports/${await hub.line(app, others[0]!)}`);
    await page.getByText('send this one with the day that the button names').waitFor();
    if (scripts) expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
    await page.getByRole('button', { name: 'Send dated 1 Dec 2026' }).click();
    await page.getByText('1 line on the way with the day that was offered').waitFor();

    await hub.calm(app);
    const rest = others.slice(1);
    await page.goto('/logs/exports');
    for (const number of rest) await row(number).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Send with the day offered' }).click();
    await page.getByText(rest.length === 1 ? '1 line on the way' : `${rest.length} lines on the way`).waitFor();
    await hub.calm(app);
    expect(datesOf(...numbers)).toEqual(numbers.map(() => '2026-12-01'));
    await context.close();
  });
});
