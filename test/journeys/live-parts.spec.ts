import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Runs } from '../../src/tasks/runs.service.js';
import { type InstalledApp, LogsHub } from '../../src/transactions/pages/test/logs-hub.js';
import { launch, signedIn } from '../support/real-browser.js';

let hub: LogsHub;
let app: InstalledApp;
let browser: Browser;
let page: Page;
let runId: number;

beforeAll(async () => {
  hub = await LogsHub.start();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});
beforeEach(async () => {
  const owner = await hub.merchant();
  app = await hub.install(owner);
  page = await (await signedIn(browser, hub, owner.user)).newPage();
  runId = await waitingRun();
  await page.goto(`/runs/${runId}`);
  await page.getByText('Waits for the app.').waitFor();
});

async function waitingRun(): Promise<number> {
  const { id } = await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-invoices', 'person');
  await hub.calm(app);
  await hub.database.run(
    "update runs set state = 'waiting', finished_at = null, run_at = now() + interval 1 hour, message = 'Waits for the app.' where id = ?",
    [id],
  );
  return id;
}

it('what a page shows live goes on after the hub was away for a moment', async () => {
  let refused = 0;
  await page.route('**/live', (route) =>
    ++refused <= 2 ? route.fulfill({ status: 503, body: '<h1>Not available at the moment</h1>' }) : route.continue(),
  );
  await expect.poll(() => refused).toBe(2);
  await hub.database.run("update runs set message = 'Waits no more.' where id = ?", [runId]);
  await page.getByText('Waits no more.').waitFor({ timeout: 10_000 });
});

it('whoever was signed out meanwhile signs in on a page for it, and is back', async () => {
  await page.context().clearCookies();
  await page.waitForURL(`**/sign-in?to=${encodeURIComponent(`/runs/${runId}`)}`, { timeout: 10_000 });
});
