import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../clock/clock.js';
import { Connections } from '../connections/connections.service.js';
import { App } from '../connections/test/app.js';
import { activateStep, apiKeys, connectStep, definePlugin, secret, text } from '../sdk/index.js';
import { InstallationLife } from './installation-life.service.js';
import { SettingUp } from './setting-up.service.js';
import { type House, startHouse } from './test/house.js';
import { ANSWERS, Parcelly } from './test/merchants.js';

/** An app that is found where its merchant says. */
const portal = definePlugin({
  id: 'portal',
  name: 'Portal',
  version: '1.0.0',
  sdk: '^1',
  listing: { summary: 'P', about: [], category: 'Essentials', icon: 'icon.svg', moves: { in: [], out: [] } },
  hosts: ['{domain}'],
  connection: apiKeys({
    fields: { domain: text('Domain'), key: secret('Key') },
    baseUrl: 'https://{domain}',
    headers: { authorization: 'Bearer {key}' },
    checks: [
      {
        title: 'Ask who it is',
        run: async ({ http }) => {
          await http.send({ path: 'me' });
          return { key: 'one', name: 'One' };
        },
      },
    ],
  }),
  wizard: [connectStep(), activateStep()],
});

let house: House;
let parcelly: Parcelly;
/** Wherever a portal might be. */
let elsewhere: App;

beforeAll(async () => {
  elsewhere = await App.start();
  const at = ['fern', 'moss'].map((shop) => `${shop}.portal.test=${elsewhere.address}`);
  house = await startHouse({ ENDPOINTS: at.join(',') }, [portal]);
});
afterAll(async () => {
  await house?.stop();
  await elsewhere?.stop();
});
beforeEach(async () => {
  house.inTheWay.through = undefined;
  parcelly = await Parcelly.begun(house, await house.hub.merchant());
  await parcelly.answer(1);
});

const key = () => house.twin.credentials.key!;
const SECRET = 'nonsense-4711';

