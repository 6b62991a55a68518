import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Pool } from 'mysql2';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { migrate } from '../migrate.js';
import type { Run } from './run.js';
import type { ScheduleRow } from './schedules.service.js';
import { Engine, plugin, StillClock, TASKS } from './test/engine.js';
import { addMerchants, addSchedules, forgetEverything } from './test/merchants.js';

let db: TestDatabase;
let clock: StillClock;
let engine: Engine;

beforeAll(async () => {
  db = await testDatabase();
  await migrate(db.url);
});
afterAll(() => db.drop());

beforeEach(async () => {
  clock = new StillClock();
  engine = await Engine.start(db.url, { clock, roles: ['web'] });
});
afterEach(async () => {
  await forgetEverything(engine.database);
  await engine.stop();
});

const runs = () => engine.database.query<Run>('select * from runs order by id');
const schedule = async (task = 'import-products', id = 1) =>
  (await engine.schedules.one({ storeId: id, installationId: id, task }))! as ScheduleRow;
const change = (sql: string) => engine.database.run(`update installations set ${sql}`);

it('queues what is due and nothing else', async () => {
  await addMerchants(engine.database, 3);
  await addSchedules(engine.database, 3, 'import-products', clock.date());
  await engine.database.run("update schedules set next_run_at = '2026-11-22 00:00:01' where store_id = 2");
  await engine.database.run('update schedules set next_run_at = null where store_id = 3');
  expect(await engine.tick.tick()).toBe(1);
  expect(await runs()).toMatchObject([
    { store_id: 1, task: 'import-products', state: 'queued', started_by: 'schedule' },
  ]);
  expect((await schedule()).last_run_id).toBe((await runs())[0]!.id);
});

it('never starts one tick twice, whichever of four processes gets there', { timeout: 60_000 }, async () => {
  const count = 5000;
  await addMerchants(engine.database, count);
  await addSchedules(engine.database, count, 'import-products', clock.date());
  // Runs that end the moment they are queued stand in no second one's way: only the lock on their schedule does.
  await engine.database.run("create trigger at_once before insert on runs for each row set new.state = 'done'");
  const engines = [
    engine,
    ...(await Promise.all([1, 2, 3].map(() => Engine.start(db.url, { clock, roles: ['web'] })))),
  ];
  const queued = await Promise.all(engines.map(({ tick }) => tick.tick()));
  await engine.database.run('drop trigger at_once');
  await Promise.all(engines.slice(1).map((other) => other.stop()));
  expect(queued.reduce((sum, one) => sum + one)).toBe(count);
  expect(queued.filter((one) => one > 0).length).toBeGreaterThan(1);
  const all = await engine.database.one('select count(*) as runs, count(distinct store_id) as stores from runs');
  expect(all).toEqual({ runs: count, stores: count });
});

it('needs one connection, for those who wait for what it holds may have all the others', async () => {
  const count = 30;
  await addMerchants(engine.database, count);
  await addSchedules(engine.database, count, 'import-products', clock.date());
  const { pool } = engine.context.get(DataSource).driver as unknown as { pool: Pool };
  const taken = await Promise.all(Array.from({ length: 19 }, () => promisify(pool.getConnection.bind(pool))()));
  const ticking = engine.tick.tick();
  const queued = await Promise.race([ticking, sleep(10_000, undefined, { ref: false })]);
  for (const connection of taken) connection.release();
  await ticking;
  expect(queued).toBe(count);
  const ids = (await runs()).map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: count }, (_, n) => ids[0]! + n));
});

it('passes a near slot by where everything has just been brought in, and no other', async () => {
  await addMerchants(engine.database, 1);
  await addSchedules(engine.database, 1, 'import-products', clock.date());
  const ref = { storeId: 1, installationId: 1, task: 'import-products' };
  clock.pass(120);
  await engine.schedules.resume(1, 1);
  const slot = (await schedule()).next_run_at!;
  await engine.schedules.passByNear(ref);
  expect((await schedule()).next_run_at).toEqual(slot);
  clock.pass((slot.getTime() - clock.now()) / 1000 - 60);
  await engine.schedules.passByNear(ref);
  expect((await schedule()).next_run_at!.getTime() - slot.getTime()).toBe(15 * 60_000);
});

it('runs a slot once that was missed many times over', async () => {
  await addMerchants(engine.database, 1);
  await addSchedules(engine.database, 1, 'import-products', clock.date());
  clock.pass(26 * 3600);
  expect(await engine.tick.tick()).toBe(1);
  await engine.database.run("update runs set state = 'done', run_at = null");
  expect(await engine.tick.tick()).toBe(0);
  const next = (await schedule()).next_run_at!.getTime() - clock.now();
  expect(next).toBeGreaterThan(0);
  expect(next).toBeLessThanOrEqual(15 * 60_000);
});

