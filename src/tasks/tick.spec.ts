import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Pool } from 'mysql2';
import { DataSource } from 'typeorm';
import { expect, it } from 'vitest';
import { addMerchants, addSchedules } from './test/merchants.js';
import { ticking } from './test/ticking.js';

const here = ticking();
const { start, runs, schedule } = here;

it('queues what is due and nothing else', async () => {
  await addMerchants(here.engine.database, 3);
  await addSchedules(here.engine.database, 3, 'import-products', here.clock.date());
  await here.engine.database.run("update schedules set next_run_at = '2026-11-22 00:00:01' where store_id = 2");
  await here.engine.database.run('update schedules set next_run_at = null where store_id = 3');
  expect(await here.engine.tick.tick()).toBe(1);
  expect(await runs()).toMatchObject([
    { store_id: 1, task: 'import-products', state: 'queued', started_by: 'schedule' },
  ]);
  expect((await schedule()).last_run_id).toBe((await runs())[0]!.id);
});

it('never starts one tick twice, whichever of four processes gets there', { timeout: 60_000 }, async () => {
  const count = 5000;
  await addMerchants(here.engine.database, count);
  await addSchedules(here.engine.database, count, 'import-products', here.clock.date());
  // Runs that end the moment they are queued stand in no second one's way: only the lock on their schedule does.
  await here.engine.database.run("create trigger at_once before insert on runs for each row set new.state = 'done'");
  const others = await Promise.all([1, 2, 3].map(start));
  const queued = await Promise.all([here.engine, ...others].map(({ tick }) => tick.tick()));
  await here.engine.database.run('drop trigger at_once');
  await Promise.all(others.map((other) => other.stop()));
  expect(queued.reduce((sum, one) => sum + one)).toBe(count);
  expect(queued.filter((one) => one > 0).length).toBeGreaterThan(1);
  const all = await here.engine.database.one('select count(*) as runs, count(distinct store_id) as stores from runs');
  expect(all).toEqual({ runs: count, stores: count });
});

it('needs one connection, for those who wait for what it holds may have all the others', async () => {
  const count = 30;
  await addMerchants(here.engine.database, count);
  await addSchedules(here.engine.database, count, 'import-products', here.clock.date());
  const { pool } = here.engine.context.get(DataSource).driver as unknown as { pool: Pool };
  const taken = await Promise.all(Array.from({ length: 19 }, () => promisify(pool.getConnection.bind(pool))()));
  const ticking = here.engine.tick.tick();
  const queued = await Promise.race([ticking, sleep(10_000, undefined, { ref: false })]);
  for (const connection of taken) connection.release();
  await ticking;
  expect(queued).toBe(count);
  const ids = (await runs()).map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: count }, (_, n) => ids[0]! + n));
});

it('runs a slot once that was missed many times over', async () => {
  await addMerchants(here.engine.database, 1);
  await addSchedules(here.engine.database, 1, 'import-products', here.clock.date());
  here.clock.pass(26 * 3600);
  expect(await here.engine.tick.tick()).toBe(1);
  await here.engine.database.run("update runs set state = 'done', run_at = null");
  expect(await here.engine.tick.tick()).toBe(0);
  const next = (await schedule()).next_run_at!.getTime() - here.clock.now();
  expect(next).toBeGreaterThan(0);
  expect(next).toBeLessThanOrEqual(15 * 60_000);
});

it('passes a slot by while the task still runs', async () => {
  await addMerchants(here.engine.database, 1);
  await addSchedules(here.engine.database, 1, 'import-products', here.clock.date());
  await here.engine.tick.tick();
  here.clock.pass(16 * 60);
  expect(await here.engine.tick.tick()).toBe(0);
  expect(await runs()).toHaveLength(1);
});

it('draws the starts of merchants apart who share a slot', async () => {
  await addMerchants(here.engine.database, 200);
  await addSchedules(here.engine.database, 200, 'import-nightly', here.clock.date());
  await here.engine.tick.tick();
  const starts = await here.engine.database.query<{ next_run_at: Date }>('select distinct next_run_at from schedules');
  const times = starts.map(({ next_run_at }) => next_run_at.getTime());
  expect(times.length).toBeGreaterThan(190);
  // 2.30 am in Sydney is 3.30 pm UTC in summer.
  expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse('2026-11-22T15:30:00Z'));
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.parse('2026-11-22T15:31:00Z'));
});

it('starts a night task once in the night without that hour and once in the night that has it twice', async () => {
  await addMerchants(here.engine.database, 1);
  for (const [before, night] of [
    ['2026-10-03T12:00:00Z', '2026-10-03T16:00:00Z'],
    ['2027-04-03T10:00:00Z', '2027-04-03T15:30:00Z'],
  ] as const) {
    here.clock.set(before);
    await here.engine.schedules.install(
      1,
      1,
      { manifest: { id: 'acme', tasks: [{ id: 'import-nightly' }] } as never },
      ['import-nightly'],
    );
    await here.engine.schedules.resume(1, 1);
    const first = (await schedule('import-nightly')).next_run_at!;
    expect(Math.abs(first.getTime() - Date.parse(night))).toBeLessThanOrEqual(60_000);
    here.clock.set(first.toISOString());
    expect(await here.engine.tick.tick()).toBe(1);
    await here.engine.database.run("update runs set state = 'done', run_at = null");
    const hours = ((await schedule('import-nightly')).next_run_at!.getTime() - first.getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(22.9);
  }
});
