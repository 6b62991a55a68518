import { describe, expect, it } from 'vitest';
import { StillClock } from '../clock/test/still-clock.js';
import { NeedsPerson } from '../sdk/index.js';
import { type Engine, type EngineOptions } from './test/engine.js';
import { reaches, sideBySide } from './test/side-by-side.js';

const { engines, start } = sideBySide();

const watermark = async (engine: Engine, task = 'import-products') =>
  (await engine.schedules.one({ storeId: 1, installationId: 1, task }))!.watermark;

describe('the watermark', () => {
  const asked: (Date | undefined)[] = [];
  const begin = async (options: EngineOptions = {}) => {
    asked.length = 0;
    const clock = new StillClock();
    const engine = await start({ clock, work: async (run) => void asked.push(run.since), ...options });
    const pull = async (task = 'import-products', trigger: 'schedule' | 'person' = 'person') => {
      const { id } = await engine.runs.start(1, 1, task, trigger);
      await reaches(engine, id, 'done');
    };
    return { clock, engine, pull };
  };

  it('moves to before the pull’s start when the whole pull has ended', async () => {
    const { clock, engine, pull } = await begin({
      work: async (run) => {
        asked.push(run.since);
        clock.pass(3600);
      },
    });
    const start = clock.now();
    await pull();
    expect(await watermark(engine)).toEqual(new Date(start - 10 * 60_000));
    await pull();
    expect(asked).toEqual([undefined, new Date(start - 10 * 60_000)]);
  });

  it('goes back further where the app only takes dates', async () => {
    const { clock, engine, pull } = await begin();
    await pull('import-orders');
    expect(await watermark(engine, 'import-orders')).toEqual(new Date(clock.now() - 24 * 3600_000));
  });

  it('never goes backwards', async () => {
    const { clock, engine, pull } = await begin();
    await pull();
    const before = await watermark(engine);
    clock.pass(-7200);
    await pull();
    expect(await watermark(engine)).toEqual(before);
  });

  it('stays where it is when the pull did not end', async () => {
    const { engine } = await begin({
      work: async () => {
        throw new NeedsPerson('Look');
      },
    });
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await reaches(engine, id, 'needs-person');
    expect(await watermark(engine)).toBeNull();
  });

  it('is set aside once a day by the schedule, and not by a person', async () => {
    const { clock, pull } = await begin();
    await pull();
    clock.pass(23 * 3600);
    await pull('import-products', 'schedule');
    clock.pass(2 * 3600);
    await pull('import-products', 'person');
    await pull('import-products', 'schedule');
    await pull('import-products', 'schedule');
    expect(asked.map((since) => since === undefined)).toEqual([true, false, false, true, false]);
  });

  it('is forgotten when a mapping changes, also in the middle of a pull', async () => {
    const { engine, pull } = await begin({
      work: async (run) => {
        asked.push(run.since);
        if (asked.length === 2) await engines[0]!.schedules.reimport(1, 1, ['import-products']);
      },
    });
    await pull();
    await pull();
    expect(await watermark(engine)).toBeNull();
    await pull();
    expect(asked.map((since) => since === undefined)).toEqual([true, false, true]);
    expect(await watermark(engine)).not.toBeNull();
  });

  it('means nothing to a snapshot', async () => {
    const { engine, pull } = await begin();
    await engine.database.run('update schedules set first_done_at = now()');
    await pull('import-stock');
    await pull('import-stock');
    expect(asked).toEqual([undefined, undefined]);
    expect(await watermark(engine, 'import-stock')).toBeNull();
  });
});
