import { describe, expect, it } from 'vitest';
import { APP_IMPORTS, order, SHOP_IMPORTS } from '../../mappings/test/goods.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { access, configuring, page } from '../test/configuring.js';

const here = configuring();
const { opened, save, last, held, trail } = here;

describe('who decides a field', () => {
  it('is changed here and on the mapping’s page alike, and is read anew', async () => {
    const { id, owner } = await opened();
    const ref = { storeId: owner.store.id, installationId: id, task: 'import-goods' };
    const before = (await here.lab.hub.app.get(Schedules).one(ref))!;
    await save(owner.browser, id, { 'master.goods.name': 'store' });
    const after = (await here.lab.hub.app.get(Schedules).one(ref))!;
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
    expect(await here.lab.database.query('select * from field_masters where installation_id = ?', [id])).toEqual([]);

    const from = 'select from_number from advanced_versions where installation_id = ? order by number desc limit 1';
    expect(await here.lab.database.one(from, [id])).toEqual({ from_number: 2 });
    await save(owner.browser, id, { days: '33', _from: '2' });
    expect(await here.lab.database.one(from, [id])).toEqual({ from_number: null });

    expect((await owner.browser.get(`${page(id)}?from=0`)).text).toContain('the addon’s own defaults');
    await save(owner.browser, id, { _from: '0' });
    expect([await held(id), await last(id)]).toEqual([{}, 6]);
    const history = (await owner.browser.get(`${page(id)}/versions`)).text;
    expect(history).toMatch(/Back to the defaults[\s\S]*Back to version 2[\s\S]*Created as a copy/);
  });

  it('begin with what staff had set before', async () => {
    const owner = await here.lab.hub.merchant();
    const id = await here.lab.install(owner, 'crates');
    const helper = (await here.lab.hub.staff()).browser;
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
    const owner = await here.lab.hub.merchant();
    const shop = await here.lab.install(owner, 'corner', { state: 'live' });
    const id = await here.lab.install(owner, 'crates', { state: 'live' });
    await here.lab.run(owner, shop, ...SHOP_IMPORTS);
    await here.lab.run(owner, id, ...APP_IMPORTS);
    for (const [code, depot] of [
      ['SYD', 'S1'],
      ['BNE', 'X9'],
    ]) {
      await here.lab.database.run(
        "insert into value_pairs (store_id, installation_id, map, store_value, app_value, updated_at) values (?, ?, 'warehouses', ?, ?, now())",
        [owner.store.id, id, code!, depot!],
      );
    }
    await here.staff.post(access(id));
    await owner.browser.post(page(id));
    expect((await save(owner.browser, id, { prefix: 'X-' })).status).toBe(303);
    await save(owner.browser, id, { prefix: 'C-' });

    await here.lab.run(owner, id, 'export-orders');
    const asked = await save(owner.browser, id, { prefix: 'X-' });
    expect(asked.status).toBe(422);
    expect(asked.text).toMatch(/2 documents went out before: <code>C-N\d<\/code>, <code>C-N\d<\/code>/);
    const all = /href="([^"]+)" target="_blank">see all/.exec(asked.text)![1]!;
    expect(all).toContain('type=invoice&amp;text=C-');
    const listed = (await owner.browser.get(all.replace('&amp;', '&'))).text;
    for (const number of ['N1', 'N4']) expect(listed).toContain(`>${number}<`);
    expect(asked.text).toMatch(/next one looks like <code>X-N\d</);
    expect((await save(owner.browser, id, { prefix: 'Y-', '_numbers.prefix': 'X-' })).status).toBe(422);
    expect((await save(owner.browser, id, { prefix: 'X-', '_numbers.prefix': 'X-' })).status).toBe(303);

    const sent = () =>
      here.lab.app
        .list('sales')
        .map(({ reference }) => String(reference))
        .sort();
    const before = sent();
    here.lab.shop.list('orders').push(order('N9', 'SYD'));
    await here.lab.run(owner, shop, 'import-orders');
    await here.lab.run(owner, id, 'export-orders');
    expect(sent()).toEqual([...before, 'X-N9']);
  });
});

describe('closed again', () => {
  it('holds, is read, and is changed by staff only', async () => {
    const { id, owner } = await opened();
    await save(owner.browser, id, { days: '45' });
    await here.staff.delete(access(id));
    expect(await trail()).toMatchObject({ action: 'advanced configuration closed', on_behalf: 0 });
    const { text } = await owner.browser.get(page(id));
    expect(text).toMatch(/These values are in force[\s\S]*45 days/);
    expect((await save(owner.browser, id, { days: '46' })).status).toBe(404);
    expect((await owner.browser.get(`/installations/${id}/mappings/goods`)).text).not.toContain('type="radio"');
    expect(await held(id)).toEqual({ days: 45 });
    expect((await owner.browser.get(`${page(id)}/versions`)).text).not.toContain('Go back to');
  });
});
