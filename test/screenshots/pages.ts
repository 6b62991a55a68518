import type { Seeded } from './seed.js';

export interface Shot {
  /** Names the file. */
  name: string;
  path: string | ((seeded: Seeded) => string);
  as: 'stranger' | 'newcomer' | 'merchant' | 'staff' | 'vendor';
  /** Before the picture is taken: a menu opened, a form sent. */
  first?: (page: import('playwright-core').Page) => Promise<void>;
}

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
  { name: 'home-empty', path: '/', as: 'merchant' },
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
  { name: 'audit', path: '/staff/audit', as: 'staff' },
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
];
