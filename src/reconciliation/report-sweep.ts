import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { Chores } from '../settings/chores.js';
import { Settings } from '../settings/settings.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BATCH = 5000;

interface Old {
  store_id: number;
  id: number;
}

/** Forgets what nobody is shown any more: of older reports the rows that matched, of those that never ended all. */
@Injectable()
export class ReportSweep {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly chores: Chores,
  ) {}

  @Interval(HOUR)
  everyHour(): Promise<void> {
    return this.chores.do('tidy old reports', () => this.sweep());
  }

  async sweep(): Promise<void> {
    const { database } = this;
    const ended = await database.query<Old>(
      'select store_id, id from reconciliation_reports where superseded = 1 and swept = 0 limit 200',
    );
    for (const report of ended) {
      await this.forgetMatched(report);
      await database.run('update reconciliation_reports set swept = 1 where store_id = ? and id = ?', [
        report.store_id,
        report.id,
      ]);
    }
    const retention = new Date(this.clock.now() - this.settings.logRetentionDays * DAY);
    const forgotten = await database.query<Old>(
      `select r.store_id, r.id from reconciliation_reports r left join runs u on u.store_id = r.store_id and u.id = r.run_id
       where r.asked_at < ? and (r.finished_at is null and coalesce(u.alive, 0) = 0 or r.superseded = 1 and r.asked_at < ?) limit 200`,
      [new Date(this.clock.now() - DAY), retention],
    );
    for (const report of forgotten) await this.forget(report);
  }

  /** What is part of a difference stays, so that an older report still says what it found. */
  private async forgetMatched({ store_id, id }: Old): Promise<void> {
    const kept = await this.database.query<{ side: 0 | 1; entry: number }>(
      `select 0 side, here entry from differences where store_id = ? and report_id = ? and here is not null
       union select 1, there from differences where store_id = ? and report_id = ? and there is not null
       union select 1, suggested from differences where store_id = ? and report_id = ? and suggested is not null`,
      [store_id, id, store_id, id, store_id, id],
    );
    for (const side of [0, 1] as const) {
      const entries = kept
        .filter((one) => one.side === side)
        .map(({ entry }) => entry)
        .sort((a, b) => a - b);
      // Between two that stay lies a range that goes.
      for (let at = -1; at < entries.length; at++) {
        const [from, to] = [at < 0 ? 0 : entries[at]! + 1, entries[at + 1] ?? Number.MAX_SAFE_INTEGER];
        if (to > from) await this.forgetRange({ store_id, id }, side, from, to);
      }
    }
  }

  private async forgetRange({ store_id, id }: Old, side: 0 | 1, from: number, to: number): Promise<void> {
    const sql = `delete from statement_rows where store_id = ? and report_id = ? and side = ? and entry >= ? and entry < ? limit ${BATCH}`;
    while ((await this.database.run(sql, [store_id, id, side, from, to])) === BATCH);
  }

  private async forget({ store_id, id }: Old): Promise<void> {
    for (const table of ['statement_rows', 'differences']) {
      const sql = `delete from ${table} where store_id = ? and report_id = ? limit ${BATCH}`;
      while ((await this.database.run(sql, [store_id, id])) === BATCH);
    }
    await this.database.run('delete from reconciliation_reports where store_id = ? and id = ?', [store_id, id]);
  }
}
