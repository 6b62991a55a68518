import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InstallationLife } from './installation-life.service.js';
import { type House, startHouse } from './test/house.js';
import { Parcelly } from './test/merchants.js';

let house: House;
let parcelly: Parcelly;

beforeAll(async () => {
  house = await startHouse();
  parcelly = await Parcelly.activated(house, await house.hub.merchant());
});
afterAll(() => house?.stop());

const PAGES = [
  '',
  '/setup',
  '/removal',
  '/steps/1',
  '/steps/2',
  '/steps/3',
  '/steps/4',
  '/imports',
  '/records/product',
  '/picks/depot',
];
const ACTS: [method: string, path: string][] = [
  ['PATCH', ''],
  ['DELETE', ''],
  ['POST', '/steps/1'],
  ['POST', '/steps/2'],
  ['POST', '/steps/4'],
  ['POST', '/pause'],
  ['DELETE', '/pause'],
  ['POST', '/connection'],
  ['POST', '/invitations'],
  ['DELETE', '/invitations/1'],
];
const FORM = { name: 'Mine now', confirm: 'Parcelly', sender: 'Evil', id: 'evil', key: 'evil' };

describe.each([
  ['another merchant', () => house.hub.merchant('Somebody Else')],
  ['a vendor', () => house.hub.vendor()],
  ['staff who do not visit the store', () => house.hub.staff()],
])('%s', (_, somebody) => {
  it('sees none of it, and moves none of it', async () => {
    const { browser } = await somebody();
    const before = await parcelly.now();
    for (const page of PAGES) {
      expect({ page, status: (await browser.get(`/installations/${parcelly.id}${page}`)).status }).toEqual({
        page,
        status: 404,
      });
    }
    for (const [method, path] of ACTS) {
      const { status } = await browser.post(`/installations/${parcelly.id}${path}`, FORM, method);
      expect({ method, path, status }).toEqual({ method, path, status: 404 });
    }
    expect(await parcelly.now()).toEqual(before);
  });
});

it('a stranger is asked to sign in', async () => {
  for (const page of PAGES.slice(1)) {
    const { status, location } = await house.hub.stranger().get(`/installations/${parcelly.id}${page}`);
    expect([status, location?.split('?')[0]]).toEqual([303, '/sign-in']);
  }
});

it('staff who visit the store may help, and the trail says on whose behalf', async () => {
  const { browser } = await house.hub.staff();
  await browser.post(`/stores/${parcelly.merchant.store.id}/visit`);
  expect((await browser.get(`/installations/${parcelly.id}/setup`)).status).toBe(200);
  await browser.patch(`/installations/${parcelly.id}`, { name: 'Main warehouse' });
  expect((await browser.get('/staff/audit')).text).toMatch(/renamed/);
});

it('a vendor can’t install anything, nor staff without a store', async () => {
  expect((await (await house.hub.vendor()).browser.post('/installations', { plugin: 'base' })).status).toBe(404);
  expect((await (await house.hub.staff()).browser.post('/installations', { plugin: 'base' })).status).toBe(404);
});

it('an addon of another of one’s own stores takes one into that store', async () => {
  const { browser, user } = parcelly.merchant;
  await browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
  expect((await browser.get('/')).text).toMatch(/store-label">Second/);
  expect((await browser.get(`/installations/${parcelly.id}/setup`)).text).toMatch(/store-label">Fern &amp; Fig/);
  expect(user.accountId).toBe(parcelly.merchant.store.accountId);
});

it('what is uninstalled is gone for everybody', async () => {
  await house.hub.app.get(InstallationLife).uninstall(await parcelly.now());
  for (const page of PAGES) {
    expect((await parcelly.merchant.browser.get(`/installations/${parcelly.id}${page}`)).status).toBe(404);
  }
});
