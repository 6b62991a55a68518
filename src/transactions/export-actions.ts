import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Runs } from '../tasks/runs.service.js';
import { byTask, type Group, type Line, SHIPMENTS_OF, shipmentsOf } from './lines.js';
import { OutboxStore } from './outbox.store.js';
import { FINDS_THAT_SETTLE } from './outcome.js';
import { ParentWaits } from './parents/parent-waits.store.js';
import { ShipmentStore } from './shipments.store.js';

/** What a person may do with lines of the export log. Everything goes through the outbox, so nothing here can send twice. */
@Injectable()
export class ExportActions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly runs: Runs,
    private readonly waits: ParentWaits,
    private readonly shipments: ShipmentStore,
    private readonly outbox: OutboxStore,
  ) {}

  /**
   * Sends again: what the app refused or a person was asked about is built anew; what is exported or in doubt is looked up first
   * and only sent when it isn't there. An app's copy of a state is told once more. Starts the tasks concerned.
   */
  async reexport(storeId: number, lines: Line[]): Promise<void> {
    const now = this.clock.date();
    for (const group of byTask(lines)) {
      await this.database.transaction(async (tx) => {
        await this.lookUp(tx, storeId, group, now);
        await this.tellOnceMore(tx, storeId, group);
        await tx.run(
          `update outbox force index (primary) set recheck = 1, rebuilds = 0, next_try_at = ?, state = if(state = 'expected', 'pending', state)
           where store_id = ? and installation_id = ? and task = ? and record_id in (?) and state not in ('exported', 'uncertain', 'sending')`,
          [now, storeId, group.installationId, group.task, group.recordIds],
        );
      });
      await this.runs.start(storeId, group.installationId, group.task, 'person');
    }
  }

  /** Takes these as right as they are: nothing of them is sent or asked about any more. */
  async expect(storeId: number, lines: Line[], note: string): Promise<void> {
    const now = this.clock.date();
    for (const group of byTask(lines)) {
      const key = [storeId, group.installationId, group.task, group.recordIds];
      await this.database.transaction(async (tx) => {
        await this.stopWaiting(tx, storeId, group, now);
        await tx.run(
          `update outbox force index (primary) set state = 'expected', recheck = 0, next_try_at = null, label = null, reason = ?, changed_at = ?
           where store_id = ? and installation_id = ? and task = ? and record_id in (?) and state not in ('sending', 'uncertain')`,
          [note.slice(0, 1000) || null, now, ...key],
        );
        await this.settleChanged(tx, storeId, group, now);
        await this.waits.wake(tx, { storeId, ...group }, group.recordIds);
      });
    }
  }

  /** A shipment that differs from its record stays as the app has it; the next change asks again. */
  async leaveAsItIs(storeId: number, lines: Line[]): Promise<void> {
    const now = this.clock.date();
    for (const group of byTask(lines)) {
      await this.database.transaction(async (tx) => {
        await this.settleChanged(tx, storeId, group, now);
        await tx.run(
          `update outbox force index (primary) set state = 'exported', reason = null, changed_at = ?
           where store_id = ? and installation_id = ? and task = ? and record_id in (?) and state = 'changed'`,
          [now, storeId, group.installationId, group.task, group.recordIds],
        );
        await this.waits.wake(tx, { storeId, ...group }, group.recordIds);
      });
    }
  }

  /** What makes up for a change goes out, if it is still what the person has seen. */
  async sendDifference(storeId: number, lines: Line[], agreed: Buffer): Promise<void> {
    for (const group of byTask(lines)) {
      await this.database.run(
        `update outbox force index (primary) set recheck = 1, agreed = ?
         where store_id = ? and installation_id = ? and task = ? and record_id in (?) and state = 'changed'`,
        [agreed, storeId, group.installationId, group.task, group.recordIds],
      );
      await this.runs.start(storeId, group.installationId, group.task, 'person');
    }
  }

  /**
   * For what is gone from the app: the same goods under a new reference, as if it had never been sent. Of what has been carried out
   * before, a person's word is not enough: it is looked up first, and asked about again should it not be there.
   */
  async sendAnew(storeId: number, lines: Line[]): Promise<void> {
    const now = this.clock.date();
    for (const group of byTask(lines)) {
      const of = shipmentsOf(storeId, group);
      await this.database.transaction(async (tx) => {
        await tx.run(
          `update shipments set ${ANEW}, next_try_at = ?, changed_at = ?
           where ${SHIPMENTS_OF} and state = 'needs-person' and (json_length(done) = 0 or finds >= ?)`,
          [now, now, ...of, FINDS_THAT_SETTLE],
        );
        await tx.run(
          `update shipments set state = 'uncertain', finds = 0, attempts = 0, next_try_at = ?,
             message = 'Looking up whether it is there, before it is sent anew.' where ${SHIPMENTS_OF} and state = 'needs-person'`,
          [now, ...of],
        );
      });
      await this.runs.start(storeId, group.installationId, group.task, 'person');
    }
  }

  /**
   * What the app has voided or deleted, by its ids there: the same goods under a new reference. Nothing is looked up first, for what
   * has ended there doesn't come back.
   */
  async replaceEnded(storeId: number, lines: Line[], remoteIds: string[]): Promise<void> {
    const now = this.clock.date();
    for (const group of byTask(lines)) {
      await this.database.transaction(async (tx) => {
        const ended = await tx.query<{ id: number }>(
          `select id from shipments where ${SHIPMENTS_OF} and state in ('done', 'changed', 'needs-person') and remote_id in (?) for update`,
          [...shipmentsOf(storeId, group), remoteIds],
        );
        const ids = ended.map(({ id }) => id);
        if (ids.length === 0) return;
        await tx.run(`update shipments set ${ANEW}, next_try_at = ?, changed_at = ? where store_id = ? and id in (?)`, [
          now,
          now,
          storeId,
          ids,
        ]);
        await tx.run(
          `update outbox o join shipment_members m on m.store_id = o.store_id and m.record_id = o.record_id and m.shipment_id in (?)
           set o.state = 'waiting', o.reason = null, o.changed_at = ?, m.changed = null
           where o.store_id = ? and o.installation_id = ? and o.task = ? and o.state <> 'expected'`,
          [ids, now, storeId, group.installationId, group.task],
        );
      });
      await this.runs.start(storeId, group.installationId, group.task, 'person');
    }
  }

  private async lookUp(tx: Transaction, storeId: number, group: Group, now: Date): Promise<void> {
    const of = shipmentsOf(storeId, group);
    await tx.run(
      `update shipments set state = 'uncertain', finds = 0, attempts = 0, next_try_at = ?, message = 'Looking up whether it is there.'
       where ${SHIPMENTS_OF} and state in ('done', 'uncertain')`,
      [now, ...of],
    );
    await tx.run(`update shipments set next_try_at = ? where ${SHIPMENTS_OF} and state = 'waiting'`, [now, ...of]);
  }

  /** What is exported without a shipment is a state: the app has been told, and forgets nothing by being told again. */
  private async tellOnceMore(tx: Transaction, storeId: number, group: Group): Promise<void> {
    const { installationId, task, recordIds } = group;
    const rows = await tx.query<{ id: number }>(
      `select o.record_id id from outbox o where o.store_id = ? and o.installation_id = ? and o.task = ? and o.record_id in (?)
         and o.state = 'exported' and not exists (
           select 1 from shipment_members m join shipments s on s.store_id = m.store_id and s.id = m.shipment_id
           where m.store_id = o.store_id and m.record_id = o.record_id and s.installation_id = o.installation_id and s.task = o.task)`,
      [storeId, installationId, task, recordIds],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    await tx.run(
      `update links l join installations i on i.store_id = l.store_id and i.connection_id = l.connection_id set l.told = null
       where l.store_id = ? and i.id = ? and l.record_id in (?)`,
      [storeId, installationId, ids],
    );
    await tx.run(
      'update outbox force index (primary) set recheck = 1 where store_id = ? and installation_id = ? and task = ? and record_id in (?)',
      [storeId, installationId, task, ids],
    );
  }

  /**
   * Nothing more of them leaves by itself. A batch of which nothing has landed lets its others go, to be put together without
   * these; one that is half done is finished, for it is not these records' alone.
   */
  private async stopWaiting(tx: Transaction, storeId: number, group: Group, now: Date): Promise<void> {
    const waiting = await tx.query<{ id: number; members: number; untouched: 0 | 1 }>(
      `select id, json_length(done) = 0 untouched,
         (select count(*) from shipment_members m where m.store_id = shipments.store_id and m.shipment_id = shipments.id) members
       from shipments where ${SHIPMENTS_OF} and state = 'waiting' for update`,
      shipmentsOf(storeId, group),
    );
    const idsOf = (some: typeof waiting) => some.map(({ id }) => id);
    const batches = idsOf(waiting.filter(({ members, untouched }) => members > 1 && untouched));
    const alone = idsOf(waiting.filter(({ members }) => members === 1));
    if (batches.length > 0) {
      const others = await tx.query<{ record_id: number }>(
        'select distinct record_id from shipment_members where store_id = ? and shipment_id in (?) and record_id not in (?)',
        [storeId, batches, group.recordIds],
      );
      await this.shipments.withdraw(tx, storeId, batches);
      const records = others.map(({ record_id }) => record_id);
      await this.outbox.again(tx, { storeId, ...group }, records, now.getTime());
    }
    if (alone.length > 0) {
      await tx.run(
        `update shipments set state = if(json_length(done) = 0, 'rejected', 'done'), next_try_at = null, changed_at = ?,
           message = 'Taken as right as it is.' where store_id = ? and id in (?)`,
        [now, storeId, alone],
      );
      await tx.run('delete from serial_locks where store_id = ? and shipment_id in (?)', [storeId, alone]);
    }
  }

  private async settleChanged(tx: Transaction, storeId: number, group: Group, now: Date): Promise<void> {
    await tx.run(
      `update shipments set state = 'done', message = null, changed_at = ? where ${SHIPMENTS_OF} and state = 'changed'`,
      [now, ...shipmentsOf(storeId, group)],
    );
    await tx.run(
      `update shipment_members m join shipments s on s.store_id = m.store_id and s.id = m.shipment_id set m.changed = null
       where m.store_id = ? and m.record_id in (?) and s.installation_id = ? and s.task = ? and m.changed is not null`,
      [storeId, group.recordIds, group.installationId, group.task],
    );
  }
}

/** As if it had never been sent, under a reference of its own. */
const ANEW = `state = 'waiting', done = '{}', prepared = null, remote_id = null, number = null, message = null, attempts = 0, finds = 0,
  take_over = null, app_key = uuid(), reference = concat(reference, '-R', id)`;
