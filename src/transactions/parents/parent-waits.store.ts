import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database, type SqlParameter, type SqlValue, type Transaction } from '../../database/database.js';
import { Schedules } from '../../tasks/schedules.service.js';
import type { TaskKey } from '../shipments.store.js';
import { STANDS } from './parent-standing.js';

/** A record that was judged by a parent which wasn't in the app. */
export interface ParentWait {
  childId: number;
  task: string;
  key: string;
  /** How the parent stood then. */
  seen: string;
}

/** Once a parent stands like this, what its children were told of it no longer holds. */
const AT_REST = ['exported', 'changed', 'expected', 'not-due', 'rejected', 'needs-person'];

/** Who waits for whom. Whenever a parent comes to rest, its children are looked at again, and soon. */
@Injectable()
export class ParentWaits {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly schedules: Schedules,
  ) {}

  /** Keeps by which parents these children were judged, in place of what was known before. */
  async write(tx: Transaction, key: TaskKey, childIds: number[], waits: ParentWait[]): Promise<void> {
    if (childIds.length === 0) return;
    await tx.run(
      'delete from parent_waits where store_id = ? and installation_id = ? and child_task = ? and child_id in (?)',
      [key.storeId, key.installationId, key.task, childIds],
    );
    if (waits.length === 0) return;
    const rows = waits.map(({ childId, task, key: parent, seen }): SqlValue[] => [
      key.storeId,
      key.installationId,
      task,
      parent,
      key.task,
      childId,
      seen,
    ]);
    await tx.run(
      `insert into parent_waits (store_id, installation_id, task, record_key, child_task, child_id, seen) values ?
       on duplicate key update seen = values(seen)`,
      [rows],
    );
  }

  /** Looks again at the children of what has come to rest: of these records of a task, or of all of them. */
  async wake(tx: Transaction, parent: TaskKey, recordIds?: number[]): Promise<void> {
    if (recordIds?.length === 0) return;
    // Most parents have nobody waiting for them, and looking for what moved among thousands of records costs far more than this.
    const waiting = await tx.one(
      'select 1 from parent_waits where store_id = ? and installation_id = ? and task = ? limit 1',
      [parent.storeId, parent.installationId, parent.task],
    );
    if (!waiting) return;
    const which = recordIds ? 'and p.record_id in (?)' : '';
    const parameters: SqlParameter[] = [parent.storeId, parent.installationId, parent.task, AT_REST];
    const woken = await tx.run(
      `update ${FAMILIES} set c.recheck = 1 where ${MOVED} ${which}`,
      recordIds ? [...parameters, recordIds] : parameters,
    );
    if (woken > 0) await this.startChildren(tx, parent);
  }

  /** A task was paused, resumed or stopped on its way: wherever its records stand, they may be waited for no longer, or otherwise. */
  async switched(parent: TaskKey): Promise<void> {
    const { storeId, installationId, task } = parent;
    await this.database.transaction(async (tx) => {
      const unlooked = await tx.run(
        `update parent_waits w join ${CHILDREN} set c.recheck = 1
         where w.store_id = ? and w.installation_id = ? and w.task = ? and ${NOT_LOOKED_AT} and ${OPEN}`,
        [storeId, installationId, task],
      );
      const moved = await tx.run(
        `update ${FAMILIES} set c.recheck = 1 where w.store_id = ? and w.installation_id = ? and w.task = ?
           and (not ${STANDS} or ${STALE}) and ${OPEN}`,
        [storeId, installationId, task],
      );
      if (unlooked + moved > 0) await this.startChildren(tx, parent);
    });
  }

  private async startChildren(tx: Transaction, parent: TaskKey): Promise<void> {
    const tasks = await tx.query<{ task: string }>(
      'select distinct child_task task from parent_waits where store_id = ? and installation_id = ? and task = ?',
      [parent.storeId, parent.installationId, parent.task],
    );
    for (const { task } of tasks) await this.schedules.sooner({ ...parent, task }, this.clock.date(), tx);
  }

  /**
   * At the end of a run of this task, which follows those: a parent may have come to rest after its child was judged by it and before
   * the child's wait was written. Both tasks look once all of theirs is written, so one of the two sees the other.
   */
  async settleUp(key: TaskKey, follows: readonly string[] = []): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const task of [key.task, ...follows]) await this.wake(tx, { ...key, task });
    });
  }

  /** Whether some were woken while their own task was running past them, or some that were `unfinished` are finished by now. */
  async leftBehind(key: TaskKey, unfinished: Iterable<number> = []): Promise<boolean> {
    const row = await this.database.one(
      `select 1 from outbox where store_id = ? and installation_id = ? and task = ? and recheck = 1
         and (state = 'waiting' and next_try_at is null or state = 'exported' and record_id in (?)) limit 1`,
      [key.storeId, key.installationId, key.task, [0, ...unfinished]],
    );
    return row !== undefined;
  }
}

const CHILDREN = `outbox c
  on c.store_id = w.store_id and c.installation_id = w.installation_id and c.task = w.child_task and c.record_id = w.child_id`;
// By the parent's key: it may have come into the hub after its child.
const FAMILIES = `parent_waits w
  join outbox p on p.store_id = w.store_id and p.installation_id = w.installation_id and p.task = w.task
  join records r on r.store_id = p.store_id and r.id = p.record_id and r.record_key = w.record_key
  join ${CHILDREN}`;
/** What is on its way, or in the app, no longer asks for its parent. */
const OPEN = "c.recheck = 0 and c.state in ('waiting', 'not-due', 'rejected', 'needs-person')";
/** Its parent's task hasn't looked at it, or not as it is now: whether it will depends on whether that runs. */
const NOT_LOOKED_AT = "w.seen in ('absent', 'pending')";
const STALE = '(p.recheck or not (p.record_changed_at <=> r.changed_at))';
const MOVED = `w.store_id = ? and w.installation_id = ? and w.task = ? and p.state in (?) and not ${STANDS}
  and c.recheck = 0 and c.state <> 'expected'`;
