import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import type { Outcome } from './outcomes.js';
import type { Run } from './run.js';
import type { RunTask } from './run-task.js';
import { CannotStart, Runs } from './runs.service.js';
import { Watermarks } from './watermarks.js';

/** Writes down what became of a run, with all that follows from it. */
@Injectable()
export class RunEndings {
  private readonly log = new Logger('runs');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly watermarks: Watermarks,
    private readonly runs: Runs,
  ) {}

  /** When the run is no longer ours, what became of it is somebody else's to say, and nothing happens. */
  async end(run: Run, outcome: Outcome, task?: RunTask): Promise<void> {
    const { first, again } = await this.database.transaction(async (tx) => {
      if (!(await this.write(tx, run, outcome))) return { first: false, again: false };
      // One record sent to try it out is no first run.
      const first = outcome.state === 'done' && task && run.started_by !== 'trial' && (await this.done(tx, run, task));
      return { first, again: outcome.state !== 'waiting' && (await this.wantedAgain(tx, run)) };
    });
    // Tasks that waited for this may go now. Not before others can see that it is done: they would look, and wait on.
    if (first) await this.runs.wake(run.installation_id);
    if (again) await this.startAgain(run);
  }

  private async write(tx: Transaction, run: Run, outcome: Outcome): Promise<boolean> {
    const later = outcome.state === 'waiting' ? outcome : undefined;
    const written = await tx.run(
      `update runs force index (primary) set state = ?, message = ?, lease_until = null, worker = null, finished_at = ?,
       run_at = if(? and freed, ?, ?), attempt = ?, waits = ?, held = ? where store_id = ? and id = ? and fence = ? and state = 'running'`,
      [
        outcome.state,
        outcome.message ?? null,
        later ? null : this.clock.date(),
        later?.for === 'change',
        this.clock.date(),
        later ? new Date(this.clock.now() + later.pause) : null,
        later?.attempt ?? run.attempt,
        later?.waits ?? 0,
        later?.for === 'change',
        run.store_id,
        run.id,
        run.fence,
      ],
    );
    return written > 0;
  }

  /** Answers whether it was the first time. */
  private async done(tx: Transaction, run: Run, task: RunTask): Promise<boolean> {
    await this.watermarks.move(tx, run, task);
    const firstTime = await tx.run(
      `update schedules set first_done_at = ?
       where store_id = ? and installation_id = ? and task = ? and first_done_at is null`,
      [this.clock.date(), run.store_id, run.installation_id, run.task],
    );
    return firstTime > 0;
  }

  private async wantedAgain(tx: Transaction, { store_id, id }: Run): Promise<boolean> {
    const row = await tx.one<Pick<Run, 'again'>>('select again from runs where store_id = ? and id = ?', [
      store_id,
      id,
    ]);
    return Boolean(row?.again);
  }

  private async startAgain({ store_id, installation_id, task }: Run): Promise<void> {
    try {
      await this.runs.start(store_id, installation_id, task, 'webhook');
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      this.log.log(`Not run again: ${error.message}`);
    }
  }
}
