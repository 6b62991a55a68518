import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { FactsService } from '../installations/facts.service.js';
import type { Installation } from '../installations/installation.entity.js';
import { Unmapped } from '../installations/unmapped.service.js';
import type { ValueMap } from '../sdk/index.js';
import { APP_IMPORTS, SHOP_IMPORTS, stockUp } from './test/goods.js';
import { Lab } from './test/lab.js';

let lab: Lab;
let owner: Merchant;
let stranger: Merchant;
let shop: number;
let app: number;

beforeAll(async () => {
  lab = await Lab.open();
  ({ owner, shop, app } = await lab.furnish());
  stockUp(lab);
  stranger = await lab.hub.merchant('Somebody Else');
  await lab.run(owner, shop, ...SHOP_IMPORTS);
  await lab.run(owner, app, ...APP_IMPORTS);
});
afterAll(() => lab.stop());
beforeEach(() => lab.database.run('delete from value_pairs'));

const page = (map = 'warehouses', query = '') => `/installations/${app}/maps/${map}${query}`;

const kept = () =>
  lab.database.query<{ store_value: string; app_value: string; confirmed: number }>(
    'select store_value, app_value, confirmed from value_pairs order by store_value',
  );

/** As the page sends it: three fields for each row. */
function filled(pairs: Record<string, string>, ticked: string[] = []): Record<string, string> {
  const fields = Object.entries(pairs).flatMap(([store, value], at) => [
    [`store.${at}`, store],
    [`app.${at}`, value],
    ...(ticked.includes(store) ? [[`confirmed.${at}`, '1']] : []),
  ]);
  return Object.fromEntries(fields);
}

