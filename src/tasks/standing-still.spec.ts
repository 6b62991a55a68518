import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { RunEndings } from './run-endings.js';
import type { RunInProgress } from './run-in-progress.js';
import type { Engine } from './test/engine.js';
import { reaches, runOf, sideBySide } from './test/side-by-side.js';

const { start } = sideBySide();
const products = { storeId: 1, installationId: 1, task: 'import-products' };

/** What happens between a run's look at what is in its way and its standing still. */
function inTheLastMoment(engine: Engine, happens: () => Promise<void>): void {
  const endings = engine.context.get(RunEndings);
  const end = endings.end.bind(endings);
  vi.spyOn(endings, 'end').mockImplementationOnce(async (...ending) => {
    await happens();
    await end(...ending);
  });
}

/** Works until it is stopped the first time, and has nothing to do the next. */
function stoppedOnce() {
  let begun = 0;
  return async ({ signal }: RunInProgress) => {
    if (++begun === 1 && !signal.aborted) await once(signal, 'abort');
  };
}

it('a run goes on at once when what it waits for ends just before it stands still', async () => {
  const engine = await start();
  inTheLastMoment(engine, async () => {
    const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
    await reaches(engine, id, 'done');
  });
  const stock = await engine.runs.start(1, 1, 'import-stock', 'person');
  await reaches(engine, stock.id, 'done');
  expect(await runOf(engine, stock.id)).toMatchObject({ fence: 2, held: 0, freed: 0 });
});

it('a run goes on at once when its task is resumed just before it stands still', async () => {
  const engine = await start({ work: stoppedOnce() });
  const { id } = await engine.runs.start(1, 1, products.task, 'person');
  await reaches(engine, id, 'running');
  inTheLastMoment(engine, () => engine.schedules.setActive(products, true));
  await engine.schedules.setActive(products, false);
  await engine.runs.hold(1, 1, products.task);
  await reaches(engine, id, 'done');
});

it('what went before a pause doesn’t make a run look again', async () => {
  const engine = await start({ work: stoppedOnce() });
  const { id } = await engine.runs.start(1, 1, products.task, 'person');
  await reaches(engine, id, 'running');
  await engine.runs.wake(1);
  await engine.schedules.setActive(products, false);
  await engine.runs.hold(1, 1, products.task);
  await reaches(engine, id, 'waiting');
  const { run_at, fence } = await runOf(engine, id);
  expect(run_at!.getTime()).toBeGreaterThan(Date.now() + 60_000);
  expect(fence).toBe(1);
});