it('starts sooner when something waits to be tried again, and never what is paused', async () => {
  const ref = { storeId: 1, installationId: 1, task: 'import-nightly' };
  await addMerchants(engine.database, 1);
  await engine.schedules.install(1, 1, plugin, ['import-nightly']);
  await engine.schedules.sooner(ref, new Date(clock.now() + 60_000));
  expect((await schedule('import-nightly')).next_run_at).toEqual(new Date(clock.now() + 60_000));
  await engine.schedules.sooner(ref, new Date(clock.now() + 90_000));
  expect((await schedule('import-nightly')).next_run_at).toEqual(new Date(clock.now() + 60_000));
  await engine.schedules.sooner(ref, new Date(clock.now() - 60_000));
  expect(await engine.tick.tick()).toBe(0);
  clock.pass(3);
  expect(await engine.tick.tick()).toBe(1);
  await engine.schedules.setActive(ref, false);
  await engine.schedules.sooner(ref, clock.date());
  expect((await schedule('import-nightly')).next_run_at).toBeNull();
});

it('adds what a new version brings and keeps what the merchant has changed', async () => {
  const ref = { storeId: 1, installationId: 1, task: 'import-products' };
  await addMerchants(engine.database, 1);
  await engine.schedules.install(1, 1, { manifest: { ...plugin.manifest, tasks: TASKS.slice(0, 1) } }, [ref.task]);
  await engine.schedules.edit(ref, 'every 2 hours');
  await engine.schedules.setActive(ref, false);
  await engine.schedules.install(
    1,
    1,
    plugin,
    TASKS.map(({ id }) => id),
  );
  expect(await schedule()).toMatchObject({ schedule: 'every 2 hours', active: 0, next_run_at: null });
  expect(await engine.schedules.list(1, 1)).toHaveLength(TASKS.length);
  expect((await schedule('import-stock')).next_run_at).toBeInstanceOf(Date);
  await expect(engine.schedules.edit(ref, 'now and then')).rejects.toThrow();
  await engine.schedules.pause(1, 1, 'Stocktake');
  expect(await schedule('import-stock')).toMatchObject({ next_run_at: null, held_because: 'Stocktake' });
  await engine.schedules.resume(1, 1);
  expect((await schedule('import-stock')).next_run_at).toBeInstanceOf(Date);
  expect((await schedule()).next_run_at).toBeNull();
});

it('passes a slot by while the task still runs', async () => {
  await addMerchants(engine.database, 1);
  await addSchedules(engine.database, 1, 'import-products', clock.date());
  await engine.tick.tick();
  clock.pass(16 * 60);
  expect(await engine.tick.tick()).toBe(0);
  expect(await runs()).toHaveLength(1);
});

it('draws the starts of merchants apart who share a slot', async () => {
  await addMerchants(engine.database, 200);
  await addSchedules(engine.database, 200, 'import-nightly', clock.date());
  await engine.tick.tick();
  const starts = await engine.database.query<{ next_run_at: Date }>('select distinct next_run_at from schedules');
  const times = starts.map(({ next_run_at }) => next_run_at.getTime());
  expect(times.length).toBeGreaterThan(190);
  // 2.30 am in Sydney is 3.30 pm UTC in summer.
  expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse('2026-11-22T15:30:00Z'));
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.parse('2026-11-22T15:31:00Z'));
});

