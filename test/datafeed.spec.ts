import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../src/accounts/store.entity.js';
import { StoresService } from '../src/accounts/stores.service.js';
import { Ids } from '../src/database/ids.js';
import type { Installation } from '../src/installations/installation.entity.js';
import { InstallationLife } from '../src/installations/installation-life.service.js';
import { Unmapped } from '../src/installations/unmapped.service.js';
import { SettingUp } from '../src/installations/wizard/setting-up.service.js';
import { ValueMaps } from '../src/mappings/value-maps.service.js';
import { PluginRegistry } from '../src/plugins/plugin-registry.js';
import type { ValueMap } from '../src/sdk/index.js';
import { Schedules } from '../src/tasks/schedules.service.js';
import { ShopHub } from './hostile/shop-hub.js';
import type { Merchant } from './support/hub.js';

const ANSWERS = { startDate: '2026-11-01', customers: 'separate', products: 'feed', orderPrefix: 'B', mark: 'B-' };

let house: ShopHub;
let mia: Merchant;
let outlet: Store;
let connect: Installation;
let feed: Installation;

beforeAll(async () => {
  house = await ShopHub.open();
  mia = await house.hub.merchant();
  const { neto } = house.twins;
  await house.hub.app.get(SettingUp).whole(mia.store, 'neto', neto.credentials, neto.answers);
  await house.calm(mia);
  outlet = await house.hub.app
    .get(StoresService)
    .add(mia.user.accountId!, { name: 'Outlet', timeZone: 'Australia/Perth', currency: 'AUD' });
  await hold('customer', 'jane', { username: 'jane', name: 'Jane' });
  await hold('invoice', 'B10001', order('B10001'));
  await hold('invoice', 'N10001', order('N10001'));
  const payment = { invoice: 'B10001', method: '3', amount: '11.00', currency: 'AUD', paidOn: '2026-11-20' };
  await hold('payment', '7', { number: '7', ...payment });
  const life = house.hub.app.get(InstallationLife);
  connect = await life.install(mia.store, 'connect');
  feed = await life.install(mia.store, 'datafeed');
}, 120_000);

afterAll(() => house?.stop());

const order = (number: string) => ({
  number,
  payments: [],
  status: 'dispatched',
  date: '2026-11-20',
  username: 'jane',
  currency: 'AUD',
  total: '11.00',
  lines: [{ id: '1', sku: 'A', quantity: '1', unitPrice: '11.00' }],
});

async function hold(type: string, key: string, body: Record<string, unknown>): Promise<void> {
  await house.database.run(
    'insert into records (store_id, id, type, record_key, number, body, changed_at) values (?, ?, ?, ?, ?, ?, now(3))',
    [outlet.id, await house.hub.app.get(Ids).next('record'), type, key, key, JSON.stringify(body)],
  );
}

const step = (number: number) => `/installations/${feed.id}/steps/${number}`;
const records = async (type: string, begin: string) =>
  (
    await house.database.query<{ record_key: string }>(
      'select record_key from records where store_id = ? and type = ? and record_key like ? order by record_key',
      [mia.store.id, type, `${begin}%`],
    )
  ).map((row) => row.record_key);

it('stands on an addon that says what it is for, though nothing of it can be set', async () => {
  const { text } = await mia.browser.get(`/installations/${connect.id}/setup`);
  expect(text).toContain('Opens your store to every other addon.');
  expect(text).toContain('It connects to no other system itself.');
});

it('says before it is installed that it reads another store and asks for no credentials', async () => {
  const { text } = await mia.browser.get('/addons/datafeed');
  expect(text).toMatch(/It reads from the other store what moves into your store, and keeps it/);
  expect(text).toContain('It asks for no credentials.');
  expect(text).not.toContain('kept encrypted');
});

it('is installed by choosing a store of one’s own, and no other', async () => {
  const stranger = await house.hub.merchant('Quokka Cycles');
  await mia.browser.post(step(1), ANSWERS);
  const { text } = await mia.browser.get(step(2));
  expect(text).toContain('Outlet');
  expect(text).not.toContain('Quokka');
  expect(text).not.toContain('Nothing of it is here yet');
  const refused = await mia.browser.post(step(2), { store: String(stranger.store.id) });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('does not share its records with this one');
  expect((await mia.browser.post(step(2), { store: String(outlet.id) })).location).toBe(step(3));
});

it('wants the order numbers told apart', async () => {
  const clash = await mia.browser.post(step(3), { ...ANSWERS, orderPrefix: 'N' });
  expect(clash.status).toBe(422);
  expect(clash.text).toContain('own orders begin with N too');
  await mia.browser.post(step(3), { ...ANSWERS, _pass: 'true' });
  expect((await mia.browser.get(step(4))).status).toBe(200);
});

it('brings the other store’s orders, payments and customers in, and lists what stays out', async () => {
  await mia.browser.post(step(4));
  await house.calm(mia);
  expect(await records('invoice', 'B')).toEqual(['B10001']);
  expect(await records('payment', 'B-')).toEqual(['B-7']);
  expect(await records('customer', 'B-')).toEqual(['B-jane']);
  const refused = await house.database.query<{ reason: string }>(
    "select reason from import_log where store_id = ? and installation_id = ? and action = 'failed'",
    [mia.store.id, feed.id],
  );
  expect(refused).toEqual([{ reason: expect.stringContaining('N10001') }]);
});

