import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { Chores } from '../../settings/chores.js';
import { Settings } from '../../settings/settings.js';

const DAY = 86_400_000;
const SWEPT_AT_ONCE = 1000;
/** So many small deletions an hour leave the database to those who move records. */
const CHUNKS = 200;

const LOGS = [
  { table: 'export_log', key: 'id' },
  { table: 'import_log', key: 'run_id' },
] as const;

/** Forgets old tries and old lines of the import log, once an hour where records are moved. Where a record stands is never forgotten. */
@Injectable()
export class LogSweep {
  private readonly log = new Logger('transactions');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly chores: Chores,
  ) {}

  @Interval(3_600_000)
  hourly(): Promise<void> {
    return this.chores.do('forget old lines of the logs', async () => {
      const gone = await this.sweep();
      if (gone > 0) this.log.log('old lines of the logs are gone', { gone });
    });
  }

  /** Answers how many are gone. */
  async sweep(chunks = CHUNKS): Promise<number> {
    const before = new Date(this.clock.now() - this.settings.logRetentionDays * DAY);
    let gone = 0;
    let left = chunks;
    for (const { table, key } of LOGS) {
      for (const store of await this.storesWithOld(table, key, before)) {
        for (let count = SWEPT_AT_ONCE; left > 0 && count === SWEPT_AT_ONCE; left--) {
          count = await this.sweepStore(table, key, store, before);
          gone += count;
        }
      }
    }
    // A task that hasn't asked for everything since is one that no longer runs: its rows have no line to show any more.
    await this.database.run('delete from refused_rows where at < ?', [before]);
    return gone;
  }

  /** A log grows at its end, so a store whose first line is young has no old one; only that line is looked at. */
  private async storesWithOld(table: string, key: string, before: Date): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(
      `select s.id from stores s where (select l.at from ${table} l force index (primary) where l.store_id = s.id
       order by l.store_id, l.${key} limit 1) < ? order by s.id`,
      [before],
    );
    return rows.map(({ id }) => id);
  }

  /** Among a store's first lines only: looking for the last old ones must not read all the young ones. */
  private async sweepStore(table: string, key: string, storeId: number, before: Date): Promise<number> {
    const row = await this.database.one<{ upTo: number | null }>(
      `select max(k) upTo from (select ${key} k, at from ${table} force index (primary) where store_id = ? order by ${key} limit ?) first
       where at < ?`,
      [storeId, SWEPT_AT_ONCE, before],
    );
    if (row?.upTo === null || row?.upTo === undefined) return 0;
    return this.database.run(`delete from ${table} where store_id = ? and ${key} <= ? and at < ? limit ?`, [
      storeId,
      row.upTo,
      before,
      SWEPT_AT_ONCE,
    ]);
  }
}
