import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import inkwell from '../../test/plugins/inkwell/plugin.js';
import { OWN } from '../../test/plugins/inkwell/sandbox/registry.js';
import type { Browser, Page } from '../../test/support/browser.js';
import type { Merchant } from '../../test/support/hub.js';
import { Clock } from '../clock/clock.js';
import { Connections } from '../connections/connections.service.js';
import { Inkwell } from '../connections/oauth/test/inkwell-hub.js';
import type { OAuth2Connection } from '../sdk/index.js';
import { Runs } from '../tasks/runs.service.js';
import type { Installation } from './installation.entity.js';
import { InstallationLife } from './installation-life.service.js';
import { SettingUp } from './setting-up.service.js';
import { type House, startHouse } from './test/house.js';

const connection = inkwell.connection as OAuth2Connection;
let app: Inkwell;
let house: House;
let mia: Merchant;
let it1: Installation;

beforeAll(async () => {
  app = await Inkwell.open(new Clock());
  const { endpoints = [], oauthClients = [] } = app.settings;
  house = await startHouse({ ENDPOINTS: endpoints.join(','), OAUTH_CLIENTS: oauthClients.join(',') }, [
    inkwell,
    // The hub has no client with these two; one of them offers a way besides.
    { ...inkwell, id: 'penwell', name: 'Penwell' },
    { ...inkwell, id: 'quillwell', name: 'Quillwell', connection: { ...connection, clientCredentials: undefined } },
  ]);
});
afterAll(async () => {
  await house?.stop();
  await app?.stop();
});
beforeEach(async () => {
  app.forget();
  mia = await house.hub.merchant();
  it1 = await install();
});

const life = () => house.hub.app.get(InstallationLife);
/** Behind the shop itself, which is connected first. */
async function install(store = mia.store, plugin = 'inkwell'): Promise<Installation> {
  const shops = (await life().of(store.id)).filter((it) => it.plugin === 'shopfront');
  if (shops.length === 0) {
    const shop = await life().install(store, 'shopfront');
    await mia.browser.post(`/installations/${shop.id}/steps/1`, { shop: 'fern', key: `shop${shop.id}` });
  }
  return life().install(store, plugin);
}

const now = async (it = it1) => (await life().find(it.storeId, it.id))!;
const connected = async (it = it1) => house.hub.app.get(Connections).get((await now(it)).connectionId!);
const step = (it = it1) => `/installations/${it.id}/steps/1`;
const local = (url: string) => url.replace(/^https?:\/\/[^/]+/, '');

/** Presses Connect; answers where the browser is sent. */
const leave = async (it = it1, browser = mia.browser) =>
  (await browser.post(`/installations/${it.id}/consent`)).location!;

/** What the app's own page does when a person has decided. */
async function decide(at: string, organisations: string[], answer = 'yes'): Promise<string> {
  const form = new FormData();
  for (const one of organisations) form.append('organisation', one);
  form.append('answer', answer);
  const { headers } = await fetch(at, { method: 'POST', body: form, redirect: 'manual' });
  return local(headers.get('location')!);
}

/** All the way to the app and back to the page it ends at. */
async function consent(organisations: string[], it = it1, browser = mia.browser): Promise<Page> {
  const back = await browser.get(await decide(await leave(it, browser), organisations));
  expect(back.status).toBe(303);
  return browser.get(local(back.location!));
}

