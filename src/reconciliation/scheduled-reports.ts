import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Chores } from '../settings/chores.js';
import { CannotStart } from '../tasks/runs.service.js';
import { usualRange } from './range.js';
import { nextReport } from './reconciliation-settings.js';
import { Reports } from './reports.js';

const HALF_A_MINUTE = 30_000;
const BATCH = 100;

interface Due {
  store_id: number;
  installation_id: number;
  every: 'daily' | 'weekly';
  at_time: string;
  weekday: number;
  plugin: string;
  time_zone: string;
}

/** Asks for reports when their time has come. */
@Injectable()
export class ScheduledReports {
  private readonly log = new Logger('reconciliation');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly chores: Chores,
    private readonly plugins: PluginRegistry,
    private readonly reports: Reports,
  ) {}

  @Interval(HALF_A_MINUTE)
  everyHalfMinute(): Promise<void> {
    return this.chores.do('begin scheduled reports', () => this.ask());
  }

  /** Asks for all that are due. Answers how many were begun. */
  async ask(): Promise<number> {
    let begun = 0;
    for (;;) {
      const due = await this.take();
      for (const one of due) begun += await this.begin(one);
      if (due.length < BATCH) return begun;
    }
  }

  /** Moved on as they are taken, so that no two processes begin the same. */
  private take(): Promise<Due[]> {
    const now = this.clock.date();
    return this.database.transaction(async (tx) => {
      const due = await tx.query<Due>(
        `select r.store_id, r.installation_id, r.every, r.at_time, r.weekday, i.plugin, s.time_zone from reconciliation_settings r
         join installations i on i.store_id = r.store_id and i.id = r.installation_id join stores s on s.id = r.store_id
         where r.next_at <= ? order by r.next_at limit ? for update skip locked`,
        [now, BATCH],
      );
      for (const one of due) {
        const next = nextReport({ every: one.every, time: one.at_time, weekday: one.weekday }, one.time_zone, now);
        await tx.run('update reconciliation_settings set next_at = ? where store_id = ? and installation_id = ?', [
          next,
          one.store_id,
          one.installation_id,
        ]);
      }
      return due;
    });
  }

  private async begin({ store_id, installation_id, plugin, time_zone }: Due): Promise<number> {
    let begun = 0;
    const range = usualRange(time_zone, this.clock.date());
    for (const { kind } of this.plugins.get(plugin)?.manifest.statements ?? []) {
      try {
        const asked = { storeId: store_id, installationId: installation_id, kind, ...range };
        if ((await this.reports.ask(asked, null)) !== undefined) begun += 1;
      } catch (error) {
        if (!(error instanceof CannotStart)) throw error;
        this.log.log(`No report of installation ${installation_id}: ${error.message}`);
      }
    }
    return begun;
  }
}
