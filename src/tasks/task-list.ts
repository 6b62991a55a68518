import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import type { Installation } from '../installations/installation.entity.js';
import { workflowTasks } from '../installations/workflow-tasks.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { TaskManifest } from '../sdk/host/index.js';
import { nextRun, parseSchedule } from '../sdk/schedule.js';
import { scheduleInWords } from '../sdk/schedule-in-words.js';
import type { Run } from './run.js';
import { duration, handled, startedBy, statusOf, tookOf } from './run-words.js';
import { type ScheduleRow, Schedules } from './schedules.service.js';

/** A task as pages show it. */
export interface ShownTask {
  id: string;
  title: string;
  href: string;
  incoming: boolean;
  manifest: TaskManifest;
  schedule: ScheduleRow;
  active: boolean;
  /** The workflow that the merchant chose does without it. */
  leftOut: boolean;
  /** The schedule that holds: the merchant's own or the plugin's. */
  text: string;
  /** 'every 15 minutes' */
  words: string;
  own: boolean;
  next: Date | null;
  held: string | null;
  lastRun?: ShownRun;
}

export type ShownRun = ReturnType<TaskList['showRun']>;

/** An installation's tasks with all that their pages say of them. */
@Injectable()
export class TaskList {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly plugins: PluginRegistry,
    private readonly schedules: Schedules,
  ) {}

  /** In the plugin's order. */
  async of(installation: Installation, timeZone: string): Promise<ShownTask[]> {
    const manifest = this.plugins.get(installation.plugin)?.manifest;
    const chosen = new Set(manifest && workflowTasks(manifest, installation.answers));
    const rows = await this.schedules.list(installation.storeId, installation.id);
    const runs = await this.lastRuns(rows);
    return (manifest?.tasks ?? []).flatMap((task) => {
      const row = rows.find((candidate) => candidate.task === task.id);
      if (!row) return [];
      const lastRun = runs.get(row.last_run_id ?? 0);
      return [{ ...this.show(task, row, timeZone, lastRun), leftOut: !row.active && !chosen.has(task.id) }];
    });
  }

  async one(installation: Installation, taskId: string, timeZone: string): Promise<ShownTask | undefined> {
    return (await this.of(installation, timeZone)).find(({ id }) => id === taskId);
  }

  /** The slots of a schedule after now. */
  next(text: string, timeZone: string, count: number): Date[] {
    const schedule = parseSchedule(text);
    const runs: Date[] = [];
    for (let after = this.clock.date(); runs.length < count; after = runs.at(-1)!) {
      runs.push(nextRun(schedule, timeZone, after));
    }
    return runs;
  }

  showRun(run: Run, direction: TaskManifest['direction'] | undefined) {
    const took = tookOf(run, this.clock.now());
    return {
      id: run.id,
      href: `/runs/${run.id}`,
      status: statusOf(run),
      startedBy: startedBy(run),
      at: run.started_at ?? run.queued_at,
      handled: handled(run, direction),
      failed: run.failed,
      milliseconds: took,
      took: took === undefined ? undefined : duration(took),
      message: run.message,
    };
  }

  private show(
    task: TaskManifest,
    row: ScheduleRow,
    timeZone: string,
    lastRun: Run | undefined,
  ): Omit<ShownTask, 'leftOut'> {
    const text = row.schedule ?? task.schedule;
    return {
      id: task.id,
      title: task.title,
      href: `/installations/${row.installation_id}/tasks/${task.id}`,
      incoming: task.direction === 'in',
      manifest: task,
      schedule: row,
      active: Boolean(row.active),
      text,
      words: words(text, timeZone),
      own: row.schedule !== null,
      next: row.next_run_at,
      held: row.held_because,
      lastRun: lastRun && this.showRun(lastRun, task.direction),
    };
  }

  private async lastRuns(rows: ScheduleRow[]): Promise<Map<number, Run>> {
    const ids = rows.flatMap(({ last_run_id }) => last_run_id ?? []);
    if (ids.length === 0) return new Map();
    const runs = await this.database.query<Run>('select * from runs where id in (?)', [ids]);
    return new Map(runs.map((run) => [run.id, run]));
  }
}

function words(text: string, timeZone: string): string {
  try {
    return scheduleInWords(text, timeZone);
  } catch {
    // Written by a version that read more than this one: shown as it stands, and the schedule itself says what is wrong.
    return text;
  }
}
