import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StillClock } from '../clock/test/still-clock.js';
import { NeedsPerson, Reconnect, TryLater } from '../sdk/index.js';

import { reaches, runOf, sideBySide } from './test/side-by-side.js';

const { start } = sideBySide();

describe('what a work may throw', () => {
  const throwing = async (...errors: Error[]) => {
    const clock = new StillClock();
    const engine = await start({
      clock,
      work: async () => {
        const error = errors.shift();
        if (error) throw error;
      },
    });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    return { engine, clock, id };
  };

  it('TryLater: the run waits as long as the app asks, then goes on', async () => {
    const { engine, clock, id } = await throwing(new TryLater({ seconds: 90, why: 'Busy' }));
    await reaches(engine, id, 'waiting');
    expect(await runOf(engine, id)).toMatchObject({
      message: 'Busy',
      run_at: new Date(clock.now() + 90_000),
      attempt: 0,
    });
    clock.pass(89);
    await sleep(200);
    expect((await runOf(engine, id)).state).toBe('waiting');
    clock.pass(2);
    await reaches(engine, id, 'done');
    expect((await runOf(engine, id)).message).toBeNull();
  });

  it('NeedsPerson: the run ends and says what to do', async () => {
    const { engine, id } = await throwing(new NeedsPerson('Choose a warehouse.'));
    await reaches(engine, id, 'needs-person');
    expect((await runOf(engine, id)).message).toBe('Choose a warehouse.');
  });

  it('Reconnect: nothing fails, the connection is marked, and resuming goes on at once', async () => {
    const { engine, id } = await throwing(new Reconnect('The key was revoked.'));
    await reaches(engine, id, 'waiting');
    expect((await runOf(engine, id)).message).toBe('The key was revoked.');
    const connection = await engine.database.one('select state, state_reason from connections where id = 1');
    expect(connection).toEqual({ state: 'needs-reconnecting', state_reason: 'The key was revoked.' });
    // Looked at while the connection is still lost, it goes on waiting.
    await engine.schedules.resume(1, 1);
    await expect.poll(async () => (await runOf(engine, id)).fence).toBe(2);
    await reaches(engine, id, 'waiting');
    await engine.database.run("update connections set state = 'connected'");
    await engine.schedules.resumeConnection(1);
    await reaches(engine, id, 'done');
  });

  it('anything else: tried three times more with growing pauses, then failed with its message', async () => {
    const bugs = Array.from({ length: 4 }, () => new TypeError('x is not a function'));
    const { engine, clock, id } = await throwing(...bugs);
    for (const [attempt, pause] of [10, 60, 300].entries()) {
      await expect.poll(async () => (await runOf(engine, id)).attempt, { interval: 10 }).toBe(attempt + 1);
      await reaches(engine, id, 'waiting');
      expect((await runOf(engine, id)).run_at).toEqual(new Date(clock.now() + pause * 1000));
      clock.pass(pause);
    }
    await reaches(engine, id, 'failed');
    expect((await runOf(engine, id)).message).toBe('x is not a function');
  });
});
