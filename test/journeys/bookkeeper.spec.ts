import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Lab } from '../../src/mappings/test/lab.js';
import { PASSWORD } from '../support/hub.js';
import { faultsOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

let lab: Lab;
let browser: Browser;

beforeAll(async () => {
  lab = await Lab.open();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const isSound = async (page: Page) => expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });

it.each([
  { viewport: WIDE, colorScheme: 'dark' as const },
  { viewport: PHONE, colorScheme: 'light' as const },
])(
  'a bookkeeper is invited, says yes, looks on and is removed, at $viewport.width',
  { timeout: 120_000 },
  async (options) => {
    const mia = await lab.hub.merchant('Fern & Fig');
    const app = await lab.install(mia, 'crates');
    const window = await signedIn(browser, lab.hub, mia.user, options);
    const page = await window.newPage();
    await page.goto('/people');
    await page.getByRole('link', { name: 'Invite a bookkeeper' }).click();
    await isSound(page);
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.locator('.one-time code').innerText();
    await isSound(page);

    const guest = await browser.newContext({ baseURL: lab.hub.url, reducedMotion: 'reduce', ...options });
    const books = await guest.newPage();
    await books.goto(link);
    await isSound(books);
    await books.getByLabel('Your name').fill('Bo Books');
    await books.getByLabel('Email').fill(`bo${options.viewport.width}@books.example`);
    await books.getByLabel('Password').fill(PASSWORD);
    await books.getByRole('button', { name: 'Do their books' }).click();
    await books.getByText('You do the books of Fern & Fig now').waitFor();
    await isSound(books);
    await books.goto(`/installations/${app}`);
    expect(new URL(books.url()).pathname).toBe(`/installations/${app}/logs/exports`);
    expect(await books.getByRole('link', { name: 'Setup & Tools' }).count()).toBe(0);
    await isSound(books);
    await books.getByRole('link', { name: 'Mapping' }).click();
    await books.getByRole('link', { name: 'Goods' }).click();
    await isSound(books);

    await books.goto('/admin/reconciliation-report');
    await books.getByText('No app to compare with').waitFor();
    expect(await books.getByRole('link', { name: 'Browse the addons' }).count()).toBe(0);
    await books.goto('/books');
    await books.getByLabel('A letter each morning about Fern & Fig').check();
    await isSound(books);
    await books.getByRole('button', { name: 'Save letters' }).click();
    await books.getByText('Letters come as you have chosen').waitFor();
    expect(await books.getByLabel('A letter each morning about Fern & Fig').isChecked()).toBe(true);

    await page.goto('/people');
    await isSound(page);
    await page.getByRole('button', { name: 'Remove Bo Books' }).click();
    await page.getByText('Bo Books no longer sees your stores').waitFor();
    await books.goto('/');
    await books.getByText('Nothing to see yet').waitFor();
    await isSound(books);
    await window.close();
    await guest.close();
  },
);
