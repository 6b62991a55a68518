import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { acme, CREDENTIALS, HOST } from './test/acme.js';
import { App, sendJson } from './test/app.js';
import { Hub, migrated } from './test/hub.js';

let database: TestDatabase;
let app: App;
let hub: Hub;
let connection: number;

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await App.start();
  hub = await Hub.start(database.url, { settings: { endpoints: [`${HOST}=${app.address}`] } });
  connection = await hub.connect();
});
beforeEach(() => {
  app.received.length = 0;
  app.reply = (_, response) => sendJson(response, { Items: [] });
});
afterAll(async () => {
  await hub?.stop();
  await app?.stop();
  await database?.drop();
});

it('signs the query exactly as it is sent', async () => {
  const query = { modifiedSince: '2026-11-22T00:00:00', code: "a b&c=d+e%'ü@x", pageSize: 200, none: undefined };
  const answer = await hub.open(connection).http({ path: 'Products/1', query });

  const [{ url, headers }] = app.received as [(typeof app.received)[0]];
  const [path, sent] = url.split('?') as [string, string];
  expect(answer).toMatchObject({ status: 200, body: '{"Items":[]}' });
  expect(path).toBe('/Products/1');
  expect(headers['api-auth-signature']).toBe(createHmac('sha256', CREDENTIALS.key).update(sent).digest('base64'));
  expect(headers['api-auth-id']).toBe(CREDENTIALS.id);
  expect(headers.host).toBe(HOST);
  expect(Object.fromEntries(new URLSearchParams(sent))).toEqual({
    modifiedSince: query.modifiedSince,
    code: query.code,
    pageSize: '200',
  });
  expect(sent).toContain('modifiedSince=2026-11-22T00:00:00&');
  // No parser on the way may write it differently.
  expect(new URL(url, 'https://x.example').search).toBe(`?${sent}`);
});

it('signs the empty text where there is no query', async () => {
  await hub.open(connection).http({ path: 'Companies' });
  const expected = createHmac('sha256', CREDENTIALS.key).update('').digest('base64');
  expect(app.received[0]).toMatchObject({ url: '/Companies', headers: { 'api-auth-signature': expected } });
});

it('signs the body where the plugin says so', async () => {
  const { sign, ...rest } = acme().connection!;
  const manifest = {
    ...acme(),
    connection: { ...rest, sign: { ...sign!, over: 'body' as const, encoding: 'hex' as const } },
  };
  await hub.open(connection, { manifest }).http({ method: 'POST', path: 'Orders', json: { Größe: 1 } });
  const { body, headers } = app.received[0]!;
  expect(body).toBe('{"Größe":1}');
  expect(headers['api-auth-signature']).toBe(createHmac('sha256', CREDENTIALS.key).update(body, 'utf8').digest('hex'));
});

it('keeps the exchange', async () => {
  const { exchange } = await hub
    .open(connection)
    .http({ path: 'Products/1', query: { a: 1 }, purpose: 'Read products' });
  expect(await hub.exchange(exchange)).toMatchObject({
    installationId: 7,
    runId: 9,
    connectionId: connection,
    method: 'GET',
    url: `https://${HOST}/Products/1?a=1`,
    purpose: 'Read products',
    status: 200,
    failure: null,
    request: { body: '', headers: { 'api-auth-id': CREDENTIALS.id, 'api-auth-signature': '•••' } },
    answer: { body: '{"Items":[]}', length: 12, clipped: false },
  });
});

it('has kept what is sent once before it answers', async () => {
  const { exchange } = await hub.open(connection).http({ method: 'POST', path: 'Orders', json: { a: 1 } });
  const rows = await hub.database.query('select id from exchanges where store_id = 3 and id = ?', [exchange]);
  expect(rows).toHaveLength(1);
});