describe('a value map', () => {
  it('is closed to strangers', async () => {
    expect((await lab.hub.stranger().get(page())).location).toContain('/sign-in');
    for (const browser of [stranger.browser, (await lab.hub.vendor()).browser, (await lab.hub.staff()).browser]) {
      expect((await browser.get(page())).status).toBe(404);
      expect((await browser.put(page(), filled({ SYD: 'S1' }))).status).toBe(404);
    }
    expect(await kept()).toEqual([]);
  });

  it('does not exist where the addon declares none of that name', async () => {
    expect((await owner.browser.get(page('nothing'))).status).toBe(404);
  });

  it('lists what the store knows, not what only the app has', async () => {
    const { text } = await owner.browser.get(page());
    expect([...text.matchAll(/name="store\.\d+" value="(\w+)"/g)].map(([, value]) => value)).toEqual([
      'BNE',
      'MEL',
      'SYD',
    ]);
    expect(text).toContain('3 open values');
  });

  it('suggests what is called the same by code or by name, and keeps nothing before it is saved', async () => {
    const { text } = await owner.browser.get(page());
    expect(text).toContain('<option value="S1" selected>Sydney (S1)</option>');
    expect(text).toContain('<option value="mel" selected>Docklands (mel)</option>');
    expect(text.match(/Suggested/g)).toHaveLength(2);
    expect(await kept()).toEqual([]);
  });

  it('says how many records wait for each value that is not mapped', async () => {
    const { text } = await owner.browser.get(page());
    const waits = (value: string) => text.split(`value="${value}">`)[1]?.split('</td>')[0];
    expect(waits('SYD')).toMatch(/3 records wait\s/);
    expect(waits('BNE')).toContain('1 record waits');
  });

  it('does not say that records wait for what an export can do without', async () => {
    const [map] = lab.plugins.crates.manifest.valueMaps;
    map!.required = false;
    const { text } = await owner.browser.get(page());
    map!.required = true;
    expect(text).toMatch(/3 records hold it/);
    expect(text).not.toMatch(/records? waits? for it/);
  });

  it('lists the counterparts by name, and leaves out keys that say nothing to a person', async () => {
    const key = 'c4653481-4052-4576-ab3e-58720c91b1cc';
    lab.app
      .list('depots')
      .push({ id: 'd8', code: key, name: 'Annexe' }, { id: 'd9', code: `${key}2`, name: 'Overflow' });
    await lab.run(owner, app, 'import-depots');
    const { text } = await owner.browser.get(page());
    const list = text.slice(text.indexOf('<select'), text.indexOf('</select>'));
    const shown = [...list.matchAll(/<option[^>]*>([^<]+)</g)].map(([, label]) => label);
    expect(shown).toEqual([
      'Not mapped',
      'Annexe',
      'Docklands (mel)',
      `Overflow (${key}2)`,
      'Overflow (X9)',
      'Sydney (S1)',
    ]);
  });

  it('leads on to what is open still: another map that something waits for, then going live', async () => {
    const reasons = lab.plugins.crates.manifest.valueMaps[1]!;
    reasons.required = true;
    const everyWarehouse = filled({ SYD: 'S1', MEL: 'mel', BNE: 'X9' });
    await owner.browser.put(page(), everyWarehouse);
    expect((await owner.browser.get(page())).text).toContain(`href="${page('reasons')}">Next: `);
    delete reasons.required;
    await owner.browser.put(page(), everyWarehouse);
    const goLive = `/installations/${app}/go-live">Look and go live`;
    expect((await owner.browser.get(page())).text).toContain(goLive);
    await owner.browser.put(page('reasons'), filled({ Faulty: 'Broken' }, ['Faulty']));
    expect((await owner.browser.get(page('reasons'))).text).toContain(goLive);
  });

  it('keeps pairs, tells the trail, and the addon sees them', async () => {
    const saved = await owner.browser.put(page(), filled({ SYD: 'S1', MEL: 'mel', BNE: '' }));
    expect(saved).toMatchObject({ status: 303, location: page() });
    expect((await owner.browser.get(page())).text).toContain('2 of 3 are mapped');
    const { facts } = await lab.hub.app.get(FactsService).of(owner.store.id, app, lab.plugins.crates.manifest);
    expect(facts.maps.warehouses).toEqual([
      ['MEL', 'mel'],
      ['SYD', 'S1'],
    ]);
    const entry = await lab.database.one<{ action: string; after_json: unknown }>(
      'select action, after_json from audit_entries order by id desc limit 1',
    );
    expect(entry).toMatchObject({ action: 'Warehouses mapped', after_json: { SYD: 'S1', MEL: 'mel' } });
  });

  it('takes a pair away again, and leaves values it was not asked about', async () => {
    await owner.browser.put(page(), filled({ SYD: 'S1', MEL: 'mel' }));
    await owner.browser.put(page(), filled({ SYD: '' }));
    expect((await kept()).map(({ store_value }) => store_value)).toEqual(['MEL']);
  });

  it('takes nothing the app doesn’t have, and keeps what was typed', async () => {
    const refused = await owner.browser.put(page(), filled({ SYD: 'S1', MEL: 'nowhere' }));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Crates has nothing called nowhere');
    expect(refused.text).toContain('<option value="S1" selected>');
    expect(await kept()).toEqual([]);
  });

  it('uses no value twice where that is not allowed, be it on this page or kept before', async () => {
    expect((await owner.browser.put(page(), filled({ SYD: 'S1', MEL: 'S1' }))).text).toContain(
      'S1 stands for MEL already',
    );
    await owner.browser.put(page(), filled({ SYD: 'S1' }));
    expect((await owner.browser.put(page(), filled({ MEL: 'S1' }))).status).toBe(422);
    expect((await owner.browser.put(page(), filled({ SYD: 'X9', MEL: 'S1' }))).status).toBe(303);
  });

  it('keeps no value that the store doesn’t have', async () => {
    expect((await owner.browser.put(page(), filled({ MARS: 'S1' }))).status).toBe(303);
    expect(await kept()).toEqual([]);
  });

  it('still shows what the store no longer has, to be taken away', async () => {
    await lab.database.run(
      `insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at)
       values (?, ?, 'warehouses', 'OLD', 'X9', 0, now(3))`,
      [owner.store.id, app],
    );
    expect((await owner.browser.get(page())).text).toContain('No longer in the store');
    await owner.browser.put(page(), filled({ OLD: '' }));
    expect(await kept()).toEqual([]);
  });

  it('shows the open ones alone when asked', async () => {
    await owner.browser.put(page(), filled({ SYD: 'S1' }));
    const { text } = await owner.browser.get(page('warehouses', '?open=1'));
    expect(text).not.toContain('value="SYD"');
    expect(text).toContain('value="BNE"');
  });
});

