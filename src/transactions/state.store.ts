import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../database/database.js';
import type { TaskKey } from './shipments.store.js';
import type { OutboxState } from './states.js';

/** A record whose app may have to be told something. */
export interface StateCandidate {
  recordId: number;
  attempts: number;
  /** The fields as they were last sent; null when they never were. */
  sent: string | null;
}

/** What became of telling the app about one record. */
export interface Told {
  recordId: number;
  state: OutboxState;
  reason: string | null;
  attempts: number;
  nextTryAt: number | null;
  number?: string | null;
  /** Set when the app has been told. */
  sent?: string;
}

/** The outbox rows of tasks that keep an app's copy equal to ours. */
@Injectable()
export class StateStore {
  constructor(private readonly database: Database) {}

  /**
   * The next records to look at. One whose last request got no answer rests until it can no longer be carried out late: an old
   * request must not land upon a newer one.
   */
  async candidates(key: TaskKey, now: Date, after: number, limit: number): Promise<StateCandidate[]> {
    return this.database.query<StateCandidate>(
      `select record_id recordId, attempts, sent from outbox where store_id = ? and installation_id = ? and task = ? and recheck = 1
         and record_id > ? and (next_try_at is null or next_try_at <= ?) order by record_id limit ?`,
      [key.storeId, key.installationId, key.task, after, now, limit],
    );
  }

  /**
   * Written before these are told: should the hub stop meanwhile, nobody tells them anything else before a request that is under
   * way can no longer be carried out.
   */
  async leaving(key: TaskKey, recordIds: number[], until: Date): Promise<void> {
    await this.database.run(
      `update outbox force index (primary) set state = 'sending', next_try_at = ? where store_id = ? and installation_id = ? and task = ? and record_id in (?)`,
      [until, key.storeId, key.installationId, key.task, recordIds],
    );
  }

  /** How many records the app has been told of so far. */
  async countTold(key: TaskKey): Promise<number> {
    const row = await this.database.one<{ n: number }>(
      'select count(*) n from outbox where store_id = ? and installation_id = ? and task = ? and sent is not null',
      [key.storeId, key.installationId, key.task],
    );
    return row?.n ?? 0;
  }

  /** The soonest time that a record wants to be told again. */
  async nextTry(key: TaskKey): Promise<Date | undefined> {
    const row = await this.database.one<{ at: Date | null }>(
      `select min(next_try_at) at from outbox where store_id = ? and installation_id = ? and task = ? and state in ('waiting', 'sending') and recheck = 1`,
      [key.storeId, key.installationId, key.task],
    );
    return row?.at ?? undefined;
  }

  /** The app has it already: nothing to say, nothing to log. */
  async alreadyTold(tx: Transaction, key: TaskKey, recordIds: number[]): Promise<void> {
    if (recordIds.length === 0) return;
    await tx.run(
      `update outbox force index (primary) set recheck = 0, state = 'exported', reason = null, label = null, next_try_at = null, attempts = 0
       where store_id = ? and installation_id = ? and task = ? and record_id in (?)`,
      [key.storeId, key.installationId, key.task, recordIds],
    );
  }

  async write(tx: Transaction, key: TaskKey, rows: Told[], now: Date): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map((row): SqlValue[] => [
      key.storeId,
      key.installationId,
      key.task,
      row.recordId,
      row.state,
      row.reason?.slice(0, 1000) ?? null,
      row.attempts,
      row.nextTryAt === null ? null : new Date(row.nextTryAt),
      // One that waits for its parent is looked at again when that moves.
      row.state === 'waiting' && row.nextTryAt !== null,
      row.number ?? null,
      row.sent ?? null,
      now,
    ]);
    await tx.run(
      `insert into outbox (store_id, installation_id, task, record_id, state, reason, attempts, next_try_at, recheck, app_number, sent, changed_at)
       values ? on duplicate key update state = values(state), reason = values(reason), attempts = values(attempts),
         next_try_at = values(next_try_at), recheck = values(recheck), app_number = coalesce(values(app_number), app_number),
         sent = coalesce(values(sent), sent), label = null, changed_at = values(changed_at)`,
      [values],
    );
  }
}
