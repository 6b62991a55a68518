import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { NoAnswer, TryLater } from '../../sdk/index.js';
import { HOST } from '../test/acme.js';
import { App, type Reply, sendJson } from '../test/app.js';
import { broken, silent, status, unclear } from '../test/bad-day.js';
import { eventually } from '../test/eventually.js';
import { Hub, migrated } from '../test/hub.js';
import { QuickClock } from '../test/quick-clock.js';
import { NotAllowed } from './not-allowed.js';

let database: TestDatabase;
let app: App;
let hub: Hub;
let clock: QuickClock;
let connection: number;
let tenants = 0;

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await App.start();
});
beforeEach(async () => {
  app.received.length = 0;
  clock = new QuickClock();
  hub = await Hub.start(database.url, { clock, settings: { endpoints: [`${HOST}=${app.address}`] } });
  // Each test has its own clock, so what a tenant was asked to wait in another test must not count.
  connection = await hub.connect(`tenant-${++tenants}`);
  return () => hub.stop();
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

/** The first replies in order; then the last again and again. */
const replies = (...all: Reply[]) => {
  let count = 0;
  app.reply = (request, response) => all[Math.min(count++, all.length - 1)]!(request, response);
};
const fine: Reply = (_, response) => sendJson(response, { fine: true });
/** From which of our ports each request came. */
const notePorts = (headers: Record<string, string> = {}): number[] => {
  const ports: number[] = [];
  app.reply = (_, response) => {
    ports.push(response.socket!.remotePort!);
    sendJson(response, {}, 200, headers);
  };
  return ports;
};
const get = (more = {}) => hub.open(connection).http({ path: 'Products/1', ...more });
const post = (more = {}) => hub.open(connection).http({ method: 'POST', path: 'Orders', json: { a: 1 }, ...more });

describe('what may be repeated', () => {
  it.each(unclear)('is sent again when the app %s', async (_, reply) => {
    replies(reply, reply, fine);
    expect(await get()).toMatchObject({ status: 200, body: '{"fine":true}' });
    expect(app.received).toHaveLength(3);
    expect(new Set(app.received.map(({ headers }) => headers['api-auth-signature'])).size).toBe(1);
  });

  it('is given up after the third try', async () => {
    replies(broken);
    await expect(get()).rejects.toThrow(NoAnswer);
    expect(app.received).toHaveLength(3);
  });

  it('is sent again when no answer comes in time', async () => {
    replies(silent, fine);
    expect(await get({ timeout: 500 })).toMatchObject({ status: 200 });
  });

  it('may be a POST that the plugin calls repeatable', async () => {
    replies(broken, fine);
    expect(await post({ repeatable: true })).toMatchObject({ status: 200 });
  });

  it.each([
    ['is turned away', status(403)],
    ['may not be sent for an hour', status(429, { 'retry-after': '3600' })],
    ['is asked to come back in an hour', status(503, { 'retry-after': '3600' })],
  ])('may have been carried out by an earlier try, though the last %s', async (_, last) => {
    replies(broken, last);
    await expect(post({ repeatable: true })).rejects.toThrow(NoAnswer);
    replies(broken, last);
    await expect(get().then(({ status }) => Promise.reject(status))).rejects.not.toBeInstanceOf(NoAnswer);
  });

  it('waits differently long each time, and longer each time at most', async () => {
    replies(broken);
    for (let i = 0; i < 3; i++) await expect(get()).rejects.toThrow(NoAnswer);
    expect(new Set(clock.slept).size).toBe(6);
    for (const [at, slept] of clock.slept.entries()) expect(slept).toBeLessThanOrEqual(1000 * 3 ** (at % 2));
  });

  it('waits as long as a busy app asks', async () => {
    replies(status(503, { 'retry-after': '7' }), fine);
    await get();
    expect(clock.slept).toEqual([7000]);
  });
});

describe('an app that is down for long and says so', () => {
  it('is left alone by what may be repeated', async () => {
    replies(status(503, { 'retry-after': '900' }));
    await expect(get()).rejects.toMatchObject({ name: 'TryLater', seconds: 900 });
    expect(app.received).toHaveLength(1);
  });

  it('may nevertheless have carried out what must not be repeated', async () => {
    replies(status(503, { 'retry-after': '900' }));
    await expect(post()).rejects.toThrow(NoAnswer);
  });
});

describe('a request that can’t be written', () => {
  it('is the plugin’s mistake: it is not tried again and is not unclear', async () => {
    for (const ask of [get, post]) {
      await expect(ask({ headers: { 'x-bad': 'a\r\nb' } })).rejects.toThrow(NotAllowed);
      await expect(ask({ headers: { host: 'evil.example' } })).rejects.toThrow(
        'The header host is written by the hub.',
      );
    }
    expect(app.received).toEqual([]);
    expect(clock.slept).toEqual([]);
  });
});

describe('what must not be repeated', () => {
  it.each(unclear)('is sent once when the app %s', async (_, reply) => {
    replies(reply, fine);
    await expect(post()).rejects.toThrow(NoAnswer);
    expect(app.received).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it('is sent once when no answer comes in time', async () => {
    replies(silent, fine);
    await expect(post({ timeout: 100 })).rejects.toThrow(`${HOST} did not answer in time.`);
    expect(app.received).toHaveLength(1);
  });

  it('goes over a connection that has just been used, and over none that has rested', async () => {
    const ports = notePorts();
    for (let i = 0; i < 3; i++) await post();
    expect(new Set(ports).size).toBe(1);
    await get();
    expect(new Set(ports).size).toBe(2);
    await sleep(1100);
    await post();
    expect(new Set(ports).size).toBe(3);
  });

  it('never goes over a connection that the app will soon close, as it says', async () => {
    const soon = { connection: 'keep-alive', 'keep-alive': 'timeout=1' };
    for (const headers of [{ connection: 'close' }, soon]) {
      const ports = notePorts({ ...headers });
      for (let i = 0; i < 3; i++) await post();
      expect(new Set(ports).size).toBe(3);
    }
  });

  it('is sent once when the app closes a connection that has just been used', async () => {
    replies(fine, broken, fine);
    await post();
    await expect(post()).rejects.toThrow(NoAnswer);
    expect(app.received).toHaveLength(2);
    expect(await post()).toMatchObject({ status: 200 });
  });

  it('is tried later when it can’t have left', async () => {
    const other = await Hub.start(database.url, { clock, settings: { endpoints: [`${HOST}=http://127.0.0.1:1`] } });
    const door = other.open(await other.connect());
    await expect(door.http({ method: 'POST', path: 'Orders' })).rejects.toThrow(TryLater);
    await expect(door.http({ path: 'Products' })).rejects.toThrow(/can't be reached \(ECONNREFUSED\)/);
    await other.stop();
  });

  it('makes room for the next as soon as the app has answered, while its trace is still being written', async () => {
    replies(fine);
    await get();
    let answered = 0;
    const posts: Promise<unknown>[] = [];
    await hub.database.transaction(async (tx) => {
      await tx.run('lock tables exchanges write');
      for (let i = 0; i < 5; i++) posts.push(post().then(() => answered++));
      await eventually(() => app.received.length === 6);
      expect(app.peak).toBeLessThanOrEqual(2);
      expect(answered).toBe(0);
      await tx.run('unlock tables');
    });
    await Promise.all(posts);
    expect(answered).toBe(5);
  });

  it('leaves a trace of the answer that was none', async () => {
    replies(status(502));
    await expect(post({ purpose: 'Create the order' })).rejects.toThrow(`${HOST} answered 502.`);
    const rows = await hub.database.query('select status, failure from exchanges where purpose = ?', [
      'Create the order',
    ]);
    expect(rows).toEqual([{ status: 502, failure: `${HOST} answered 502.` }]);
  });
});

describe('an app that asks for fewer requests', () => {
  it.each([
    ['seconds it asks for', '12', 12_000],
    ['word “at once”', '0', 0],
  ])('is given the %s, before a GET and before a POST', async (_, header, milliseconds) => {
    for (const ask of [get, post]) {
      clock.slept.length = 0;
      replies(status(429, { 'retry-after': header }), fine);
      expect(await ask()).toMatchObject({ status: 200 });
      expect(clock.slept).toEqual([milliseconds]);
    }
    expect(app.received).toHaveLength(4);
  });

  it('may name a date', async () => {
    replies((_, response) => {
      sendJson(response, {}, 429, { 'retry-after': new Date(clock.now() + 20_000).toUTCString() });
    }, fine);
    await get();
    expect(clock.slept[0]).toBeGreaterThan(18_000);
    expect(clock.slept[0]).toBeLessThanOrEqual(20_000);
  });

  it('is left alone by the run when it asks for more than a minute', async () => {
    replies(status(429, { 'retry-after': '600' }));
    await expect(post()).rejects.toMatchObject({ name: 'TryLater', seconds: 600 });
    expect(app.received).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it('is left alone by the run when it keeps asking', async () => {
    replies(status(429));
    await expect(get()).rejects.toThrow(TryLater);
    expect(app.received).toHaveLength(5);
  });
});

describe('an answer for the plugin', () => {
  it.each([200, 201, 204, 301, 302, 307, 400, 401, 403, 404, 409, 422])('%i is one', async (code) => {
    replies((_, response) => void response.writeHead(code, { location: 'https://evil.example/' }).end());
    for (const ask of [get, post]) expect(await ask()).toMatchObject({ status: code });
    expect(app.received).toHaveLength(2);
  });

  it('is unpacked', async () => {
    replies((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"größe":1}'));
    });
    expect((await get()).body).toBe('{"größe":1}');
  });

  it('may be in an older alphabet', async () => {
    replies((_, response) => {
      response.writeHead(200, { 'content-type': 'text/xml; charset=iso-8859-1' }).end(Buffer.from('<ü/>', 'latin1'));
    });
    expect((await get()).body).toBe('<ü/>');
  });

  it('comes without cookies', async () => {
    replies((_, response) => sendJson(response, {}, 200, { 'set-cookie': 'session=1', 'x-page': '2' }));
    const { headers } = await get();
    expect(headers).toMatchObject({ 'x-page': '2' });
    expect(headers).not.toHaveProperty('set-cookie');
  });
});

describe('whoever stops', () => {
  it('stops waiting for an answer, and may repeat', async () => {
    const stop = new AbortController();
    replies(silent);
    const asking = hub.open(connection, { signal: stop.signal }).http({ path: 'Products' });
    const refused = expect(asking).rejects.toThrow('cancelled');
    await eventually(() => app.received.length === 1);
    stop.abort(new Error('cancelled'));
    await refused;
  });

  it('does not know what became of a request that was under way', async () => {
    const stop = new AbortController();
    replies(silent);
    const asking = hub.open(connection, { signal: stop.signal }).http({ method: 'POST', path: 'Orders' });
    const refused = expect(asking).rejects.toThrow(NoAnswer);
    await eventually(() => app.received.length === 1);
    stop.abort(new Error('cancelled'));
    await refused;
  });

  it('stops waiting for its turn', async () => {
    const [stop, end] = [new AbortController(), new AbortController()];
    replies(silent);
    const door = hub.open(connection, { signal: end.signal });
    const all = [1, 2].map(() => door.http({ path: 'Products/1' }).catch(() => undefined));
    await eventually(() => app.received.length === 2);
    const third = hub.open(connection, { signal: stop.signal }).http({ method: 'POST', path: 'Orders' });
    const refused = expect(third).rejects.toThrow('cancelled');
    await sleep(30);
    stop.abort(new Error('cancelled'));
    await refused;
    expect(app.received).toHaveLength(2);
    end.abort();
    await Promise.all(all);
  });

  it('stops waiting for the app’s next minute', async () => {
    const other = await Hub.start(database.url, { settings: { endpoints: [`${HOST}=${app.address}`] } });
    const stop = new AbortController();
    replies(status(429, { 'retry-after': '50' }));
    const door = other.open(await other.connect('patient'), { signal: stop.signal });
    const refused = expect(door.http({ method: 'POST', path: 'Orders' })).rejects.toThrow('cancelled');
    await eventually(() => app.received.length === 1);
    await sleep(50);
    stop.abort(new Error('cancelled'));
    await refused;
    await other.stop();
  });

  it('has lost its lease: nothing more leaves, not the second try either', async () => {
    let ours = true;
    const lost = new Error('lease lost');
    replies((request, response) => {
      ours = false;
      return broken(request, response);
    });
    const stillOurs = () => {
      if (!ours) throw lost;
    };
    const door = hub.open(connection, { stillOurs });
    await expect(door.http({ path: 'Products' })).rejects.toBe(lost);
    await expect(door.http({ method: 'POST', path: 'Orders' })).rejects.toBe(lost);
    expect(app.received).toHaveLength(1);
  });
});

describe('a preview', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('sends no %s, called repeatable or not', async (method) => {
    const door = hub.open(connection, { writes: false });
    for (const repeatable of [true, false]) {
      await expect(door.http({ method, path: 'Orders', repeatable })).rejects.toThrow(/A preview sends nothing/);
    }
    await sleep(50);
    expect(app.received).toEqual([]);
  });

  it('asks by POST where that only reads', async () => {
    replies(fine);
    const door = hub.open(connection, { writes: false });
    expect(await door.http({ method: 'POST', path: 'Search', reads: true })).toMatchObject({
      status: 200,
      exchange: 0,
    });
    expect(app.received.map(({ method }) => method)).toEqual(['POST']);
  });

  it('reads, and leaves no trace', async () => {
    const count = async () => (await hub.database.one<{ n: number }>('select count(*) as n from exchanges'))!.n;
    const before = await count();
    replies(fine);
    const door = hub.open(connection, { writes: false });
    expect(await door.http({ path: 'Products' })).toMatchObject({ status: 200, exchange: 0 });
    await door.flush();
    expect(await count()).toBe(before);
  });
});
