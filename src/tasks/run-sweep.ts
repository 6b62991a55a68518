import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { Chores } from '../settings/chores.js';
import { Settings } from '../settings/settings.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BATCH = 1000;

/** Forgets runs that ended longer ago than logs are kept. */
@Injectable()
export class RunSweep {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly chores: Chores,
  ) {}

  @Interval(HOUR)
  everyHour(): Promise<void> {
    return this.chores.do('forget old runs', () => this.sweep());
  }

  /** Answers how many it removed. */
  async sweep(): Promise<number> {
    const until = new Date(this.clock.now() - this.settings.logRetentionDays * DAY);
    let removed = 0;
    for (;;) {
      const old = await this.oldest(until);
      if (old.length === 0) return removed;
      await this.database.transaction(async (tx) => {
        const keys = [[...new Set(old.map(({ store_id }) => store_id))], old.map(({ id }) => id)];
        await tx.run('delete from run_pages where store_id in (?) and run_id in (?)', keys);
        await tx.run('delete from runs where id in (?)', [old.map(({ id }) => id)]);
      });
      removed += old.length;
    }
  }

  /** Ids grow with time, so looking at the smallest ones spares an index that every run would have to be entered into. */
  private oldest(until: Date): Promise<{ store_id: number; id: number }[]> {
    return this.database.query<{ store_id: number; id: number }>(
      `select store_id, id from (select store_id, id, finished_at from runs order by id limit ?) as first
       where finished_at < ?`,
      [BATCH, until],
    );
  }
}
