import type { Clock } from '../clock/clock.js';
import type { Use } from '../connections/door/door.js';
import type { Transaction } from '../database/database.js';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import { LostLease } from './interruptions.js';
import { COUNTERS, type Counters, type Run, type Trigger } from './run.js';
import type { RunEvents } from './run-events.js';
import type { RunTask } from './run-task.js';

/** What a page or a batch has come to. */
export interface Progress {
  /** From where an interrupted run goes on. */
  bookmark?: unknown;
  seq?: number;
  total?: number;
  add?: Partial<Counters>;
}

export interface DonePage extends Partial<Counters> {
  seq: number;
}

interface Surroundings<Task> {
  plugin: LoadedPlugin;
  task: Task;
  /** Since when to ask for changes; absent: everything. */
  since?: Date;
  clock: Clock;
  events: RunEvents;
  /** Real milliseconds the lease lasts. */
  lease: number;
}

/** A run as the one who works on it sees it. */
export class RunInProgress<Task extends RunTask = RunTask> {
  readonly id: number;
  readonly storeId: number;
  readonly installationId: number;
  readonly trigger: Trigger;
  readonly plugin: LoadedPlugin;
  readonly task: Task;
  readonly bookmark: unknown;
  readonly seq: number;
  readonly since?: Date;
  readonly startedAt: Date;
  private readonly interruption = new AbortController();
  private renewedAt = performance.now();

  constructor(
    private readonly run: Run,
    private readonly around: Surroundings<Task>,
  ) {
    this.id = run.id;
    this.storeId = run.store_id;
    this.installationId = run.installation_id;
    this.trigger = run.started_by;
    this.bookmark = run.bookmark ?? undefined;
    this.seq = run.seq;
    this.startedAt = run.started_at!;
    this.plugin = around.plugin;
    this.task = around.task;
    this.since = around.since;
  }

  /** Aborts when a person cancels, the lease is lost or the process ends; its reason says which. */
  get signal(): AbortSignal {
    return this.interruption.signal;
  }

  /** A trial sends this record and no other. */
  get only(): number | undefined {
    return this.trigger === 'trial' ? (this.bookmark as { only: number }).only : undefined;
  }

  get fence(): number {
    return this.run.fence;
  }

  interrupt(reason: Error): void {
    this.interruption.abort(reason);
  }

  /** Aborts when the lease has run out without having been renewed. */
  stopIfLost(): void {
    // Not by the hub's clock: tests move that one by days while a lease goes on in real time, in the database.
    if (performance.now() - this.renewedAt > this.around.lease) this.interrupt(new LostLease());
  }

  /** Throws when another worker may have taken over. Call before anything that can't be undone. */
  stillOurs(): void {
    this.stopIfLost();
    if (this.signal.reason instanceof LostLease) throw this.signal.reason;
  }

  /** Ends it here: the database says that another worker has taken over. */
  lost(): never {
    this.interrupt(new LostLease());
    throw new LostLease();
  }

  /** The lease was renewed by a request that began then. */
  renewed(at: number): void {
    this.renewedAt = at;
  }

  /** Writes down how far the run has come, in the transaction that writes what it did: both count or neither. */
  async keep(tx: Transaction, { bookmark, seq, total, add = {} }: Progress): Promise<void> {
    const set = COUNTERS.filter((name) => add[name]).map((name) => `\`${name}\` = \`${name}\` + ${Number(add[name])}`);
    const values: (string | number)[] = [];
    const put = (column: string, value: string | number | undefined) => {
      if (value === undefined) return;
      set.push(`${column} = ?`);
      values.push(value);
    };
    put('bookmark', bookmark === undefined ? undefined : JSON.stringify(bookmark));
    put('seq', seq);
    put('total', total);
    // Progress was made: the app's next 'later' is a first one again. Also, an update has to set something.
    set.push('waits = 0');
    // By this index only: whoever locks a row by another one first meets those who come from here, and neither gets on.
    const kept = await tx.run(
      `update runs force index (primary) set ${set.join(', ')} where store_id = ? and id = ? and fence = ? and state = 'running'`,
      [...values, this.storeId, this.id, this.fence],
    );
    if (kept === 0) this.lost();
    this.around.events.next({ what: 'progress', runId: this.id });
  }

  /** Adds a page to the run's timeline. A page that is written again replaces itself. */
  async page(tx: Transaction, { seq, ...counts }: DonePage): Promise<void> {
    const columns = COUNTERS.map((name) => `\`${name}\``);
    await tx.run(
      `insert into run_pages (store_id, run_id, seq, at, ${columns.join(', ')}) values (?)
       on duplicate key update at = values(at), ${columns.map((name) => `${name} = values(${name})`).join(', ')}`,
      [[this.storeId, this.id, seq, this.around.clock.date(), ...COUNTERS.map((name) => counts[name] ?? 0)]],
    );
  }
}

type Goer = Pick<RunInProgress, 'id' | 'storeId' | 'installationId' | 'plugin' | 'signal' | 'stillOurs'>;

/** How a run goes out of the house: nothing of it leaves once it is stopped, or another worker has taken over. */
export function outgoing(
  run: Goer,
  connectionId: number,
  { writes }: Pick<Use, 'writes'>,
): Use & { connectionId: number } {
  const { id: runId, storeId, installationId, plugin, signal } = run;
  return {
    connectionId,
    storeId,
    installationId,
    runId,
    manifest: plugin.manifest,
    signal,
    stillOurs: () => run.stillOurs(),
    writes,
  };
}
