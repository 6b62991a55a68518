import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { Vault } from '../connections/vault.js';
import { InstallationLife } from './installation-life.service.js';
import { type House, startHouse } from './test/house.js';
import { Parcelly } from './test/merchants.js';
import { SettingUp } from './wizard/setting-up.service.js';

let house: House;
let mia: Merchant;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house?.stop());
beforeEach(async () => {
  mia = await house.hub.merchant();
});

const life = () => house.hub.app.get(InstallationLife);
const plugins = async () => (await life().of(mia.store.id)).map(({ plugin }) => plugin);
const install = (plugin: string, more: Record<string, string> = {}) =>
  mia.browser.post('/installations', { plugin, ...more });

describe('installing', () => {
  it('what asks for nothing is done at once, and one is back where one was', async () => {
    expect((await install('base', { back: '/addons/parcelly' })).location).toBe('/addons/parcelly');
    expect(await life().of(mia.store.id)).toMatchObject([{ plugin: 'base', state: 'live' }]);
  });

  it('leads into the wizard', async () => {
    await install('base');
    expect((await install('shopfront')).location).toMatch(/^\/installations\/\d+\/steps\/1$/);
  });

  it('waits for what it stands on, and for the store’s own platform', async () => {
    expect((await install('parcelly')).location).toBe('/addons/parcelly');
    await install('base');
    expect((await install('parcelly')).location).toBe('/addons/parcelly');
    expect((await mia.browser.get('/addons/parcelly')).text).toContain('the store itself is connected first');
    await install('shopfront');
    await install('parcelly');
    expect((await mia.browser.get('/addons/parcelly')).text).toContain('installed but not connected yet');
    expect(await plugins()).toEqual(['base', 'shopfront']);
  });

  it('gives a store one platform, whoever clicks at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => install('shopfront')));
    expect(await plugins()).toEqual(['shopfront']);
  });

  it('covers one store: another one needs its own', async () => {
    await install('base');
    await install('base');
    expect(await plugins()).toEqual(['base']);
    await mia.browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
    expect((await mia.browser.get('/addons/parcelly')).text).toContain('Base comes first');
  });

  it('allows several of one connector', async () => {
    await Parcelly.begun(house, mia);
    expect((await install('parcelly')).location).toMatch(/steps\/1$/);
    expect((await life().of(mia.store.id)).map(({ name }) => name)).toEqual([
      'Base',
      'Shopfront',
      'Parcelly',
      'Parcelly 2',
    ]);
  });

  it.each(['nowhere', '', '../base', '__proto__'])('knows no addon %j', async (plugin) => {
    expect((await install(plugin)).status).toBe(404);
  });

  it('never leads out of the hub', async () => {
    expect((await install('base', { back: '//evil.example/' })).location).toBe('/addons/base');
  });
});

describe('pausing everything', () => {
  it('stops what would start by itself until one resumes, and can be undone at once', async () => {
    const parcelly = await Parcelly.activated(house, mia);
    const due = () =>
      house.database.query('select 1 from schedules where installation_id = ? and next_run_at is not null', [
        parcelly.id,
      ]);
    expect(await due()).not.toHaveLength(0);
    expect((await mia.browser.post(`/installations/${parcelly.id}/pause`)).status).toBe(303);
    const { text } = await mia.browser.get(`/installations/${parcelly.id}/setup`);
    expect(text).toContain('Paused by Mia merchant.');
    expect(text).toMatch(/Undo|Resume/);
    expect(await due()).toHaveLength(0);
    await mia.browser.delete(`/installations/${parcelly.id}/pause`);
    expect(await due()).not.toHaveLength(0);
    expect((await parcelly.now()).pausedAt).toBeNull();
  });
});

describe('the name', () => {
  it('can be changed, to something', async () => {
    const parcelly = await Parcelly.begun(house, mia);
    const rename = (name: string) => mia.browser.patch(`/installations/${parcelly.id}`, { name });
    expect((await rename('   ')).status).toBe(422);
    expect((await rename('x'.repeat(121))).status).toBe(422);
    expect((await rename('Main warehouse')).status).toBe(303);
    expect((await parcelly.now()).name).toBe('Main warehouse');
  });
});

