import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { parseDuration } from '../sdk/schedule.js';
import type { Run } from './run.js';
import type { RunTask } from './run-task.js';
import type { ScheduleRow } from './schedules.service.js';

const DAY = 24 * 3600 * 1000;
/** How far before its start a pull's successor begins to ask, where the plugin says nothing else. */
const OVERLAP = '10 minutes';

/** Since when pulls ask for changes. */
@Injectable()
export class Watermarks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Fixes at a run's first start what it asks for; a resumed one goes on asking the same. False: the run is no longer ours. */
  async fix(run: Run, task: RunTask): Promise<boolean> {
    if (run.mapping_version !== null) return true;
    const schedule = await this.database.one<ScheduleRow>(
      'select * from schedules where store_id = ? and installation_id = ? and task = ?',
      [run.store_id, run.installation_id, run.task],
    );
    run.since = this.since(run, task, schedule);
    run.mapping_version = schedule?.mapping_version ?? 0;
    const fixed = await this.database.run(
      `update runs force index (primary) set since = ?, mapping_version = ? where store_id = ? and id = ? and fence = ? and state = 'running'`,
      [run.since, run.mapping_version, run.store_id, run.id, run.fence],
    );
    return fixed > 0;
  }

  /** A pull has ended: moves to before its start, never back, and not at all if the mapping has changed meanwhile. */
  async move(tx: Transaction, run: Run, task: RunTask): Promise<void> {
    if (task.kind !== 'import' || task.pulls !== 'changes') return;
    const start = run.started_at!;
    const watermark = new Date(start.getTime() - parseDuration(task.overlap ?? OVERLAP));
    const everything = run.since === null;
    await tx.run(
      `update schedules set watermark = if(watermark > ?, watermark, ?), full_sweep_at = if(?, ?, full_sweep_at)
       where store_id = ? and installation_id = ? and task = ? and mapping_version = ?`,
      [watermark, watermark, everything, start, run.store_id, run.installation_id, run.task, run.mapping_version],
    );
  }

  /** Once a day a scheduled pull of changes asks for everything: that mends what slid between pages or was never announced. */
  private since(run: Run, task: RunTask, schedule: ScheduleRow | undefined): Date | null {
    if (task.kind !== 'import' || task.pulls !== 'changes' || !schedule?.watermark) return null;
    const sweptAt = schedule.full_sweep_at?.getTime() ?? 0;
    if (run.started_by === 'schedule' && this.clock.now() - sweptAt >= DAY) return null;
    return schedule.watermark;
  }
}
