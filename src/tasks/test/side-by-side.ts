import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { migrate } from '../../migrate.js';
import type { Run } from '../run.js';
import type { RunInProgress } from '../run-in-progress.js';
import { Engine, type EngineOptions, plugin, TASKS } from './engine.js';
import { addMerchants, forgetEverything } from './merchants.js';

/** For a spec file: engines on one database, as many as a test starts; stopped and emptied after each test. */
export function sideBySide() {
  let db: TestDatabase;
  const engines: Engine[] = [];

  beforeAll(async () => {
    db = await testDatabase();
    await migrate(db.url);
  });
  afterAll(() => db.drop());
  afterEach(async () => {
    const [first, ...others] = engines.splice(0);
    for (const engine of others) await engine.stop();
    if (!first) return;
    await forgetEverything(first.database);
    await first.stop();
  });

  return {
    engines,

    /** The first one of a test also brings its merchants; all tasks of the first three are active. */
    async start(options: EngineOptions = {}, merchants = 1): Promise<Engine> {
      const engine = await Engine.start(db.url, options);
      engines.push(engine);
      if (engines.length > 1) return engine;
      await addMerchants(engine.database, merchants);
      const active = TASKS.map((task) => task.id);
      for (let id = 1; id <= Math.min(merchants, 3); id++) await engine.schedules.install(id, id, plugin, active);
      return engine;
    },

    /** Before the test has ended. */
    async stop(engine: Engine): Promise<void> {
      engines.splice(engines.indexOf(engine), 1);
      await engine.stop();
    },
  };
}

export const runOf = (engine: Engine, id: number, storeId = 1) => engine.runs.progress(storeId, id) as Promise<Run>;

export const reaches = (engine: Engine, id: number, state: string, storeId = 1) =>
  expect.poll(async () => (await runOf(engine, id, storeId)).state, { interval: 10 }).toBe(state);

/** Work of so many pages, a row each, each in its own transaction. */
export const pages =
  (engine: () => Engine, count: number, seen: number[], pause = 1) =>
  async (run: RunInProgress): Promise<void> => {
    for (let page = Number(run.bookmark ?? 0); page < count; page++) {
      run.signal.throwIfAborted();
      await engine().database.transaction(async (tx) => {
        await run.keep(tx, { bookmark: page + 1, seq: page + 1, total: count, add: { read: 1, created: 1 } });
        await run.page(tx, { seq: page, read: 1, created: 1 });
      });
      seen.push(page);
      await sleep(pause);
    }
  };
