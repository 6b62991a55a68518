import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { InstallationLife } from '../installations/installation-life.service.js';
import { type House, startHouse } from '../installations/test/house.js';

let house: House;
let mia: Merchant;

beforeAll(async () => {
  house = await startHouse();
  mia = await house.hub.merchant();
});
afterAll(() => house?.stop());

const shelf = async (query = '') => (await mia.browser.get(`/addons${query}`)).text;
const names = (text: string) => [...text.matchAll(/addon-link" href="[^"]+">([^<]+)/g)].map(([, name]) => name);

it('asks strangers to sign in', async () => {
  for (const path of ['/addons', '/addons/parcelly']) {
    expect((await house.hub.stranger().get(path)).location).toMatch(/^\/sign-in/);
  }
});

describe('the shelf', () => {
  it('shows each addon with what it moves', async () => {
    const text = await shelf();
    expect(names(text)).toEqual(['Base', 'Parcelly', 'Shopfront']);
    expect(text).toContain('Parcels that exist to be tested');
    expect(text).toContain('<span class="chip">Invoices</span>');
  });

  it('is searched without a script, forgiving slips', async () => {
    expect(names(await shelf('?q=parcely'))).toEqual(['Parcelly']);
    expect(names(await shelf('?q=invocies'))).toEqual(['Parcelly']);
    const nothing = await shelf('?q=zebra');
    expect(nothing).toContain('Nothing found');
    expect(nothing).toContain('value="zebra"');
  });

  it('is sorted by category', async () => {
    expect(names(await shelf('?category=Shipping'))).toEqual(['Parcelly']);
    expect(await shelf('?category=Shipping')).toMatch(/aria-current="true"><span class="menu-label">Shipping/);
  });

  it.each(['?q[]=x', '?q=%00', `?q=${'x'.repeat(5000)}`, '?category[a]=b', '?q=%3Cscript%3E'])(
    'bears %s',
    async (query) => {
      const { status, text } = await mia.browser.get(`/addons${query.slice(0, 5100)}`);
      expect(status).toBe(200);
      expect(text).not.toContain('<script>"');
    },
  );

  it('marks what is installed', async () => {
    const { store, browser } = await house.hub.merchant();
    await house.hub.app.get(InstallationLife).install(store, 'base');
    expect((await browser.get('/addons')).text).toMatch(/>Base<[\s\S]{0,900}>Installed</);
  });

  it('tells staff, and nobody else, which plugins could not be loaded', async () => {
    const { text } = await (await house.hub.staff()).browser.get('/addons');
    expect(text).toContain('the last step is missing');
    expect(await shelf()).not.toContain('the last step is missing');
  });
});

describe('an addon’s page', () => {
  it('says in plain words what it moves and may touch', async () => {
    const { text } = await mia.browser.get('/addons/parcelly');
    for (const said of [
      'api.parcelly.test',
      'Secret key',
      'the addon itself never sees them',
      '1.2.0',
      'href="/addons/base"',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('offers what is missing first and comes back', async () => {
    const { store, browser } = await house.hub.merchant();
    const { text } = await browser.get('/addons/parcelly');
    expect(text).toContain('Install Base');
    expect(text).toContain('href="/addons/shopfront?back=%2Faddons%2Fparcelly"');
    expect(text).not.toMatch(/<button[^>]*>[^<]*(<svg.*<\/svg>)?Install<\/button>/);
    const life = house.hub.app.get(InstallationLife);
    await life.install(store, 'base');
    const shop = await life.install(store, 'shopfront');
    expect((await browser.get('/addons/parcelly')).text).toContain(`href="/installations/${shop.id}/steps/1"`);
    await browser.post(`/installations/${shop.id}/steps/1`, { shop: 'x', key: `y${shop.id}` });
    const ready = await browser.get('/addons/parcelly');
    expect(ready.text).not.toContain('Before you can install');
    expect(ready.text).toMatch(/Install<\/button>/);
  });

  it('brings one back to the addon one wanted once the platform is set up', async () => {
    const { browser } = await house.hub.merchant();
    const { location } = await browser.post('/installations', { plugin: 'shopfront', back: '/addons/parcelly' });
    const base = location!.replace(/\d+$/, '');
    await browser.post(`${base}1`, { shop: 'x', key: 'back' });
    await browser.post(`${base}2`, { timeZone: 'Australia/Perth', currency: 'AUD', taxInclusive: 'inclusive' });
    await browser.post(`${base}3`);
    expect((await browser.get(`${base}3`)).text).toMatch(/href="\/addons\/parcelly">Go on with Parcelly/);
  });

  it('sends who has no store to make one', async () => {
    const { user } = await house.hub.merchant('Storeless');
    await house.database.run('delete from stores where account_id = ?', [user.accountId]);
    const { browser } = await house.hub.person('merchant', user.accountId);
    const { text } = await browser.get('/addons/parcelly');
    expect(text).toContain('Add your first store');
    const toForm = '/stores/new?back=%2Faddons%2Fparcelly';
    expect(text).toContain(`href="${toForm}"`);
    expect((await browser.get(toForm)).text).toContain('name="back" value="/addons/parcelly"');
    const first = { name: 'First', timeZone: 'Australia/Perth', currency: 'AUD', back: '/addons/parcelly' };
    expect((await browser.post('/stores', { ...first, currency: 'Shells' })).text).toContain(
      'value="/addons/parcelly"',
    );
    expect((await browser.post('/installations', { plugin: 'base' })).status).toBe(404);
    expect((await browser.post('/stores', first)).location).toBe('/addons/parcelly');
  });

  it.each(['nowhere', '__proto__', '..%2Fbase'])('is not there for %s', async (id) => {
    expect((await mia.browser.get(`/addons/${id}`)).status).toBe(404);
  });
});
