import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.js';
import { runAll, statements } from '../records/sql-text.js';
import { groupBy } from './group.js';
import type { ShipmentRow } from './shipment.js';
import {
  COLUMNS,
  fromRow,
  inserted,
  MEMBER_COLUMNS,
  type MemberRow,
  membersWritten,
  overwritten,
  type Row,
} from './shipment-row.js';
import type { ShipmentState } from './states.js';

/** Which task of which installation. */
export interface TaskKey {
  storeId: number;
  installationId: number;
  task: string;
}

const INSERT_MEMBERS = `insert into shipment_members (${MEMBER_COLUMNS}) values `;

/** Shipments in and out of the database, many per statement. */
@Injectable()
export class ShipmentStore {
  constructor(private readonly database: Database) {}

  /** Shipments of a task that are in one of these states and due by now, oldest first, with their members. */
  async due(key: TaskKey, states: ShipmentState[], now: number, limit: number): Promise<ShipmentRow[]> {
    const rows = await this.database.query<Row>(
      `select ${COLUMNS} from shipments where store_id = ? and installation_id = ? and task = ? and state in (?) and next_try_at <= ?
       order by id limit ?`,
      [key.storeId, key.installationId, key.task, states, new Date(now), limit],
    );
    return this.withMembers(key, rows);
  }

  /**
   * Shipments that wait and are due, oldest first. Not those of which a record has changed meanwhile: they are built anew before
   * anything of them leaves. Only a batch that is half done is finished as it is.
   */
  async waiting(key: TaskKey, now: number, limit: number): Promise<ShipmentRow[]> {
    const rows = await this.database.query<Row>(
      `select ${COLUMNS} from shipments s where store_id = ? and installation_id = ? and task = ? and state = 'waiting'
         and next_try_at <= ? and not exists (
           select 1 from shipment_members m join outbox o on o.store_id = m.store_id and o.installation_id = s.installation_id
             and o.task = s.task and o.record_id = m.record_id
           where m.store_id = s.store_id and m.shipment_id = s.id and o.recheck = 1 and (s.batch_key is null or json_length(s.done) = 0))
       order by id limit ?`,
      [key.storeId, key.installationId, key.task, new Date(now), limit],
    );
    return this.withMembers(key, rows);
  }

  /** Batches that aren't on their way while a record of theirs is to be built anew. */
  async batchesToRebuild(key: TaskKey): Promise<ShipmentRow[]> {
    const rows = await this.database.query<Row>(
      `select ${COLUMNS} from shipments where store_id = ? and installation_id = ? and task = ?
         and state in ('waiting', 'rejected', 'needs-person') and batch_key is not null and id in (
           select m.shipment_id from outbox o join shipment_members m on m.store_id = o.store_id and m.record_id = o.record_id
           where o.store_id = ? and o.installation_id = ? and o.task = ? and o.recheck = 1)`,
      [key.storeId, key.installationId, key.task, key.storeId, key.installationId, key.task],
    );
    return this.withMembers(key, rows);
  }

  /** Every shipment of a task that carries one of these records. */
  async carrying(key: TaskKey, recordIds: number[]): Promise<ShipmentRow[]> {
    if (recordIds.length === 0) return [];
    // From the members on: left to itself the server may read all of the task's shipments, which are more with every day.
    const rows = await this.database.query<Row>(
      `select straight_join ${COLUMNS} from (
         select distinct m.shipment_id from shipment_members m force index (by_record)
         where m.store_id = ? and m.record_id in (?)
       ) carrying join shipments s on s.store_id = ? and s.id = carrying.shipment_id
       where s.installation_id = ? and s.task = ? order by s.id`,
      [key.storeId, recordIds, key.storeId, key.installationId, key.task],
    );
    return this.withMembers(key, rows);
  }

  /** When the next of a task's shipments wants to be tried, or undefined when none waits. */
  async nextTry(key: TaskKey): Promise<Date | undefined> {
    const row = await this.database.one<{ at: Date | null }>(
      `select min(next_try_at) at from shipments where store_id = ? and installation_id = ? and task = ? and state in ('waiting', 'uncertain')`,
      [key.storeId, key.installationId, key.task],
    );
    return row?.at ?? undefined;
  }

