import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../database/database.js';
import { instant, quoted, quotedOrNull, runAll, statements } from '../records/sql-text.js';
import { declarationOf, type EligibleRow, type RecordType } from '../sdk/index.js';
import type { Facts } from '../sdk/runtime/index.js';
import { reasonNotDue } from './eligibility.js';
import type { ShipmentRow } from './shipment.js';
import type { TaskKey } from './shipments.store.js';
import { type OutboxState, SHIPMENT_RANK, shownAs } from './states.js';

/** A record that is to be built anew. */
export interface Candidate {
  recordId: number;
  state: OutboxState;
  /** The rule that keeps it back now; null when it is due. */
  notDue: string | null;
  /** The difference that a person has seen and wants to be sent. */
  agreed: Buffer | null;
  /** 'YYYY-MM-DD': on which day a person wants what is sent of it, where the day of its own can't be. */
  day: string | null;
}

/** One of which only its record is known, and how its line stands. */
export const candidateOf = (recordId: number, state: OutboxState): Candidate => ({
  recordId,
  state,
  notDue: null,
  agreed: null,
  day: null,
});

/** Which records are taken in. */
interface Taken {
  since: Date;
  behind?: number;
  upTo?: number;
}

/** So often is one that the app refused built anew by itself, once a day. */
export const REBUILDS_OF_A_REJECTED_ONE = 5;

