import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from '../../test/support/browser.js';
import type { Merchant } from '../../test/support/hub.js';
import { Schedules } from '../tasks/schedules.service.js';
import { APP_IMPORTS, SHOP_IMPORTS, stockUp } from './test/goods.js';
import { Lab } from './test/lab.js';

let lab: Lab;
let owner: Merchant;
let stranger: Merchant;
let visitor: Browser;
let shop: number;
let app: number;

beforeAll(async () => {
  lab = await Lab.open();
  ({ owner, shop, app } = await lab.furnish());
  stockUp(lab);
  stranger = await lab.hub.merchant('Somebody Else');
  await lab.run(owner, shop, ...SHOP_IMPORTS);
  await lab.run(owner, app, ...APP_IMPORTS);
  visitor = (await lab.hub.staff()).browser;
  await visitor.post(`/stores/${owner.store.id}/visit`);
});
afterAll(() => lab.stop());
beforeEach(() => lab.database.run('delete from field_masters'));

const goods = () => `/installations/${app}/mappings/goods`;
const fieldIn = (text: string, label: string) =>
  text.split('<li class="field-map').find((part) => part.includes(`<strong>${label}</strong>`)) ?? '';

describe('the mappings', () => {
  it('are closed to strangers', async () => {
    expect((await lab.hub.stranger().get(goods())).location).toContain('/sign-in');
    for (const path of [goods(), `/installations/${app}/mappings`]) {
      expect((await stranger.browser.get(path)).status).toBe(404);
      expect((await (await lab.hub.vendor()).browser.get(path)).status).toBe(404);
    }
  });

  it('are listed with what each becomes', async () => {
    const { text } = await owner.browser.get(`/installations/${app}/mappings`);
    expect(text).toContain(`href="${goods()}"`);
    expect(text).toContain('As the addon has them');
    expect((await owner.browser.get(`/installations/${app}/mappings/nothing`)).status).toBe(404);
  });

  it('show each field with what happens to it and who decides', async () => {
    const { text } = await owner.browser.get(goods());
    expect(fieldIn(text, 'Title')).toContain('in capital letters');
    expect(fieldIn(text, 'EAN')).toContain('The store');
    expect(fieldIn(text, 'Good code')).toContain('Names the record');
  });

  it('put the latest record’s values beside the fields, or those of any other', async () => {
    expect((await owner.browser.get(goods())).text).toMatch(/With the values of <strong>(FIG|FERN)/);
    const { text } = await owner.browser.get(`${goods()}?record=FERN`);
    expect(fieldIn(text, 'Title')).toMatch(/FERN<\/span>[\s\S]*FERN<\/span>/);
    expect((await owner.browser.get(`${goods()}?record=Nothing`)).text).toContain('is called “Nothing”');
  });

  it('show where the app says otherwise than the record', async () => {
    const { text } = await owner.browser.get(`${goods()}?record=FERN`);
    expect(fieldIn(text, 'EAN')).toMatch(/9312345678907[\s\S]*–[\s\S]*Differs/);
    expect(fieldIn(text, 'Title')).not.toContain('Differs');
  });

  it('know what the shop last said of a price that another app has changed since', async () => {
    const { text } = await owner.browser.get(`/installations/${shop}/mappings/products?record=FERN`);
    const price = fieldIn(text, 'price');
    expect(price).toMatch(/10\.00<\/span>[\s\S]*12\.00<\/span>[\s\S]*Differs/);
  });

  it('let only staff say who decides', async () => {
    expect((await owner.browser.get(goods())).text).not.toContain('type="radio"');
    expect((await owner.browser.patch(goods(), { 'master.name': 'store' })).status).toBe(404);
    expect((await (await lab.hub.staff()).browser.patch(goods(), { 'master.name': 'store' })).status).toBe(404);
    expect(await lab.database.query('select * from field_masters')).toEqual([]);
    expect((await visitor.get(goods())).text).toContain('name="master.name" value="app" checked');
  });

  it('keep a changed master, read everything anew and tell the trail', async () => {
    const ref = { storeId: owner.store.id, installationId: app, task: 'import-goods' };
    const before = (await lab.hub.app.get(Schedules).one(ref))!;
    expect(before.watermark).not.toBeNull();
    await visitor.patch(goods(), {
      'master.name': 'store',
      'master.barcode': 'app',
      'master.sku': 'store',
      'master.x': 'app',
    });
    expect(await lab.database.query('select field, master from field_masters order by field')).toEqual([
      { field: 'barcode', master: 'app' },
      { field: 'name', master: 'store' },
    ]);
    expect(await lab.hub.app.get(Schedules).one(ref)).toMatchObject({
      watermark: null,
      mapping_version: before.mapping_version + 1,
    });
    const entry = await lab.database.one(
      'select action, before_json, after_json, on_behalf from audit_entries order by id desc',
    );
    expect(entry).toMatchObject({
      action: 'advanced configuration changed',
      before_json: { 'Goods: Who decides Name': 'Crates', 'Goods: Who decides UPC/EAN': 'The store' },
      after_json: { 'Goods: Who decides Name': 'The store', 'Goods: Who decides UPC/EAN': 'Crates' },
      on_behalf: 1,
    });
    await lab.run(owner, app, 'import-goods');
    const record = await lab.database.one<{ body: string }>(
      `select body from records where type = 'product' and record_key = 'FERN'`,
    );
    expect(JSON.parse(record!.body)).toMatchObject({ barcode: '9312345678907' });
  });

  it('change nothing where nothing was changed, and forget what is as the addon has it', async () => {
    await visitor.patch(goods(), { 'master.name': 'fill' });
    await visitor.patch(goods(), { 'master.name': 'app' });
    expect(await lab.database.query('select * from field_masters')).toEqual([]);
    const entries = async () => (await lab.database.query('select 1 from audit_entries')).length;
    const before = await entries();
    await visitor.patch(goods(), { 'master.name': 'app', 'master.price': 'nonsense' });
    expect(await entries()).toBe(before);
  });
});
