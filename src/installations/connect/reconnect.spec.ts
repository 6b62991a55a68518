import { beforeEach, describe, expect, it } from 'vitest';
import { OWN } from '../../../test/plugins/inkwell/sandbox/registry.js';
import { Runs } from '../../tasks/runs.service.js';
import { agreeing, local } from '../test/agreeing.js';
import { SettingUp } from '../wizard/setting-up.service.js';

const here = agreeing();
const { install, now, connected, step, leave, decide, consent } = here;

describe('reconnecting', () => {
  beforeEach(async () => {
    await consent(['org-fern']);
    await here.mia.browser.post(step(), { _tenant: 'org-fern' });
    await here.mia.browser.post(`/installations/${here.it1.id}/steps/2`);
    // The first import is through: what is started now is another run, and the app refuses it.
    await expect.poll(alive).toEqual([]);
    here.app.twin.registry.endAll();
    await here.house.hub.app.get(Runs).start(here.it1.storeId, here.it1.id, 'import-items', 'person');
    await expect.poll(async () => (await connected())!.state).toBe('needs-reconnecting');
    await expect.poll(async () => (await waiting()).length).toBe(1);
  });
  const waiting = () =>
    here.house.database.query("select message from runs where installation_id = ? and state = 'waiting'", [
      here.it1.id,
    ]);
  const alive = () =>
    here.house.database.query('select task from runs where installation_id = ? and alive = 1', [here.it1.id]);
  const setup = () => `/installations/${here.it1.id}/setup`;
  /** One click on Setup & Tools leads to the app. */
  const click = async () => {
    const answer = await here.mia.browser.post(`/installations/${here.it1.id}/connection`);
    expect(answer).toMatchObject({ status: 307, location: `/installations/${here.it1.id}/consent` });
    return leave();
  };

  it('takes one click and the consent; then what waited goes on', async () => {
    const page = await here.mia.browser.get(setup());
    expect(page.headers.get('content-security-policy')).toMatch(/form-action 'self' http:/);
    const before = await now();
    const back = await here.mia.browser.get(await decide(await click(), ['org-fern', 'org-moss']));
    expect(local(back.location!)).toBe(setup());
    expect((await here.mia.browser.get(setup())).text).toContain(
      'Connected with Fern &amp; Fig Pty Ltd. What waited goes on.',
    );
    expect(await connected()).toMatchObject({ id: before.connectionId, state: 'connected', tenantKey: 'org-fern' });
    await expect.poll(waiting).toEqual([]);
  });

  it('finds the same company, or says which one is meant', async () => {
    const back = await here.mia.browser.get(await decide(await click(), ['org-moss']));
    const { text } = await here.mia.browser.get(local(back.location!));
    expect(text).toContain('but this connection is to Fern &amp; Fig Pty Ltd');
    expect((await connected())!.state).toBe('needs-reconnecting');
  });
});

it('tests a connection as it is, without a new consent', async () => {
  await consent(['org-fern']);
  await here.mia.browser.post(step(), { _tenant: 'org-fern' });
  await here.mia.browser.post(`/installations/${here.it1.id}/steps/2`);
  here.app.forget();
  expect((await here.mia.browser.post(`/installations/${here.it1.id}/connection`)).location).toBe(
    `/installations/${here.it1.id}/setup`,
  );
  expect(here.app.asked).toEqual(expect.arrayContaining(['GET /v1/organisation', 'GET /v1/items']));
  expect(here.app.asked).not.toContain('POST /token');
});

it('shows on Setup & Tools what the app must be told; the address for all customers only to staff', async () => {
  await consent(['org-fern']);
  await here.mia.browser.post(step(), { _tenant: 'org-fern' });
  await here.mia.browser.post(`/installations/${here.it1.id}/steps/2`);
  const address = `${here.house.hub.url}/webhooks/inkwell/changed`;
  expect((await here.mia.browser.get(`/installations/${here.it1.id}/setup`)).text).not.toContain(address);
  const { browser } = await here.house.hub.staff();
  await browser.post(`/stores/${here.mia.store.id}/visit`);
  const { text } = await browser.get(`/installations/${here.it1.id}/setup`);
  expect(text).toContain(address);
  expect(text).toContain('WEBHOOK_KEYS=inkwell=&lt;signing key&gt;');
});

