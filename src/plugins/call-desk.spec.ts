import { expect, it } from 'vitest';
import { Clock } from '../clock/clock.js';
import type { HttpAnswer } from '../sdk/index.js';
import { CallDesk } from './call-desk.js';
import { facts } from './test/lab.js';

/** Whoever sleeps, sleeps until told. */
class Sleeper extends Clock {
  slept: number[] = [];
  wake: () => void = () => undefined;

  override sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

const answer: HttpAnswer = { status: 200, headers: {}, body: '', exchange: 1 };
const http = async () => answer;

it('gives up a call whose plugin does not stop when it is told to', async () => {
  const clock = new Sleeper();
  const stop = new AbortController();
  const working = new CallDesk(clock).during({ http, signal: stop.signal }, facts, () => new Promise(() => undefined));
  stop.abort(new Error('cancelled'));
  expect(clock.slept).toEqual([5_000]);
  clock.wake();
  await expect(working).rejects.toThrow('cancelled');
});

it('keeps the answer of work that was done in spite of being told to stop', async () => {
  const stop = new AbortController();
  const done = new CallDesk(new Clock()).during({ http, signal: stop.signal }, facts, async () => {
    stop.abort(new Error('cancelled'));
    return 'sent';
  });
  expect(await done).toBe('sent');
});

it('refuses what is asked for behind a signal', async () => {
  const desk = new CallDesk(new Clock());
  const stop = new AbortController();
  await desk.during({ http }, facts, async ({ id }) => expect(await desk.http(id, { path: 'a' })).toBe(answer));
  const asked = desk.during({ http, signal: stop.signal }, facts, ({ id }) => {
    stop.abort(new Error('the lease is lost'));
    return desk.http(id, { path: 'a' });
  });
  await expect(asked).rejects.toThrow('the lease is lost');
});

it('knows its own trouble again, whatever the plugin makes of it', async () => {
  const desk = new CallDesk(new Clock());
  const full = Object.assign(new Error('The table is full'), { code: 'ER_RECORD_FILE_FULL' });
  const asked = desk.during({ http: () => Promise.reject(full) }, facts, ({ id }) =>
    desk.http(id, { path: 'a' }).catch(({ message }: Error) => {
      throw new Error(`The app is strange: ${message}`);
    }),
  );
  await expect(asked).rejects.toBe(full);
});

it('takes pages and lines only where somebody does', async () => {
  const desk = new CallDesk(new Clock());
  const page = { seq: 0, rows: [], skipped: 0, exchanges: [] };
  await desk.during({ http }, facts, async ({ id }) => {
    await expect(desk.page(id, page)).rejects.toThrow('takes no pages');
    expect(await desk.log(id, 'hello')).toBeUndefined();
  });
  await expect(desk.page(1, page)).rejects.toThrow('Call 1 has ended');
});

it('gives each plugin its own calls only', async () => {
  const desk = new CallDesk(new Clock());
  await desk.during({ http }, facts, async ({ id }) => {
    const calls = { abort: async () => undefined } as unknown as Parameters<CallDesk['hold']>[2];
    desk.hold(id, 'mine', calls);
    expect(await desk.for('mine').http(id, { path: 'a' })).toBe(answer);
    await expect(desk.for('yours').http(id, { path: 'a' })).rejects.toThrow('has ended');
    await expect(desk.for('yours').log(id, 'a')).rejects.toThrow('has ended');
  });
});
