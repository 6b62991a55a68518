import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Books, BooksHub } from '../../src/reconciliation/test/books.js';
import { unrulyMonth } from '../../src/reconciliation/test/unruly-month.js';
import type { Merchant } from '../support/hub.js';
import { faultsOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

const REPORT = '/admin/reconciliation-report';

let hub: BooksHub;
let browser: Browser;
let mia: Merchant;
let books: Books;
let page: Page;

beforeAll(async () => {
  hub = await BooksHub.start();
  browser = await launch();
  mia = await hub.merchant('Fern & Fig');
  books = await hub.open(mia);
  await unrulyMonth(hub, books);
  page = await (await signedIn(browser, hub, mia.user)).newPage();
});
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

const row = (text: string) => page.getByRole('row').filter({ hasText: text });

async function importLatest(): Promise<void> {
  await page.goto(REPORT);
  await page.getByLabel('Compare from').fill('2026-10-01');
  await page.locator('#import-to').fill('2026-11-30');
  const made = await hub.database.one<{ n: number }>('select count(*) n from reconciliation_reports');
  await page.getByRole('button', { name: 'Import latest' }).click();
  await page.waitForURL(/reconciliation-report/);
  await expect
    .poll(
      async () =>
        (await hub.database.one<{ n: number }>(
          'select count(*) n from reconciliation_reports where finished_at is not null',
        ))!.n,
      { timeout: 15_000 },
    )
    .toBe(made!.n + 1);
  await page.goto(REPORT);
}

describe('somebody who keeps the books', () => {
  it('says first what to do', async () => {
    await page.goto(REPORT);
    await page.getByText('Nothing compared yet').waitFor();
    expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
  });

  it('imports, and sees each difference with its cause', async () => {
    await importLatest();
    for (const cause of [
      'Amount differs',
      'No longer there',
      'Voided there',
      'Duplicate',
      'Could not be exported',
      'Never exported',
    ]) {
      await page.getByRole('cell').getByText(cause, { exact: true }).first().waitFor();
    }
    await page.getByText('This customer is blocked.').waitFor();
    await page.getByText('Only in the store').first().waitFor();
    expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
  });

  it('re-exports what was never sent, and it matches', async () => {
    await row('N10')
      .getByRole('button', { name: /^Re-export/ })
      .click();
    await page.getByText('1 document on the way').waitFor();
    await hub.calm(books.storeId, books.installationId);
    await importLatest();
    expect(await row('N10').count()).toBe(0);
    await page.getByRole('link', { name: 'Everything' }).click();
    await row('N10').getByText('Matched').waitFor();
    expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
  });

  it('adopts what somebody had entered there by hand', async () => {
    await hub.invoice(books, 'N12', { total: '77.00', date: '2026-11-12', status: 'open' });
    await hub.invoice(books, 'N13', { total: '88.00', date: '2026-11-12', username: 'blocked' });
    hub.twin.depot.consignments.push({
      id: 'hand-13',
      reference: 'HAND-13',
      customer: 'blocked',
      lines: [],
      date: '2026-11-12',
      total: '88.00',
      tax: '0.91',
      currency: 'AUD',
      closed: true,
    });
    await importLatest();
    await row('N13').getByRole('button', { name: 'Adopt HAND-13' }).click();
    await page.getByText('1 document linked').waitFor();
    await importLatest();
    expect(await row('N13').count()).toBe(0);
    await page.goto('/logs/exports');
    await row('N13').getByText('Exported').waitFor();
  });

  it('takes a difference as right, until either side changes', async () => {
    await page.goto(REPORT);
    await row('X77').first().getByRole('checkbox').check();
    await page.getByLabel('Why they are right as they are').fill('A consignment of the sister shop');
    await page.getByRole('button', { name: 'Mark as expected' }).click();
    await page.getByText('1 document taken as right').waitFor();
    await importLatest();
    expect(await page.getByRole('cell').getByText('X77', { exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: /^Taken as right/ }).click();
    await page.getByText('A consignment of the sister shop').waitFor();
    hub.twin.depot.consignments.find(({ reference }) => reference === 'X77')!.total = '45.00';
    await importLatest();
    await page.getByRole('cell').getByText('X77', { exact: true }).waitFor();
  });

  it('finds past reports, and what an older one said', async () => {
    await page.getByRole('link', { name: 'Past reports' }).click();
    await page.getByText('to settle').first().waitFor();
    expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
    await page.locator('.line-link').last().click();
    await page.getByText('This is an older report.').waitFor();
    await row('N10').getByText('Never exported').waitFor();
  });

  it('reads it on a phone', async () => {
    await page.setViewportSize(PHONE);
    await page.goto(REPORT);
    // The column headings are gone; what the totals are in still stands above them.
    const totals = page.getByRole('region', { name: 'Totals in AUD' });
    const heading = totals.getByRole('heading', { name: 'Totals in AUD' });
    expect((await heading.boundingBox())!.height).toBeGreaterThan(10);
    expect(await totals.getByText('Left to settle').isVisible()).toBe(true);
    expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
    await page.setViewportSize(WIDE);
  });
});