describe('a value map of typed words', () => {
  it('lists the different values of past records', async () => {
    const { text } = await owner.browser.get(page('reasons'));
    expect([...text.matchAll(/name="store\.\d+" value="([^"]+)"/g)].map(([, value]) => value)).toEqual([
      'Changed my mind',
      'Faulty',
    ]);
    expect(text).toContain('value="Faulty" maxlength="12"');
  });

  it('is optional, and says so calmly, unless something waits for it', async () => {
    const [warehouses, reasons] = lab.plugins.crates.manifest.valueMaps;
    const badge = async (map: string) =>
      /status-(\w+)"[^>]*>\s*<svg[\s\S]*?<span>([^<]+)</
        .exec((await owner.browser.get(page(map))).text.split('page-actions').at(-1)!)
        ?.slice(1);
    expect(await badge('reasons')).toEqual(['idle', 'Optional']);
    expect((await owner.browser.get(`/installations/${app}/setup`)).text).toContain('Optional, 0 of 2 mapped');
    const counts = (map: ValueMap) => lab.hub.app.get(Unmapped).counts(installation, [map]);
    const installation = { storeId: owner.store.id, id: app, plugin: 'crates' } as Installation;
    const ofOrders = { seen: { record: 'invoice', list: 'lines', field: 'warehouse' } } as const;
    expect(await counts({ ...warehouses!, required: false, store: ofOrders })).toMatchObject([{ open: false }]);
    expect(await counts({ ...warehouses!, required: false, awaited: true, store: ofOrders })).toMatchObject([
      { open: true },
    ]);
    // Nothing of Crates sends returns.
    expect(await counts({ ...reasons!, awaited: true })).toMatchObject([{ unmapped: 2, open: false }]);
  });

  it('suggests what is called the same, which counts once it is ticked', async () => {
    const { text } = await owner.browser.get(page('reasons'));
    expect(text).toContain('It counts once you tick that it is there and save.');
    const suggested = { 'suggested.0': 'Faulty', 'store.0': 'Faulty', 'app.0': 'Faulty' };
    expect((await owner.browser.put(page('reasons'), suggested)).status).toBe(303);
    expect(await kept()).toEqual([]);
    expect((await owner.browser.get(page('reasons'))).text).toContain(
      '0 of 2 are mapped. A suggestion counts once it is ticked.',
    );
    await owner.browser.put(page('reasons'), { ...suggested, 'confirmed.0': '1' });
    expect(await kept()).toMatchObject([{ store_value: 'Faulty', app_value: 'Faulty', confirmed: 1 }]);
  });

  it('takes no longer word than the app does, and wants what only a person knows ticked', async () => {
    const long = await owner.browser.put(page('reasons'), filled({ Faulty: 'Broken on arrival' }, ['Faulty']));
    expect(long.text).toContain('At most 12 characters; this has 17.');
    const unticked = await owner.browser.put(page('reasons'), filled({ Faulty: 'Broken' }));
    expect(unticked.text).toContain('Tick that this is done: Added in Crates under Settings → Reasons');
    expect((await owner.browser.put(page('reasons'), filled({ Faulty: 'Broken' }, ['Faulty']))).status).toBe(303);
    expect(await kept()).toMatchObject([{ store_value: 'Faulty', app_value: 'Broken', confirmed: 1 }]);
  });
});
