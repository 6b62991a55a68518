import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import type { Manifest } from '../sdk/host/index.js';
import { parseSchedule } from '../sdk/schedule.js';
import { Readiness } from './readiness.js';
import type { TaskRef } from './run.js';
import { RunWorks } from './run-works.js';
import { Runs } from './runs.service.js';
import { Slots } from './slots.js';

const MOMENT = 2000;
const NEAR_AT_MOST = 3_600_000;

/** A schedule's row. */
export interface ScheduleRow {
  store_id: number;
  installation_id: number;
  task: string;
  plugin: string;
  /** The merchant's own; null: as the plugin declares it. */
  schedule: string | null;
  active: 0 | 1;
  next_run_at: Date | null;
  /** Why it did not start when it was due. */
  held_because: string | null;
  watermark: Date | null;
  full_sweep_at: Date | null;
  mapping_version: number;
  first_done_at: Date | null;
  last_run_id: number | null;
}

/** When an installation's tasks run, and since when their next pull asks for changes. */
@Injectable()
export class Schedules {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly readiness: Readiness,
    private readonly slots: Slots,
    private readonly runs: Runs,
    private readonly works: RunWorks,
  ) {}

  /** Gives each task of a plugin its schedule; only those named are active. Called again, it adds what a new version brought. */
  async install(storeId: number, installationId: number, plugin: { manifest: Manifest }, activeTaskIds: string[]) {
    const { id, tasks } = plugin.manifest;
    if (tasks.length === 0) return;
    const rows = tasks.map((task) => [storeId, installationId, task.id, id, activeTaskIds.includes(task.id)]);
    await this.database.run(
      `insert into schedules (store_id, installation_id, task, plugin, active) values ?
       on duplicate key update plugin = values(plugin)`,
      [rows],
    );
    await this.plan(storeId, installationId);
  }

  /** Nothing of the installation starts by itself until `resume`. */
  async pause(storeId: number, installationId: number, because = 'Paused.'): Promise<void> {
    await this.database.run(
      'update schedules set next_run_at = null, held_because = ? where store_id = ? and installation_id = ? and active',
      [because, storeId, installationId],
    );
  }

  /** Starts again what stood still: after a pause, when a connection works again, when a merchant goes live. */
  async resume(storeId: number, installationId: number): Promise<void> {
    await this.plan(storeId, installationId);
    await this.runs.wake(installationId);
  }

  async setActive(ref: TaskRef, active: boolean): Promise<void> {
    await this.change(ref, 'active = ?, next_run_at = null, held_because = null', [active]);
    if (active) {
      await this.plan(ref.storeId, ref.installationId, ref.task);
      await this.runs.wake(ref.installationId, ref.task);
    }
    await this.wakeFollowers(ref);
  }

  /** Runs at other times; null goes back to the plugin's own. Throws with a reason when the text is no schedule. */
  async edit(ref: TaskRef, schedule: string | null): Promise<void> {
    if (schedule !== null) parseSchedule(schedule);
    await this.change(ref, 'schedule = ?', [schedule]);
    await this.plan(ref.storeId, ref.installationId, ref.task);
  }

  /** Brings the next start forward to when something waits to be tried again. A task that stands still stays as it is. */
  async sooner(ref: TaskRef, at: Date, tx?: Transaction): Promise<void> {
    // Asked for by a run about to end: a start before that would be passed by, as one that overlaps.
    const earliest = new Date(Math.max(at.getTime(), this.clock.now() + MOMENT));
    await this.change(ref, 'next_run_at = least(next_run_at, ?)', [earliest], tx);
  }

  /** Skips the next slot where that is near: the task is being run now, and would only bring the same again. */
  async passByNear(ref: TaskRef): Promise<void> {
    const [row, { task, timeZone }] = await Promise.all([this.one(ref), this.readiness.one(ref)]);
    const schedule = row?.schedule ?? task?.schedule;
    if (!row?.next_run_at || !schedule) return;
    const next = row.next_run_at;
    const second = this.slots.after(next, schedule, timeZone, ref.installationId);
    const near = Math.min((second.getTime() - next.getTime()) / 4, NEAR_AT_MOST);
    if (next.getTime() - this.clock.now() >= near) return;
    await this.change(ref, 'next_run_at = if(next_run_at = ?, ?, next_run_at)', [next, second]);
  }

  /** Starts every export of an installation that may start now, without waiting for its slot. */
  async startExports(storeId: number, installationId: number, { tasks }: Manifest): Promise<void> {
    const now = this.clock.date();
    for (const { id: task, direction } of tasks) {
      if (direction === 'out') await this.sooner({ storeId, installationId, task }, now);
    }
  }

  /** The next pull of these tasks asks for everything: a mapping or a master has changed. */
  async reimport(
    storeId: number,
    installationId: number,
    tasks: string[],
    on: Pick<Database, 'run'> = this.database,
  ): Promise<void> {
    if (tasks.length === 0) return;
    await on.run(
      `update schedules set watermark = null, mapping_version = mapping_version + 1
       where store_id = ? and installation_id = ? and task in (?)`,
      [storeId, installationId, tasks],
    );
  }

  /** Resumes whatever goes through a connection that works again, in every store that shares it. */
  async resumeConnection(connectionId: number): Promise<void> {
    const installations = await this.database.query<{ store_id: number; id: number }>(
      "select store_id, id from installations where connection_id = ? and state in ('importing', 'live') and paused_at is null",
      [connectionId],
    );
    for (const { store_id, id } of installations) await this.resume(store_id, id);
  }

  /** Takes the schedules of an uninstalled addon away and cancels what is unfinished. Runs stay readable. */
  async remove(storeId: number, installationId: number): Promise<void> {
    await this.database.run('delete from schedules where store_id = ? and installation_id = ?', [
      storeId,
      installationId,
    ]);
    const now = this.clock.date();
    // In one statement: between two, one that waits may begin. The state comes last, the others look at it as it was.
    await this.database.run(
      `update runs set cancel_requested_at = if(state = 'running', ?, cancel_requested_at), run_at = if(state = 'running', run_at, null),
         held = held and state = 'running', finished_at = if(state = 'running', finished_at, ?),
         message = if(state = 'running', message, ?), state = if(state = 'running', state, 'cancelled')
       where installation_id = ? and alive = 1`,
      [now, now, 'The addon was uninstalled.', installationId],
    );
  }

  list(storeId: number, installationId: number): Promise<ScheduleRow[]> {
    return this.database.query<ScheduleRow>('select * from schedules where store_id = ? and installation_id = ?', [
      storeId,
      installationId,
    ]);
  }

  /** Ids of the tasks that are switched on. */
  async active(storeId: number, installationId: number): Promise<Set<string>> {
    const rows = await this.list(storeId, installationId);
    return new Set(rows.filter(({ active }) => active).map(({ task }) => task));
  }

  one({ storeId, installationId, task }: TaskRef): Promise<ScheduleRow | undefined> {
    return this.database.one<ScheduleRow>(
      'select * from schedules where store_id = ? and installation_id = ? and task = ?',
      [storeId, installationId, task],
    );
  }

  /** Whatever waits for this task, or for records of it, looks again whether it still has to. */
  private async wakeFollowers(ref: TaskRef): Promise<void> {
    const { plugin, task } = await this.readiness.one(ref);
    if (!plugin || !task) return;
    await this.works.switched(task.kind, ref);
    for (const { id } of plugin.manifest.tasks.filter(({ after }) => after.includes(ref.task))) {
      const follower = { ...ref, task: id };
      await this.runs.wake(ref.installationId, id);
      if ((await this.one(follower))?.held_because) await this.sooner(follower, this.clock.date());
    }
  }

  /** Sets the next start of active schedules anew. */
  private async plan(storeId: number, installationId: number, only?: string): Promise<void> {
    const rows = (await this.list(storeId, installationId)).filter(
      ({ task, active }) => active && (only === undefined || task === only),
    );
    const ready = await this.readiness.of(rows.map(({ task }) => ({ storeId, installationId, task })));
    for (const [index, row] of rows.entries()) {
      const { task, timeZone, obstacle, ref } = ready[index]!;
      const schedule = row.schedule ?? task?.schedule;
      const next = schedule ? this.slots.after(this.clock.date(), schedule, timeZone, installationId) : null;
      await this.change(ref, 'next_run_at = if(active, ?, null), held_because = ?', [next, obstacle ?? null]);
    }
  }

  private async change(
    { storeId, installationId, task }: TaskRef,
    set: string,
    values: (string | boolean | Date | null)[],
    on: Database | Transaction = this.database,
  ) {
    await on.run(`update schedules set ${set} where store_id = ? and installation_id = ? and task = ?`, [
      ...values,
      storeId,
      installationId,
      task,
    ]);
  }
}
