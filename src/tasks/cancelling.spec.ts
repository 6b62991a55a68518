import { describe, expect, it, vi } from 'vitest';
import { type Engine, TASKS } from './test/engine.js';
import { pages, reaches, runOf, sideBySide } from './test/side-by-side.js';

const { start } = sideBySide();

const IMPORT = { storeId: 1, installationId: 1, task: 'import-products' };

describe('a person who cancels', () => {
  it('stops a run within a page, and keeps what it has done', async () => {
    const seen: number[] = [];
    let engine!: Engine;
    engine = await start({ work: pages(() => engine, 1000, seen, 10) });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await expect.poll(() => seen.length).toBeGreaterThan(2);
    expect(await engine.runs.cancel(1, id)).toBe(true);
    await reaches(engine, id, 'cancelled');
    expect(await runOf(engine, id)).toMatchObject({ bookmark: seen.length, read: seen.length });
    expect(seen.length).toBeLessThan(200);
    expect((await engine.schedules.one(IMPORT))!.watermark).toBeNull();
    expect(await engine.runs.cancel(1, id)).toBe(false);
  });

  it('is heard by a worker in another process', async () => {
    const seen: number[] = [];
    let web!: Engine;
    web = await start({ roles: ['web'] });
    await start({ work: pages(() => web, 1000, seen, 10) });
    const { id } = await web.runs.start(1, 1, 'import-products', 'person');
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    await web.runs.cancel(1, id);
    await reaches(web, id, 'cancelled');
  });

  it('ends a run at once that nobody has begun', async () => {
    const engine = await start({ roles: ['web'] });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await engine.runs.cancel(1, id);
    expect((await runOf(engine, id)).state).toBe('cancelled');
    expect((await engine.runs.start(1, 1, 'import-products', 'person')).isNew).toBe(true);
  });

  it('who uninstalls an addon leaves nothing of it running or waiting', async () => {
    const seen: number[] = [];
    let engine!: Engine;
    engine = await start({ work: pages(() => engine, 1000, seen, 10) });
    const running = await engine.runs.start(1, 1, 'import-products', 'person');
    const waiting = await engine.runs.start(1, 1, 'import-stock', 'person');
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    await engine.schedules.remove(1, 1);
    await reaches(engine, running.id, 'cancelled');
    await reaches(engine, waiting.id, 'cancelled');
    expect(await engine.schedules.list(1, 1)).toEqual([]);
  });

  it('who uninstalls an addon leaves nothing of it that begins in that very moment', async () => {
    const engine = await start({ roles: ['web'] });
    for (const { id } of TASKS) await engine.runs.start(1, 1, id, 'person');
    const run = engine.database.run.bind(engine.database);
    vi.spyOn(engine.database, 'run').mockImplementation(async (...statement) => {
      const touched = await run(...statement);
      await engine.queue.claim(1, TASKS.length);
      return touched;
    });
    await engine.schedules.remove(1, 1);
    const left = await engine.database.query(
      "select task, state from runs where state <> 'cancelled' and cancel_requested_at is null",
    );
    expect(left).toEqual([]);
  });

  it('finds nothing of another store', async () => {
    const engine = await start({ roles: ['web'] }, 2);
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    expect(await engine.runs.cancel(2, id)).toBe(false);
    expect((await runOf(engine, id)).state).toBe('queued');
  });
});
