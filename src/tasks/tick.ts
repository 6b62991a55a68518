import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { Chores } from '../settings/chores.js';
import { Readiness, type Ready } from './readiness.js';
import { keyOf, rowKeyOf } from './run.js';
import { RunEvents } from './run-events.js';
import { Slots } from './slots.js';

interface Due {
  store_id: number;
  installation_id: number;
  task: string;
  plugin: string;
  schedule: string | null;
}

const BATCH = 500;

/**
 * Puts runs in the queue when their time has come. Any number of processes do this at once: a due schedule is locked, moved
 * on and queued in one transaction, and what another process has locked is passed over.
 */
@Injectable()
export class Tick {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly chores: Chores,
    private readonly readiness: Readiness,
    private readonly slots: Slots,
    private readonly events: RunEvents,
  ) {}

  @Interval(1000)
  everySecond(): Promise<void> {
    return this.chores.do('queue tasks that are due', () => this.tick());
  }

  /** Queues everything that is due. Answers how many runs that were. */
  async tick(): Promise<number> {
    let queued = 0;
    for (;;) {
      const { due, runs } = await this.batch();
      queued += runs.length;
      for (const runId of runs) this.events.next({ what: 'queued', runId });
      if (due < BATCH) return queued;
    }
  }

  private async batch(): Promise<{ due: number; runs: number[] }> {
    const now = this.clock.date();
    // Nearly every tick finds nothing; that must not cost a transaction.
    const most = await this.countDue(now);
    if (most === 0) return { due: 0, runs: [] };
    await this.ids.keepReady('run', most);
    return this.database.transaction(async (tx) => {
      const due = await tx.query<Due>(
        `select store_id, installation_id, task, plugin, schedule from schedules force index (due)
         where next_run_at <= ? order by next_run_at limit ? for update skip locked`,
        [now, BATCH],
      );
      return { due: due.length, runs: due.length === 0 ? [] : await this.queue(tx, due, now) };
    });
  }

  private async countDue(now: Date): Promise<number> {
    const row = await this.database.one<{ n: number }>(
      'select count(*) n from (select 1 from schedules where next_run_at <= ? limit ?) due',
      [now, BATCH],
    );
    return row!.n;
  }

  /** Over this one connection: those who wait for the schedules it has locked may have all the others. */
  private async queue(tx: Transaction, due: Due[], now: Date): Promise<number[]> {
    const ready = await this.readiness.of(
      due.map(({ store_id, installation_id, task }) => ({ storeId: store_id, installationId: installation_id, task })),
      tx,
    );
    const started = await this.insertRuns(tx, due, ready, now);
    await tx.run(
      `insert into schedules (store_id, installation_id, task, plugin, active, next_run_at, held_because, last_run_id)
       values ? on duplicate key update next_run_at = values(next_run_at), held_because = values(held_because),
       last_run_id = coalesce(values(last_run_id), last_run_id)`,
      [due.map((row, index) => this.movedOn(row, ready[index]!, started, now))],
    );
    return [...started.values()];
  }

  private async insertRuns(tx: Transaction, due: Due[], ready: Ready[], now: Date): Promise<Map<string, number>> {
    const alive = await this.alive(tx, due);
    const startable = ready.filter((one) => !whyNot(one) && !alive.has(keyOf(one.ref)));
    if (startable.length === 0) return new Map();
    const ids = await this.ids.take('run', startable.length);
    // A person may have started one of them a moment ago: then there is nothing to insert, and that is all right.
    await tx.run(
      `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, run_at)
       values ? on duplicate key update id = runs.id`,
      [
        startable.map(({ ref, plugin }, index) => [
          ref.storeId,
          ids[index]!,
          ref.installationId,
          ref.task,
          plugin!.manifest.id,
          'schedule',
          'queued',
          now,
          now,
        ]),
      ],
    );
    const inserted = await tx.query<{ id: number; installation_id: number; task: string }>(
      'select id, installation_id, task from runs where id in (?)',
      [ids],
    );
    return new Map(inserted.map((row) => [rowKeyOf(row), row.id]));
  }

  /** Looked up without a lock, so that a tick doesn't wait for the page that a run is just writing. */
  private async alive(tx: Transaction, due: Due[]): Promise<Set<string>> {
    const rows = await tx.query<{ installation_id: number; task: string }>(
      'select installation_id, task from runs where installation_id in (?) and task in (?) and alive = 1',
      [[...new Set(due.map((row) => row.installation_id))], [...new Set(due.map((row) => row.task))]],
    );
    return new Set(rows.map(rowKeyOf));
  }

  private movedOn(row: Due, ready: Ready, started: Map<string, number>, now: Date) {
    const run = started.get(keyOf(ready.ref)) ?? null;
    const { next, because } = this.next(row, ready, now);
    return [row.store_id, row.installation_id, row.task, row.plugin, true, next, because, run];
  }

  /** A schedule that can't be read stands still and says so; it must not keep the others of its batch from starting. */
  private next(row: Due, ready: Ready, now: Date): { next: Date | null; because: string | null } {
    const schedule = row.schedule ?? ready.task?.schedule;
    if (!schedule) return { next: null, because: whyNot(ready) };
    try {
      const after = (instant: Date) => this.slots.after(instant, schedule, ready.timeZone, row.installation_id);
      // Every second slot is passed over, so that the month's requests last.
      return { next: ready.sparing ? after(after(now)) : after(now), because: whyNot(ready) };
    } catch (error) {
      return { next: null, because: (error as Error).message.slice(0, 255) };
    }
  }
}

function whyNot({ obstacle, waitsFor }: Ready): string | null {
  return obstacle ?? waitsFor ?? null;
}
