import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { Readiness } from './readiness.js';
import { ENDED, type Run, type RunState, type TaskRef, type Trigger } from './run.js';
import { RunEvents } from './run-events.js';

const MINUTE = 60_000;
/** Somebody is watching: such a run goes before what was queued shortly before it. */
const HEAD_START = 10 * MINUTE;

/** A task can't run now. The message says why, in words for the merchant. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** A page of a run's timeline. */
export type RunPage = { seq: number; at: Date } & Pick<
  Run,
  'read' | 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed' | 'sent' | 'waiting'
>;

/** Starts and cancels runs, and shows how far they are. */
@Injectable()
export class Runs {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly readiness: Readiness,
    private readonly events: RunEvents,
  ) {}

  /**
   * Queues a run, or answers the unfinished one: a run never overlaps another of the same task. One that waits goes on at once
   * when a person asks for it. Throws `CannotStart`.
   */
  async start(
    storeId: number,
    installationId: number,
    taskId: string,
    trigger: Exclude<Trigger, 'trial'>,
  ): Promise<{ id: number; isNew: boolean }> {
    const ref = { storeId, installationId, task: taskId };
    const { obstacle, plugin } = await this.readiness.one({ ...ref, trigger });
    if (obstacle) throw new CannotStart(obstacle);
    const started = await this.insert(ref, plugin!.manifest.id, trigger);
    if (!started.isNew) await this.hurry(ref, trigger);
    this.events.next({ what: 'queued', runId: started.id });
    return started;
  }

  /** Queues a run that sends one record and no other, before the merchant goes live too. Throws `CannotStart`. */
  async tryOut(storeId: number, installationId: number, taskId: string, recordId: number): Promise<number> {
    const ref = { storeId, installationId, task: taskId };
    const { obstacle, plugin } = await this.readiness.one({ ...ref, trigger: 'trial' });
    if (obstacle) throw new CannotStart(obstacle);
    const { id, isNew } = await this.insert(ref, plugin!.manifest.id, 'trial', { only: recordId });
    if (!isNew) throw new CannotStart('This task is running already. Try again when it has ended.');
    this.events.next({ what: 'queued', runId: id });
    return id;
  }

  /**
   * Queues the reading of a statement, for a report that is known by its id. Answers undefined while one of the same statement is
   * being read. Throws `CannotStart`.
   */
  async readStatement(ref: TaskRef, reportId: number, trigger: 'person' | 'schedule'): Promise<number | undefined> {
    const { obstacle, plugin } = await this.readiness.one(ref);
    if (obstacle) throw new CannotStart(obstacle);
    const { id, isNew } = await this.insert(ref, plugin!.manifest.id, trigger, { report: reportId });
    if (!isNew) return undefined;
    this.events.next({ what: 'queued', runId: id });
    return id;
  }

  /** False when it had ended already. A running one stops within a page, keeping what it has done. */
  async cancel(storeId: number, runId: number): Promise<boolean> {
    const state = await this.database.transaction(async (tx) => {
      const run = await tx.one<Run>(
        'select * from runs force index (primary) where store_id = ? and id = ? for update',
        [storeId, runId],
      );
      if (!run || ENDED.includes(run.state)) return undefined;
      const now = this.clock.date();
      const how =
        run.state === 'running'
          ? 'cancel_requested_at = ?'
          : "state = 'cancelled', run_at = null, held = 0, finished_at = ?";
      await tx.run(`update runs force index (primary) set ${how} where store_id = ? and id = ?`, [now, storeId, runId]);
      return run.state;
    });
    if (state) this.events.next({ what: state === 'running' ? 'cancel' : 'ended', runId });
    return state !== undefined;
  }

  /** Cancels what is being worked on of an installation. What waits finds out by itself that it may not start. */
  async stop(storeId: number, installationId: number): Promise<void> {
    for (const { id } of await this.alive(installationId, 'running')) await this.cancel(storeId, id);
  }

  /**
   * What is being worked on of an installation stops at its next page and waits to go on from there. Of one task, what waits for its
   * time or its turn stays where it is as well: of a whole installation it finds out by itself that it may not start.
   */
  async hold(storeId: number, installationId: number, task?: string): Promise<void> {
    const all = await this.alive(installationId, task === undefined ? 'running' : undefined);
    const ids = all.filter((run) => task === undefined || run.task === task).map(({ id }) => id);
    if (ids.length === 0) return;
    await this.database.run(
      'update runs force index (primary) set held = 1, freed = 0 where store_id = ? and id in (?) and alive = 1',
      [storeId, ids],
    );
    for (const runId of ids) this.events.next({ what: 'hold', runId });
  }

  /**
   * What stood still looks whether it can go on. One that looked a moment ago, and is just about to stand still, is told as well:
   * it would else wait for what has already come about.
   */
  async wake(installationId: number, task?: string): Promise<void> {
    await this.database.run(
      `update runs set freed = 1, run_at = if(state = 'waiting' and held, ?, run_at)
       where installation_id = ? and alive = 1 ${task === undefined ? '' : 'and task = ?'}`,
      [this.clock.date(), installationId, ...(task === undefined ? [] : [task])],
    );
  }

  /** How far a run is, or undefined: in this store there is none such. */
  progress(storeId: number, runId: number): Promise<Run | undefined> {
    return this.database.one<Run>('select * from runs where store_id = ? and id = ?', [storeId, runId]);
  }

  /** Of whichever store: only for those who check afterwards who may see it. */
  find(runId: number): Promise<Run | undefined> {
    return this.database.one<Run>('select * from runs where id = ?', [runId]);
  }

  /** The newest pages of a run's timeline, newest first. */
  pages(storeId: number, runId: number, limit = 50): Promise<RunPage[]> {
    return this.database.query<RunPage>(
      'select * from run_pages where store_id = ? and run_id = ? order by seq desc limit ?',
      [storeId, runId, limit],
    );
  }

  /** A task's runs, newest first. */
  history({ storeId, installationId, task }: TaskRef, limit: number, before?: number): Promise<Run[]> {
    return this.database.query<Run>(
      `select * from runs force index (history)
       where store_id = ? and installation_id = ? and task = ? and id < ? order by id desc limit ?`,
      [storeId, installationId, task, before ?? Number.MAX_SAFE_INTEGER, limit],
    );
  }

  /** The unfinished runs of an installation, or those in one state. */
  private async alive(installationId: number, state?: RunState): Promise<Pick<Run, 'id' | 'task' | 'state'>[]> {
    const rows = await this.database.query<Pick<Run, 'id' | 'task' | 'state'>>(
      'select id, task, state from runs where installation_id = ? and alive = 1',
      [installationId],
    );
    return rows.filter((run) => state === undefined || run.state === state);
  }

  private insert(
    ref: TaskRef,
    plugin: string,
    trigger: Trigger,
    bookmark?: Record<string, number>,
  ): Promise<{ id: number; isNew: boolean }> {
    return this.database.transaction(async (tx) => {
      const alive = await this.aliveIn(tx, ref);
      if (alive) return { id: alive, isNew: false };
      const id = await this.ids.next('run');
      const now = this.clock.date();
      const runAt = watched(trigger) ? new Date(now.getTime() - HEAD_START) : now;
      await tx.run(
        `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, run_at, bookmark)
         values (?) on duplicate key update id = runs.id`,
        [
          [
            ref.storeId,
            id,
            ref.installationId,
            ref.task,
            plugin,
            trigger,
            'queued',
            now,
            runAt,
            bookmark ? JSON.stringify(bookmark) : null,
          ],
        ],
      );
      // Somebody else may have been a moment faster; then theirs is the one.
      const started = (await this.aliveIn(tx, ref)) ?? id;
      await tx.run('update schedules set last_run_id = ? where store_id = ? and installation_id = ? and task = ?', [
        started,
        ref.storeId,
        ref.installationId,
        ref.task,
      ]);
      return { id: started, isNew: started === id };
    });
  }

  private async aliveIn(tx: Transaction, { installationId, task }: TaskRef): Promise<number | undefined> {
    const run = await tx.one<{ id: number }>(
      'select id from runs where installation_id = ? and task = ? and alive = 1',
      [installationId, task],
    );
    return run?.id;
  }

  /** Asked to run while it runs or waits. A change that was announced meanwhile may have been passed by: run once more then. */
  private async hurry({ installationId, task }: TaskRef, trigger: Trigger): Promise<void> {
    const alive = 'where installation_id = ? and task = ? and alive = 1';
    if (watched(trigger)) {
      await this.database.run(`update runs set run_at = ?, held = 0 ${alive} and state = 'waiting'`, [
        this.clock.date(),
        installationId,
        task,
      ]);
    }
    if (trigger === 'webhook') {
      await this.database.run(`update runs set again = 1 ${alive} and state <> 'queued'`, [installationId, task]);
    }
  }
}

function watched(trigger: Trigger): boolean {
  return trigger === 'person' || trigger === 'first' || trigger === 'trial';
}
