import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from '../../../test/support/browser.js';
import type { Merchant } from '../../../test/support/hub.js';
import { APP_IMPORTS, order, SHOP_IMPORTS, stockUp } from '../../mappings/test/goods.js';
import { Lab } from '../../mappings/test/lab.js';
import { Schedules } from '../../tasks/schedules.service.js';

let lab: Lab;
let mia: Merchant;
let staff: Browser;
let visitor: Browser;
let app: number;

/** What the form holds while nothing is changed. */
const AS_IT_COMES = { prefix: 'C-', days: '30', shipping: '', lane: '' };

beforeAll(async () => {
  lab = await Lab.open();
  stockUp(lab);
  mia = await lab.hub.merchant('Fern & Fig');
  staff = (await lab.hub.staff()).browser;
  visitor = (await lab.hub.staff()).browser;
  await visitor.post(`/stores/${mia.store.id}/visit`);
  app = await lab.install(mia, 'crates');
});
afterAll(() => lab?.stop());

const page = (id = app) => `/installations/${id}/advanced`;
const access = (id = app) => `/staff/installations/${id}/access`;

/** Another installation, opened to its merchant and with a version of its own. */
async function opened(): Promise<{ id: number; owner: Merchant }> {
  const owner = await lab.hub.merchant();
  const id = await lab.install(owner, 'crates');
  await staff.post(access(id));
  await owner.browser.post(page(id));
  return { id, owner };
}

async function save(browser: Browser, id: number, fields: Record<string, string>, version?: number): Promise<Page> {
  const _version = String(version ?? (await last(id)));
  return browser.patch(page(id), { ...AS_IT_COMES, ...fields, _version });
}

const last = async (id: number): Promise<number> =>
  (await lab.database.query('select 1 from advanced_versions where installation_id = ?', [id])).length;

const held = async (id: number) =>
  (await lab.database.one<{ advanced: Record<string, unknown> }>('select advanced from installations where id = ?', [
    id,
  ]))!.advanced;

const trail = () =>
  lab.database.one<{ action: string; user_name: string; on_behalf: number; on_behalf_of: string | null }>(
    'select action, user_name, on_behalf, on_behalf_of from audit_entries order by id desc limit 1',
  );