describe('the connect step', () => {
  it('says where credentials are found and what will be tried', async () => {
    const { text } = await parcelly.see(2);
    expect(text).toContain('Settings → Keys');
    expect(text).toContain('Read the account');
  });

  it('leads to the sandbox for its credentials where requests are led there', async () => {
    expect((await parcelly.see(2)).text).toMatch(/href="http:\/\/127\.0\.0\.1:\d+\/"[^>]*>Get my credentials/);
  });

  it('tests before it goes on, ticks off the calls, and keeps what may be shown', async () => {
    const { status, text } = await parcelly.connect({ key: SECRET });
    expect(status).toBe(422);
    expect(text).toMatch(/tick tick-failed/);
    expect(text).toContain('does not accept these credentials');
    expect(text).toMatch(/name="id"[^>]* value="fernandfig"/);
    expect(text).not.toContain(SECRET);
    expect((await parcelly.now()).connectionId).toBeNull();
  });

  it.each([
    [{ id: '' }, 'Account: please fill this in.'],
    [{ id: 'NOT SMALL' }, 'this is not in the right form'],
    [{ id: 'a'.repeat(3000) }, 'at most 500 characters'],
    [{ 'id[]': 'fernandfig', id: '' }, 'Account: please fill this in.'],
  ])('says beside the field what is wrong: %j', async (typed, problem) => {
    const { status, text } = await parcelly.connect(typed as Record<string, string>);
    expect(status).toBe(422);
    expect(text).toContain(problem);
  });

  it('keeps the connection for the account and lets the first imports begin at once', async () => {
    expect((await parcelly.connect()).location).toBe(parcelly.step(3));
    const { connectionId, step } = await parcelly.now();
    expect(step).toBe(3);
    const connection = await house.hub.app.get(Connections).get(connectionId!);
    expect(connection).toMatchObject({
      tenantName: 'Fern & Fig',
      accountId: parcelly.merchant.store.accountId,
      state: 'connected',
    });
    expect(await parcelly.runs()).toMatchObject([{ task: 'import-items', started_by: 'first' }]);
    const records = () =>
      house.database.query('select 1 from records where store_id = ? and type = ?', [
        parcelly.merchant.store.id,
        'product',
      ]);
    await expect.poll(async () => (await records()).length).toBe(5);
  });

  it('tells a script call by call how it goes', async () => {
    const live = async (typed: Record<string, string>) => {
      const page = await parcelly.merchant.browser.postRaw(
        parcelly.step(2),
        { ...typed, _csrf: /name="_csrf" value="([^"]+)"/.exec((await parcelly.see(2)).text)![1]! },
        { accept: 'application/x-ndjson' },
      );
      return page.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { state: string });
    };
    expect(await live({ id: '', key: '' })).toMatchObject([{ state: 'wrong' }]);
    expect((await live({ id: 'fernandfig', key: SECRET })).map(({ state }) => state)).toEqual(['trying', 'failed']);
    const lines = await live({ ...house.twin.credentials });
    expect(lines.map(({ state }) => state)).toEqual(['trying', 'passed', 'connected']);
    expect(lines.at(-1)).toMatchObject({ next: parcelly.step(3) });
    expect((await parcelly.now()).connectionId).not.toBeNull();
  });

  it('keeps what may be shown for another day', async () => {
    await parcelly.answer(2, { id: 'fernandfig', key: SECRET, _later: 'true' });
    const { text } = await parcelly.see(2);
    expect(text).toMatch(/name="id"[^>]* value="fernandfig"/);
    expect(JSON.stringify(await parcelly.now())).not.toContain(SECRET);
  });

  it('offers the account’s other connections to the same app', async () => {
    await parcelly.connect();
    const { connectionId } = await parcelly.now();
    const { browser, user } = parcelly.merchant;
    await browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
    const [second] = await house.database.query<{ id: number; account_id: number }>(
      "select id, account_id from stores where account_id = ? and name = 'Second'",
      [user.accountId],
    );
    const other = await Parcelly.begun(house, {
      ...parcelly.merchant,
      store: { ...parcelly.merchant.store, id: second!.id },
    });
    await other.answer(1);
    expect((await other.see(2)).text).toContain(`name="_connection" value="${connectionId}"`);
    expect((await other.answer(2, { _connection: String(connectionId) })).location).toBe(other.step(3));
    expect((await other.now()).connectionId).toBe(connectionId);
  });

  it('takes no connection of somebody else’s', async () => {
    await parcelly.connect();
    const { connectionId } = await parcelly.now();
    const thief = await Parcelly.begun(house, await house.hub.merchant('Thief'));
    await thief.answer(1);
    expect((await thief.answer(2, { _connection: String(connectionId) })).status).toBe(422);
    expect((await thief.now()).connectionId).toBeNull();
  });

  it('refuses the same company twice on one store', async () => {
    await parcelly.connect();
    const again = await house.hub.app.get(InstallationLife).install(parcelly.merchant.store, 'parcelly');
    expect(again.name).toBe('Parcelly 2');
    const path = `/installations/${again.id}/steps`;
    await parcelly.merchant.browser.post(`${path}/1`, ANSWERS);
    const { status, text } = await parcelly.merchant.browser.post(`${path}/2`, { ...house.twin.credentials });
    expect(status).toBe(422);
    expect(text).toContain('is connected to this store already');
  });
});

describe('reconnecting', () => {
  beforeEach(async () => {
    await parcelly.connect();
    await parcelly.answer(3, { depot: 'SYD' });
    await parcelly.answer(4, {});
    const { connectionId } = await parcelly.now();
    await house.hub.app.get(Connections).markNeedsReconnecting(connectionId!, 'The key was withdrawn.');
  });

  it('is asked for on every page, in words', async () => {
    const { text } = await parcelly.merchant.browser.get('/');
    expect(text).toContain('Parcelly needs reconnecting');
    expect(text).toContain('The key was withdrawn.');
    expect(text).toContain('needs attention');
  });

  it('takes one click while the stored credentials still hold', async () => {
    const { location } = await parcelly.merchant.browser.post(`/installations/${parcelly.id}/connection`);
    expect(location).toBe(`/installations/${parcelly.id}/setup`);
    expect((await parcelly.merchant.browser.get(location!)).text).toContain('What waited goes on.');
    expect((await parcelly.merchant.browser.get('/')).text).not.toContain('needs reconnecting');
  });

  it('keeps a secret that is left empty', async () => {
    expect((await parcelly.see(2)).text).toContain('Leave it empty to keep what is stored');
    expect((await parcelly.see(2)).text).not.toContain(key());
    expect((await parcelly.answer(2, { id: 'fernandfig', key: '' })).status).toBe(303);
  });

  it('sends no stored secret to another place than it was given for', async () => {
    const { id } = await house.hub.app.get(InstallationLife).install(parcelly.merchant.store, 'portal');
    const step = `/installations/${id}/steps/1`;
    const { browser } = parcelly.merchant;
    expect((await browser.post(step, { domain: 'fern.portal.test', key: 'portal-secret' })).location).toMatch(
      /\/steps\/2$/,
    );
    elsewhere.received.length = 0;
    const { status, text } = await browser.post(step, { domain: 'moss.portal.test', key: '' });
    expect(status).toBe(422);
    expect(text).toContain('Key: please fill this in.');
    expect(elsewhere.received).toEqual([]);
    expect((await browser.post(step, { domain: 'fern.portal.test', key: '' })).status).toBe(303);
  });

  it('asks for new ones where they no longer hold', async () => {
    house.inTheWay.through = async () => new Response('{}', { status: 401 });
    const { status, text } = await parcelly.merchant.browser.post(`/installations/${parcelly.id}/connection`);
    expect(status).toBe(422);
    expect(text).toContain('Test and reconnect');
  });

  it('refuses another company', async () => {
    house.inTheWay.through = async ({ url }) =>
      url.includes('account') ? Response.json({ account: { id: 'acc-2', name: 'Moss & Co' } }) : undefined;
    const { status, text } = await parcelly.connect();
    expect(status).toBe(422);
    expect(text).toContain('belong to Moss &amp; Co');
  });
});