describe('the connect step of an app that is connected by consent', () => {
  it('offers one button, and lets the browser follow it', async () => {
    const page = await mia.browser.get(step());
    expect(page.text).toContain(`action="/installations/${it1.id}/consent"`);
    const at = new URL(await leave());
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${at.origin}`);
    expect(Object.fromEntries(at.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'hub-of-tests',
      scope: 'offline items.read',
      redirect_uri: `${house.hub.url}/connections/callback`,
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{30,}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('goes on with the one company that was agreed to', async () => {
    const page = await consent(['org-moss']);
    expect(page.text).toContain('You agreed for <strong>Moss Pty Ltd</strong>');
    expect(page.text).toContain('data-at-once');
    expect((await mia.browser.post(step(), { _tenant: 'org-moss' })).location).toBe(`/installations/${it1.id}/steps/2`);
    expect(await connected()).toMatchObject({
      tenantKey: 'org-moss',
      tenantName: 'Moss Pty Ltd',
      tenantData: { seat: expect.any(String) },
      state: 'connected',
      visible: {},
    });
    expect(app.asked).not.toContain('GET /authorize');
  });

  it('asks which company it is for where there are several', async () => {
    const { text } = await consent(['org-fern', 'org-moss']);
    expect(text).toContain('Which one is this store’s?');
    expect((await mia.browser.post(step(), { _tenant: 'org-else' })).status).toBe(422);
    const lines = await mia.browser.postRaw(
      step(),
      { _tenant: 'org-fern', _csrf: /name="_csrf" value="([^"]+)"/.exec(text)![1]! },
      { accept: 'application/x-ndjson' },
    );
    const states = lines.text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { state: string }).state);
    expect(states).toEqual(['trying', 'passed', 'trying', 'passed', 'connected']);
    expect((await connected())!.tenantKey).toBe('org-fern');
  });

  it('keeps no token where anybody could read it', async () => {
    const { text } = await consent(['org-fern']);
    const { headers } = await mia.browser.post(step(), { _tenant: 'org-fern' });
    const tables = ['consents', 'connections', 'connection_tokens', 'sessions', 'exchanges', 'audit_entries'];
    const rows = await Promise.all(tables.map((table) => house.database.query(`select * from ${table}`)));
    const everything = JSON.stringify(rows) + text + JSON.stringify([...headers]);
    const tokens = [
      ...Object.keys(app.twin.held.tokens),
      ...Object.values(app.twin.held.consents).map((c) => c.refresh),
    ];
    expect(tokens.length).toBeGreaterThan(1);
    for (const token of tokens) expect(everything).not.toContain(token);
  });
});

describe('who comes back from the app', () => {
  const noticed = async (back: string, browser: Browser = mia.browser) => {
    const answer = await browser.get(back);
    expect([answer.status, local(answer.location!)]).toEqual([303, step()]);
    return (await browser.get(step())).text;
  };

  it('without having agreed reads that nothing was connected', async () => {
    expect(await noticed(await decide(await leave(), [], 'no'))).toContain('You did not agree in Inkwell');
    expect((await now()).connectionId).toBeNull();
  });

  it('with an error of the app reads its name, and nothing that anybody could have written', async () => {
    const { state } = Object.fromEntries(new URL(await leave()).searchParams);
    const back = `/connections/callback?error=server_error&error_description=<b>call+0900</b>&state=${state}`;
    const text = await noticed(back);
    expect(text).toContain('Inkwell could not ask you (server_error)');
    expect(text).not.toContain('0900');
  });

  it('with a code that is too old or made up reads to connect again', async () => {
    const { state } = Object.fromEntries(new URL(await leave()).searchParams);
    expect(await noticed(`/connections/callback?code=stale&state=${state}`)).toContain('too old or used already');
  });

  it('with an answer that was used already is turned away', async () => {
    const back = await decide(await leave(), ['org-fern']);
    expect((await mia.browser.get(back)).status).toBe(303);
    const again = await mia.browser.get(back);
    expect(again.status).toBe(400);
    expect(again.text).toContain('press Connect once more');
  });

  it('uses a state up once, even twice at once', async () => {
    const back = await decide(await leave(), ['org-fern']);
    await Promise.all([mia.browser.get(back), mia.browser.get(back), mia.browser.get(back)]);
    expect(app.asked.filter((one) => one === 'POST /token')).toHaveLength(1);
  });

  it.each([
    ['no state', '/connections/callback?code=x'],
    ['a made-up state', '/connections/callback?code=x&state=made-up'],
    ['two states', '/connections/callback?code=x&state=a&state=b'],
    ['nothing', '/connections/callback'],
  ])('with %s is turned away', async (_, back) => {
    expect((await mia.browser.get(back)).status).toBe(400);
  });

  it('is turned away with the state of somebody else, or of another session', async () => {
    const thief = await house.hub.merchant('Thief');
    const back = await decide(await leave(), ['org-fern']);
    expect((await thief.browser.get(back)).status).toBe(400);
    const elsewhere = house.hub.stranger();
    await elsewhere.signIn(mia.user.email, 'a plain test sentence');
    expect((await elsewhere.get(back)).status).toBe(400);
    expect(app.asked).not.toContain('POST /token');
  });

  it('can’t use what another person has brought', async () => {
    await consent(['org-fern']);
    const { browser } = await house.hub.person('merchant', mia.user.accountId);
    expect((await browser.get(step())).text).not.toContain('You agreed for');
    expect((await browser.post(step(), { _tenant: 'org-fern' })).status).toBe(422);
  });
});

describe('reconnecting', () => {
  beforeEach(async () => {
    await consent(['org-fern']);
    await mia.browser.post(step(), { _tenant: 'org-fern' });
    await mia.browser.post(`/installations/${it1.id}/steps/2`);
    app.twin.registry.endAll();
    await house.hub.app.get(Runs).start(it1.storeId, it1.id, 'import-items', 'person');
    await expect.poll(async () => (await connected())!.state, { timeout: 10_000 }).toBe('needs-reconnecting');
    await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBe(1);
  });
  const waiting = () =>
    house.database.query("select message from runs where installation_id = ? and state = 'waiting'", [it1.id]);
  const setup = () => `/installations/${it1.id}/setup`;
  /** One click on Setup & Tools leads to the app. */
  const click = async () => {
    const answer = await mia.browser.post(`/installations/${it1.id}/connection`);
    expect(answer).toMatchObject({ status: 307, location: `/installations/${it1.id}/consent` });
    return leave();
  };

  it('takes one click and the consent; then what waited goes on', async () => {
    const page = await mia.browser.get(setup());
    expect(page.headers.get('content-security-policy')).toMatch(/form-action 'self' http:/);
    const before = await now();
    const back = await mia.browser.get(await decide(await click(), ['org-fern', 'org-moss']));
    expect(local(back.location!)).toBe(setup());
    expect((await mia.browser.get(setup())).text).toContain(
      'Connected with Fern &amp; Fig Pty Ltd. What waited goes on.',
    );
    expect(await connected()).toMatchObject({ id: before.connectionId, state: 'connected', tenantKey: 'org-fern' });
    await expect.poll(waiting, { timeout: 10_000 }).toEqual([]);
  });

  it('finds the same company, or says which one is meant', async () => {
    const back = await mia.browser.get(await decide(await click(), ['org-moss']));
    const { text } = await mia.browser.get(local(back.location!));
    expect(text).toContain('but this connection is to Fern &amp; Fig Pty Ltd');
    expect((await connected())!.state).toBe('needs-reconnecting');
  });
});

it('tests a connection as it is, without a new consent', async () => {
  await consent(['org-fern']);
  await mia.browser.post(step(), { _tenant: 'org-fern' });
  await mia.browser.post(`/installations/${it1.id}/steps/2`);
  app.forget();
  expect((await mia.browser.post(`/installations/${it1.id}/connection`)).location).toBe(
    `/installations/${it1.id}/setup`,
  );
  expect(app.asked).toEqual(expect.arrayContaining(['GET /v1/organisation', 'GET /v1/items']));
  expect(app.asked).not.toContain('POST /token');
});

it('shows on Setup & Tools what the app must be told; the address for all customers only to staff', async () => {
  await consent(['org-fern']);
  await mia.browser.post(step(), { _tenant: 'org-fern' });
  await mia.browser.post(`/installations/${it1.id}/steps/2`);
  const address = `${house.hub.url}/webhooks/inkwell/changed`;
  expect((await mia.browser.get(`/installations/${it1.id}/setup`)).text).not.toContain(address);
  const { browser } = await house.hub.staff();
  await browser.post(`/stores/${mia.store.id}/visit`);
  const { text } = await browser.get(`/installations/${it1.id}/setup`);
  expect(text).toContain(address);
  expect(text).toContain('WEBHOOK_KEYS=inkwell=&lt;signing key&gt;');
});

it('says on Setup & Tools when the addon asks for more than was agreed to', async () => {
  await consent(['org-fern']);
  await mia.browser.post(step(), { _tenant: 'org-fern' });
  await mia.browser.post(`/installations/${it1.id}/steps/2`);
  const more = 'asked for more than you agreed to';
  expect((await mia.browser.get(`/installations/${it1.id}/setup`)).text).not.toContain(more);
  await house.database.run(`update connection_tokens set scopes = '["offline"]'`);
  expect((await mia.browser.get(`/installations/${it1.id}/setup`)).text).toContain(more);
});

describe('an app with which the hub has no client', () => {
  it('says so to merchants and to staff, each in their words, and offers the other way', async () => {
    const it2 = await install(mia.store, 'penwell');
    const { text } = await mia.browser.get(step(it2));
    expect(text).toContain('Ask whoever runs it');
    expect(text).toContain('a “Custom connection” of your own works too');
    expect(text).not.toContain('OAUTH_CLIENTS');
    expect((await mia.browser.post(step(it2), { ...OWN })).location).toBe(`/installations/${it2.id}/steps/2`);
    const { browser } = await house.hub.staff();
    await browser.post(`/stores/${mia.store.id}/visit`);
    const staff = (await browser.get(step(it2))).text;
    expect(staff).toContain('OAUTH_CLIENTS=penwell=&lt;client id&gt;:&lt;client secret&gt;');
    expect(staff).toContain(`${house.hub.url}/connections/callback`);
  });

  it('has nothing to press and nothing to type where there is no other way', async () => {
    const it2 = await install(mia.store, 'quillwell');
    const { text } = await mia.browser.get(step(it2));
    expect(text).not.toContain('Custom connection');
    expect(text).not.toMatch(/icon-plug-connected[^<]*<[^>]*>[^<]*Connect</);
    const forced = await mia.browser.post(step(it2), { clientId: 'x', clientSecret: 'y' });
    expect([forced.status, forced.text.includes('Press Connect to agree in Quillwell')]).toEqual([422, true]);
    const pressed = await mia.browser.post(`/installations/${it2.id}/consent`);
    expect(local(pressed.location!)).toBe(step(it2));
    expect((await mia.browser.post(`/installations/${it2.id}/invitations`)).status).toBe(404);
  });
});

it('is there without the pages too, with somebody who agrees', async () => {
  await house.hub.app.get(SettingUp).whole(mia.store, 'inkwell', (authorize) => app.twin.agree(authorize));
  expect((await now()).connectionId).not.toBeNull();
  expect(await connected()).toMatchObject({ tenantKey: 'org-fern', state: 'connected', visible: {} });
});

it('takes a client of the merchant’s own instead', async () => {
  const wrong = await mia.browser.post(step(), { ...OWN, clientSecret: 'wrong-4711' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('does not accept this id and secret');
  expect(wrong.text).not.toContain('wrong-4711');
  expect((await mia.browser.post(step(), { ...OWN })).location).toBe(`/installations/${it1.id}/steps/2`);
  expect(await connected()).toMatchObject({ tenantKey: 'org-fern', visible: { clientId: 'own-client' } });
});

it('lets two stores share one connection', async () => {
  await consent(['org-fern']);
  await mia.browser.post(step(), { _tenant: 'org-fern' });
  await mia.browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
  const [second] = await house.database.query<{ id: number }>(
    "select id from stores where account_id = ? and name = 'Second'",
    [mia.user.accountId!],
  );
  const it2 = await install({ ...mia.store, id: second!.id });
  const { connectionId } = await now();
  const { text } = await mia.browser.get(step(it2));
  expect(text).toContain('Use <strong>Fern &amp; Fig Pty Ltd</strong>, connected by Fern &amp; Fig');
  await mia.browser.post(step(it2), { _connection: String(connectionId) });
  expect((await now(it2)).connectionId).toBe(connectionId);
  // The other store gives its own consent later: still one connection, with the newer tokens.
  await consent(['org-fern'], it2);
  await mia.browser.post(step(it2), { _tenant: 'org-fern' });
  expect((await now(it2)).connectionId).toBe(connectionId);
  expect(
    await house.database.query('select 1 from connection_tokens where connection_id = ?', [connectionId!]),
  ).toHaveLength(1);
});
