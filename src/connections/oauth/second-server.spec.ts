import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Browser } from '../../../test/support/browser.js';
import type { Merchant } from '../../../test/support/hub.js';
import { InstallationLife } from '../../installations/installation-life.service.js';
import { type House, startHouse } from '../../installations/test/house.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { activateStep, connectStep, definePlugin, type HttpAnswer, oauth2, type Plugin } from '../../sdk/index.js';
import { Outbound } from '../outbound.js';
import { TokenTable } from './token-table.js';

// A server of OpenID Connect that nobody here wrote: what is connected by consent must not be one app's own habit.

const CLIENT = { id: 'hub', secret: 'a-secret-of-the-second-server' };

function read(answer: HttpAnswer): { sub: string } {
  if (answer.status !== 200) throw new Error(`It answered ${answer.status}.`);
  return JSON.parse(answer.body) as { sub: string };
}

const second: Plugin = definePlugin({
  id: 'second',
  name: 'Second',
  version: '1.0.0',
  sdk: '^1',
  listing: { summary: 'S', about: [], category: 'Essentials', icon: 'icon.svg', moves: { in: [], out: [] } },
  hosts: ['login.second.test', 'id.second.test'],
  connection: oauth2({
    authorizeUrl: 'https://login.second.test/auth',
    tokenUrl: 'https://id.second.test/token',
    revokeUrl: 'https://id.second.test/token/revocation',
    scopes: ['openid', 'offline_access'],
    baseUrl: 'https://id.second.test',
    async tenants({ http }) {
      const { sub } = read(await http.send({ path: 'me' }));
      return [{ key: sub, name: `Books of ${sub}` }];
    },
    checks: [{ title: 'Ask who it is', run: async ({ http }) => void read(await http.send({ path: 'me' })) }],
  }),
  wizard: [connectStep(), activateStep()],
});

let server: Server;
let house: House;
let mia: Merchant;
let id: number;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  house = await startHouse(
    {
      ENDPOINTS: `login.second.test=${at},id.second.test=${at}`,
      OAUTH_CLIENTS: `second=${CLIENT.id}:${CLIENT.secret}`,
    },
    [second],
  );
  await openProvider(at);
  mia = await house.hub.merchant();
  const shop = await house.hub.app.get(InstallationLife).install(mia.store, 'shopfront');
  await mia.browser.post(`/installations/${shop.id}/steps/1`, { shop: 'fern', key: `shop${shop.id}` });
  id = (await house.hub.app.get(InstallationLife).install(mia.store, 'second')).id;
});
afterAll(async () => {
  await house?.stop();
  server?.closeAllConnections();
  server?.close();
});

/** It warns of being used in a hurry, and of the version it runs on; here it is. */
async function openProvider(issuer: string): Promise<void> {
  const quiet = (['info', 'warn'] as const).map((kind) => vi.spyOn(console, kind).mockReturnValue());
  const { default: Provider } = await import('oidc-provider');
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${house.hub.url}/connections/callback`],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    features: { revocation: { enabled: true }, devInteractions: { enabled: true } },
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    cookies: { keys: ['for tests'] },
    ttl: { AccessToken: 1800, Interaction: 600, Grant: 86_400, Session: 86_400, IdToken: 600, RefreshToken: 86_400 },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  for (const spy of quiet) spy.mockRestore();
}

/** Signs in and agrees on the server's own pages; answers where they lead back to. */
async function agree(url: string): Promise<string> {
  const { origin } = new URL(url);
  const person = new Browser(origin);
  let next = url.slice(origin.length);
  for (let pages = 0; pages < 12; pages++) {
    const page = await person.get(next);
    if (page.location) {
      const to = new URL(page.location, origin);
      if (to.origin !== origin) return to.pathname + to.search;
      next = to.pathname + to.search;
      continue;
    }
    const action = new URL(/action="([^"]+)"/.exec(page.text)![1]!, origin).pathname;
    const prompt = /name="prompt" value="(\w+)"/.exec(page.text)![1]!;
    const { location } = await person.postRaw(action, { prompt, login: 'mia', password: 'any' });
    const to = new URL(location!, origin);
    next = to.pathname + to.search;
  }
  throw new Error('Its pages never end');
}

const connectionId = async () => (await house.hub.app.get(InstallationLife).byId(id))!.connectionId!;

async function ask(): Promise<HttpAnswer> {
  const use = { storeId: mia.store.id, installationId: id, connectionId: await connectionId(), writes: true };
  const signal = new AbortController().signal;
  const { manifest } = house.hub.app.get(PluginRegistry).get('second')!;
  return house.hub.app
    .get(Outbound)
    .open({ ...use, manifest, signal })
    .http({ path: 'me' });
}

it('is connected to with a proof of the code exchange', async () => {
  const away = await mia.browser.post(`/installations/${id}/consent`);
  const back = await agree(away.location!);
  expect(back).toMatch(/^\/connections\/callback\?code=/);
  const page = await mia.browser.get((await mia.browser.get(back)).location!);
  expect(page.text).toContain('You agreed for <strong>Books of mia</strong>');
  const done = await mia.browser.post(`/installations/${id}/steps/1`, { _tenant: 'mia' });
  expect(done.location).toBe(`/installations/${id}/steps/2`);
  expect((await ask()).status).toBe(200);
});

it('renews its tokens, and rotates them', async () => {
  const table = house.hub.app.get(TokenTable);
  const before = (await table.read(await connectionId()))!;
  await house.database.run('update connection_tokens set expires_at = now(3)');
  expect(JSON.parse((await ask()).body)).toEqual({ sub: 'mia' });
  const after = (await table.read(await connectionId()))!;
  expect(after.generation).toBe(before.generation + 1);
  expect([after.access === before.access, after.refresh === before.refresh]).toEqual([false, false]);
});

it('takes its tokens back when the last installation lets go', async () => {
  const { refresh } = (await house.hub.app.get(TokenTable).read(await connectionId()))!;
  const it = (await house.hub.app.get(InstallationLife).byId(id))!;
  await mia.browser.delete(`/installations/${id}`, { confirm: it.name });
  expect(await house.database.query('select 1 from connection_tokens')).toEqual([]);
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh! }),
  });
  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
});
