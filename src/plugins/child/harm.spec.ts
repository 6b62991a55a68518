import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, openLab } from '../test/lab.js';
import { PluginCrashed } from './plugin-crashed.js';

// What dying processes have to say is not the reader's business here.
beforeAll(() => Logger.overrideLogger(false));

let lab: Lab;
afterEach(() => lab?.close());

const open = async (deeds: string, limits: Parameters<typeof openLab>[2] = {}, before = '') => {
  lab = await openLab(deeds, true, limits, before);
};

const pid = `pid: async () => process.pid`;

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