describe('a colleague with a link', () => {
  let link: string;

  beforeEach(async () => {
    const page = await parcelly.merchant.browser.post(`/installations/${parcelly.id}/invitations`);
    expect(page.status).toBe(201);
    link = /\/connect\/[\w-]{32}/.exec(page.text)![0];
  });

  it('sees the credentials’ form and nothing else, and connects without an account', async () => {
    const colleague = house.hub.stranger();
    const { status, text } = await colleague.get(link);
    expect(status).toBe(200);
    expect(text).toContain('Connect Parcelly');
    expect(text).not.toMatch(/side-menu|Fern &amp; Fig|installations\/\d/);
    const wrong = await colleague.post(link, { id: 'fernandfig', key: SECRET });
    expect(wrong.status).toBe(422);
    expect(wrong.text).not.toContain(SECRET);
    expect((await colleague.post(link, { ...house.twin.credentials })).location).toBe(link);
    expect((await colleague.get(link)).text).toContain('is connected');
    expect((await parcelly.now()).connectionId).not.toBeNull();
  });

  it('can use it once', async () => {
    const colleague = house.hub.stranger();
    await colleague.post(link, { ...house.twin.credentials });
    expect((await colleague.post(link, { ...house.twin.credentials })).status).toBe(404);
  });

  it('can’t use it once it is withdrawn', async () => {
    const { text } = await parcelly.see(2);
    const withdraw = /action="(\/installations\/\d+\/invitations\/\d+)"/.exec(text)![1]!;
    await parcelly.merchant.browser.delete(withdraw);
    expect((await house.hub.stranger().get(link)).status).toBe(404);
    expect((await house.hub.stranger().post(link, { ...house.twin.credentials })).status).toBe(404);
  });

  it('can’t use it after three days', async () => {
    const clock = house.hub.app.get(Clock);
    const later = clock.now() + 3 * 86_400_000 + 1000;
    const now = clock.now;
    clock.now = () => later;
    expect((await house.hub.stranger().get(link)).status).toBe(404);
    clock.now = now;
  });

  it('finds nothing behind a made-up one, and the table holds no link', async () => {
    expect((await house.hub.stranger().get('/connect/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
    const rows = await house.database.query('select hex(token_hash) as h from invitations');
    expect(JSON.stringify(rows)).not.toContain(link.slice(9));
  });
});

it('is all there without the pages too', async () => {
  const { store } = await house.hub.merchant();
  const settingUp = house.hub.app.get(SettingUp);
  const typed = { shop: 'x', key: `cli${store.id}` };
  const answers = { timeZone: 'Australia/Perth', currency: 'AUD', taxInclusive: 'inclusive' };
  const wrong = settingUp.whole(store, 'shopfront', typed, { ...answers, timeZone: 'Nowhere' });
  await expect(wrong).rejects.toThrow('no time zone we know');
  // What was begun is gone on with. A store's own platform is live at once: it is told nothing that it didn't say itself.
  const shop = await settingUp.whole(store, 'shopfront', typed, answers);
  expect(shop.state).toBe('live');
  expect(shop.liveAt).toBeInstanceOf(Date);
  const all = await house.hub.app.get(InstallationLife).of(store.id);
  expect(all.map(({ plugin }) => plugin)).toEqual(['shopfront']);
});