it('starts a night task once in the night without that hour and once in the night that has it twice', async () => {
  await addMerchants(engine.database, 1);
  for (const [before, night] of [
    ['2026-10-03T12:00:00Z', '2026-10-03T16:00:00Z'],
    ['2027-04-03T10:00:00Z', '2027-04-03T15:30:00Z'],
  ] as const) {
    clock.set(before);
    await engine.schedules.install(1, 1, { manifest: { id: 'acme', tasks: [{ id: 'import-nightly' }] } as never }, [
      'import-nightly',
    ]);
    await engine.schedules.resume(1, 1);
    const first = (await schedule('import-nightly')).next_run_at!;
    expect(Math.abs(first.getTime() - Date.parse(night))).toBeLessThanOrEqual(60_000);
    clock.set(first.toISOString());
    expect(await engine.tick.tick()).toBe(1);
    await engine.database.run("update runs set state = 'done', run_at = null");
    const hours = ((await schedule('import-nightly')).next_run_at!.getTime() - first.getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(22.9);
  }
});

describe('what may not start', () => {
  const cases: [string, string, RegExp][] = [
    ['is being set up', "state = 'installing'", /not finished/],
    ['was uninstalled', "state = 'uninstalled'", /no longer installed/],
    ['is paused', "paused_at = now(), paused_because = 'Stocktake'", /Stocktake/],
    ['has lost its plugin', "plugin = 'gone'", /missing on this hub/],
  ];
  it.each(cases)('stands still and says why: it %s', async (_, sql, why) => {
    await addMerchants(engine.database, 1);
    await addSchedules(engine.database, 1, 'import-products', clock.date());
    await change(sql);
    expect(await engine.tick.tick()).toBe(0);
    expect((await schedule()).held_because).toMatch(why);
  });

  it('exports nothing before going live, and imports already', async () => {
    await addMerchants(engine.database, 1);
    await change("state = 'importing'");
    await addSchedules(engine.database, 1, 'import-products', clock.date());
    await addSchedules(engine.database, 1, 'export-invoices', clock.date());
    expect(await engine.tick.tick()).toBe(1);
    expect((await runs())[0]!.task).toBe('import-products');
    expect((await schedule('export-invoices')).held_because).toMatch(/go live/);
    await change("state = 'live'");
    await engine.schedules.resume(1, 1);
    clock.pass(16 * 60);
    await engine.tick.tick();
    expect((await runs()).map(({ task }) => task)).toContain('export-invoices');
    expect((await schedule('export-invoices')).held_because).toBeNull();
  });

  it('writes nothing to the shop while another addon of the store has begun to import and isn’t live', async () => {
    await addMerchants(engine.database, 1);
    await engine.database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at)
       values (1, 99, 'stock', 'Stockwell', 'importing', 1, 1, '{}', '{}', now(3))`,
    );
    await addSchedules(engine.database, 1, 'update-products', clock.date());
    await addSchedules(engine.database, 1, 'export-invoices', clock.date());
    expect(await engine.tick.tick()).toBe(1);
    expect((await schedule('update-products')).held_because).toBe(
      'Nothing is written to the shop until you go live with Stockwell.',
    );
    await engine.database.run("update installations set state = 'live' where id = 99");
    await engine.schedules.resume(1, 1);
    clock.pass(16 * 60);
    await engine.tick.tick();
    expect((await runs()).map(({ task }) => task)).toContain('update-products');
  });

  describe('when the month’s requests run out', () => {
    beforeEach(async () => {
      await addMerchants(engine.database, 1);
      await engine.database.run('update connections set monthly_budget = 1000');
      await addSchedules(engine.database, 1, 'import-products', clock.date());
      await addSchedules(engine.database, 1, 'export-invoices', clock.date());
    });

    const used = (requests: number) =>
      engine.database.run(
        `insert into quota_use (plugin, tenant_key, month, used) values ('acme', 'tenant 1', '2026-11', ?) on duplicate key update used = ?`,
        [requests, requests],
      );
    const minutesToNext = async (task: string) =>
      Math.round(((await schedule(task)).next_run_at!.getTime() - clock.now()) / 60_000);

    it('polls half as often from 70 %, while exports keep their pace', async () => {
      await used(700);
      expect(await engine.tick.tick()).toBe(2);
      expect(await minutesToNext('import-products')).toBeGreaterThan(15);
      expect(await minutesToNext('export-invoices')).toBeLessThanOrEqual(15);
    });

    it('runs only exports from 90 %, and says so', async () => {
      await used(900);
      expect(await engine.tick.tick()).toBe(1);
      expect((await runs())[0]!.task).toBe('export-invoices');
      expect((await schedule()).held_because).toMatch(/900 requests .* only exports run/);
    });

    it('is as before in the next month', async () => {
      await used(1000);
      clock.set('2026-12-01T00:20:00Z');
      expect(await engine.tick.tick()).toBe(2);
      clock.set('2026-11-22T00:00:00Z');
    });
  });

  it('waits for the first run of the task it comes after', async () => {
    await addMerchants(engine.database, 1);
    await addSchedules(engine.database, 1, 'import-products', null);
    await addSchedules(engine.database, 1, 'import-stock', clock.date());
    expect(await engine.tick.tick()).toBe(0);
    expect((await schedule('import-stock')).held_because).toMatch(/“import products” has run/);
    await engine.database.run("update schedules set first_done_at = now() where task = 'import-products'");
    clock.pass(16 * 60);
    expect(await engine.tick.tick()).toBe(1);
  });

  it('keeps nobody else of its batch from starting when a schedule can’t be read', async () => {
    await addMerchants(engine.database, 2);
    await addSchedules(engine.database, 2, 'import-products', clock.date());
    await engine.database.run("update schedules set schedule = 'whenever' where store_id = 1");
    await engine.tick.tick();
    expect((await runs()).map(({ store_id }) => store_id)).toContain(2);
    expect(await schedule()).toMatchObject({ next_run_at: null, held_because: expect.stringMatching(/whenever/) });
  });

  it('leaves tasks of a lost connection alone, with its reason', async () => {
    await addMerchants(engine.database, 2);
    await engine.database.run(
      "update connections set state = 'needs-reconnecting', state_reason = 'The key was revoked.' where id = 1",
    );
    await addSchedules(engine.database, 2, 'import-products', clock.date());
    await engine.tick.tick();
    expect((await runs()).map(({ store_id }) => store_id)).toEqual([2]);
    expect((await schedule()).held_because).toBe('The key was revoked.');
  });
});
