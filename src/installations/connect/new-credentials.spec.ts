import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Connections } from '../../connections/connections.service.js';
import { App } from '../../connections/test/app.js';
import { activateStep, apiKeys, connectStep, definePlugin, secret, text } from '../../sdk/index.js';
import { InstallationLife } from '../installation-life.service.js';
import { connecting } from '../test/connecting.js';

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

/** Wherever a portal might be. */
let elsewhere: App;

beforeAll(async () => {
  elsewhere = await App.start();
});
afterAll(() => elsewhere?.stop());
const at = () => ['fern', 'moss'].map((shop) => `${shop}.portal.test=${elsewhere.address}`);
const here = connecting(() => ({ ENDPOINTS: at().join(',') }), [portal]);

describe('reconnecting', () => {
  beforeEach(async () => {
    await here.parcelly.connect();
    await here.parcelly.answer(3, { depot: 'SYD' });
    await here.parcelly.answer(4, {});
    const { connectionId } = await here.parcelly.now();
    await here.house.hub.app.get(Connections).markNeedsReconnecting(connectionId!, 'The key was withdrawn.');
  });

  it('is asked for on every page, in words', async () => {
    const { text } = await here.parcelly.merchant.browser.get('/');
    expect(text).toContain('Parcelly needs reconnecting');
    expect(text).toContain('The key was withdrawn.');
    expect(text).toContain('needs attention');
  });

  it('takes one click while the stored credentials still hold', async () => {
    const { location } = await here.parcelly.merchant.browser.post(`/installations/${here.parcelly.id}/connection`);
    expect(location).toBe(`/installations/${here.parcelly.id}/setup`);
    expect((await here.parcelly.merchant.browser.get(location!)).text).toContain('What waited goes on.');
    expect((await here.parcelly.merchant.browser.get('/')).text).not.toContain('needs reconnecting');
  });

  it('keeps a secret that is left empty', async () => {
    expect((await here.parcelly.see(2)).text).toContain('Leave it empty to keep what is stored');
    expect((await here.parcelly.see(2)).text).not.toContain(here.house.twin.credentials.key!);
    expect((await here.parcelly.answer(2, { id: 'fernandfig', key: '' })).status).toBe(303);
  });

  it('sends no stored secret to another place than it was given for', async () => {
    const { id } = await here.house.hub.app.get(InstallationLife).install(here.parcelly.merchant.store, 'portal');
    const step = `/installations/${id}/steps/1`;
    const { browser } = here.parcelly.merchant;
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
    here.house.inTheWay.through = async () => new Response('{}', { status: 401 });
    const { status, text } = await here.parcelly.merchant.browser.post(`/installations/${here.parcelly.id}/connection`);
    expect(status).toBe(422);
    expect(text).toContain('Test and reconnect');
  });

  it('refuses another company', async () => {
    here.house.inTheWay.through = async ({ url }) =>
      url.includes('account') ? Response.json({ account: { id: 'acc-2', name: 'Moss & Co' } }) : undefined;
    const { status, text } = await here.parcelly.connect();
    expect(status).toBe(422);
    expect(text).toContain('belong to Moss &amp; Co');
  });
});