it('says on Setup & Tools when the addon asks for more than was agreed to', async () => {
  await consent(['org-fern']);
  await here.mia.browser.post(step(), { _tenant: 'org-fern' });
  await here.mia.browser.post(`/installations/${here.it1.id}/steps/2`);
  const more = 'asked for more than you agreed to';
  expect((await here.mia.browser.get(`/installations/${here.it1.id}/setup`)).text).not.toContain(more);
  await here.house.database.run(`update connection_tokens set scopes = '["offline"]'`);
  expect((await here.mia.browser.get(`/installations/${here.it1.id}/setup`)).text).toContain(more);
});

describe('an app with which the hub has no client', () => {
  it('says so to merchants and to staff, each in their words, and offers the other way', async () => {
    const it2 = await install(here.mia.store, 'penwell');
    const { text } = await here.mia.browser.get(step(it2));
    expect(text).toContain('Ask whoever runs it');
    expect(text).toContain('a “Custom connection” of your own works too');
    expect(text).not.toContain('OAUTH_CLIENTS');
    expect((await here.mia.browser.post(step(it2), { ...OWN })).location).toBe(`/installations/${it2.id}/steps/2`);
    const { browser } = await here.house.hub.staff();
    await browser.post(`/stores/${here.mia.store.id}/visit`);
    const staff = (await browser.get(step(it2))).text;
    expect(staff).toContain('OAUTH_CLIENTS=penwell=&lt;client id&gt;:&lt;client secret&gt;');
    expect(staff).toContain(`${here.house.hub.url}/connections/callback`);
  });

  it('has nothing to press and nothing to type where there is no other way', async () => {
    const it2 = await install(here.mia.store, 'quillwell');
    const { text } = await here.mia.browser.get(step(it2));
    expect(text).not.toContain('Custom connection');
    expect(text).not.toMatch(/icon-plug-connected[^<]*<[^>]*>[^<]*Connect</);
    const forced = await here.mia.browser.post(step(it2), { clientId: 'x', clientSecret: 'y' });
    expect([forced.status, forced.text.includes('Press Connect to agree in Quillwell')]).toEqual([422, true]);
    const pressed = await here.mia.browser.post(`/installations/${it2.id}/consent`);
    expect(local(pressed.location!)).toBe(step(it2));
    expect((await here.mia.browser.post(`/installations/${it2.id}/invitations`)).status).toBe(404);
  });
});

it('is there without the pages too, with somebody who agrees', async () => {
  await here.house.hub.app
    .get(SettingUp)
    .whole(here.mia.store, 'inkwell', (authorize) => here.app.twin.agree(authorize));
  expect((await now()).connectionId).not.toBeNull();
  expect(await connected()).toMatchObject({ tenantKey: 'org-fern', state: 'connected', visible: {} });
});

it('takes a client of the merchant’s own instead', async () => {
  const wrong = await here.mia.browser.post(step(), { ...OWN, clientSecret: 'wrong-4711' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('does not accept this id and secret');
  expect(wrong.text).not.toContain('wrong-4711');
  expect((await here.mia.browser.post(step(), { ...OWN })).location).toBe(`/installations/${here.it1.id}/steps/2`);
  expect(await connected()).toMatchObject({ tenantKey: 'org-fern', visible: { clientId: 'own-client' } });
});

it('lets two stores share one connection', async () => {
  await consent(['org-fern']);
  await here.mia.browser.post(step(), { _tenant: 'org-fern' });
  await here.mia.browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
  const [second] = await here.house.database.query<{ id: number }>(
    "select id from stores where account_id = ? and name = 'Second'",
    [here.mia.user.accountId!],
  );
  const it2 = await install({ ...here.mia.store, id: second!.id });
  const { connectionId } = await now();
  const { text } = await here.mia.browser.get(step(it2));
  expect(text).toContain('Use <strong>Fern &amp; Fig Pty Ltd</strong>, connected by Fern &amp; Fig');
  await here.mia.browser.post(step(it2), { _connection: String(connectionId) });
  expect((await now(it2)).connectionId).toBe(connectionId);
  // The other store gives its own consent later: still one connection, with the newer tokens.
  await consent(['org-fern'], it2);
  await here.mia.browser.post(step(it2), { _tenant: 'org-fern' });
  expect((await now(it2)).connectionId).toBe(connectionId);
  expect(
    await here.house.database.query('select 1 from connection_tokens where connection_id = ?', [connectionId!]),
  ).toHaveLength(1);
});
