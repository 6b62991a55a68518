import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import type { Manifest } from '../sdk/host/index.js';
import { NoAnswer, Reconnect, type Tenant, TryLater } from '../sdk/index.js';
import type { Call } from '../sdk/runtime/index.js';
import { ConnectionTest, type TestProgress } from './connection-test.js';
import { Connections } from './connections.service.js';
import type { OpenDoor } from './outbound.js';
import { acme, CREDENTIALS, HOST } from './test/acme.js';
import { App, sendJson } from './test/app.js';
import { Hub, migrated } from './test/hub.js';

let database: TestDatabase;
let app: App;
let hub: Hub;
let connections: Connections;
const fern: Tenant = { key: 'guid-1', name: 'Fern & Fig' };

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await App.start();
  hub = await Hub.start(database.url, { settings: { endpoints: [`${HOST}=${app.address}`] } });
  connections = hub.get(Connections);
});
beforeEach(async () => {
  app.received.length = 0;
  await hub.database.run('delete from connections');
});
afterAll(async () => {
  await hub?.stop();
  await app?.stop();
  await database?.drop();
});

describe('the test of a connection', () => {
  const declared = () => {
    const manifest = acme();
    return { ...manifest, connection: { ...manifest.connection!, checks: ['Read the company', 'Read products'] } };
  };

  /** Runs the checks over the door as a plugin's own code would. */
  async function run(
    typed: Record<string, unknown>,
    check: (http: OpenDoor['http'], index: number) => Promise<Tenant | undefined>,
    manifest: Manifest = declared(),
    connectionId?: number,
  ): Promise<TestProgress[]> {
    let http: OpenDoor['http'];
    const trial = hub.get(ConnectionTest).run({
      plugin: { manifest, calls: { check: (_: Call, index: number) => check(http, index) } as never },
      desk: {
        during: (handlers, facts, work) => {
          http = handlers.http;
          return work({ id: 1, facts });
        },
      },
      facts: {} as never,
      storeId: 3,
      installationId: 7,
      typed,
      connectionId,
      signal: new AbortController().signal,
    });
    const all: TestProgress[] = [];
    for await (const progress of trial) all.push(progress);
    return all;
  }

  it.each([
    [
      'an app that gives no answer',
      new NoAnswer('acme.example can’t be reached.'),
      /reached\. See whether what you typed/,
    ],
    [
      'an app that asks to wait',
      new TryLater({ why: 'acme.example asks to wait.' }),
      /wait\. See whether what you typed/,
    ],
    [
      'a refusal, which says so itself',
      new Reconnect('Acme does not accept this key.'),
      /^Acme does not accept this key\.$/,
    ],
  ])('says of %s what is left to do', async (_, error, words) => {
    const progress = await run({ id: CREDENTIALS.id, key: CREDENTIALS.key }, () => Promise.reject(error));
    expect(progress.at(-1)).toMatchObject({ state: 'failed', message: expect.stringMatching(words) });
  });

  it('ticks off one check after the other and finds out who it is', async () => {
    app.reply = ({ url }, response) => sendJson(response, { name: 'Fern & Fig', url });
    const progress = await run({ id: ` ${CREDENTIALS.id}\n`, key: CREDENTIALS.key }, async (http, index) => {
      const { body } = await http({ path: ['Companies', 'Products/1'][index]! });
      return index === 0 ? { key: 'guid-1', name: JSON.parse(body).name } : undefined;
    });
    expect(progress).toEqual([
      { state: 'trying', check: 0, title: 'Read the company' },
      { state: 'passed', check: 0, title: 'Read the company' },
      { state: 'trying', check: 1, title: 'Read products' },
      { state: 'passed', check: 1, title: 'Read products' },
      { state: 'connected', tenant: fern, credentials: CREDENTIALS },
    ]);
    expect(app.received.map(({ url }) => url)).toEqual(['/Companies', '/Products/1']);
    expect(await connections.ofAccount(1)).toEqual([]);
  });

  it('stops at the first check that fails, and tells without telling secrets', async () => {
    app.reply = (_, response) => sendJson(response, {}, 403);
    const progress = await run(CREDENTIALS, async (http) => {
      const { status } = await http({ path: 'Companies' });
      throw new Reconnect(`The app answered ${status} to the key ${CREDENTIALS.key}.`);
    });
    expect(progress.at(-1)).toEqual({
      state: 'failed',
      check: 0,
      title: 'Read the company',
      message: 'The app answered 403 to the key •••.',
    });
    expect(app.received).toHaveLength(1);
  });

  it.each([
    ['missing', {}, ['API id: please fill this in.', 'API key: please fill this in.']],
    ['blank', { id: '  ', key: '' }, ['API id: please fill this in.', 'API key: please fill this in.']],
    ['not text', { id: { a: 1 }, key: ['x'] }, ['API id: please fill this in.', 'API key: please fill this in.']],
    ['in the wrong form', { id: 'Not this!', key: 'k' }, ['API id: this is not in the right form.']],
    ['only partly in the right form', { id: 'fern\nX-Evil: 1', key: 'k' }, [/can’t be seen/]],
    ['too long', { id: 'a', key: 'k'.repeat(81) }, ['API key: at most 80 characters.']],
  ])('sends nothing while what was typed is %s', async (_, typed, messages) => {
    const [progress, ...rest] = await run(typed, async () => fern);
    expect(rest).toEqual([]);
    const problems = progress?.state === 'wrong' ? progress.problems : [];
    expect(problems.map(({ message }) => message)).toEqual(
      messages.map((message) => (typeof message === 'string' ? message : expect.stringMatching(message))),
    );
    expect(app.received).toEqual([]);
  });

  it('takes a domain as people copy it, and nothing that is no domain', async () => {
    const manifest = declared();
    const fields = [{ name: 'domain', kind: 'text' as const, label: 'Shop domain' }];
    const shop = { ...manifest, connection: { ...manifest.connection, baseUrl: 'https://{domain}/api', fields } };
    const connected = (await run({ domain: ' https://Shop.Example.com/ ' }, async () => fern, shop)).at(-1);
    expect(connected).toMatchObject({ state: 'connected', credentials: { domain: 'shop.example.com' } });
    for (const domain of ['localhost', '127.0.0.1', 'shop.example.com:8080', 'a@b.example', 'shop.example.com/x?y']) {
      expect((await run({ domain }, async () => fern, shop))[0], domain).toEqual({
        state: 'wrong',
        problems: [{ field: 'domain', message: 'Shop domain: this must be a domain such as shop.example.com.' }],
      });
    }
  });

  it('is not kept busy by what is no domain for a megabyte', async () => {
    const manifest = declared();
    const fields = [{ name: 'domain', kind: 'text' as const, label: 'Shop domain' }];
    const shop = { ...manifest, connection: { ...manifest.connection, baseUrl: 'https://{domain}/api', fields } };
    const domain = `shop${'/'.repeat(1_000_000)}x`;
    expect((await run({ domain }, async () => fern, shop))[0]).toEqual({
      state: 'wrong',
      problems: [{ field: 'domain', message: 'Shop domain: at most 500 characters.' }],
    });
  });

  it('takes what was left empty from the connection that is being mended', async () => {
    const { id } = await connections.save(1, { plugin: acme(), credentials: CREDENTIALS, tenant: fern });
    const progress = await run({ id: 'another-name', key: '' }, async () => fern, declared(), id);
    expect(progress.at(-1)).toMatchObject({ credentials: { id: 'another-name', key: CREDENTIALS.key } });
  });

  it('never sends a stored secret to another domain than it was given for', async () => {
    const manifest = declared();
    const fields = [
      { name: 'domain', kind: 'text' as const, label: 'Shop domain' },
      { name: 'key', kind: 'secret' as const, label: 'API key' },
    ];
    const shop = { ...manifest, connection: { ...manifest.connection, baseUrl: 'https://{domain}/api', fields } };
    const stored = { domain: 'shop.example.com', key: 'a secret key' };
    const { id } = await connections.save(1, { plugin: shop, credentials: stored, tenant: fern });
    const same = await run({ domain: 'shop.example.com' }, async () => fern, shop, id);
    expect(same.at(-1)).toMatchObject({ state: 'connected', credentials: stored });
    const moved = await run({ domain: 'evil.example.com' }, async () => fern, shop, id);
    expect(moved).toEqual([{ state: 'wrong', problems: [{ field: 'key', message: 'API key: please fill this in.' }] }]);
  });

  it('calls it a mistake of the plugin when no check says who it is', async () => {
    await expect(run(CREDENTIALS, async () => undefined)).rejects.toThrow(/No check of acme told who/);
  });
});
