import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NoAnswer, TryLater } from '../../sdk/index.js';
import { HOST } from '../test/acme.js';
import { sendJson } from '../test/app.js';
import { asking, fine } from '../test/asking.js';
import { broken, silent, status, unclear } from '../test/bad-day.js';
import { eventually } from '../test/eventually.js';
import { Hub } from '../test/hub.js';
import { NotAllowed } from './not-allowed.js';

const here = asking();
const { replies, get, post } = here;

/** From which of our ports each request came. */
const notePorts = (headers: Record<string, string> = {}): number[] => {
  const ports: number[] = [];
  here.app.reply = (_, response) => {
    ports.push(response.socket!.remotePort!);
    sendJson(response, {}, 200, headers);
  };
  return ports;
};

describe('what may be repeated', () => {
  it.each(unclear)('is sent again when the app %s', async (_, reply) => {
    replies(reply, reply, fine);
    expect(await get()).toMatchObject({ status: 200, body: '{"fine":true}' });
    expect(here.app.received).toHaveLength(3);
    expect(new Set(here.app.received.map(({ headers }) => headers['api-auth-signature'])).size).toBe(1);
  });

  it('is given up after the third try', async () => {
    replies(broken);
    await expect(get()).rejects.toThrow(NoAnswer);
    expect(here.app.received).toHaveLength(3);
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
    expect(new Set(here.clock.slept).size).toBe(6);
    for (const [at, slept] of here.clock.slept.entries()) expect(slept).toBeLessThanOrEqual(1000 * 3 ** (at % 2));
  });

  it('waits as long as a busy app asks', async () => {
    replies(status(503, { 'retry-after': '7' }), fine);
    await get();
    expect(here.clock.slept).toEqual([7000]);
  });
});

describe('an app that is down for long and says so', () => {
  it('is left alone by what may be repeated', async () => {
    replies(status(503, { 'retry-after': '900' }));
    await expect(get()).rejects.toMatchObject({ name: 'TryLater', seconds: 900 });
    expect(here.app.received).toHaveLength(1);
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
    expect(here.app.received).toEqual([]);
    expect(here.clock.slept).toEqual([]);
  });
});

describe('what must not be repeated', () => {
  it.each(unclear)('is sent once when the app %s', async (_, reply) => {
    replies(reply, fine);
    await expect(post()).rejects.toThrow(NoAnswer);
    expect(here.app.received).toHaveLength(1);
    expect(here.clock.slept).toEqual([]);
  });

  it('is sent once when no answer comes in time', async () => {
    replies(silent, fine);
    await expect(post({ timeout: 100 })).rejects.toThrow(`${HOST} did not answer in time.`);
    expect(here.app.received).toHaveLength(1);
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
    expect(here.app.received).toHaveLength(2);
    expect(await post()).toMatchObject({ status: 200 });
  });

  it('is tried later when it can’t have left', async () => {
    const other = await Hub.start(here.database.url, {
      clock: here.clock,
      settings: { endpoints: [`${HOST}=http://127.0.0.1:1`] },
    });
    const door = other.open(await other.connect());
    await expect(door.http({ method: 'POST', path: 'Orders' })).rejects.toThrow(TryLater);
    await expect(door.http({ path: 'Products' })).rejects.toThrow(/can’t be reached \(ECONNREFUSED\)/);
    await other.stop();
  });

  it('makes room for the next as soon as the app has answered, while its trace is still being written', async () => {
    replies(fine);
    await get();
    let answered = 0;
    const posts: Promise<unknown>[] = [];
    await here.hub.database.transaction(async (tx) => {
      await tx.run('lock tables exchanges write');
      for (let i = 0; i < 5; i++) posts.push(post().then(() => answered++));
      await eventually(() => here.app.received.length === 6);
      expect(here.app.peak).toBeLessThanOrEqual(2);
      expect(answered).toBe(0);
      await tx.run('unlock tables');
    });
    await Promise.all(posts);
    expect(answered).toBe(5);
  });

  it('leaves a trace of the answer that was none', async () => {
    replies(status(502));
    await expect(post({ purpose: 'Create the order' })).rejects.toThrow(`${HOST} answered 502.`);
    const rows = await here.hub.database.query('select status, failure from exchanges where purpose = ?', [
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
      here.clock.slept.length = 0;
      replies(status(429, { 'retry-after': header }), fine);
      expect(await ask()).toMatchObject({ status: 200 });
      expect(here.clock.slept).toEqual([milliseconds]);
    }
    expect(here.app.received).toHaveLength(4);
  });

  it('may name a date', async () => {
    replies((_, response) => {
      sendJson(response, {}, 429, { 'retry-after': new Date(here.clock.now() + 20_000).toUTCString() });
    }, fine);
    await get();
    expect(here.clock.slept[0]).toBeGreaterThan(18_000);
    expect(here.clock.slept[0]).toBeLessThanOrEqual(20_000);
  });

  it('is left alone by the run when it asks for more than a minute', async () => {
    replies(status(429, { 'retry-after': '600' }));
    await expect(post()).rejects.toMatchObject({ name: 'TryLater', seconds: 600 });
    expect(here.app.received).toHaveLength(1);
    expect(here.clock.slept).toEqual([]);
  });

  it('is left alone by the run when it keeps asking', async () => {
    replies(status(429));
    await expect(get()).rejects.toThrow(TryLater);
    expect(here.app.received).toHaveLength(5);
  });
});
