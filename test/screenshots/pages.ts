import type { Page } from 'playwright-core';
import type { Seeded } from './seed.js';

export interface Shot {
  /** Names the file. */
  name: string;
  path: string | ((seeded: Seeded) => string);
  as: 'stranger' | 'newcomer' | 'beginner' | 'merchant' | 'staff' | 'vendor';
  /** Before the picture is taken: a menu opened, a form sent. */
  first?: (page: Page, seeded: Seeded) => Promise<void>;
}

const REPORT = '/admin/reconciliation-report';

/** A page that is known by the link which leads to it. */
const behind = (selector: string) => async (page: Page) => {
  const href = await page.locator(selector).first().getAttribute('href');
  await page.goto(href!);
};

/** The same page in another store of the merchant. */
const inStore = (name: string, store: string, path: (seeded: Seeded) => string, then?: Shot['first']): Shot => ({
  name,
  path: '/',
  as: 'merchant',
  first: async (page, seeded) => {
    await page.locator('.store-drop > summary').click();
    await page.getByRole('button', { name: store, exact: true }).click();
    await page.locator('.store-drop > summary', { hasText: store }).waitFor();
    await page.goto(path(seeded));
    await then?.(page, seeded);
  },
});

/** Every page worth a picture, in order. Rooms append theirs. */
export const shots: Shot[] = [
  { name: 'welcome', path: '/welcome', as: 'newcomer' },
  { name: 'sign-in', path: '/sign-in', as: 'stranger' },
  {
    name: 'sign-in-wrong',
    path: '/sign-in',
    as: 'stranger',
    first: async (page) => {
      await page.getByLabel('Email').fill('mia@fernandfig.example');
      await page.getByLabel('Password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'home-empty', path: '/', as: 'beginner' },
  { name: 'addons-first', path: '/addons', as: 'beginner' },
  { name: 'home-live', path: '/', as: 'merchant' },
  {
    name: 'store-switcher',
    path: '/',
    as: 'merchant',
    first: (page) => page.locator('.store-drop > summary').click(),
  },
  {
    name: 'person-menu',
    path: '/stores',
    as: 'merchant',
    first: (page) => page.locator('.person-button').click(),
  },
  { name: 'stores', path: '/stores', as: 'merchant' },
  { name: 'store-new', path: '/stores/new', as: 'merchant' },
  { name: 'people', path: '/people', as: 'merchant' },
  { name: 'profile', path: '/profile', as: 'merchant' },
  { name: 'not-found', path: '/no/such/page', as: 'merchant' },
  { name: 'home-vendor', path: '/', as: 'vendor' },
  { name: 'home-staff', path: '/', as: 'staff' },
  { name: 'staff-people', path: '/staff/people', as: 'staff' },
  { name: 'staff-account', path: ({ accountId }) => `/staff/accounts/${accountId}`, as: 'staff' },
  { name: 'staff-installations', path: '/staff/installations', as: 'staff' },
  { name: 'staff-stores', path: '/staff/stores', as: 'staff' },
  { name: 'access-requests', path: '/staff/access-requests', as: 'staff' },
  { name: 'set-ups', path: '/staff/set-ups', as: 'staff' },
  { name: 'audit', path: '/staff/audit', as: 'staff' },
  { name: 'audit-own', path: '/audit', as: 'merchant' },
  { name: 'setup', path: ({ app }) => `${app}/setup`, as: 'merchant' },
  { name: 'advanced-closed', path: ({ app }) => `${app}/advanced`, as: 'merchant' },
  { name: 'set-up-new', path: '/set-ups/new?plugin=unleashed', as: 'merchant' },
  { name: 'bookkeeper-new', path: '/people/bookkeepers/new', as: 'merchant' },
  { name: 'uninstall', path: ({ app }) => `${app}/removal`, as: 'merchant' },
  { name: 'tasks', path: ({ app }) => `${app}/tasks`, as: 'merchant' },
  { name: 'task', path: ({ app }) => `${app}/tasks/import-products`, as: 'merchant' },
  { name: 'task-export', path: ({ app }) => `${app}/tasks/export-invoices`, as: 'merchant' },
  {
    name: 'run',
    path: ({ app }) => `${app}/tasks/import-products`,
    as: 'merchant',
    first: behind('main a[href^="/runs/"]'),
  },
  {
    name: 'run-export',
    path: ({ app }) => `${app}/tasks/export-invoices`,
    as: 'merchant',
    first: behind('main a[href^="/runs/"]'),
  },
  { name: 'preview-incoming', path: ({ app }) => `${app}/tasks/import-products/preview?everything=1`, as: 'merchant' },
  { name: 'mappings', path: ({ app }) => `${app}/mappings`, as: 'merchant' },
  {
    name: 'mapping',
    path: ({ app }) => `${app}/mappings`,
    as: 'merchant',
    first: behind('main a[href*="/mappings/"]'),
  },
  { name: 'value-map-done', path: ({ app }) => `${app}/maps/warehouses`, as: 'merchant' },
  { name: 'export-log-failed', path: '/logs/exports?status=failed', as: 'merchant' },
  { name: 'line-failed', path: '/logs/exports?status=failed', as: 'merchant', first: behind('.line-link') },
  {
    name: 'exchange',
    path: '/logs/exports?status=exported',
    as: 'merchant',
    first: async (page) => {
      await behind('.line-link')(page);
      await behind('main a[href*="/exchanges/"]')(page);
    },
  },
  { name: 'import-line', path: '/logs/imports', as: 'merchant', first: behind('.line-link') },
  { name: 'staff-installations', path: '/staff/installations', as: 'staff' },
  {
    name: 'on-behalf',
    path: ({ accountId }) => `/staff/accounts/${accountId}`,
    as: 'staff',
    first: async (page) => {
      await page.getByRole('button', { name: 'Visit' }).first().click();
      await page.getByText('You act for').waitFor();
    },
  },
  {
    name: 'home',
    path: '/',
    as: 'merchant',
    first: async (page) => {
      await page.locator('.store-drop > summary').click();
      await page.getByRole('button', { name: 'Fern & Fig Aotearoa' }).click();
      await page.getByText('Things that need you').waitFor();
    },
  },
  { name: 'export-log', path: '/logs/exports', as: 'merchant' },
  { name: 'export-line', path: ({ line }) => `/logs/exports/${line}`, as: 'merchant' },
  {
    name: 'export-drawer',
    path: '/logs/exports?status=failed',
    as: 'merchant',
    first: async (page) => {
      await page.locator('.line-link').first().click();
      await page.getByRole('dialog').getByText('What to do').waitFor();
    },
  },
  {
    name: 'app-export-log',
    path: ({ installationId }) => `/installations/${installationId}/logs/exports`,
    as: 'merchant',
  },
  { name: 'import-log', path: '/logs/imports', as: 'merchant' },
  inStore('outlet-home', 'Fern & Fig Outlet', () => '/'),
  inStore('reconciliation', 'Fern & Fig Outlet', () => REPORT),
  inStore('reconciliation-one', 'Fern & Fig Outlet', () => `${REPORT}?cause=amount`),
  inStore('reconciliation-all', 'Fern & Fig Outlet', () => `${REPORT}?show=all`),
  inStore(
    'reconciliation-history',
    'Fern & Fig Outlet',
    () => REPORT,
    async (page) => {
      await page
        .getByRole('link', { name: /reports|history/i })
        .first()
        .click();
    },
  ),
  inStore(
    'reconciliation-settings',
    'Fern & Fig Outlet',
    ({ outletLedger }) => `${REPORT}/settings?app=${outletLedger}`,
  ),
  inStore('letters', 'Fern & Fig Outlet', () => '/letters'),
  inStore('ledger-setup', 'Fern & Fig Outlet', ({ outletLedger }) => `/installations/${outletLedger}/setup`),
  inStore('ledger-tasks', 'Fern & Fig Outlet', ({ outletLedger }) => `/installations/${outletLedger}/tasks`),
  inStore('ledger-log', 'Fern & Fig Outlet', ({ outletLedger }) => `/installations/${outletLedger}/logs/exports`),
  inStore('advanced-asked', 'Fern & Fig Outlet', ({ outletLedger }) => `/installations/${outletLedger}/advanced`),
  inStore('feed-log', 'Fern & Fig Outlet', () => '/logs/imports'),
  inStore('advanced', 'Fern & Fig Wholesale', ({ wholesaleLedger }) => `/installations/${wholesaleLedger}/advanced`),
  inStore(
    'advanced-versions',
    'Fern & Fig Wholesale',
    ({ wholesaleLedger }) => `/installations/${wholesaleLedger}/advanced/versions`,
  ),
  inStore(
    'advanced-compare',
    'Fern & Fig Wholesale',
    ({ wholesaleLedger }) => `/installations/${wholesaleLedger}/advanced/versions`,
    async (page) => {
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('region', { name: /beside/ }).waitFor();
    },
  ),
  { name: 'shares', path: ({ storeId }) => `/stores/${storeId}/shares`, as: 'merchant' },
  { name: 'bookkeeper-new', path: '/people/bookkeepers/new', as: 'merchant' },
  { name: 'staff-access-requests', path: '/staff/access-requests', as: 'staff' },
  { name: 'staff-set-ups', path: '/staff/set-ups', as: 'staff' },
  { name: 'staff-stores', path: '/staff/stores', as: 'staff' },
];
