import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../clock/clock.js';
import { ActivityService } from './activity.service.js';
import { LogSweep } from './log-sweep.js';
import { Standings } from './standings.service.js';
import { type InstalledApp, LogsHub } from './test/logs-hub.js';

const DAY = 86_400_000;

let hub: LogsHub;
beforeAll(async () => {
  hub = await LogsHub.start();
});
afterAll(() => hub?.stop());

describe('what apps have moved', () => {
  it('is told by day of the store, from what their runs counted', async () => {
    const merchant = await hub.merchant('Busy', { timeZone: 'Australia/Sydney' });
    const [one, other] = [await hub.install(merchant), await hub.install(merchant)];
    const ran = (app: InstalledApp, id: number, at: string, sent: number, created: number) =>
      hub.database.run(
        `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, sent, created)
         values (?)`,
        [[app.storeId, id, app.installationId, 'x', 'acme', 'schedule', 'done', at, at, sent, created]],
      );
    // In Sydney it is one o'clock at night: yesterday ended at 13:00 UTC.
    await ran(one, 9001, '2026-11-22 13:30:00', 5, 2);
    await ran(one, 9002, '2026-11-22 12:59:59', 7, 0);
    await ran(one, 9003, '2026-11-09 13:00:00', 1, 0);
    await ran(one, 9004, '2026-11-09 12:59:59', 100, 0);
    await ran(other, 9005, '2026-11-22 13:30:00', 0, 3);
    const clock = Object.assign(new Clock(), { now: () => Date.UTC(2026, 10, 22, 14) });
    const activity = await new ActivityService(hub.database, clock, hub.app.get(Standings)).of(merchant.store);
    expect(activity.get(one.installationId)).toEqual({
      failed: 0,
      exportedToday: 5,
      importedToday: 2,
      perDay: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7],
    });
    expect(activity.get(other.installationId)).toMatchObject({ exportedToday: 0, importedToday: 3 });
  });

  it('is on the home page, with what failed and where to look', async () => {
    // The run and the look at it are of one day, however near midnight is.
    const clock = hub.app.get(Clock);
    vi.spyOn(clock, 'now').mockReturnValue(clock.now());
    const merchant = await hub.merchant('Home');
    const app = await hub.install(merchant);
    hub.acme.refuse('H2');
    await hub.invoice(app, 'H1');
    await hub.invoice(app, 'H2');
    await hub.run(app);
    const { text } = await merchant.browser.get('/');
    const failed = `/installations/${app.installationId}/logs/exports?status=failed`;
    expect(text).toContain(`<a class="failures" href="${failed}">1 out</a>`);
    expect(text).toMatch(/data-label="Today" class="number">1</);
    expect(text).toContain('Records moved a day');
    expect(text).toContain('1 record could not be exported to Main sync');
    expect(text).toContain('needs attention');
    const other = (await (await hub.merchant('Quiet')).browser.get('/')).text;
    expect(other).not.toContain('could not be exported');
  });
});

describe('old lines of the logs', () => {
  it('are forgotten a little at a time, young ones and where records stand are not', async () => {
    const merchant = await hub.merchant('Old');
    const app = await hub.install(merchant);
    await hub.invoice(app, 'O1');
    await hub.run(app);
    const { storeId, installationId } = app;
    const now = hub.app.get(Clock).now();
    const old = new Date(now - 91 * DAY);
    const young = new Date(now - 89 * DAY);
    const write = (from: number, to: number, at: Date) => [
      hub.database.run(
        `insert into import_log (store_id, run_id, seq, row_no, installation_id, task, type, remote_id, action, at)
         select ?, ?, 0, seq, ?, 'x', 'invoice', seq, 'created', ? from seq_${from}_to_${to}`,
        [storeId, from, installationId, at],
      ),
      hub.database.run(
        `insert into export_log (store_id, id, installation_id, task, record_id, outcome, at)
         select ?, seq, ?, 'x', 1, 'done', ? from seq_${from}_to_${to}`,
        [storeId, installationId, at],
      ),
    ];
    await Promise.all([...write(900_001, 902_500, old), ...write(902_501, 902_600, young)]);
    const count = async (table: string) =>
      (await hub.database.one<{ n: number }>(`select count(*) n from ${table} where store_id = ? and task = 'x'`, [
        storeId,
      ]))!.n;
    const sweep = hub.app.get(LogSweep);
    // The run above left young lines with small numbers before these.
    await hub.database.run('update export_log set at = ? where store_id = ? and id < 900000', [old, storeId]);
    expect(await sweep.sweep(1)).toBe(1000);
    expect(await sweep.sweep()).toBeGreaterThanOrEqual(4000);
    expect(await count('import_log')).toBe(100);
    expect(await count('export_log')).toBe(100);
    expect(await hub.states(app)).toEqual({ O1: 'exported' });
    expect(await sweep.sweep()).toBe(0);
  });
});
