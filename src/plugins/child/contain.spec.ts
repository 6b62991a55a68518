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

const open = async (deeds: string, limits: Parameters<typeof openLab>[2] = {}) => {
  lab = await openLab(deeds, true, limits);
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
