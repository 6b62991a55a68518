import { beforeEach, describe, expect, it } from 'vitest';
import { addMerchants, addSchedules } from './test/merchants.js';
import { ticking } from './test/ticking.js';

const here = ticking();
const { runs, schedule } = here;

const change = (sql: string) => here.engine.database.run(`update installations set ${sql}`);

describe('what may not start', () => {
  const cases: [string, string, RegExp][] = [
    ['is being set up', "state = 'installing'", /not finished/],
    ['was uninstalled', "state = 'uninstalled'", /no longer installed/],
    ['is paused', "paused_at = now(), paused_because = 'Stocktake'", /Stocktake/],
    ['has lost its plugin', "plugin = 'gone'", /missing on this hub/],
  ];
  it.each(cases)('stands still and says why: it %s', async (_, sql, why) => {
    await addMerchants(here.engine.database, 1);
    await addSchedules(here.engine.database, 1, 'import-products', here.clock.date());
    await change(sql);
    expect(await here.engine.tick.tick()).toBe(0);
    expect((await schedule()).held_because).toMatch(why);
  });

  it('exports nothing before going live, and imports already', async () => {
    await addMerchants(here.engine.database, 1);
    await change("state = 'importing'");
    await addSchedules(here.engine.database, 1, 'import-products', here.clock.date());
    await addSchedules(here.engine.database, 1, 'export-invoices', here.clock.date());
    expect(await here.engine.tick.tick()).toBe(1);
    expect((await runs())[0]!.task).toBe('import-products');
    expect((await schedule('export-invoices')).held_because).toMatch(/go live/);
    await change("state = 'live'");
    await here.engine.schedules.resume(1, 1);
    here.clock.pass(16 * 60);
    await here.engine.tick.tick();
    expect((await runs()).map(({ task }) => task)).toContain('export-invoices');
    expect((await schedule('export-invoices')).held_because).toBeNull();
  });

  it('writes nothing to the shop while another addon of the store has begun to import and isn’t live', async () => {
    await addMerchants(here.engine.database, 1);
    await here.engine.database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at)
       values (1, 99, 'stock', 'Stockwell', 'importing', 1, 1, '{}', '{}', now(3))`,
    );
    await addSchedules(here.engine.database, 1, 'update-products', here.clock.date());
    await addSchedules(here.engine.database, 1, 'export-invoices', here.clock.date());
    expect(await here.engine.tick.tick()).toBe(1);
    expect((await schedule('update-products')).held_because).toBe(
      'Nothing is written to the shop until you go live with Stockwell.',
    );
    await here.engine.database.run("update installations set state = 'live' where id = 99");
    await here.engine.schedules.resume(1, 1);
    here.clock.pass(16 * 60);
    await here.engine.tick.tick();
    expect((await runs()).map(({ task }) => task)).toContain('update-products');
  });

  describe('when the month’s requests run out', () => {
    beforeEach(async () => {
      await addMerchants(here.engine.database, 1);
      await here.engine.database.run('update connections set monthly_budget = 1000');
      await addSchedules(here.engine.database, 1, 'import-products', here.clock.date());
      await addSchedules(here.engine.database, 1, 'export-invoices', here.clock.date());
    });

    const used = (requests: number) =>
      here.engine.database.run(
        `insert into quota_use (plugin, tenant_key, month, used) values ('acme', 'tenant 1', '2026-11', ?) on duplicate key update used = ?`,
        [requests, requests],
      );
    const minutesToNext = async (task: string) =>
      Math.round(((await schedule(task)).next_run_at!.getTime() - here.clock.now()) / 60_000);

    it('polls half as often from 70 %, while exports keep their pace', async () => {
      await used(700);
      expect(await here.engine.tick.tick()).toBe(2);
      expect(await minutesToNext('import-products')).toBeGreaterThan(15);
      expect(await minutesToNext('export-invoices')).toBeLessThanOrEqual(15);
    });

    it('runs only exports from 90 %, and says so', async () => {
      await used(900);
      expect(await here.engine.tick.tick()).toBe(1);
      expect((await runs())[0]!.task).toBe('export-invoices');
      expect((await schedule()).held_because).toMatch(/900 requests .* only exports run/);
    });

    it('is as before in the next month', async () => {
      await used(1000);
      here.clock.set('2026-12-01T00:20:00Z');
      expect(await here.engine.tick.tick()).toBe(2);
      here.clock.set('2026-11-22T00:00:00Z');
    });
  });

  it('waits for the first run of the task it comes after', async () => {
    await addMerchants(here.engine.database, 1);
    await addSchedules(here.engine.database, 1, 'import-products', null);
    await addSchedules(here.engine.database, 1, 'import-stock', here.clock.date());
    expect(await here.engine.tick.tick()).toBe(0);
    expect((await schedule('import-stock')).held_because).toMatch(/“import products” has run/);
    await here.engine.database.run("update schedules set first_done_at = now() where task = 'import-products'");
    here.clock.pass(16 * 60);
    expect(await here.engine.tick.tick()).toBe(1);
  });

  it('keeps nobody else of its batch from starting when a schedule can’t be read', async () => {
    await addMerchants(here.engine.database, 2);
    await addSchedules(here.engine.database, 2, 'import-products', here.clock.date());
    await here.engine.database.run("update schedules set schedule = 'whenever' where store_id = 1");
    await here.engine.tick.tick();
    expect((await runs()).map(({ store_id }) => store_id)).toContain(2);
    expect(await schedule()).toMatchObject({ next_run_at: null, held_because: expect.stringMatching(/whenever/) });
  });

  it('leaves tasks of a lost connection alone, with its reason', async () => {
    await addMerchants(here.engine.database, 2);
    await here.engine.database.run(
      "update connections set state = 'needs-reconnecting', state_reason = 'The key was revoked.' where id = 1",
    );
    await addSchedules(here.engine.database, 2, 'import-products', here.clock.date());
    await here.engine.tick.tick();
    expect((await runs()).map(({ store_id }) => store_id)).toEqual([2]);
    expect((await schedule()).held_because).toBe('The key was revoked.');
  });
});