describe('uninstalling', () => {
  it('says first what will and won’t happen, and asks for the name', async () => {
    const parcelly = await Parcelly.activated(house, mia);
    const { text } = await mia.browser.get(`/installations/${parcelly.id}/removal`);
    expect(text).toContain('What does not happen');
    expect((await mia.browser.delete(`/installations/${parcelly.id}`, { confirm: 'parcelly' })).status).toBe(422);
    expect((await parcelly.now()).state).toBe('importing');
    expect((await mia.browser.delete(`/installations/${parcelly.id}`, { confirm: 'Parcelly' })).location).toBe(
      '/addons',
    );
    expect((await parcelly.now()).state).toBe('uninstalled');
    expect(await house.database.query('select 1 from schedules where installation_id = ?', [parcelly.id])).toEqual([]);
  });

  it('is refused while others stand on it, and names them', async () => {
    await Parcelly.begun(house, mia);
    const base = (await life().of(mia.store.id))[0]!;
    expect((await mia.browser.get(`/installations/${base.id}/removal`)).text).toMatch(
      /stand on it: <a href="[^"]+">Parcelly/,
    );
    expect((await mia.browser.delete(`/installations/${base.id}`, { confirm: 'Base' })).status).toBe(422);
    expect(await plugins()).toContain('base');
  });

  it('keeps links and logs, so that taking it up again doubles nothing', async () => {
    const parcelly = await Parcelly.activated(house, mia);
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    const { connectionId } = await parcelly.now();
    const links = () => house.database.query('select * from links where connection_id = ?', [connectionId]);
    const before = await links();
    await life().uninstall(await parcelly.now());
    expect((await mia.browser.get('/addons/parcelly')).text).toContain(`Go on with “Parcelly” (#${parcelly.id})`);

    const fresh = await life().install(mia.store, 'parcelly');
    const path = `/installations/${fresh.id}/steps`;
    await mia.browser.post(`${path}/1`, {
      workflow: 'full',
      startDate: '2026-07-01',
      mode: 'single',
      sender: 'F',
      copies: '1',
      insuredFrom: '1',
    });
    const refused = await mia.browser.post(`${path}/2`, { ...house.twin.credentials });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Take that one up again instead');
    await life().uninstall(fresh);

    const again = await install('parcelly', { again: String(parcelly.id) });
    expect(again.location).toBe(parcelly.step(1));
    expect((await parcelly.see(1)).text).toMatch(/name="sender"[^>]* value="Fern"/);
    await parcelly.answer(1);
    await parcelly.connect();
    await parcelly.answer(3, { depot: 'SYD' });
    await parcelly.answer(4, {});
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    expect((await links()).length).toBe(before.length);
    expect(
      (await house.database.query("select 1 from records where store_id = ? and type = 'product'", [mia.store.id]))
        .length,
    ).toBe(5);
  });

  it('forgets the secrets once nobody uses the connection any more, and asks for them again', async () => {
    const parcelly = await Parcelly.activated(house, mia);
    const { connectionId } = await parcelly.now();
    const kept = async () => (await house.hub.app.get(Vault).open(connectionId!)).credentials;
    expect(await kept()).toMatchObject(house.twin.credentials);
    expect((await mia.browser.get(`/installations/${parcelly.id}/removal`)).text).toContain('you type them again');
    await life().uninstall(await parcelly.now());
    const { connection, credentials } = await house.hub.app.get(Vault).open(connectionId!);
    expect(credentials).toEqual(connection.visible);
    expect(connection.state).toBe('needs-reconnecting');
    const sql = 'select count(*) n from installations where id = ? and secrets is not null';
    expect(await house.database.one(sql, [parcelly.id])).toEqual({ n: 0 });

    await install('parcelly', { again: String(parcelly.id) });
    await parcelly.answer(1);
    expect((await mia.browser.post(parcelly.step(2), {})).status).toBe(422);
    await parcelly.connect();
    expect(await kept()).toMatchObject(house.twin.credentials);
  });

  it('nobody takes up what was somebody else’s', async () => {
    const parcelly = await Parcelly.begun(house, mia);
    await life().uninstall(await parcelly.now());
    const other = await Parcelly.begun(house, await house.hub.merchant('Other'));
    const { location } = await other.merchant.browser.post('/installations', {
      plugin: 'parcelly',
      again: String(parcelly.id),
    });
    expect(location).toBe('/addons/parcelly');
    expect((await parcelly.now()).state).toBe('uninstalled');
  });
});

it('a whole wizard in one go leaves what the pages would', async () => {
  const settingUp = house.hub.app.get(SettingUp);
  await settingUp.whole(
    mia.store,
    'shopfront',
    { shop: 'x', key: `whole${mia.store.id}` },
    { timeZone: 'Australia/Perth', currency: 'AUD', taxInclusive: 'inclusive' },
  );
  const parcelly = await settingUp.whole(mia.store, 'parcelly', house.twin.credentials, {
    startDate: '2026-01-01',
    sender: 'Fern',
    depot: 'SYD',
  });
  expect(parcelly.state).toBe('importing');
  expect(await plugins()).toEqual(['shopfront', 'base', 'parcelly']);
});