it('names the store it takes from, which stays, and asks for no credentials', async () => {
  const { text } = await mia.browser.get(`/installations/${feed.id}/setup`);
  expect(text).toContain('<dt>Store</dt><dd>Outlet</dd>');
  expect(text).not.toContain(`<dd>${outlet.id}</dd>`);
  expect(text).not.toContain('Change credentials');
  expect(text).toContain('It takes from this store for good.');
  const entry = await house.database.one<{ after_json: unknown }>(
    "select after_json from audit_entries where action = 'connected' and subject like '%Datafeed%' order by id desc limit 1",
  );
  expect(entry!.after_json).toEqual({ Store: 'Outlet' });
});

it('is told of on the Home of the store it takes from, with where to stop it', async () => {
  expect((await mia.browser.get('/')).text).not.toContain('Stores that take from this one');
  await mia.browser.post(`/stores/${outlet.id}/visit`);
  const { text } = await mia.browser.get('/');
  expect(text).toMatch(
    /Stores that take from this one[\s\S]*“Datafeed” over there takes this store’s orders, payments/,
  );
  expect(text).toContain(`href="/installations/${feed.id}/setup">See or stop it`);
  expect(text).not.toContain('Good ones to begin with');
  await mia.browser.post(`/stores/${mia.store.id}/visit`);
});

it('lets what the other store calls its own be mapped like what this one does', async () => {
  await hold('warehouse', 'DOCK', { code: 'DOCK', name: 'The dock' });
  await house.run(mia, feed, 'feed-warehouses');
  const map: ValueMap = {
    id: 'warehouses',
    title: 'Warehouses',
    help: 'Which is which.',
    store: { records: 'warehouse' },
    app: { text: { maxLength: 20 } },
    required: true,
  };
  const pairs = await house.hub.app.get(ValueMaps).pairs(feed, map, { limit: 50 });
  expect(pairs.map(({ value }) => value)).toEqual(expect.arrayContaining(['B-DOCK', 'MAIN']));
  expect((await house.hub.app.get(Unmapped).counts(feed, [map]))[0]!.unmapped).toBe(pairs.length);
});

it('takes up what changes over there, and brings nothing twice', async () => {
  await hold('invoice', 'B10002', order('B10002'));
  await house.run(mia, feed, 'feed-orders');
  await house.run(mia, feed, 'feed-orders');
  expect(await records('invoice', 'B')).toEqual(['B10001', 'B10002']);
  const made = await house.database.query<{ n: number }>(
    "select count(*) n from import_log where store_id = ? and installation_id = ? and type = 'invoice' and action = 'created'",
    [mia.store.id, feed.id],
  );
  expect(made[0]!.n).toBe(2);
});

it('lets its names be gone over again once orders have come, which are not this store’s own', async () => {
  const again = await mia.browser.post(step(3), { ...ANSWERS, _pass: 'true' });
  expect(again.text).not.toContain('own orders begin with B');
  expect(again.status).toBe(303);
});

