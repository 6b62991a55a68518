import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.js';
import { partition } from './group.js';
import { OutboxStore } from './outbox.store.js';
import type { TaskKey } from './shipments.store.js';
import { forgetUnderWay, underWay } from './under-way.js';

const IN_DOUBT =
  'The hub stopped while this was on its way. It is looked up whether it arrived, before it is sent again.';
const NOT_SENT = 'The export stopped before this was sent. It goes out with the next run.';

/** What a run left behind that didn't come to its end. */
@Injectable()
export class Leftovers {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
  ) {}

  /**
   * Of a run that died: what may have left must be looked up before anything is sent again, once nothing of it can still be carried
   * out. What provably hasn't waits for its turn.
   */
  async sort(key: TaskKey, now: number, settle: number): Promise<void> {
    await this.rest(key, now, async (tx, gone) => {
      await forgetUnderWay(tx, key);
      if (gone.length === 0) return;
      await tx.run(
        `update shipments set state = 'uncertain', finds = 0, next_try_at = ?, changed_at = ?, message = ?
         where store_id = ? and id in (?)`,
        [new Date(now + settle), new Date(now), IN_DOUBT, key.storeId, gone],
      );
    });
  }

  /** Of a run that is stopped and has ended all that was on its way. `stillOurs` throws when somebody else has gone on with it. */
  async putBack(key: TaskKey, now: number, stillOurs: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.rest(key, now, stillOurs);
  }

  private async wait(tx: Transaction, { storeId }: TaskKey, ids: number[], now: number): Promise<void> {
    if (ids.length === 0) return;
    const at = new Date(now);
    await tx.run(
      `update shipments set state = 'waiting', label = null, message = ?, next_try_at = ?, changed_at = ?
       where store_id = ? and id in (?)`,
      [NOT_SENT, at, at, storeId, ids],
    );
  }

  private async rest(key: TaskKey, now: number, first: (tx: Transaction, gone: number[]) => Promise<unknown>) {
    await this.database.transaction(async (tx) => {
      const left = await tx.query<{ id: number }>(
        `select id from shipments where store_id = ? and installation_id = ? and task = ? and state = 'sending' for update`,
        [key.storeId, key.installationId, key.task],
      );
      const mayHaveLeft = await underWay(tx, key);
      const ids = left.map(({ id }) => id);
      const [gone, here] = partition(ids, (id) => mayHaveLeft.has(id));
      await first(tx, gone);
      if (ids.length === 0) return;
      await this.wait(tx, key, here, now);
      // Others of its key needn't wait for one of which nothing has landed.
      await tx.run(
        `delete l from serial_locks l join shipments s on s.store_id = l.store_id and s.id = l.shipment_id
         where l.store_id = ? and l.shipment_id in (?) and s.state = 'waiting' and json_length(s.done) = 0`,
        [key.storeId, ids],
      );
      const members = await tx.query<{ id: number }>(
        'select distinct record_id id from shipment_members where store_id = ? and shipment_id in (?)',
        [key.storeId, ids],
      );
      await this.outbox.follow(
        tx,
        key,
        members.map(({ id }) => id),
        now,
      );
    });
  }
}
