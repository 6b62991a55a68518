import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Hub, startHub } from '../../test/support/hub.js';
import { Connections } from '../connections/connections.service.js';
import { Database } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { WebhookEvents } from './webhook-events.js';

// The first plugin that has a webhook stands for all.
let hub: Hub;
let plugin: string;
let path: string;
let connectionId: number;
let token: string;
let header: string;

beforeAll(async () => {
  hub = await startHub();
  const { manifest } = hub.app
    .get(PluginRegistry)
    .all()
    .find((one) => one.manifest.webhooks.length > 0)!;
  const { store } = await hub.merchant();
  const [webhook] = manifest.webhooks;
  if (!webhook || !('equals' in webhook.verify)) throw new Error('This spec speaks for webhooks with a token');
  token = 'a-token-of-some-length';
  header = webhook.verify.header;
  const credentials = Object.fromEntries(manifest.connection!.fields.map(({ name }) => [name, 'shop.example']));
  credentials[webhook.verify.equals] = token;
  const accountId = (await hub.app
    .get(Database)
    .one<{ account_id: number }>('select account_id from stores where id = ?', [store.id]))!.account_id;
  const passed = { plugin: manifest, credentials, tenant: { key: 'shop.example', name: 'Shop' } };
  connectionId = (await hub.app.get(Connections).save(accountId, passed)).id;
  plugin = manifest.id;
  path = `/webhooks/${plugin}/${connectionId}/${webhook.id}`;
});

beforeEach(() => hub.app.get(Database).run('delete from webhook_events'));

afterAll(() => hub?.stop());

const order = (event: string) =>
  `<?xml version="1.0"?><Event><CurrentTime>2026-11-22 00:00:00</CurrentTime><EventID>${event}</EventID><EventType>Order</EventType><Order><OrderID>N10001</OrderID><OrderStatus>Pick</OrderStatus></Order></Event>`;

async function notify(body: string, headers: Record<string, string>, at = path): Promise<number> {
  const answer = await fetch(hub.url + at, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/xml', neto_notification: 'Order', ...headers },
  });
  await answer.arrayBuffer();
  return answer.status;
}

const events = () =>
  hub.app
    .get(Database)
    .query<{ event_id: string; handled_at: Date | null; wakes: string[] }>('select * from webhook_events');

it.each([
  ['no token', {}],
  ['a wrong token', { token: 'a-token-of-some-lengtH' }],
  ['a longer token', { token: 'a-token-of-some-length-and-more' }],
  ['a token that was signed', { token: createHmac('sha256', 'x').update('y').digest('hex') }],
])('is refused with 401 and leaves nothing: %s', async (_, { token: given }: { token?: string }) => {
  expect(await notify(order('1'), given ? { [header]: given } : {})).toBe(401);
  expect(await events()).toEqual([]);
});

it('is answered alike whether the connection isn’t there or the signature isn’t right', async () => {
  const answerTo = async (at: string) => {
    const answer = await fetch(hub.url + at, { method: 'POST', body: order('1'), headers: { accept: '*/*' } });
    return [answer.status, await answer.text()] as const;
  };
  const [status, words] = await answerTo(path);
  expect([status, words]).toEqual([401, expect.stringContaining('isn’t signed with the key of this address')]);
  const masked = (text: string) => text.replace(/"reference":"[^"]*"/, '');
  const [other, same] = await answerTo(path.replace(`/${connectionId}/`, '/999/'));
  expect([other, masked(same)]).toEqual([status, masked(words)]);
});

it('is a 404 for a plugin or a webhook that is not there', async () => {
  for (const wrong of [`/webhooks/nobody/${connectionId}/orders`, `${path}x`, `/webhooks/${plugin}/abc/order`]) {
    expect(await notify(order('1'), { [header]: token }, wrong), wrong).toBe(404);
  }
});

it('is stored, answered and then acted upon, once', async () => {
  for (let times = 0; times < 3; times++) expect(await notify(order('77'), { [header]: token })).toBe(200);
  const stored = await events();
  expect(stored.map(({ event_id }) => event_id)).toEqual(['77']);
  expect(stored[0]!.wakes.length).toBeGreaterThan(0);
  await expect.poll(async () => (await events()).every(({ handled_at }) => handled_at !== null)).toBe(true);
});

it('is refused when it can not be read', async () => {
  for (const body of ['', 'nonsense', '<Event>']) {
    expect(await notify(body, { [header]: token }), body.slice(0, 20)).toBe(400);
  }
});

it('is refused when it is larger than a megabyte', async () => {
  expect(await notify(`<Event>${'x'.repeat(1_100_000)}</Event>`, { [header]: token })).toBe(413);
});

it('is taken up by another process when the first one died before acting', async () => {
  const database = hub.app.get(Database);
  await database.run(
    `insert into webhook_events (connection_id, webhook, event_id, received_at, body, wakes) values (?, 'order', 'left', now(3) - interval 10 minute, '', '["x"]')`,
    [connectionId],
  );
  await hub.app.get(WebhookEvents).handleLeft();
  expect((await events())[0]!.handled_at).not.toBeNull();
});
