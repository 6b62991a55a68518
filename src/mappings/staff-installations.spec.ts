import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '../../test/support/browser.js';
import type { Merchant } from '../../test/support/hub.js';
import { Lab } from './test/lab.js';

let lab: Lab;
let owner: Merchant;
let staff: Browser;
let app: number;

beforeAll(async () => {
  lab = await Lab.open();
  owner = await lab.hub.merchant('Fern & Fig');
  await lab.install(owner, 'corner');
  app = await lab.install(owner, 'crates');
  staff = (await lab.hub.staff()).browser;
});
afterAll(() => lab.stop());

describe('the list of all installations', () => {
  it('exists for staff only', async () => {
    expect((await lab.hub.stranger().get('/staff/installations')).location).toContain('/sign-in');
    for (const browser of [owner.browser, (await lab.hub.vendor()).browser]) {
      expect((await browser.get('/staff/installations')).status).toBe(404);
      expect((await browser.post(`/staff/installations/${app}/visit`)).status).toBe(404);
    }
  });

  it('names each with its store, and finds them by any name', async () => {
    const { text } = await staff.get('/staff/installations');
    for (const name of ['Crates', 'Corner Shop', 'Fern &amp; Fig']) expect(text).toContain(name);
    expect((await staff.get('/staff/installations?q=crat')).text).not.toContain('<strong>Corner Shop</strong>');
    expect((await staff.get('/staff/installations?q=%25')).text).toContain('Nothing is called that');
    expect((await staff.get('/staff/installations?before=1')).text).not.toContain('<strong>Crates</strong>');
  });

  it('leads into the store to the mappings, which the trail remembers', async () => {
    expect((await staff.get(`/installations/${app}/mappings`)).status).toBe(404);
    const visit = await staff.post(`/staff/installations/${app}/visit`);
    expect(visit).toMatchObject({ status: 303, location: `/installations/${app}/mappings` });
    expect((await staff.get(`/installations/${app}/mappings/goods`)).text).toContain('type="radio"');
    const entry = await lab.database.one('select action, store_id from audit_entries order by id desc limit 1');
    expect(entry).toEqual({ action: 'visited by staff', store_id: owner.store.id });
  });

  it('leads nowhere where nothing is installed', async () => {
    expect((await staff.post('/staff/installations/999999/visit')).status).toBe(404);
  });
});
