import { expect, it } from 'vitest';
import { plugin, TASKS } from './test/engine.js';
import { addMerchants, addSchedules } from './test/merchants.js';
import { ticking } from './test/ticking.js';

const here = ticking();
const { schedule } = here;

it('passes a near slot by where everything has just been brought in, and no other', async () => {
  await addMerchants(here.engine.database, 1);
  await addSchedules(here.engine.database, 1, 'import-products', here.clock.date());
  const ref = { storeId: 1, installationId: 1, task: 'import-products' };
  here.clock.pass(120);
  await here.engine.schedules.resume(1, 1);
  const slot = (await schedule()).next_run_at!;
  await here.engine.schedules.passByNear(ref);
  expect((await schedule()).next_run_at).toEqual(slot);
  here.clock.pass((slot.getTime() - here.clock.now()) / 1000 - 60);
  await here.engine.schedules.passByNear(ref);
  expect((await schedule()).next_run_at!.getTime() - slot.getTime()).toBe(15 * 60_000);
});

it('starts sooner when something waits to be tried again, and never what is paused', async () => {
  const ref = { storeId: 1, installationId: 1, task: 'import-nightly' };
  await addMerchants(here.engine.database, 1);
  await here.engine.schedules.install(1, 1, plugin, ['import-nightly']);
  await here.engine.schedules.sooner(ref, new Date(here.clock.now() + 60_000));
  expect((await schedule('import-nightly')).next_run_at).toEqual(new Date(here.clock.now() + 60_000));
  await here.engine.schedules.sooner(ref, new Date(here.clock.now() + 90_000));
  expect((await schedule('import-nightly')).next_run_at).toEqual(new Date(here.clock.now() + 60_000));
  await here.engine.schedules.sooner(ref, new Date(here.clock.now() - 60_000));
  expect(await here.engine.tick.tick()).toBe(0);
  here.clock.pass(3);
  expect(await here.engine.tick.tick()).toBe(1);
  await here.engine.schedules.setActive(ref, false);
  await here.engine.schedules.sooner(ref, here.clock.date());
  expect((await schedule('import-nightly')).next_run_at).toBeNull();
});

it('adds what a new version brings and keeps what the merchant has changed', async () => {
  const ref = { storeId: 1, installationId: 1, task: 'import-products' };
  await addMerchants(here.engine.database, 1);
  await here.engine.schedules.install(1, 1, { manifest: { ...plugin.manifest, tasks: TASKS.slice(0, 1) } }, [ref.task]);
  await here.engine.schedules.edit(ref, 'every 2 hours');
  await here.engine.schedules.setActive(ref, false);
  await here.engine.schedules.install(
    1,
    1,
    plugin,
    TASKS.map(({ id }) => id),
  );
  expect(await schedule()).toMatchObject({ schedule: 'every 2 hours', active: 0, next_run_at: null });
  expect(await here.engine.schedules.list(1, 1)).toHaveLength(TASKS.length);
  expect((await schedule('import-stock')).next_run_at).toBeInstanceOf(Date);
  await expect(here.engine.schedules.edit(ref, 'now and then')).rejects.toThrow();
  await here.engine.schedules.pause(1, 1, 'Stocktake');
  expect(await schedule('import-stock')).toMatchObject({ next_run_at: null, held_because: 'Stocktake' });
  await here.engine.schedules.resume(1, 1);
  expect((await schedule('import-stock')).next_run_at).toBeInstanceOf(Date);
  expect((await schedule()).next_run_at).toBeNull();
});
