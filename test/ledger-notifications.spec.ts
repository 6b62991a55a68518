import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import xero from '../plugins/xero/plugin.js';
import { createSandbox, type XeroSandbox } from '../plugins/xero/sandbox/index.js';
import { asker, made } from '../plugins/xero/sandbox/testing.js';
import { Connections } from '../src/connections/connections.service.js';
import { Database } from '../src/database/database.js';
import { manifestOf } from '../src/sdk/host/index.js';
import { type Hub, startHub } from './support/hub.js';

// The twin speaks to the hub's real door, as the app would.

const KEY = 'a-signing-key+of/tests==';
let hub: Hub;
let twin: XeroSandbox;
let connectionId: number;
const answers: number[] = [];

beforeAll(async () => {
  hub = await startHub({ WEBHOOK_KEYS: `xero=${KEY}` });
  const notify = async (request: Request) => {
    const { url, headers } = request;
    const answer = await fetch(url, { method: 'POST', headers, body: await request.text() });
    await answer.arrayBuffer();
    answers.push(answer.status);
  };
  twin = createSandbox({ sales: 0, notify, webhook: { url: `${hub.url}/webhooks/xero/changed`, key: KEY } });
  const { id: key, name } = twin.organisations()[0]!;
  const passed = { plugin: manifestOf(xero), credentials: {}, tenant: { key, name } };
  const { store } = await hub.merchant();
  connectionId = (await hub.app.get(Connections).save(store.accountId, passed)).id;
});
beforeEach(() => void answers.splice(0));
afterAll(() => hub?.stop());

const events = () =>
  hub.app
    .get(Database)
    .query<{ connection_id: number; event_id: string; wakes: string[] }>('select * from webhook_events');

it('is trusted by an app that tries good and bad signatures first', async () => {
  await twin.intentToReceive();
  expect(answers).toEqual([200, 401, 200, 401]);
  expect(await events()).toEqual([]);
});

it('takes up what changes in the app, once, for those who are connected to that organisation', async () => {
  const who = await asker(twin);
  const { ContactID: id } = await made(who, 'Contacts', { Name: 'Rosa Lane' });
  await twin.settled();
  expect(answers).toEqual([200]);
  expect(await events()).toMatchObject([
    {
      connection_id: connectionId,
      event_id: expect.stringContaining(`CONTACT|${id}|`),
      wakes: ['import-customers', 'import-suppliers'],
    },
  ]);
});
