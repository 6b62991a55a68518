import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Pace } from './pace.js';
import type { Run } from './run.js';

/** A run this process holds, by the fence it was given. */
export type Held = Pick<Run, 'id' | 'store_id' | 'fence'>;

/** Hands out runs to workers, each to one at a time. The only part that knows how the queue is kept. */
export abstract class RunQueue {
  /** Up to `count` runs to work on, those of dead workers first; a store gets at most `perStore` workers at a time. */
  abstract claim(count: number, perStore: number): Promise<Run[]>;
  /** This very run, out of turn, unless somebody works on it. */
  abstract take(runId: number): Promise<Run | undefined>;
  /** Says that we are still at work. False: the run is no longer ours. */
  abstract renew(run: Held): Promise<boolean>;
  /** Lets go of what processes of this machine held that are gone, instead of waiting until their leases have run out. */
  abstract inherit(): Promise<void>;
  /** Gives a run back unfinished: anybody may go on with it at once, and what we still say about it is refused. */
  abstract release(run: Held): Promise<void>;
}

/** The queue is the table of runs. Turns are by the clock, which tests move; leases by the database's, which all workers share. */
@Injectable()
export class DatabaseRunQueue extends RunQueue {
  private readonly host = hostname().slice(0, 40);
  private readonly worker = `${this.host} ${process.pid} ${randomBytes(4).toString('hex')}`;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly pace: Pace,
  ) {
    super();
  }

  async claim(count: number, perStore: number): Promise<Run[]> {
    if (count < 1 || !(await this.somethingToDo())) return [];
    return this.database.transaction(async (tx) => {
      const busy = await this.workersByStore(tx);
      const candidates = await this.candidates(tx, count * 4 + 16, full(busy, perStore));
      const chosen = choose(candidates, count, busy, perStore);
      return this.mark(tx, chosen);
    });
  }

  take(runId: number): Promise<Run | undefined> {
    return this.database.transaction(async (tx) => {
      const run = await tx.one<Run>(
        `select * from runs where id = ? and (state = 'queued' or lease_until <= now(3)) for update skip locked`,
        [runId],
      );
      return run && (await this.mark(tx, [run]))[0];
    });
  }

  async renew({ store_id, id, fence }: Held): Promise<boolean> {
    const renewed = await this.database.run(
      `update runs force index (primary) set lease_until = ${this.leaseEnd}
       where store_id = ? and id = ? and fence = ? and state = 'running'`,
      [store_id, id, fence],
    );
    return renewed > 0;
  }

  async inherit(): Promise<void> {
    // Of a process with our own number (each may be the first of its container) only what it said before we began.
    const held = await this.database.query<{ id: number; worker: string; earlier: 0 | 1 }>(
      `select id, worker, lease_until - interval ? microsecond < now(3) - interval ? microsecond earlier
       from runs force index (leased) where lease_until > now(3) and left(worker, ?) = ?`,
      [this.pace.lease * 1000, Math.round(process.uptime() * 1e6), this.host.length + 1, `${this.host} `],
    );
    const orphaned = held.filter(({ worker, earlier }) => {
      const pid = Number(worker.slice(this.host.length).trim().split(' ')[0]);
      return pid === process.pid ? earlier : !isAlive(pid);
    });
    if (orphaned.length === 0) return;
    await this.database.run(
      'update runs set lease_until = now(3) where id in (?) and worker in (?) and lease_until > now(3)',
      [orphaned.map(({ id }) => id), orphaned.map(({ worker }) => worker)],
    );
  }

  async release({ store_id, id, fence }: Held): Promise<void> {
    await this.database.run(
      `update runs force index (primary) set state = 'queued', run_at = ?, lease_until = null, worker = null, fence = fence + 1
       where store_id = ? and id = ? and fence = ? and state = 'running'`,
      [this.clock.date(), store_id, id, fence],
    );
  }

  /** Every worker asks this a few times a second; it must cost one statement. */
  private async somethingToDo(): Promise<boolean> {
    const found = await this.database.one(
      `(select 1 from runs where run_at <= ? limit 1) union all (select 1 from runs where lease_until <= now(3) limit 1)`,
      [this.clock.date()],
    );
    return found !== undefined;
  }

  private async workersByStore(tx: Transaction): Promise<Map<number, number>> {
    const rows = await tx.query<{ store_id: number; workers: number }>(
      `select store_id, count(*) as workers from runs force index (leased)
       where lease_until > now(3) group by store_id`,
    );
    return new Map(rows.map(({ store_id, workers }) => [store_id, workers]));
  }

  private async candidates(tx: Transaction, count: number, fullStores: number[]): Promise<Run[]> {
    // 0 is no store; `not in ()` is no SQL.
    const others = [0, ...fullStores];
    const abandoned = await tx.query<Run>(
      `select * from runs force index (leased) where lease_until <= now(3) and store_id not in (?)
       order by lease_until limit ? for update skip locked`,
      [others, count],
    );
    const waiting = await tx.query<Run>(
      `select * from runs force index (due) where run_at <= ? and store_id not in (?)
       order by run_at limit ? for update skip locked`,
      [this.clock.date(), others, count],
    );
    return [...abandoned, ...waiting];
  }

  private async mark(tx: Transaction, runs: Run[]): Promise<Run[]> {
    if (runs.length === 0) return [];
    await tx.run(
      `update runs set attempt = attempt + (state = 'running'), state = 'running', fence = fence + 1, worker = ?, held = 0, freed = 0,
       run_at = null, started_at = coalesce(started_at, ?), lease_until = ${this.leaseEnd} where id in (?)`,
      [this.worker, this.clock.date(), runs.map(({ id }) => id)],
    );
    const now = this.clock.date();
    return runs.map((run) => ({
      ...run,
      fence: run.fence + 1,
      attempt: run.attempt + (run.state === 'running' ? 1 : 0),
      started_at: run.started_at ?? now,
    }));
  }

  private get leaseEnd(): string {
    return `now(3) + interval ${this.pace.lease * 1000} microsecond`;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It may be somebody else's, whom we may not signal.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function full(busy: Map<number, number>, perStore: number): number[] {
  return [...busy].filter(([, workers]) => workers >= perStore).map(([store]) => store);
}

/** One merchant's many tasks don't keep another one waiting: each next worker goes to the store that has the fewest. */
function choose(candidates: Run[], count: number, busy: Map<number, number>, perStore: number): Run[] {
  const workers = new Map(busy);
  const left = [...candidates];
  const chosen: Run[] = [];
  const busyness = ({ store_id }: Run) => workers.get(store_id) ?? 0;
  while (chosen.length < count && left.length > 0) {
    const fewest = Math.min(...left.map(busyness));
    if (fewest >= perStore) break;
    const [run] = left.splice(
      left.findIndex((candidate) => busyness(candidate) === fewest),
      1,
    );
    workers.set(run!.store_id, fewest + 1);
    chosen.push(run!);
  }
  return chosen;
}
