import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '../../../test/support/browser.js';
import type { Merchant } from '../../../test/support/hub.js';
import { Lab } from '../../mappings/test/lab.js';

let lab: Lab;
let mia: Merchant;
let staff: Browser;

beforeAll(async () => {
  lab = await Lab.open();
  mia = await lab.hub.merchant('Fern & Fig');
  staff = (await lab.hub.staff()).browser;
});
afterAll(() => lab?.stop());

const ask = ({ browser }: Merchant, contact = 'Ring 02 5550 1234 after ten.') =>
  browser.post('/set-ups', { plugin: 'crates', contact });

const latest = async () =>
  (await lab.database.one<{ id: number; state: string; price: string; store_id: number }>(
    'select id, state, price, store_id from set_up_requests order by id desc limit 1',
  ))!;

const trail = (limit: number) =>
  lab.database.query<Record<string, unknown>>(
    `select action, user_name, on_behalf, on_behalf_of from audit_entries order by id desc limit ${limit}`,
  );

describe('who may not enter', () => {
  it('is a vendor, another merchant, and everybody but staff in the queue', async () => {
    await ask(mia);
    const { id } = await latest();
    const vendor = (await lab.hub.vendor()).browser;
    const other = await lab.hub.merchant('Quokka Cycles');
    expect((await vendor.get('/set-ups/new?plugin=crates')).status).toBe(404);
    expect((await vendor.post('/set-ups', { plugin: 'crates', contact: 'Ring me up' })).status).toBe(404);
    expect((await other.browser.delete(`/set-ups/${id}`)).status).toBe(404);
    for (const browser of [vendor, other.browser, mia.browser]) {
      expect((await browser.get('/staff/set-ups')).status).toBe(404);
      expect((await browser.post(`/staff/set-ups/${id}/visit`)).status).toBe(404);
      expect((await browser.patch(`/staff/set-ups/${id}`, { state: 'done' })).status).toBe(404);
    }
    expect((await latest()).state).toBe('asked');
    await mia.browser.delete(`/set-ups/${id}`);
    expect((await latest()).state).toBe('withdrawn');
  });
});

describe('a merchant', () => {
  it('finds the offer on the listing, only where an addon names a fee', async () => {
    expect((await mia.browser.get('/addons/crates')).text).toMatch(/We set it up for you[\s\S]*149\.00/);
    expect((await mia.browser.get('/addons/corner')).text).not.toContain('We set it up for you');
    expect((await mia.browser.get('/set-ups/new?plugin=corner')).status).toBe(404);
    expect((await mia.browser.get('/set-ups/new')).location).toBe('/addons');
  });

  it('finds it in the wizard as well', async () => {
    const owner = await lab.hub.merchant();
    const begun = await lab.install(owner, 'crates', { state: 'installing' });
    const { text } = await owner.browser.get(`/installations/${begun}/steps/1`);
    expect(text).toMatch(/href="\/set-ups\/new\?plugin=crates[^"]*"/);
    expect(text).toContain('149.00');
  });

  it('says how to reach them, and asks once', async () => {
    expect((await ask(mia, '')).status).toBe(422);
    expect((await ask(mia)).location).toBe('/addons/crates');
    await ask(mia, 'Once more, please.');
    expect(await lab.database.query("select id from set_up_requests where state = 'asked'")).toHaveLength(1);
    expect((await latest()).price).toBe('149.00');
    expect((await mia.browser.get('/addons/crates')).text).toContain('You have asked us to set Crates up');
  });
});

describe('staff', () => {
  it('act in the merchant’s place under their own name, and are seen to', async () => {
    expect((await staff.get('/')).text).toMatch(/Set-up requests<\/span>\s*<span class="menu-count">1</);
    expect((await staff.get('/')).text).toContain('A merchant asks for an addon to be set up');
    expect((await staff.get('/staff/set-ups')).text).toMatch(/Crates for Fern &amp; Fig[\s\S]*02 5550 1234/);
    const { id } = await latest();
    expect((await staff.post(`/staff/set-ups/${id}/visit`)).location).toBe('/addons/crates');
    expect((await latest()).state).toBe('working');
    for (const page of ['/', '/addons', '/profile']) {
      expect((await staff.get(page)).text).toMatch(
        /You act for <strong>Fern &amp; Fig<\/strong> as <strong>Mia staff<\/strong>/,
      );
    }
    await staff.post('/installations', { plugin: 'corner' });
    expect(await trail(3)).toEqual([
      { action: 'installed', user_name: 'Mia staff', on_behalf: 1, on_behalf_of: 'Fern & Fig' },
      expect.objectContaining({ action: 'visited by staff' }),
      { action: 'set-up begun', user_name: 'Mia staff', on_behalf: 0, on_behalf_of: null },
    ]);
    expect((await staff.get('/staff/audit')).text).toContain('on behalf of Fern &amp; Fig');
    expect((await mia.browser.get('/addons/crates')).text).toContain('Mia staff is setting Crates up for you');
  });

  it('take what is begun to its addon, and say when it is done', async () => {
    const { id } = await latest();
    const installed = await lab.install(mia, 'crates');
    expect((await staff.post(`/staff/set-ups/${id}/visit`)).location).toBe(`/installations/${installed}`);
    expect((await mia.browser.get(`/installations/${installed}/setup`)).text).toContain('is setting Crates up for you');
    await staff.patch(`/staff/set-ups/${id}`, { state: 'done', answer: 'All connected.' });
    expect((await latest()).state).toBe('done');
    expect((await staff.patch(`/staff/set-ups/${id}`, { state: 'done' })).status).toBe(404);
    expect((await mia.browser.get(`/installations/${installed}/setup`)).text).not.toContain('is setting');
    await staff.delete('/visit');
    expect((await staff.get(`/installations/${installed}/setup`)).status).toBe(404);
  });

  it('decline with a reason, which the merchant reads', async () => {
    await ask(mia);
    const { id } = await latest();
    expect((await staff.patch(`/staff/set-ups/${id}`, { state: 'declined' })).status).toBe(422);
    await staff.patch(`/staff/set-ups/${id}`, { state: 'declined', answer: 'Your plan has no API.' });
    expect((await mia.browser.get('/addons/crates')).text).toContain('Your plan has no API.');
  });

  it('list every store, and find one by its name or its business', async () => {
    await lab.hub.merchant('Quokka Cycles');
    const { text } = await staff.get('/staff/stores');
    for (const name of ['Fern &amp; Fig', 'Quokka Cycles']) expect(text).toContain(name);
    expect((await staff.get('/staff/stores?q=quok')).text).not.toContain('<strong>Fern');
    expect((await staff.get('/staff/stores?q=%25')).text).toContain('Nothing is called that');
    expect((await mia.browser.get('/staff/stores')).status).toBe(404);
  });
});
