import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Connections } from '../connections/connections.service.js';
import { troubleOf } from '../database/trouble.js';
import { withLogContext } from '../logging/log-context.js';
import { Reconnect } from '../sdk/index.js';
import { Cancelled, LostLease, ShuttingDown, StoodStill } from './interruptions.js';
import { diedTooOften, HELD_PAUSE, type Outcome, outcomeOf } from './outcomes.js';
import { Pace } from './pace.js';
import { type AskedTask, Readiness, type Ready } from './readiness.js';
import type { Run } from './run.js';
import { RunEndings } from './run-endings.js';
import { RunEvents } from './run-events.js';
import { RunInProgress } from './run-in-progress.js';
import { RunQueue } from './run-queue.js';
import type { RunTask } from './run-task.js';
import { soFar } from './run-words.js';
import { RunWorks } from './run-works.js';
import { Runs } from './runs.service.js';
import { Watermarks } from './watermarks.js';

/** Sees one claimed run through: opens it, has it worked on, and writes down what became of it. */
@Injectable()
export class RunDesk {
  private readonly log = new Logger('runs');

  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
    private readonly readiness: Readiness,
    private readonly watermarks: Watermarks,
    private readonly works: RunWorks,
    private readonly runs: Runs,
    private readonly connections: Connections,
    private readonly queue: RunQueue,
    private readonly endings: RunEndings,
    private readonly events: RunEvents,
  ) {}

  /** Never throws: what goes wrong with a run is the run's outcome. `began` hears of it once there is something to interrupt. */
  async see(run: Run, began: (run: RunInProgress) => void = () => undefined): Promise<void> {
    let progress: RunInProgress | undefined;
    // A real timer: the lease runs in real time, in the database, whatever a test does to the hub's clock.
    const heartbeat = setInterval(() => void this.renew(run, progress), this.pace.renewal);
    await withLogContext({ installation: run.installation_id, run: run.id, task: run.task }, async () => {
      try {
        await this.seeThrough(run, (begun) => {
          progress = begun;
          began(begun);
        });
      } catch (error) {
        this.log.error('What became of a run could not be written down yet', error);
        await this.writeLater(run, error, progress?.signal);
      }
    });
    clearInterval(heartbeat);
    this.events.next({ what: 'ended', runId: run.id });
  }

  /** Runs a task here and now, whatever else is queued, and answers its row once it has ended or has to wait. */
  async runNow(storeId: number, installationId: number, task: string): Promise<Run> {
    const { id } = await this.runs.start(storeId, installationId, task, 'person');
    for (;;) {
      const mine = await this.queue.take(id);
      if (mine) await this.see(mine);
      const run = (await this.runs.find(id))!;
      // Another process may have been quicker: then its work is waited for.
      if (run.state !== 'queued' && run.state !== 'running') return run;
      await sleep(this.pace.look);
    }
  }

  /** The database is away. Should it not be back while the run is ours, somebody takes it up again when the lease has run out. */
  private async writeLater(run: Run, error: unknown, signal?: AbortSignal): Promise<void> {
    const outcome = outcomeOf(error, run);
    const end = performance.now() + this.pace.lease;
    while (performance.now() < end) {
      await sleep(this.pace.look);
      if (signal?.reason instanceof ShuttingDown) return;
      try {
        return await this.endings.end(run, outcome);
      } catch (stillAway) {
        if (!troubleOf(stillAway)) throw stillAway;
      }
    }
  }

  private async renew(run: Run, progress: RunInProgress | undefined): Promise<void> {
    const began = performance.now();
    try {
      if (await this.queue.renew(run)) progress?.renewed(began);
      else progress?.interrupt(new LostLease());
    } catch (error) {
      this.log.error('A lease could not be renewed; trying again', error);
    }
    progress?.stopIfLost();
  }

  private async seeThrough(run: Run, began: (run: RunInProgress) => void): Promise<void> {
    const ready = await this.readiness.one(askedBy(run));
    if (run.attempt > 0 && ready.task) await this.works.for(ready.task.kind).abandoned?.(run, ready.task);
    const already = this.withoutWork(run, ready);
    if (already) return this.endings.end(run, already);
    const progress = await this.open(run, ready);
    if (!progress) return;
    began(progress);
    await this.work(run, progress, ready);
  }

  private withoutWork(run: Run, { obstacle, waitsFor, task }: Ready): Outcome | undefined {
    if (run.cancel_requested_at) return { state: 'cancelled', message: obstacle };
    if (diedTooOften(run.attempt)) {
      return { state: 'failed', message: run.message ?? 'The process that worked on it died, several times in a row.' };
    }
    const message = obstacle ?? waitsFor;
    if (!message) return undefined;
    if (!task) return { state: 'needs-person', message };
    return standingStill(run, message, task);
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
      await this.endings.end(run, { state: 'done' }, task);
    } catch (error) {
      await this.interrupted(run, progress.signal.aborted ? progress.signal.reason : error, reconnect);
    }
  }

  private async interrupted(run: Run, error: unknown, reconnect: (why: string) => Promise<void>): Promise<void> {
    if (error instanceof LostLease) return;
    if (error instanceof ShuttingDown) return this.queue.release(run);
    if (error instanceof Cancelled) return this.endings.end(run, await this.cancelled(run));
    if (error instanceof StoodStill) return this.endings.end(run, await this.stoodStill(run));
    if (error instanceof Reconnect) await reconnect(error.message);
    const now = (await this.runs.progress(run.store_id, run.id)) ?? run;
    const outcome = outcomeOf(error, { attempt: run.attempt, waits: now.waits });
    if (isBug(outcome)) this.log.error(`Run ${run.id} came upon an error`, error);
    // A person who cancelled in this very moment must not meet it again later.
    await this.endings.end(run, now.cancel_requested_at ? await this.cancelled(run) : outcome);
  }

  /** It may have been taken from the task together with much else: then the run says so. */
  private async cancelled(run: Run): Promise<Outcome> {
    const { obstacle } = await this.readiness.one(askedBy(run));
    return { state: 'cancelled', message: obstacle };
  }

  private async stoodStill(run: Run): Promise<Outcome> {
    const now = (await this.runs.progress(run.store_id, run.id)) ?? run;
    if (now.cancel_requested_at) return this.cancelled(run);
    const { obstacle, task } = await this.readiness.one({ ...askedBy(run), held: true });
    // Resumed in this very moment: it goes on at once.
    return obstacle
      ? standingStill(now, obstacle, task)
      : { ...standingStill(now, 'Goes on in a moment.', task), pause: 0 };
  }
}

function askedBy({ store_id, installation_id, task, started_by, held }: Run): AskedTask {
  return {
    storeId: store_id,
    installationId: installation_id,
    task,
    trigger: started_by,
    held: Boolean(held),
  };
}

function standingStill(run: Run, why: string, task?: RunTask): Extract<Outcome, { state: 'waiting' }> {
  const { attempt, waits } = run;
  const message = `${why} ${soFar(run, task?.direction)}`.trim();
  return { state: 'waiting', message, pause: HELD_PAUSE, attempt, waits, for: 'change' };
}

function isBug(outcome: Outcome): boolean {
  return outcome.state === 'failed' || (outcome.state === 'waiting' && outcome.for === 'retry');
}