  /** References among these that are taken already. */
  async taken(key: TaskKey, references: string[]): Promise<Set<string>> {
    if (references.length === 0) return new Set();
    const rows = await this.database.query<{ reference: string }>(
      'select reference from shipments where store_id = ? and installation_id = ? and task = ? and reference in (?)',
      [key.storeId, key.installationId, key.task, references],
    );
    return new Set(rows.map((row) => row.reference));
  }

  /** Writes new shipments with their members; what an app has answered to them already is for `move`. */
  async insert(tx: Transaction, shipments: ShipmentRow[], now: number): Promise<void> {
    if (shipments.length === 0) return;
    await runAll(tx, inserted(shipments, now));
    await this.insertMembers(tx, shipments);
  }

  /** Writes a new payload, steps and members over shipments of which nothing has been carried out, or that go on with further steps. */
  async replace(tx: Transaction, shipments: ShipmentRow[], now: number): Promise<void> {
    if (shipments.length === 0) return;
    await runAll(tx, overwritten(shipments, now, { rebuilt: true }));
    await tx.run('delete from shipment_members where store_id = ? and shipment_id in (?)', [
      shipments[0]!.storeId,
      shipments.map((shipment) => shipment.id),
    ]);
    await this.insertMembers(tx, shipments);
    await this.unlockSettled(tx, shipments);
  }

  /** Writes what moved: state, steps done, tries. Payloads stay as they are. */
  async move(tx: Transaction, shipments: ShipmentRow[], now: number): Promise<void> {
    if (shipments.length === 0) return;
    await runAll(tx, overwritten(shipments, now, { rebuilt: false }));
    await this.unlockSettled(tx, shipments);
  }

  async freeze(shipment: ShipmentRow, prepared: unknown): Promise<void> {
    await this.database.run('update shipments set prepared = ? where store_id = ? and id = ?', [
      JSON.stringify(prepared ?? null),
      shipment.storeId,
      shipment.id,
    ]);
  }

  /** Takes back shipments of which nothing was carried out. Their lines in the log stay. */
  async withdraw(tx: Transaction, storeId: number, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.run('delete from shipment_members where store_id = ? and shipment_id in (?)', [storeId, ids]);
    await tx.run('delete from shipments where store_id = ? and id in (?)', [storeId, ids]);
    await this.unlock(tx, storeId, ids);
  }

  /** Before these are tried again they take their turn anew. */
  async letOthersGo(tx: Transaction, shipments: ShipmentRow[]): Promise<void> {
    const holders = shipments.filter(({ serialKey }) => serialKey !== null);
    if (holders.length === 0) return;
    await this.unlock(
      tx,
      holders[0]!.storeId,
      holders.map(({ id }) => id),
    );
  }

  /** However a shipment comes to rest, the next one of its serial key may go. */
  private unlockSettled(tx: Transaction, shipments: ShipmentRow[]): Promise<void> {
    return this.letOthersGo(
      tx,
      shipments.filter((shipment) => !isUnderWay(shipment)),
    );
  }

  private async unlock(tx: Transaction, storeId: number, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.run('delete from serial_locks where store_id = ? and shipment_id in (?)', [storeId, ids]);
  }

  private async insertMembers(tx: Transaction, shipments: ShipmentRow[]): Promise<void> {
    await runAll(tx, statements(INSERT_MEMBERS, membersWritten(shipments)));
  }

  private async withMembers({ storeId, installationId, task }: TaskKey, rows: Row[]): Promise<ShipmentRow[]> {
    if (rows.length === 0) return [];
    const members = await this.database.query<MemberRow>(
      `select m.shipment_id, m.record_id, r.record_key, m.part, m.hash, m.payload, m.changed, o.chosen_day
       from shipment_members m join records r on r.store_id = m.store_id and r.id = m.record_id
       left join outbox o on o.store_id = m.store_id and o.installation_id = ? and o.task = ? and o.record_id = m.record_id
       where m.store_id = ? and m.shipment_id in (?) order by m.record_id`,
      [installationId, task, storeId, rows.map((row) => row.id)],
    );
    const byShipment = groupBy(members, (member) => member.shipment_id);
    return rows.map((row) => fromRow(row, byShipment.get(row.id) ?? []));
  }
}

/** Something of it may land, or has landed while steps are left: for others of its key the app is not as they would read it. */
const isUnderWay = ({ state, done }: ShipmentRow) =>
  state === 'uncertain' || state === 'sending' || (state === 'waiting' && Object.keys(done).length > 0);
