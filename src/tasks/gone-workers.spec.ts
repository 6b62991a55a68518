import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { gate } from '../../test/support/gate.js';
import { StillClock } from '../clock/test/still-clock.js';
import { LostLease } from './interruptions.js';
import { RunEndings } from './run-endings.js';
import { RunEvents } from './run-events.js';
import { RunInProgress } from './run-in-progress.js';
import { type Engine, plugin, QuickPace, TASKS } from './test/engine.js';
import { pages, reaches, runOf, sideBySide } from './test/side-by-side.js';

const { start, stop } = sideBySide();

class NoHeartbeat extends QuickPace {
  override readonly renewal = 60_000;
}

describe('a process that is gone', () => {
  const heldBy = async (engine: Engine, task: string, pid: number) => {
    const { id } = await engine.runs.start(1, 1, task, 'person');
    await engine.queue.take(id);
    await engine.database.run('update runs set worker = ?, lease_until = now(3) + interval 1 hour where id = ?', [
      `${hostname().slice(0, 40)} ${pid} 0badcafe`,
      id,
    ]);
    return id;
  };

  it('leaves its runs to the next one of its machine at once, which touches no other’s', async () => {
    const web = await start({ roles: ['web'] });
    const orphan = await heldBy(web, 'export-invoices', spawnSync('true').pid);
    const kept = await heldBy(web, 'import-orders', process.ppid);
    const abandoned: number[] = [];
    await start({ abandoned: async ({ id }) => void abandoned.push(id) });
    await reaches(web, orphan, 'done');
    expect(abandoned).toEqual([orphan]);
    expect((await runOf(web, kept)).state).toBe('running');
  });

  it('leaves it said what is in doubt, though nothing may go on', async () => {
    const web = await start({ roles: ['web'] });
    const orphan = await heldBy(web, 'export-invoices', spawnSync('true').pid);
    await web.database.run("update installations set paused_at = now(), paused_because = 'Stocktaking'");
    const abandoned: number[] = [];
    await start({ abandoned: async ({ id }) => void abandoned.push(id) });
    await reaches(web, orphan, 'waiting');
    expect(abandoned).toEqual([orphan]);
  });
});

describe('a worker that is gone', () => {
  it('has its run taken up from the bookmark when its lease ends, and may write no more', async () => {
    const seen: number[] = [];
    let engine!: Engine;
    engine = await start({ roles: ['web'] });
    await engine.runs.start(1, 1, 'import-products', 'person');
    // Claimed as a worker would, which then hangs without a sign of life.
    const [run] = await engine.queue.claim(1, 1);
    const hung = new RunInProgress(run!, {
      plugin,
      task: TASKS[0]!,
      clock: new StillClock(),
      events: engine.context.get(RunEvents),
      lease: new QuickPace().lease,
    });
    const keep = (bookmark: number) =>
      engine.database.transaction((tx) => hung.keep(tx, { bookmark, seq: bookmark, add: { read: bookmark } }));
    await keep(3);
    const [begun, goOn] = [gate(), gate()];
    const other = await start({
      work: async (run) => {
        begun.open();
        await goOn.opened;
        await pages(() => engine, 8, seen)(run);
      },
    });
    await begun.opened;
    expect((await runOf(engine, run!.id)).state).toBe('running');
    await expect(keep(99)).rejects.toThrow(LostLease);
    expect(() => hung.stillOurs()).toThrow(LostLease);
    goOn.open();
    await reaches(engine, run!.id, 'done');
    expect(seen).toEqual([3, 4, 5, 6, 7]);
    expect(await runOf(other, run!.id)).toMatchObject({ bookmark: 8, read: 8, fence: 2, attempt: 1 });
  });

  it('does not end the run that its successor works on', async () => {
    const engine = await start({ roles: ['web'] });
    const [asleep, atWork] = [gate(), gate()];
    const sleeper = await start({ pace: new NoHeartbeat(), runsAtOnce: 1, work: () => asleep.opened });
    const ends = vi.spyOn(sleeper.context.get(RunEndings), 'end');
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await reaches(engine, id, 'running');
    await start({ work: () => atWork.opened });
    await expect.poll(async () => (await runOf(engine, id)).fence).toBe(2);
    asleep.open();
    await expect.poll(() => ends.mock.settledResults.map(({ type }) => type)).toEqual(['fulfilled']);
    expect(await runOf(engine, id)).toMatchObject({ state: 'running', fence: 2 });
    atWork.open();
    await reaches(engine, id, 'done');
  });

  it('keeps its run as long as it says that it is there', async () => {
    const work = (run: RunInProgress) => sleep(1.5 * new QuickPace().lease, undefined, { signal: run.signal });
    const engine = await start({ work });
    await start({ work });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await reaches(engine, id, 'done');
    expect(await runOf(engine, id)).toMatchObject({ fence: 1, attempt: 0 });
  });

  it('fails a run that takes one process after the other with it', async () => {
    const engine = await start({ roles: ['web'] });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    for (let time = 0; time < 5; time++) {
      await engine.queue.claim(1, 1);
      await engine.database.run('update runs set lease_until = now(3) - interval 1 second');
    }
    await start();
    await reaches(engine, id, 'failed');
    expect((await runOf(engine, id)).message).toMatch(/died/);
  });

  it('hands over at once when it is told to stop', async () => {
    const seen: number[] = [];
    let engine!: Engine;
    engine = await start({ roles: ['web'] });
    const leaving = await start({ work: pages(() => engine, 1000, seen, 10) });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await expect.poll(() => seen.length).toBeGreaterThan(2);
    await stop(leaving);
    const run = await runOf(engine, id);
    expect(run).toMatchObject({ state: 'queued', lease_until: null, bookmark: seen.length, attempt: 0 });
    const gone: number[] = [];
    await start({ work: pages(() => engine, seen.length + 2, gone) });
    await reaches(engine, id, 'done');
    expect(gone).toEqual([seen.length, seen.length + 1]);
  });

  it('is not waited for when its work does not hear, and what it still says is refused', async () => {
    let refused: unknown;
    const deaf = gate();
    const engine = await start({ roles: ['web'] });
    const leaving = await start({
      work: async (run) => {
        await deaf.opened;
        await engine.database
          .transaction((tx) => run.keep(tx, { bookmark: 1 }))
          .catch((error: unknown) => {
            refused = error;
          });
      },
    });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await reaches(engine, id, 'running');
    await stop(leaving);
    expect((await runOf(engine, id)).state).toBe('queued');
    deaf.open();
    await expect.poll(() => refused).toBeInstanceOf(LostLease);
    expect((await runOf(engine, id)).bookmark).toBeNull();
  });
});
