import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Database } from '../database/database.js';
import { Settings } from '../settings/settings.js';
import { Cancelled, ShuttingDown, StoodStill } from './interruptions.js';
import { Pace } from './pace.js';
import type { Run } from './run.js';
import { RunDesk } from './run-desk.js';
import { RunEvents } from './run-events.js';
import type { RunInProgress } from './run-in-progress.js';
import { RunQueue } from './run-queue.js';

interface Job {
  run: Run;
  progress?: RunInProgress;
  finished: Promise<void>;
}

/** Takes runs from the queue and works on several at once, for as long as the process lives. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('worker');
  private readonly jobs = new Map<number, Job>();
  private looking?: NodeJS.Timeout;
  private listening?: Subscription;
  private taking?: Promise<void>;
  private lookAgain = false;
  private stopping = false;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
    private readonly pace: Pace,
    private readonly queue: RunQueue,
    private readonly desk: RunDesk,
    private readonly events: RunEvents,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.roles.includes('worker')) this.start();
  }

  start(): void {
    // A real timer: what other processes do happens in real time, whatever a test does to the hub's clock.
    this.looking = setInterval(() => void this.look(), this.pace.look);
    this.listening = this.events.subscribe(({ what, runId }) => {
      if (what === 'queued') this.take();
      if (what === 'cancel') this.jobs.get(runId)?.progress?.interrupt(new Cancelled());
      if (what === 'hold') this.jobs.get(runId)?.progress?.interrupt(new StoodStill());
    });
    this.taking = this.queue
      .inherit()
      .catch((error: unknown) => this.log.error('What other processes left behind could not be read', error))
      .finally(() => {
        this.taking = undefined;
        this.take();
      });
  }

  /** Gives back what it works on, so that another process goes on with it at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.looking);
    this.listening?.unsubscribe();
    await this.taking;
    const left = [...this.jobs.values()];
    for (const { progress } of left) progress?.interrupt(new ShuttingDown());
    await withinTime(Promise.all(left.map(({ finished }) => finished)), this.pace.farewell);
    for (const { run } of this.jobs.values()) await this.queue.release(run);
  }

  private async look(): Promise<void> {
    this.take();
    await this.hearWishes();
  }

  /** Fills the free places. Called while it is at it, it looks once more afterwards. */
  private take(): void {
    if (this.stopping) return;
    if (this.taking) {
      this.lookAgain = true;
      return;
    }
    this.taking = this.fill()
      .catch((error: unknown) => this.log.error('The queue could not be read; trying again', error))
      .finally(() => {
        this.taking = undefined;
        if (this.lookAgain) {
          this.lookAgain = false;
          this.take();
        }
      });
  }

  private async fill(): Promise<void> {
    const { runsAtOnce } = this.settings;
    // One place stays free of any one merchant, so that the next one's click needn't wait for a long import to end.
    const perStore = Math.max(1, runsAtOnce - 1);
    for (const run of await this.queue.claim(runsAtOnce - this.jobs.size, perStore)) this.begin(run);
  }

  private begin(run: Run): void {
    const job: Job = { run, finished: Promise.resolve() };
    this.jobs.set(run.id, job);
    const began = (progress: RunInProgress) => {
      job.progress = progress;
      if (this.stopping) progress.interrupt(new ShuttingDown());
    };
    job.finished = this.desk.see(run, began).finally(() => {
      // The same run may have been lost and taken up again here: then its place belongs to that one.
      if (this.jobs.get(run.id) === job) this.jobs.delete(run.id);
      this.take();
    });
  }

  /** What people want of the runs in hand, whichever process they told. */
  private async hearWishes(): Promise<void> {
    const jobs = [...this.jobs.values()].filter(({ progress }) => progress && !progress.signal.aborted);
    if (jobs.length === 0) return;
    try {
      const rows = await this.database.query<Pick<Run, 'id' | 'cancel_requested_at'>>(
        // A pause may have been pressed while a run was just beginning: then nobody could tell it.
        `select r.id, r.cancel_requested_at from runs r left join installations i on i.id = r.installation_id
         where r.id in (?) and r.state = 'running' and (r.cancel_requested_at is not null or r.held or i.paused_at is not null)`,
        [jobs.map(({ run }) => run.id)],
      );
      for (const { id, cancel_requested_at } of rows) {
        this.jobs.get(id)?.progress?.interrupt(cancel_requested_at ? new Cancelled() : new StoodStill());
      }
    } catch (error) {
      this.log.error('What people want of running tasks could not be read; trying again', error);
    }
  }
}

async function withinTime(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, enough]);
  clearTimeout(timer);
}
