import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Connections } from '../connections/connections.service.js';
import { Database, type Transaction } from '../database/database.js';
import { withLogContext } from '../logging/log-context.js';
import { Reconnect, type TaskManifest } from '../sdk/index.js';
import { Cancelled, LostLease, ShuttingDown } from './interruptions.js';
import { diedTooOften, HELD_PAUSE, type Outcome, outcomeOf } from './outcomes.js';
import { Pace } from './pace.js';
import { Readiness, type Ready } from './readiness.js';
import type { Run } from './run.js';
import { RunEvents } from './run-events.js';
import { RunInProgress } from './run-in-progress.js';
import { RunQueue } from './run-queue.js';
import { RunWorks } from './run-works.js';
import { CannotStart, Runs } from './runs.service.js';
import { Watermarks } from './watermarks.js';

/** Sees one claimed run through: opens it, has it worked on, and writes down what became of it. */
@Injectable()
export class RunDesk {
  private readonly log = new Logger('runs');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly pace: Pace,
    private readonly readiness: Readiness,
    private readonly watermarks: Watermarks,
    private readonly works: RunWorks,
    private readonly runs: Runs,
    private readonly connections: Connections,
    private readonly queue: RunQueue,
    private readonly events: RunEvents,
  ) {}

  /** Never throws: what goes wrong with a run is the run's outcome. `began` hears of it once there is something to interrupt. */
  async see(run: Run, began: (run: RunInProgress) => void): Promise<void> {
    const context = { installation: run.installation_id, run: run.id, task: run.task };
    await withLogContext(context, async () => {
      try {
        await this.seeThrough(run, began);
      } catch (error) {
        // The database is away: the lease runs out and somebody takes the run up again.
        this.log.error('What became of a run could not be written down', error);
      }
      this.events.next({ what: 'ended', runId: run.id });
    });
  }

  private async seeThrough(run: Run, began: (run: RunInProgress) => void): Promise<void> {
    const first = run.started_by === 'first';
    const ready = await this.readiness.one({
      storeId: run.store_id,
      installationId: run.installation_id,
      task: run.task,
      first,
    });
    const already = this.withoutWork(run, ready);
    if (already) return this.end(run, already);
    const progress = await this.open(run, ready);
    if (!progress) return;
    began(progress);
    await this.work(run, progress, ready);
  }

  private withoutWork(run: Run, { obstacle, waitsFor, task }: Ready): Outcome | undefined {
    if (run.cancel_requested_at) return { state: 'cancelled' };
    if (diedTooOften(run.attempt)) {
      return { state: 'failed', message: run.message ?? 'The process that worked on it died, several times in a row.' };
    }
    const message = obstacle ?? waitsFor;
    if (!message) return undefined;
    if (!task) return { state: 'needs-person', message };
    const { attempt, waits } = run;
    return { state: 'waiting', message, pause: HELD_PAUSE, attempt, waits, held: true };
  }

  private async open(run: Run, { plugin, task }: Ready): Promise<RunInProgress | undefined> {
    if (!(await this.watermarks.fix(run, task!))) return undefined;
    const { clock, events } = this;
    const since = run.since ?? undefined;
    return new RunInProgress(run, { plugin: plugin!, task: task!, since, clock, events, lease: this.pace.lease });
  }

  private async work(run: Run, progress: RunInProgress, { task, connectionId }: Ready): Promise<void> {
    const began = this.clock.date();
    const reconnect = async (why: string) => {
      if (connectionId !== null) await this.connections.markNeedsReconnecting(connectionId, why, began);
    };
    try {
      await this.works.for(task!.kind).work(progress);
      // Work that an interruption cut short may look like work that came to its end.
      progress.signal.throwIfAborted();
      await this.end(run, { state: 'done' }, task);
    } catch (error) {
      await this.interrupted(run, progress.signal.aborted ? progress.signal.reason : error, reconnect);
    }
  }

  private async interrupted(run: Run, error: unknown, reconnect: (why: string) => Promise<void>): Promise<void> {
    if (error instanceof LostLease) return;
    if (error instanceof ShuttingDown) return this.queue.release(run);
    if (error instanceof Cancelled) return this.end(run, { state: 'cancelled' });
    if (error instanceof Reconnect) await reconnect(error.message);
    const now = (await this.runs.progress(run.store_id, run.id)) ?? run;
    const outcome = outcomeOf(error, { attempt: run.attempt, waits: now.waits });
    if (isBug(outcome)) this.log.error(`Run ${run.id} came upon an error`, error);
    // A person who cancelled in this very moment must not meet it again later.
    await this.end(run, now.cancel_requested_at ? { state: 'cancelled' } : outcome);
  }

  private async end(run: Run, outcome: Outcome, task?: TaskManifest): Promise<void> {
    const again = await this.database.transaction(async (tx) => {
      if (!(await this.write(tx, run, outcome))) return false;
      if (outcome.state === 'done' && task) await this.done(tx, run, task);
      return outcome.state !== 'waiting' && this.wantedAgain(tx, run);
    });
    if (again) await this.startAgain(run);
  }

  private async write(tx: Transaction, run: Run, outcome: Outcome): Promise<boolean> {
    const later = outcome.state === 'waiting' ? outcome : undefined;
    const written = await tx.run(
      `update runs set state = ?, message = ?, lease_until = null, worker = null, finished_at = ?, run_at = ?,
       attempt = ?, waits = ?, held = ? where store_id = ? and id = ? and fence = ? and state = 'running'`,
      [
        outcome.state,
        outcome.message ?? null,
        later ? null : this.clock.date(),
        later ? new Date(this.clock.now() + later.pause) : null,
        later?.attempt ?? run.attempt,
        later?.waits ?? 0,
        later?.held ?? false,
        run.store_id,
        run.id,
        run.fence,
      ],
    );
    return written > 0;
  }

  private async done(tx: Transaction, run: Run, task: TaskManifest): Promise<void> {
    await this.watermarks.move(tx, run, task);
    await tx.run(
      `update schedules set first_done_at = coalesce(first_done_at, ?)
       where store_id = ? and installation_id = ? and task = ?`,
      [this.clock.date(), run.store_id, run.installation_id, run.task],
    );
    // Tasks that waited for this one's first run may go now.
    await tx.run("update runs set run_at = ? where installation_id = ? and alive = 1 and state = 'waiting' and held", [
      this.clock.date(),
      run.installation_id,
    ]);
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

function isBug(outcome: Outcome): boolean {
  return outcome.state === 'failed' || (outcome.state === 'waiting' && outcome.bug === true);
}
