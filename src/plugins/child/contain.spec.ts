import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NoAnswer, TryLater } from '../../sdk/index.js';
import type { MappedPage, StatedPage } from '../../sdk/runtime/index.js';
import { type Lab, openLab } from '../test/lab.js';
import { PluginCrashed } from './plugin-crashed.js';
import { PluginProcess } from './plugin-process.js';

// What dying processes have to say is not the reader's business here.
beforeAll(() => Logger.overrideLogger(false));

let lab: Lab;
afterEach(() => lab?.close());

const open = async (deeds: string, limits: Parameters<typeof openLab>[2] = {}, before = '') => {
  lab = await openLab(deeds, true, limits, before);
};

const LIMITS = { memory: 64, start: 5000, deadline: 1000 };
const silent = async () => undefined;
const deaf = { http: silent, page: silent, stated: silent, owed: silent, log: silent, notify: silent };

const pid = `pid: async () => process.pid`;

async function isGone(id: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(id, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

describe('a plugin’s own process', () => {
  it('is another one, knows nothing of the hub’s surroundings, and ends with the plugin', async () => {
    await open(`${pid}, env: async () => JSON.stringify(process.env)`);
    const id = Number(await lab.ask('pid'));
    expect(id).not.toBe(process.pid);
    expect(await lab.ask('env')).toBe('{}');
    await lab.dispose();
    expect(await isGone(id)).toBe(true);
    await expect(lab.ask('pid')).rejects.toThrow('lab has been unloaded');
  });

  it('costs two round trips per page, whatever is on it', async () => {
    await open(`pid: async () => 1, async *pull({ http }) {
      for (let page = 0; page < 10; page++) {
        await http.send({ path: 'page' });
        yield { rows: Array.from({ length: 250 }, (_, at) => ({ Id: page * 250 + at, Code: 'C', Name: 'N' })) };
      }
    }`);
    await lab.ask('pid');
    const before = { ...lab.traffic() };
    let rows = 0;
    await lab.pull({
      page: async (page) => {
        rows += page.rows.length;
      },
    });
    const { sent, received } = lab.traffic();
    expect(rows).toBe(2500);
    // One request and one page go there, one answer and one receipt come back; the call itself is one more each way.
    expect({ sent: sent - before.sent, received: received - before.received }).toEqual({ sent: 21, received: 21 });
  });
});

describe('a crash', () => {
  it('ends every call under way as one whose outcome nobody knows, and the next call starts anew', async () => {
    await open(
      `${pid}, act: async ({ http }) => { await http.send({ path: 'create' }); process.exit(3); }, wait: () => new Promise(() => {})`,
    );
    const first = await lab.ask('pid');
    const waiting = lab.ask('wait').catch((error: unknown) => error);
    await expect(lab.act()).rejects.toSatisfy(
      (error) =>
        error instanceof PluginCrashed &&
        error instanceof NoAnswer &&
        /lab: its process ended with code 3/.test(error.message),
    );
    expect(await waiting).toBeInstanceOf(PluginCrashed);
    expect(await lab.ask('pid')).not.toBe(first);
  });

  it('that comes again and again is given time, and nothing is lost meanwhile', async () => {
    await open(`die: () => process.exit(1)`);
    await expect(lab.ask('die')).rejects.toBeInstanceOf(PluginCrashed);
    await expect(lab.ask('die')).rejects.toBeInstanceOf(PluginCrashed);
    await expect(lab.ask('die')).rejects.toSatisfy((error) => error instanceof TryLater && (error.seconds ?? 0) >= 1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expect(lab.ask('die')).rejects.toBeInstanceOf(PluginCrashed);
  });

  it('before it has said anything is told to whoever asks, and to nobody else', async () => {
    const lost = new PluginProcess(join(tmpdir(), 'no-plugin.js'), 'lost', deaf, LIMITS, () => undefined);
    lost.kill('was stopped');
    await expect(lost.askWithin(1000, 'inspect')).rejects.toThrow('lost: its process was stopped.');
  });

  it('that could not even be started harms nobody', async () => {
    const lost = new PluginProcess(join(tmpdir(), 'no-folder', 'no-plugin.js'), 'lost', deaf, LIMITS, () => undefined);
    lost.kill('was stopped');
    await expect(lost.askWithin(1000, 'inspect')).rejects.toThrow('lost: its process was stopped.');
  });

  it('by eating all memory does the host no harm', async () => {
    await open(`eat: () => { const all = []; for (;;) all.push(new Array(10_000).fill({})); }`, { memory: 32 });
    await expect(lab.ask('eat')).rejects.toBeInstanceOf(PluginCrashed);
  });

  it('by a rejection that nobody handled is one too', async () => {
    await open(`wait: () => { Promise.reject(new Error('forgotten')); return new Promise(() => {}); }`);
    await expect(lab.ask('wait')).rejects.toBeInstanceOf(PluginCrashed);
  });
});

describe('what can’t cross the boundary', () => {
  const odd = ['1n', '() => 1', 'new Map()', 'Symbol("a")', '(() => { const all = {}; all.all = all; return all; })()'];

  it.each(odd)('of one record (%s) takes no other one along', async (value) => {
    await open(`build: ({ key }) => ({ reference: key, steps: [], payload: key === 'BAD' ? { a: ${value} } : 1 })`);
    const [one, bad, other] = await lab.build(['N1', 'BAD', 'N2']);
    expect([one, other]).toMatchObject([{ documents: [{ reference: 'N1' }] }, { documents: [{ reference: 'N2' }] }]);
    expect(bad).toEqual({ error: { name: 'Error', message: expect.stringMatching(/is no plain data/) } });
  });

  it.each(odd)('in one row (%s) takes no other one along', async (value) => {
    await open(`
      async *pull() { yield { rows: [{ Id: 'a', Code: 'A' }, { Id: 'b', Code: ${value} }, { Id: 'c', Code: 'C' }] }; },
      async *state({ from: date }) {
        const sound = { remoteId: 'a', date, amount: '9.90', currency: 'AUD', status: 'open' };
        yield { rows: [sound, { ...sound, contact: ${value} }, { ...sound, remoteId: 'c' }] };
      },
    `);
    const pages: MappedPage[] = [];
    await lab.pull({ page: async (page) => void pages.push(page) });
    expect(pages[0]!.rows).toMatchObject([
      { values: { sku: 'A' } },
      { remoteId: 'b', refused: expect.stringMatching(/is no plain data/) },
      { values: { sku: 'C' } },
    ]);
    const stated: StatedPage[] = [];
    await lab.state({ stated: async (page) => void stated.push(page) });
    expect(stated[0]!.rows.map(({ remoteId, unreadable }) => [remoteId, Boolean(unreadable)])).toEqual([
      ['a', false],
      ['unnamed-0-1', true],
      ['c', false],
    ]);
  });
});

describe('an endless loop', () => {
  it('in a pure function is ended at its deadline', async () => {
    await open(`build: () => { for (;;); }`, { deadline: 500 });
    await expect(lab.build()).rejects.toSatisfy(
      (error) => error instanceof PluginCrashed && /longer than 0.5 seconds over build/.test(error.message),
    );
  });

  it('in the middle of a call is noticed by its silence', async () => {
    await open(`act: async () => { for (;;); }`, { deadline: 300 });
    await expect(lab.act()).rejects.toBeInstanceOf(PluginCrashed);
  });

  it('is told from a call that only takes long', async () => {
    await open(`slow: () => new Promise((resolve) => setTimeout(resolve, 3_000, 'patient'))`, { deadline: 1_000 });
    expect(await lab.ask('slow')).toBe('patient');
  });
});

// The pipe as a plugin reaches it behind the SDK's back.
const RAW = `
  import { writeSync } from 'node:fs';
  import { deserialize, serialize } from 'node:v8';
  function raw(bytes) {
    for (let at = 0; at < bytes.length; ) {
      try { at += writeSync(3, bytes, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
    }
  }
  const lengthOf = (length) => { const head = Buffer.alloc(4); head.writeUInt32BE(length); return head; };
  const framed = (body) => Buffer.concat([lengthOf(body.length), body]);
  const say = (message) => raw(framed(serialize(message)));
  const pipe = () => process._getActiveHandles().find((handle) => handle._handle?.fd === 3);
  const never = new Promise(() => {});
`;

const endedSaying = (pattern: RegExp) => (error: unknown) =>
  error instanceof PluginCrashed && pattern.test(error.message);

describe('a process that wants to do harm', () => {
  it.each([
    ['a number', '42'],
    ['nothing', 'null'],
    ['a question of nobody', `{ ask: 'log', args: [] }`],
    ['a question that is none', `{ id: 1, ask: 7 }`],
    ['an answer of no number', `{ answer: 1 }`],
    ['neither question nor answer', `{ id: 1 }`],
    [
      'an endless structure',
      `(() => { const all = { id: 1, ask: 'log', args: [] }; all.args.push(all); return all; })()`,
    ],
    ['something that isn’t plain', `{ id: 1, ask: 'log', args: [1, new Map()] }`],
    ['a list of gaps', `{ id: 1, ask: 'log', args: new Array(2 ** 32 - 1) }`],
    ['a way to the prototype', `{ id: 1, ask: 'log', args: [1, JSON.parse('{"__proto__":{"a":1}}')] }`],
  ])('is ended when it sends %s', async (_, message) => {
    await open(`${pid}, attack: () => { say(${message}); return never; }`, {}, RAW);
    await expect(lab.ask('attack')).rejects.toSatisfy(endedSaying(/no message/));
    expect(Number(await lab.ask('pid'))).toBeGreaterThan(0);
  });

  it.each([
    [
      'bytes that are no message',
      `raw(Buffer.from([0, 0, 0, 8, 255, 15, 111, 111, 111, 111, 111, 111]))`,
      /no message/,
    ],
    ['an empty message', `raw(Buffer.alloc(8))`, /no message/],
    [
      'a text in place of messages',
      `raw(Buffer.from('Hello? '.repeat(10)))`,
      /announced a message of 1214606444 bytes/,
    ],
    ['a length and nothing behind it', `raw(lengthOf(2 ** 32 - 1))`, /announced a message of 4294967295 bytes/],
    ['too much at once', `say({ id: 1, ask: 'log', args: [1, 'x'.repeat(2 ** 24)] })`, /the longest may have 16777216/],
    ['an answer that nobody waits for', `say({ id: 9999, answer: 1 })`, /answer to what nobody had asked/],
    [
      'two questions of one number',
      `raw(Buffer.concat([1, 2].map(() => framed(serialize({ id: 1, ask: 'log', args: [] })))))`,
      /same number/,
    ],
    ['nothing any more', `pipe().destroy()`, /hung up|ended with code 0/],
    [
      'no answers, but reads none either',
      `pipe().pause(); for (let id = 1e6; ; id++) say({ id, ask: 'none', args: ['x'.repeat(1000)] })`,
      /more than 200 things at once/,
    ],
  ])('is ended when it sends %s', async (_, attack, said) => {
    await open(`${pid}, attack: () => { ${attack}; return never; }`, {}, RAW);
    await expect(lab.ask('attack')).rejects.toSatisfy(endedSaying(said));
    expect(Number(await lab.ask('pid'))).toBeGreaterThan(0);
  });

  it('is ended when it begins a message and never ends it', async () => {
    await open(`attack: () => { raw(lengthOf(1000)); return never; }`, { deadline: 300 }, RAW);
    await expect(lab.ask('attack')).rejects.toSatisfy(endedSaying(/longer than 0.3 seconds/));
  });

  it('doesn’t fill the hub with an error output without end', async () => {
    await open(
      `${pid}, shout: async () => { const much = 'x'.repeat(2 ** 20); for (let at = 0; at < 600; at++) writeSync(2, much); return 'done'; }`,
      {},
      RAW.replace('writeSync }', 'writeSync as write }').concat(`
        const writeSync = (...args) => { for (;;) try { return write(...args); } catch (error) { if (error.code !== 'EAGAIN') throw error; } };`),
    );
    expect(await lab.ask('shout')).toBe('done');
  });

  it('hears why a message of its own is too long, and goes on', async () => {
    await open(`${pid}, long: ({ http }) => http.send({ path: 'x', body: 'x'.repeat(2 ** 24) })`);
    const id = await lab.ask('pid');
    await expect(lab.ask('long')).rejects.toThrow(/is too long: it may have 16777216/);
    expect(await lab.ask('pid')).toBe(id);
  });

  it('is read no further while what it has asked weighs too much, and goes on afterwards', async () => {
    await open(`heavy: async ({ http }) => {
      const body = 'x'.repeat(2 ** 23);
      await Promise.all(Array.from({ length: 6 }, () => http.send({ path: 'x', body })));
      return 'sent';
    }`);
    let asked = 0;
    let most = 0;
    const http = async () => {
      most = Math.max(most, ++asked);
      await new Promise((resolve) => setTimeout(resolve, 50));
      asked -= 1;
      return { status: 200, headers: {}, body: '', exchange: 1 };
    };
    expect(await lab.ask('heavy', { http })).toBe('sent');
    expect(most).toBe(2);
  });

  const asking = (method: string, args: string) => `attack: () => new Promise((resolve) => {
    pipe().on('data', (bytes) => {
      const { id, error } = deserialize(bytes.subarray(4));
      if (id === 9999) resolve(error.name + ': ' + error.message);
    });
    say({ id: 9999, ask: '${method}', args: ${args} });
  })`;

  it('reaches no function that isn’t offered', async () => {
    await open(asking('constructor', '[]'), {}, RAW);
    expect(await lab.ask('attack')).toMatch(/no function "constructor"/);
  });

  it('can’t speak in another call’s name', async () => {
    await open(asking('http', `[1, { path: 'steal' }]`), {}, RAW);
    const sent: unknown[] = [];
    const http = async (request: unknown) => {
      sent.push(request);
      return { status: 200, headers: {}, body: '', exchange: 1 };
    };
    // Call 1 is somebody else's: open, but not held by this plugin.
    const said = await lab.during(() => lab.ask('attack'), { http });
    expect(said).toMatch(/Call 1 has ended/);
    expect(sent).toEqual([]);
  });

  it('is ended when it asks for too much at once', async () => {
    await open(`flood: ({ http }) => Promise.all(Array.from({ length: 1_000 }, () => http.send({ path: 'x' })))`);
    const http = () => new Promise<never>(() => undefined);
    await expect(lab.ask('flood', { http })).rejects.toSatisfy(
      (error) => error instanceof PluginCrashed && /more than 200/.test(error.message),
    );
  });

  it('can’t make up an error that is more than an error', async () => {
    // The first question of a process is whether it lives, the second is this one.
    await open(
      `lie: () => { say({ id: 2, error: { name: 'constructor', message: {}, seconds: 'soon' } }); return never; }`,
      {},
      RAW,
    );
    const said = await lab.ask('lie').catch((error: unknown) => error);
    expect(said).toBeInstanceOf(Error);
    expect(said).toMatchObject({ name: 'constructor', message: 'An error without a message.' });
  });
});