/**
 * The outbox: one row per record and task, moved by whole sets. Named records are reached by the primary key only: whoever locked a row
 * by another index first would meet those who come from here, and neither would get on.
 */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: Database) {}

  /**
   * Takes in every record that changed since then, with an id within the bounds: new ones become pending or not due, sent ones are
   * looked at again.
   */
  async takeIn(
    key: TaskKey,
    record: RecordType,
    rules: EligibleRow[],
    facts: Facts,
    { since, behind = 0, upTo }: Taken,
    now: Date,
  ): Promise<void> {
    const reason = reasonNotDue(rules, facts);
    await this.database.run(
      `insert into outbox (store_id, installation_id, task, record_id, state, reason, recheck, record_changed_at, changed_at,
         customer_reference)
       select due.store_id, ?, ?, due.id, if(due.because is null, 'pending', 'not-due'), due.because, due.because is null, due.at, ?,
         due.reference from (
         select r.store_id, r.id, r.changed_at at, ${reason.sql} because, ${customerReference(record)} reference from records r
         where r.store_id = ? and r.type = ? and r.changed_at >= ? and r.id > ? and r.id <= ?) due
       on duplicate key update
         recheck = if(outbox.state in ('not-due', 'pending'), values(recheck),
           outbox.recheck or outbox.state <> 'expected' and not (outbox.record_changed_at <=> values(record_changed_at))),
         rebuilds = if(outbox.record_changed_at <=> values(record_changed_at), outbox.rebuilds, 0),
         reason = if(outbox.state in ('not-due', 'pending'), values(reason), outbox.reason),
         changed_at = if(outbox.state in ('not-due', 'pending') and outbox.state <> values(state), values(changed_at), outbox.changed_at),
         record_changed_at = values(record_changed_at), customer_reference = values(customer_reference),
         state = if(outbox.state in ('not-due', 'pending'), values(state), outbox.state)`,
      [
        key.installationId,
        key.task,
        now,
        ...reason.parameters,
        key.storeId,
        record,
        since,
        behind,
        upTo ?? Number.MAX_SAFE_INTEGER,
      ],
    );
  }

  /** Which records `takeIn` is about. */
  async toTakeIn({ storeId }: TaskKey, record: RecordType, { since, behind = 0, upTo }: Taken): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(
      'select id from records where store_id = ? and type = ? and changed_at >= ? and id > ? and id <= ? order by id',
      [storeId, record, since, behind, upTo ?? Number.MAX_SAFE_INTEGER],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes records in with nothing of what they say: whether they are due is asked again when they are built. */
  async takeInBare(key: TaskKey, recordIds: number[], now: Date): Promise<void> {
    const rows = recordIds.map((recordId): SqlValue[] => [...valuesOf(key), recordId, 'pending', true, now]);
    await this.database.run(
      `insert into outbox (store_id, installation_id, task, record_id, state, recheck, changed_at) values ?
       on duplicate key update recheck = outbox.recheck or outbox.state <> 'expected', rebuilds = 0`,
      [rows],
    );
  }

  /** Up to which id there are so many records of a type; undefined where there are fewer. */
  async idOf(storeId: number, record: RecordType, place: number): Promise<number | undefined> {
    const row = await this.database.one<{ id: number }>(
      'select id from records force index (by_change) where store_id = ? and type = ? order by id limit 1 offset ?',
      [storeId, record, place - 1],
    );
    return row?.id;
  }

  /** Rejected ones are built anew once a day, a few times; then they wait for a person. */
  async retryRejected(key: TaskKey, now: Date): Promise<void> {
    await this.database.run(
      `update outbox set recheck = 1, rebuilds = rebuilds + 1 where store_id = ? and installation_id = ? and task = ?
         and state = 'rejected' and recheck = 0 and next_try_at <= ? and rebuilds < ?`,
      [key.storeId, key.installationId, key.task, now, REBUILDS_OF_A_REJECTED_ONE],
    );
  }

  /** Everything that isn't done depends on the settings, so it is looked at again after they changed. */
  async recheckUnsent(key: TaskKey): Promise<void> {
    await this.database.run(
      `update outbox set recheck = 1, rebuilds = 0 where store_id = ? and installation_id = ? and task = ?
         and state in ('rejected', 'needs-person', 'waiting')`,
      [key.storeId, key.installationId, key.task],
    );
  }

  /** The next candidates behind `after`, by record id. */
  async toBuild(key: TaskKey, rules: EligibleRow[], facts: Facts, after: number, limit: number): Promise<Candidate[]> {
    const reason = reasonNotDue(rules, facts);
    return this.database.query<Candidate>(
      `select o.record_id recordId, o.state, ${reason.sql} notDue, o.agreed, o.chosen_day day
       from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
       where o.store_id = ? and o.installation_id = ? and o.task = ? and o.recheck = 1 and o.record_id > ?
       order by o.record_id limit ?`,
      [...reason.parameters, key.storeId, key.installationId, key.task, after, limit],
    );
  }

  /** Writes where records stand for which nothing is sent. */
  async settle(
    tx: Transaction,
    key: TaskKey,
    rows: { recordId: number; state: OutboxState; reason: string | null; nextTryAt?: number }[],
    now: number,
  ): Promise<void> {
    if (rows.length === 0) return;
    const at = new Date(now);
    const values = rows.map((row): SqlValue[] => [
      key.storeId,
      key.installationId,
      key.task,
      row.recordId,
      row.state,
      row.reason?.slice(0, 1000) ?? null,
      row.nextTryAt === undefined ? null : new Date(row.nextTryAt),
      at,
    ]);
    await tx.run(
      `insert into outbox (store_id, installation_id, task, record_id, state, reason, next_try_at, changed_at) values ?
       on duplicate key update state = values(state), reason = values(reason), label = null, next_try_at = values(next_try_at),
         recheck = 0, changed_at = values(changed_at)`,
      [values],
    );
  }

  /**
   * Records whose shipment was withdrawn before it left are to be sent as if nothing had been. One that another shipment carries as
   * well goes on to show how that one stands.
   */
  async again(tx: Transaction, key: TaskKey, recordIds: number[], now: number): Promise<void> {
    if (recordIds.length === 0) return;
    await tx.run(
      `update outbox force index (primary) set state = 'pending', reason = null, label = null, next_try_at = null, recheck = 1, changed_at = ?
       where store_id = ? and installation_id = ? and task = ? and record_id in (?)`,
      [new Date(now), key.storeId, key.installationId, key.task, recordIds],
    );
    await this.follow(tx, key, recordIds, now);
  }

  /** What was built of these no longer holds. */
  async buildAnew(tx: Transaction, key: TaskKey, recordIds: number[]): Promise<void> {
    if (recordIds.length === 0) return;
    await tx.run(
      `update outbox force index (primary) set recheck = 1
       where store_id = ? and installation_id = ? and task = ? and record_id in (?) and state <> 'expected'`,
      [key.storeId, key.installationId, key.task, recordIds],
    );
  }

  /** These have been built as they are now. A record whose shipment is in doubt stays marked until the doubt is gone. */
  async looked(tx: Transaction, key: TaskKey, recordIds: number[]): Promise<void> {
    if (recordIds.length === 0) return;
    await tx.run(
      'update outbox force index (primary) set recheck = 0, agreed = null where store_id = ? and installation_id = ? and task = ? and record_id in (?)',
      [key.storeId, key.installationId, key.task, recordIds],
    );
  }

  /** These are on their way for the first time, by the one shipment that each of them has. */
  async leave(tx: Transaction, key: TaskKey, recordIds: number[], now: number): Promise<void> {
    if (recordIds.length === 0) return;
    await tx.run(
      `update outbox force index (primary) set state = '${shownAs.sending}', label = null, reason = null, attempts = 0, next_try_at = null, app_number = null,
         recheck = 0, agreed = null, changed_at = ?
       where store_id = ? and installation_id = ? and task = ? and record_id in (?) and state <> 'expected'`,
      [new Date(now), key.storeId, key.installationId, key.task, recordIds],
    );
  }

  /** Shows records as the one shipment that each of them has, where a step of it was carried out. */
  async goOn(tx: Transaction, key: TaskKey, shipments: ShipmentRow[], now: number): Promise<void> {
    if (shipments.length === 0) return;
    const [task, at] = [quoted(key.task), instant(now)];
    const rows = shipments.map(({ members, state, number }) => {
      const record = `${key.storeId},${key.installationId},${task},${members[0]!.recordId}`;
      return `${record},'${shownAs[state]}',${quotedOrNull(number)},${at}`;
    });
    await runAll(tx, statements(GO_ON, rows, GONE_ON));
  }

  /** Shows each record as its worst shipment stands. */
  async follow(tx: Transaction, key: TaskKey, recordIds: number[], now: number): Promise<void> {
    if (recordIds.length === 0) return;
    await tx.run(
      `update outbox o join (
         select m.record_id, max(concat(lpad(field(${STANDS}, ${RANKED}), 2, '0'), lpad(s.id, 20, '0'))) worst,
           max(if(s.corrects is null, s.number, null)) number, max(m.changed) changed
         from shipment_members m join shipments s on s.store_id = m.store_id and s.id = m.shipment_id
         where m.store_id = ? and m.record_id in (?) and s.installation_id = ? and s.task = ? group by m.record_id
       ) ranked on ranked.record_id = o.record_id
       join shipments w on w.store_id = o.store_id and w.id = cast(substr(ranked.worst, 3) as unsigned)
       set o.state = if(w.state = 'done' and ranked.changed is not null, 'changed', case w.state ${SHOWN} end),
         o.label = w.label, o.reason = if(w.state = 'done', ranked.changed, w.message), o.attempts = w.attempts,
         o.next_try_at = w.next_try_at, o.app_number = ranked.number,
         o.rebuilds = if(w.state = 'done', 0, o.rebuilds), o.changed_at = ?
       where o.store_id = ? and o.installation_id = ? and o.task = ? and o.record_id in (?) and o.state <> 'expected'`,
      [
        key.storeId,
        recordIds,
        key.installationId,
        key.task,
        new Date(now),
        key.storeId,
        key.installationId,
        key.task,
        recordIds,
      ],
    );
  }
}

