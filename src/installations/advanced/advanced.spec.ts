import { beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '../../../test/support/browser.js';
import type { Merchant } from '../../../test/support/hub.js';
import { access as accessTo, configuring, page as pageOf } from '../test/configuring.js';

const here = configuring();
const { opened, save, last, held, trail } = here;

let mia: Merchant;
let visitor: Browser;
let app: number;

beforeAll(async () => {
  mia = await here.lab.hub.merchant('Fern & Fig');
  visitor = (await here.lab.hub.staff()).browser;
  await visitor.post(`/stores/${mia.store.id}/visit`);
  app = await here.lab.install(mia, 'crates');
});

const page = (id = app) => pageOf(id);
const access = (id = app) => accessTo(id);

describe('who may not enter', () => {
  it('is everybody but the merchant and staff who visit', async () => {
    const { id } = await opened();
    for (const browser of [mia.browser, here.staff, (await here.lab.hub.vendor()).browser]) {
      for (const path of ['', '/versions', '/versions/1']) {
        expect((await browser.get(page(id) + path)).status).toBe(404);
      }
      expect((await browser.post(page(id))).status).toBe(404);
      expect((await save(browser, id, { days: '9' })).status).toBe(404);
      expect((await browser.post(`/installations/${id}/access-requests`, { reason: 'I am curious' })).status).toBe(404);
    }
    expect(await last(id)).toBe(1);
  });

  it('is the merchant, as long as staff haven’t opened it', async () => {
    expect((await mia.browser.get(page())).text).toContain('It is not open for this addon');
    expect((await mia.browser.get(`/installations/${app}/setup`)).text).not.toContain('Create My Own');
    expect((await mia.browser.post(page())).status).toBe(404);
    expect((await save(mia.browser, app, { days: '9' })).status).toBe(404);
    expect((await mia.browser.post(access())).status).toBe(404);
    expect((await mia.browser.delete(access())).status).toBe(404);
    expect((await mia.browser.patch('/staff/access-requests/1', { act: 'open' })).status).toBe(404);
    expect(await last(app)).toBe(0);
  });
});

describe('a merchant who asks', () => {
  it('gives a reason, and asks once', async () => {
    const asking = `/installations/${app}/access-requests`;
    const { status, text } = await mia.browser.post(asking, { reason: ' ' });
    expect([status, text.includes('A sentence about what you want to change')]).toEqual([422, true]);
    await mia.browser.post(asking, { reason: 'We need another prefix.' });
    await mia.browser.post(asking, { reason: 'We really need it.' });
    expect((await mia.browser.get(page())).text).toMatch(/You have asked for it[\s\S]*We need another prefix/);
    expect(await here.lab.database.query('select reason from access_requests')).toHaveLength(1);
  });

  it('stands in the queue of here.staff, with a count in their menu', async () => {
    const { text } = await here.staff.get('/staff/access-requests');
    expect(text).toMatch(/Crates[\s\S]*Fern &amp; Fig[\s\S]*We need another prefix\./);
    expect((await here.staff.get('/')).text).toMatch(/Access requests<\/span>\s*<span class="menu-count">1</);
    expect((await here.staff.get('/')).text).toMatch(
      /A merchant asks for an advanced configuration[\s\S]*href="\/staff\/access-requests"/,
    );
    expect((await mia.browser.get('/')).text).not.toContain('menu-count');
  });

  it('reads why it was declined, and may ask again', async () => {
    const { id } = (await here.lab.database.one<{ id: number }>('select id from access_requests where waiting = 1'))!;
    const answer = `/staff/access-requests/${id}`;
    expect((await here.staff.patch(answer, { act: 'decline' })).status).toBe(422);
    await here.staff.patch(answer, { act: 'decline', answer: 'One store needs no prefix.' });
    expect(await trail()).toMatchObject({ action: 'advanced configuration declined', on_behalf: 0 });
    expect((await mia.browser.get(page())).text).toContain('One store needs no prefix.');
    expect((await mia.browser.get('/')).text).toMatch(
      /You were declined advanced configuration of Crates<\/strong><p class="quiet">One store needs no prefix\./,
    );
    expect((await here.staff.patch(answer, { act: 'open' })).status).toBe(404);
    await mia.browser.post(`/installations/${app}/access-requests`, { reason: 'There is a second store now.' });
  });

  it('may withdraw it', async () => {
    const owner = await here.lab.hub.merchant();
    const id = await here.lab.install(owner, 'crates');
    await owner.browser.post(`/installations/${id}/access-requests`, { reason: 'We thought so.' });
    const one = 'select id, state from access_requests where installation_id = ?';
    const request = (await here.lab.database.one<{ id: number }>(one, [id]))!;
    expect((await mia.browser.delete(`/installations/${app}/access-requests/${request.id}`)).status).toBe(303);
    expect(await here.lab.database.one(one, [id])).toMatchObject({ state: 'pending' });
    await owner.browser.delete(`/installations/${id}/access-requests/${request.id}`);
    expect(await here.lab.database.one(one, [id])).toMatchObject({ state: 'withdrawn' });
  });

  it('is granted: the button appears, and makes a copy that changes nothing', async () => {
    const { id } = (await here.lab.database.one<{ id: number }>('select id from access_requests where waiting = 1'))!;
    await here.staff.patch(`/staff/access-requests/${id}`, { act: 'open', answer: 'Mind what is out already.' });
    expect(await trail()).toMatchObject({ action: 'advanced configuration opened', on_behalf: 0 });
    expect((await mia.browser.get(page())).text).toMatch(/answered[\s\S]*Mind what is out already\./);
    expect((await here.staff.get('/')).text).not.toContain('menu-count');
    const open = /Advanced configuration of Crates is open to you[\s\S]*href="[^"]+\/advanced">Go on/;
    expect((await mia.browser.get('/')).text).toMatch(open);
    const setup = await mia.browser.get(`/installations/${app}/setup`);
    expect(setup.text).toContain('Create My Own Custom Configuration');
    expect((await save(mia.browser, app, { days: '9' })).status).toBe(404);
    await mia.browser.post(page());
    await mia.browser.post(page());
    expect((await mia.browser.get('/')).text).not.toMatch(open);
    expect([await last(app), await held(app)]).toEqual([1, {}]);
    expect((await mia.browser.get(page())).text).toMatch(/name="prefix"[^>]*value="C-"[\s\S]*Default: C-/);
  });
});