describe('who may not enter', () => {
  it('is everybody but the merchant and staff who visit', async () => {
    const { id } = await opened();
    for (const browser of [mia.browser, staff, (await lab.hub.vendor()).browser]) {
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
    expect(await lab.database.query('select reason from access_requests')).toHaveLength(1);
  });

  it('stands in the queue of staff, with a count in their menu', async () => {
    const { text } = await staff.get('/staff/access-requests');
    expect(text).toMatch(/Crates[\s\S]*Fern &amp; Fig[\s\S]*We need another prefix\./);
    expect((await staff.get('/')).text).toMatch(/Access requests<\/span>\s*<span class="menu-count">1</);
    expect((await mia.browser.get('/')).text).not.toContain('menu-count');
  });

  it('reads why it was declined, and may ask again', async () => {
    const { id } = (await lab.database.one<{ id: number }>('select id from access_requests where waiting = 1'))!;
    const answer = `/staff/access-requests/${id}`;
    expect((await staff.patch(answer, { act: 'decline' })).status).toBe(422);
    await staff.patch(answer, { act: 'decline', answer: 'One store needs no prefix.' });
    expect(await trail()).toMatchObject({ action: 'advanced configuration declined', on_behalf: 0 });
    expect((await mia.browser.get(page())).text).toContain('One store needs no prefix.');
    expect((await staff.patch(answer, { act: 'open' })).status).toBe(404);
    await mia.browser.post(`/installations/${app}/access-requests`, { reason: 'There is a second store now.' });
  });

  it('may withdraw it', async () => {
    const owner = await lab.hub.merchant();
    const id = await lab.install(owner, 'crates');
    await owner.browser.post(`/installations/${id}/access-requests`, { reason: 'We thought so.' });
    const one = 'select id, state from access_requests where installation_id = ?';
    const request = (await lab.database.one<{ id: number }>(one, [id]))!;
    expect((await mia.browser.delete(`/installations/${app}/access-requests/${request.id}`)).status).toBe(303);
    expect(await lab.database.one(one, [id])).toMatchObject({ state: 'pending' });
    await owner.browser.delete(`/installations/${id}/access-requests/${request.id}`);
    expect(await lab.database.one(one, [id])).toMatchObject({ state: 'withdrawn' });
  });

  it('is granted: the button appears, and makes a copy that changes nothing', async () => {
    const { id } = (await lab.database.one<{ id: number }>('select id from access_requests where waiting = 1'))!;
    await staff.patch(`/staff/access-requests/${id}`, { act: 'open', answer: 'Mind what is out already.' });
    expect(await trail()).toMatchObject({ action: 'advanced configuration opened', on_behalf: 0 });
    expect((await mia.browser.get(page())).text).toMatch(/answered[\s\S]*Mind what is out already\./);
    expect((await staff.get('/')).text).not.toContain('menu-count');
    const setup = await mia.browser.get(`/installations/${app}/setup`);
    expect(setup.text).toContain('Create My Own Custom Configuration');
    expect((await save(mia.browser, app, { days: '9' })).status).toBe(404);
    await mia.browser.post(page());
    await mia.browser.post(page());
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
    await lab.run(owner, await lab.install(owner, 'corner'), 'import-products');
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

describe('who decides a field', () => {
  it('is changed here and on the mapping’s page alike, and is read anew', async () => {
    const { id, owner } = await opened();
    const ref = { storeId: owner.store.id, installationId: id, task: 'import-goods' };
    const before = (await lab.hub.app.get(Schedules).one(ref))!;
    await save(owner.browser, id, { 'master.goods.name': 'store' });
    const after = (await lab.hub.app.get(Schedules).one(ref))!;
    expect(after.mapping_version).toBe(before.mapping_version + 1);
    const mapping = `/installations/${id}/mappings/goods`;
    expect((await owner.browser.get(mapping)).text).toContain('name="master.name" value="store" checked');
    await owner.browser.patch(mapping, { 'master.price': 'fill' });
    expect((await owner.browser.get(page(id))).text).toContain('name="master.goods.price" value="fill" checked');
    const history = (await owner.browser.get(`${page(id)}/versions`)).text;
    expect(history).toMatch(/Who decides Store price[\s\S]*Crates \(default\)[\s\S]*Only if empty/);
    expect(await last(id)).toBe(3);
  });

  it('tells a mapping’s page of what was saved meanwhile', async () => {
    const { id, owner } = await opened();
    const mapping = `/installations/${id}/mappings/goods`;
    await owner.browser.patch(mapping, { 'master.price': 'fill', _version: '1' });
    await owner.browser.patch(mapping, { 'master.price': 'store', _version: '1' });
    expect((await owner.browser.get(mapping)).text).toMatch(/has saved version 2 meanwhile[\s\S]*value="fill" checked/);
  });
});

describe('two people at once', () => {
  it('lose nothing: the later one is told, and decides', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, { days: '31', lane: 'A', note: 'first' }, 1);
    const late = await save(owner.browser, id, { days: '40', atOnce: 'true' }, 1);
    expect(late.status).toBe(409);
    expect(late.text).toMatch(/has saved version 2/);
    expect(late.text).toMatch(/Saved meanwhile: 31 days/);
    expect(late.text).toMatch(/name="days"[^>]*value="40"/);
    expect(late.text).toMatch(/value="A" selected/);
    expect(await held(id)).toEqual({ days: 31, lane: 'A' });
    await save(owner.browser, id, { days: '40', atOnce: 'true', lane: 'A' }, 2);
    expect(await held(id)).toEqual({ days: 40, atOnce: true, lane: 'A' });
  });

  it('saving in the same moment make two versions, or one is told', async () => {
    const { id, owner } = await opened();
    const answers = await Promise.all(['41', '42', '43'].map((days) => save(owner.browser, id, { days }, 1)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
    expect(await last(id)).toBe(2);
  });
});

describe('versions', () => {
  it('are compared, gone back to, and left for the defaults', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, { days: '31' });
    await save(owner.browser, id, { days: '32', lane: 'A', 'master.goods.name': 'store' });
    const compared = await owner.browser.get(`${page(id)}/versions?compare=3&with=1`);
    expect(compared.text).toMatch(
      /Version 1 beside version 3[\s\S]*Days to keep[\s\S]*30 days \(default\)[\s\S]*32 days/,
    );
    expect((await owner.browser.get(`${page(id)}/versions?compare=3&with=9`)).status).toBe(404);
    expect((await owner.browser.get(`${page(id)}/versions/2`)).text).toMatch(/30 days \(default\)[\s\S]*31 days/);
    expect((await owner.browser.get(`${page(id)}/versions/9`)).status).toBe(404);

    const back = await owner.browser.get(`${page(id)}?from=2`);
    expect(back.text).toMatch(/values of version 2[\s\S]*name="days"[^>]*value="31"/);
    expect(await last(id)).toBe(3);
    await save(owner.browser, id, { days: '31', _from: '2', 'master.goods.name': 'app' });
    expect([await held(id), await last(id)]).toEqual([{ days: 31 }, 4]);
    expect(await lab.database.query('select * from field_masters where installation_id = ?', [id])).toEqual([]);

    const from = 'select from_number from advanced_versions where installation_id = ? order by number desc limit 1';
    expect(await lab.database.one(from, [id])).toEqual({ from_number: 2 });
    await save(owner.browser, id, { days: '33', _from: '2' });
    expect(await lab.database.one(from, [id])).toEqual({ from_number: null });

    expect((await owner.browser.get(`${page(id)}?from=0`)).text).toContain('the addon’s own defaults');
    await save(owner.browser, id, { _from: '0' });
    expect([await held(id), await last(id)]).toEqual([{}, 6]);
    const history = (await owner.browser.get(`${page(id)}/versions`)).text;
    expect(history).toMatch(/Back to the defaults[\s\S]*Back to version 2[\s\S]*Created as a copy/);
  });

  it('begin with what staff had set before', async () => {
    const owner = await lab.hub.merchant();
    const id = await lab.install(owner, 'crates');
    const helper = (await lab.hub.staff()).browser;
    await helper.post(`/stores/${owner.store.id}/visit`);
    await save(helper, id, { days: '60' });
    expect(await trail()).toMatchObject({ user_name: 'Mia staff', on_behalf: 1, on_behalf_of: 'Fern & Fig' });
    expect(await last(id)).toBe(2);
    const { text } = await owner.browser.get(page(id));
    expect(text).toMatch(/60 days/);
    expect(text).not.toContain('Save as a new version');
  });
});

describe('what stands before numbers', () => {
  it('is changed after exports only by saying yes to exactly that', async () => {
    const owner = await lab.hub.merchant();
    const shop = await lab.install(owner, 'corner', { state: 'live' });
    const id = await lab.install(owner, 'crates', { state: 'live' });
    await lab.run(owner, shop, ...SHOP_IMPORTS);
    await lab.run(owner, id, ...APP_IMPORTS);
    for (const [code, depot] of [
      ['SYD', 'S1'],
      ['BNE', 'X9'],
    ]) {
      await lab.database.run(
        "insert into value_pairs (store_id, installation_id, map, store_value, app_value, updated_at) values (?, ?, 'warehouses', ?, ?, now())",
        [owner.store.id, id, code!, depot!],
      );
    }
    await staff.post(access(id));
    await owner.browser.post(page(id));
    expect((await save(owner.browser, id, { prefix: 'X-' })).status).toBe(303);
    await save(owner.browser, id, { prefix: 'C-' });

    await lab.run(owner, id, 'export-orders');
    const asked = await save(owner.browser, id, { prefix: 'X-' });
    expect(asked.status).toBe(422);
    expect(asked.text).toMatch(/2 documents went out before: <code>C-N\d<\/code>, <code>C-N\d<\/code>/);
    expect(asked.text).toMatch(/next one looks like <code>X-N\d</);
    expect((await save(owner.browser, id, { prefix: 'Y-', '_numbers.prefix': 'X-' })).status).toBe(422);
    expect((await save(owner.browser, id, { prefix: 'X-', '_numbers.prefix': 'X-' })).status).toBe(303);

    const sent = () =>
      lab.app
        .list('sales')
        .map(({ reference }) => String(reference))
        .sort();
    const before = sent();
    lab.shop.list('orders').push(order('N9', 'SYD'));
    await lab.run(owner, shop, 'import-orders');
    await lab.run(owner, id, 'export-orders');
    expect(sent()).toEqual([...before, 'X-N9']);
  });
});

describe('closed again', () => {
  it('holds, is read, and is changed by staff only', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, { days: '45' });
    await staff.delete(access(id));
    expect(await trail()).toMatchObject({ action: 'advanced configuration closed', on_behalf: 0 });
    const { text } = await owner.browser.get(page(id));
    expect(text).toMatch(/These values are in force[\s\S]*45 days/);
    expect((await save(owner.browser, id, { days: '46' })).status).toBe(404);
    expect((await owner.browser.get(`/installations/${id}/mappings/goods`)).text).not.toContain('type="radio"');
    expect(await held(id)).toEqual({ days: 45 });
    expect((await owner.browser.get(`${page(id)}/versions`)).text).not.toContain('Go back to');
  });
});

describe('staff', () => {
  it('see where it is open, and find those', async () => {
    const { id } = await opened();
    expect((await staff.get('/staff/installations?advanced=open')).text).toContain(`#${id}`);
    expect((await staff.get('/staff/installations?advanced=untouched')).text).not.toContain(`#${id}<`);
    const visit = await staff.post(`/staff/installations/${id}/visit`, { to: 'advanced' });
    expect(visit.location).toBe(page(id));
    await staff.delete('/visit');
  });

  it('change it while they visit, open or not', async () => {
    expect((await visitor.get(page())).text).toContain('Save as a new version');
  });
});