const valuesOf = ({ storeId, installationId, task }: TaskKey): SqlValue[] => [storeId, installationId, task];

const GO_ON = 'insert into outbox (store_id, installation_id, task, record_id, state, app_number, changed_at) values ';
/** The state comes last: the others ask how it was before. What a person has marked as expected stays as it is. */
const GONE_ON = ` on duplicate key update
  label = if(state = 'expected', label, null), reason = if(state = 'expected', reason, null),
  attempts = if(state = 'expected', attempts, 0), next_try_at = if(state = 'expected', next_try_at, null),
  app_number = if(state = 'expected', app_number, values(app_number)),
  rebuilds = if(state <> 'expected' and values(state) = '${shownAs.done}', 0, rebuilds),
  changed_at = if(state = 'expected', changed_at, values(changed_at)), state = if(state = 'expected', state, values(state))`;

/** Only asked of records that may have one: reading every body would cost more than the rest of the statement. */
const customerReference = (record: RecordType) =>
  declarationOf(record).fields.reference ? "left(json_value(r.body, '$.reference'), 200)" : 'null';

/** Of a batch that is done, only the records that changed ask. */
const STANDS = "if(s.state = 'done' and m.changed is not null, 'changed', s.state)";
const RANKED = SHIPMENT_RANK.map((state) => `'${state}'`).join(', ');
const SHOWN = SHIPMENT_RANK.map((state) => `when '${state}' then '${shownAs[state]}'`).join(' ');
