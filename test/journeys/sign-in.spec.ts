import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoresService } from '../../src/accounts/stores.service.js';
import { type Hub, type Merchant, PASSWORD, startHub } from '../support/hub.js';
import { faultsOf, groundOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

let hub: Hub;
let mia: Merchant;
let browser: Browser;

beforeAll(async () => {
  hub = await startHub();
  mia = await hub.merchant('Fern & Fig');
  await hub.app
    .get(StoresService)
    .add(mia.user.accountId!, { name: 'Fern & Fig Aotearoa', timeZone: 'Pacific/Auckland', currency: 'NZD' });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

describe.each([
  { name: 'on a wide screen', viewport: WIDE, javaScriptEnabled: true },
  { name: 'on a phone', viewport: PHONE, javaScriptEnabled: true },
  { name: 'without scripts', viewport: WIDE, javaScriptEnabled: false },
])('a merchant $name', ({ viewport, javaScriptEnabled }) => {
  it('signs in, switches theme and store, finds the menu and signs out', async () => {
    const context = await browser.newContext({ baseURL: hub.url, viewport, javaScriptEnabled });
    const complaints: string[] = [];
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    context.on('weberror', (error) => complaints.push(error.error().message));
    const page = await context.newPage();

    await page.goto('/stores');
    await page.getByLabel('Email').fill(mia.user.email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/stores');
    await page.getByRole('heading', { name: 'Stores' }).waitFor();

    await page.getByLabel('Light or dark').click();
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.waitForURL('**/stores');
    expect(await page.locator('html').getAttribute('data-bs-theme')).toBe('dark');
    expect(await groundOf(page)).toBe('rgb(20, 25, 29)');

    await page.locator('.store-drop > summary').click();
    await page.getByRole('button', { name: 'Fern & Fig Aotearoa' }).click();
    await page.waitForURL(`${hub.url}/`);
    expect(await page.locator('.store-label').textContent()).toBe('Fern & Fig Aotearoa');

    if (viewport === PHONE) await page.getByLabel('Menu', { exact: true }).first().click();
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    expect(await page.locator('[aria-current="page"]:visible').count()).toBe(viewport === PHONE ? 0 : 1);

    await page.locator('.person-button').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto('/stores');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(complaints).toEqual([]);
    await context.close();
  });
});

it('the theme follows the system until one chooses, also without scripts', async () => {
  const context = await browser.newContext({ baseURL: hub.url, colorScheme: 'dark', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/sign-in');
  expect(await groundOf(page)).toBe('rgb(20, 25, 29)');
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await groundOf(page)).toBe('rgb(247, 246, 242)');
  await context.close();
});

it('the keyboard alone reaches the page, past the menu', async () => {
  const context = await signedIn(browser, hub, mia.user, { viewport: WIDE });
  const page = await context.newPage();
  await page.goto('/stores');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Add a store');
  await context.close();
});

it('a part of a page may send by itself: htmx carries the form token through the page’s policy', async () => {
  const context = await signedIn(browser, hub, mia.user);
  const page = await context.newPage();
  await page.goto('/stores');
  const answered = page.waitForResponse('**/theme');
  await page.evaluate("htmx.ajax('POST', '/theme', { swap: 'none', values: { theme: 'dark', back: '/stores' } })");
  expect((await answered).status()).toBe(303);
  await page.goto('/stores');
  expect(await page.locator('html').getAttribute('data-bs-theme')).toBe('dark');
  await context.close();
});

describe.each([
  { name: 'wide, light', viewport: WIDE, colorScheme: 'light' as const },
  { name: 'wide, dark', viewport: WIDE, colorScheme: 'dark' as const },
  { name: 'phone, light', viewport: PHONE, colorScheme: 'light' as const },
  { name: 'phone, dark', viewport: PHONE, colorScheme: 'dark' as const },
])('pages ($name)', (options) => {
  it('have no serious fault of accessibility, and never scroll sideways', async () => {
    const context = await signedIn(browser, hub, mia.user, options);
    const page = await context.newPage();
    for (const path of ['/', '/stores', '/stores/new', '/people', '/people/new', '/profile', '/no/such/page']) {
      await page.goto(path);
      expect({ path, ...(await faultsOf(page)) }).toEqual({ path, faults: [], sideways: 0 });
    }
    await context.clearCookies();
    await page.goto('/sign-in');
    expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
    await context.close();
  }, 60_000);

  it('are as good for staff, also in somebody’s store', async () => {
    const { user } = await hub.staff();
    const context = await signedIn(browser, hub, user, options);
    const page = await context.newPage();
    const account = `/staff/accounts/${mia.user.accountId}`;
    const pages = ['/', '/staff/people', account, `${account}/stores/new`, '/staff/people/new', '/staff/audit'];
    for (const path of pages) {
      await page.goto(path);
      expect({ path, ...(await faultsOf(page)) }).toEqual({ path, faults: [], sideways: 0 });
    }
    await page.goto(account);
    await page.getByRole('button', { name: 'Visit' }).first().click();
    await page.getByText('You act for').waitFor();
    expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });
    await context.close();
  }, 60_000);
});

it('does once what is pressed twice, and once more for whoever comes back', async () => {
  const page = await (await signedIn(browser, hub, mia.user)).newPage();
  let [sent, answer] = [0, () => {}];
  const pressedAgain = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/people/bookkeepers', async (route) => {
    sent += 1;
    await pressedAgain;
    await route.continue();
  });
  // Asked for by the page itself once it has been pressed twice.
  await page.route('**/health', (route) => {
    answer();
    return route.continue();
  });
  await page.goto('/people/bookkeepers/new');
  await page.evaluate(`(() => {
    const form = document.querySelector('main form');
    form.requestSubmit();
    setTimeout(() => (form.requestSubmit(), fetch('/health')), 100);
  })()`);
  await page.getByText('It is shown only now').waitFor();
  expect(sent).toBe(1);
  await page.goBack();
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByText('It is shown only now').waitFor();
  expect(sent).toBe(2);
});