describe('a changed mark', () => {
  const change = (mark: string, more: Record<string, string> = {}) =>
    mia.browser.post(step(3), { ...ANSWERS, mark, ...more });
  const markNow = async () =>
    (await house.hub.app.get(InstallationLife).find(mia.store.id, feed.id))!.answers.mark as string;

  it('is asked about first, with what has come in under the old one', async () => {
    const { status, text } = await change('C-');
    expect(status).toBe(422);
    expect(text).toContain('1 payment, 1 warehouse and 1 customer came in before, such as B-7, B-DOCK and B-jane.');
    expect(text).toContain('nothing comes in twice');
    expect(text).toContain('Only what is new from now on begins with “C-”.');
    expect(text).toMatch(/name="_pass"/);
    expect(await markNow()).toBe('B-');
  });

  const changeOver = (type: string, key: string, field: string, value: string) =>
    house.database.run(
      `update records set body = json_set(body, ?, ?), changed_at = now(3) where store_id = ? and type = ? and record_key = ?`,
      [`$.${field}`, value, outlet.id, type, key],
    );
  const said = async (type: string, key: string) => {
    const [row] = await house.database.query<{ body: string }>(
      'select body from records where store_id = ? and type = ? and record_key = ?',
      [mia.store.id, type, key],
    );
    return JSON.parse(row!.body) as Record<string, unknown>;
  };
  const everything = ['feed-payment-methods', 'feed-warehouses', 'feed-customers', 'feed-orders', 'feed-payments'];
  const refused = async () =>
    (
      await house.database.query<{ reason: string }>(
        "select reason from import_log where store_id = ? and installation_id = ? and action = 'failed'",
        [mia.store.id, feed.id],
      )
    ).filter(({ reason }) => !reason.includes('N10001'));

  it('changes what is new alone: what is here goes on, is found by what is new, and comes in once', async () => {
    await hold('payment-method', '3', { code: '3', name: 'Card' });
    await house.run(mia, feed, 'feed-payment-methods');
    expect((await change('C-', { _pass: 'true' })).status).toBe(303);
    await changeOver('payment-method', '3', 'name', 'Visa');
    await changeOver('customer', 'jane', 'name', 'Jane Doe');
    await house.database.run(
      `update records set body = json_set(body, '$.total', '12.00', '$.payments[0]', json_object('number', '7', 'amount', '12.00', 'method', '3')),
         changed_at = now(3) where store_id = ? and type = 'invoice' and record_key = 'B10001'`,
      [outlet.id],
    );
    await changeOver('payment', '7', 'amount', '12.00');
    await hold('customer', 'joe', { username: 'joe', name: 'Joe' });
    const payment = { invoice: 'B10001', method: '3', amount: '9.00', currency: 'AUD', paidOn: '2026-11-21' };
    await hold('payment', '8', { number: '8', ...payment });
    for (const task of everything) await house.run(mia, feed, task);
    expect(await refused()).toEqual([]);
    expect([...(await records('payment', 'B-')), ...(await records('payment', 'C-'))]).toEqual(['B-7', 'C-8']);
    expect([...(await records('customer', 'B-')), ...(await records('customer', 'C-'))]).toEqual(['B-jane', 'C-joe']);
    expect(await records('payment-method', 'C-')).toEqual([]);
    expect(await said('payment-method', 'B-3')).toMatchObject({ name: 'B-Visa' });
    expect(await said('customer', 'B-jane')).toMatchObject({ name: 'Jane' });
    expect(await said('invoice', 'B10001')).toMatchObject({
      username: 'B-jane',
      total: '12',
      payments: [{ number: 'B-7', method: 'B-3' }],
    });
    expect(await said('payment', 'B-7')).toMatchObject({ amount: '12', method: 'B-3' });
    expect(await said('payment', 'C-8')).toMatchObject({ method: 'B-3' });
  });

  it('can be taken back', async () => {
    expect((await change('B-')).text).toContain('1 payment and 1 customer came in before, such as C-8 and C-joe.');
    expect((await change('B-', { _pass: 'true' })).status).toBe(303);
    await changeOver('payment', '8', 'amount', '8.00');
    for (const task of everything) await house.run(mia, feed, task);
    expect(await refused()).toEqual([]);
    expect(await said('payment', 'C-8')).toMatchObject({ amount: '8' });
    expect([...(await records('payment', 'B-')), ...(await records('payment', 'C-'))]).toEqual(['B-7', 'C-8']);
  });
});

it('is refused in a circle', async () => {
  const life = house.hub.app.get(InstallationLife);
  const { neto } = house.twins;
  const settingUp = house.hub.app.get(SettingUp);
  await settingUp.whole(outlet, 'neto', neto.credentials, neto.answers).catch(() => undefined);
  await life.install(outlet, 'connect');
  const back = await life.install(outlet, 'datafeed');
  await mia.browser.post(`/stores/${outlet.id}/visit`);
  await mia.browser.post(`/installations/${back.id}/steps/1`, ANSWERS);
  const { text } = await mia.browser.get(`/installations/${back.id}/steps/2`);
  expect(text).toContain('No other store to choose');
  const forced = await mia.browser.post(`/installations/${back.id}/steps/2`, { store: String(mia.store.id) });
  expect(forced.status).toBe(422);
});

it('wants two stores that feed this one told apart from each other', async () => {
  const market = await house.hub.app
    .get(StoresService)
    .add(mia.user.accountId!, { name: 'Market', timeZone: 'Australia/Perth', currency: 'AUD' });
  await mia.browser.post(`/stores/${mia.store.id}/visit`);
  const { app } = house.hub;
  const ledger = await app.get(InstallationLife).install(outlet, 'xero');
  await house.database.run("update installations set state = 'live' where id = ?", [ledger.id]);
  const tasks = ['import-accounts', 'export-invoices'];
  await app.get(Schedules).install(outlet.id, ledger.id, app.get(PluginRegistry).get('xero')!, tasks);
  const second = await house.hub.app.get(InstallationLife).install(mia.store, 'datafeed');
  const at = (number: number) => `/installations/${second.id}/steps/${number}`;
  await mia.browser.post(at(1), ANSWERS);
  expect((await mia.browser.get(at(2))).text).toMatch(
    /Market[\s\S]*Nothing of it is here yet: connect its platform first/,
  );
  expect((await mia.browser.get(at(2))).text).toMatch(/Outlet[\s\S]*Its orders go to Xero from there already/);
  await mia.browser.post(at(2), { store: String(market.id) });
  const alike = await mia.browser.post(at(3), { ...ANSWERS, _pass: 'true' });
  expect(alike.status).toBe(422);
  expect(alike.text).toContain('Order prefix of the other store: “Datafeed” uses “B” in this store.');
  expect(alike.text).toContain('Mark of the other store: “Datafeed” uses “B-” in this store.');
  const apart = await mia.browser.post(at(3), { ...ANSWERS, orderPrefix: 'M', mark: 'M-', _pass: 'true' });
  expect(apart.location).toBe(at(4));
});