describe('the page', () => {
  it('keeps what differs, marks it, and names it in the trail', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, { days: '45', atOnce: 'true', lane: 'B', note: 'Slow winters' });
    expect(await held(id)).toEqual({ days: 45, atOnce: true, lane: 'B' });
    const { text } = await owner.browser.get(page(id));
    expect(text).toMatch(/Version 2, saved by Mia merchant [\s\S]*Slow winters/);
    expect(text.match(/>Changed</g)).toHaveLength(3);
    expect(await trail()).toMatchObject({ action: 'advanced configuration changed', on_behalf: 0 });
  });

  it('takes each field back to its default', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, { days: '45', lane: 'B' });
    await save(owner.browser, id, { days: '46', lane: 'B', '_default.days': 'true' });
    expect(await held(id)).toEqual({ lane: 'B' });
  });

  it('remembers that a field was left empty on purpose', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, { prefix: '' });
    expect(await held(id)).toEqual({ prefix: null });
    expect((await owner.browser.get(page(id))).text).not.toMatch(/name="prefix"[^>]*value="C-"/);
  });

  it.each([
    ['a number out of bounds', { days: '500' }, 'Days to keep: at most 365'],
    ['a text too long', { prefix: 'LONGER-' }, 'at most 6 characters'],
    ['a value the app’s list doesn’t have', { lane: 'C' }, 'Crates has no “C”'],
  ])('refuses %s, and keeps what was typed', async (_, fields, problem) => {
    const { id, owner } = await opened();
    const { status, text } = await save(owner.browser, id, { ...fields, note: 'Because' });
    expect([status, text.includes(problem), text.includes('value="Because"')]).toEqual([422, true, true]);
    expect(await last(id)).toBe(1);
  });

  it('refuses a record that the store hasn’t', async () => {
    const { id, owner } = await opened();
    await here.lab.run(owner, await here.lab.install(owner, 'corner'), 'import-products');
    expect((await save(owner.browser, id, { shipping: 'NOWHERE' })).text).toContain('there is no “NOWHERE”');
    expect((await save(owner.browser, id, { shipping: 'FERN' })).status).toBe(303);
  });

  it('saves nothing where nothing has changed', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, {});
    expect(await last(id)).toBe(1);
  });

  it('offers values of the app’s own lists', async () => {
    expect((await mia.browser.get(`/installations/${app}/picks/lane?q=b`)).text).toContain('Lane B');
  });
});

describe('staff', () => {
  it('see where it is open, and find those', async () => {
    const { id } = await opened();
    expect((await here.staff.get('/staff/installations?advanced=open')).text).toContain(`#${id}`);
    expect((await here.staff.get('/staff/installations?advanced=untouched')).text).not.toContain(`#${id}<`);
    const visit = await here.staff.post(`/staff/installations/${id}/visit`, { to: 'advanced' });
    expect(visit.location).toBe(page(id));
    await here.staff.delete('/visit');
  });

  it('change it while they visit, open or not', async () => {
    expect((await visitor.get(page())).text).toContain('Save as a new version');
  });
});
