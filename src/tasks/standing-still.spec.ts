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

it('a run that waits for the first run of another task goes on at once when that is paused', async () => {
  const engine = await start();
  const { id } = await engine.runs.start(1, 1, 'import-stock', 'person');
  await reaches(engine, id, 'waiting');
  expect((await runOf(engine, id)).message).toMatch(/^Waits until “import products” has run for the first time/);
  await engine.schedules.setActive(products, false);
  await reaches(engine, id, 'done');
});

it('a task that was passed by for the first run of another starts at once when that is paused, and says so no longer', async () => {
  const engine = await start();
  const stock = { ...products, task: 'import-stock' };
  const past = [new Date(Date.now() - 1000)];
  await engine.database.run("update schedules set next_run_at = ? where task = 'import-stock'", past);
  await engine.tick.tick();
  const passedBy = (await engine.schedules.one(stock))!;
  expect(passedBy.held_because).toMatch(/^Waits until “import products” has run/);
  await engine.schedules.setActive({ ...products, task: 'import-orders' }, false);
  expect(await engine.schedules.one(stock)).toEqual(passedBy);
  await engine.schedules.setActive(products, false);
  await expect.poll(() => engine.tick.tick()).toBe(1);
  expect(await engine.schedules.one(stock)).toMatchObject({ held_because: null, last_run_id: expect.any(Number) });
});
