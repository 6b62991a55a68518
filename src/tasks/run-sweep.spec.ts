import { expect, it } from 'vitest';
import { StillClock } from '../clock/test/still-clock.js';
import { RunSweep } from './run-sweep.js';

import { pages, reaches, runOf, sideBySide } from './test/side-by-side.js';

const { engines, start } = sideBySide();
const DAY = 24 * 3600;

it('forgets runs and their pages when logs are no longer kept, and no unfinished ones', async () => {
  const clock = new StillClock();
  const engine = await start({ clock, work: pages(() => engines[0]!, 3, []) });
  const old = await engine.runs.start(1, 1, 'import-products', 'person');
  await reaches(engine, old.id, 'done');
  clock.pass(50 * DAY);
  const young = await engine.runs.start(1, 1, 'import-products', 'person');
  await reaches(engine, young.id, 'done');
  await engine.database.run(
    `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, run_at)
     values (1, 1000, 1, 'import-stock', 'acme', 'person', 'waiting', '2020-01-01', '2099-01-01')`,
  );
  clock.pass(41 * DAY);

  expect(await engine.context.get(RunSweep).sweep()).toBe(1);
  expect(await runOf(engine, old.id)).toBeUndefined();
  expect(await engine.runs.pages(1, old.id)).toEqual([]);
  expect(await engine.runs.pages(1, young.id)).toHaveLength(3);
  expect(await runOf(engine, 1000)).toBeDefined();
  expect(await engine.context.get(RunSweep).sweep()).toBe(0);
});
