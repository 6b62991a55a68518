import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../database/database.js';
import { groupBy } from './group.js';
import { nextStep, type ShipmentRow, type StepDone } from './shipment.js';
import type { ShipmentState } from './states.js';

/** Which task of which installation. */
export interface TaskKey {
  storeId: number;
  installationId: number;
  task: string;
}

interface Row {
  store_id: number;
  id: number;
  installation_id: number;
  connection_id: number;
  task: string;
  part: string;
  reference: string;
  app_key: string;
  serial_key: string | null;
  batch_key: string | null;
  summary: string | null;
  payload: unknown;
  prepared: unknown;
  take_over: ShipmentRow['takeOver'];
  steps: string[];
  done: Record<string, StepDone>;
  state: ShipmentState;
  departed: 0 | 1;
  label: string | null;
  message: string | null;
  remote_id: string | null;
  number: string | null;
  url: string | null;
  attempts: number;
  finds: number;
  next_try_at: Date | null;
  created_at: Date;
  corrects: number | null;
  stands_for: unknown;
  doubles: 0 | 1;
}

interface MemberRow {
  shipment_id: number;
  record_id: number;
  record_key: string;
  part: string;
  hash: Buffer;
  payload: unknown;
  changed: string | null;
}

const COLUMNS = `store_id, id, installation_id, connection_id, task, part, reference, app_key, serial_key, batch_key, summary, payload,
  prepared, take_over, steps, done, step, state, departed, label, message, remote_id, number, url, attempts, finds, next_try_at, created_at, corrects,
  stands_for, doubles, changed_at`;

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
    return this.withMembers(key.storeId, rows);
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
    return this.withMembers(key.storeId, rows);
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
    return this.withMembers(key.storeId, rows);
  }

  /** Every shipment of a task that carries one of these records. */
  async carrying(key: TaskKey, recordIds: number[]): Promise<ShipmentRow[]> {
    if (recordIds.length === 0) return [];
    const rows = await this.database.query<Row>(
      `select ${COLUMNS} from shipments where store_id = ? and installation_id = ? and task = ? and id in (
         select shipment_id from shipment_members where store_id = ? and record_id in (?)) order by id`,
      [key.storeId, key.installationId, key.task, key.storeId, recordIds],
    );
    return this.withMembers(key.storeId, rows);
  }

  /** Says that requests of these may leave from now on. Throws when another worker has said so, or has gone on with them. */
  async depart(shipments: ShipmentRow[]): Promise<void> {
    if (shipments.length === 0) return;
    const marked = await this.database.run(
      `update shipments set departed = 1 where store_id = ? and id in (?) and state = 'sending' and departed = 0`,
      [shipments[0]!.storeId, shipments.map(({ id }) => id)],
    );
    if (marked !== shipments.length) throw new Error('Another worker has gone on with what was to be sent.');
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

  /** Writes new shipments with their members. */
  async insert(tx: Transaction, shipments: ShipmentRow[], now: number): Promise<void> {
    if (shipments.length === 0) return;
    await tx.run(`insert into shipments (${COLUMNS}) values ?`, [shipments.map((shipment) => toRow(shipment, now))]);
    await this.insertMembers(tx, shipments);
  }

  /** Writes a new payload, steps and members over shipments of which nothing has been carried out, or that go on with further steps. */
  async replace(tx: Transaction, shipments: ShipmentRow[], now: number): Promise<void> {
    if (shipments.length === 0) return;
    const values = ['payload', 'prepared', 'steps', 'summary', 'serial_key', ...MOVING].map(
      (name) => `${name} = values(${name})`,
    );
    await tx.run(`insert into shipments (${COLUMNS}) values ? on duplicate key update ${values.join(', ')}`, [
      shipments.map((shipment) => toRow(shipment, now)),
    ]);
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
    const values = MOVING.map((name) => `${name} = values(${name})`).join(', ');
    const rows = shipments.map((shipment) => toRow({ ...shipment, payload: null }, now));
    await tx.run(`insert into shipments (${COLUMNS}) values ? on duplicate key update ${values}`, [rows]);
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

  /** However a shipment comes to rest, the next one of its serial key may go. */
  private async unlockSettled(tx: Transaction, shipments: ShipmentRow[]): Promise<void> {
    const settled = shipments.filter((shipment) => shipment.serialKey !== null && !isUnderWay(shipment));
    await this.unlock(
      tx,
      shipments[0]!.storeId,
      settled.map((shipment) => shipment.id),
    );
  }

  private async unlock(tx: Transaction, storeId: number, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.run('delete from serial_locks where store_id = ? and shipment_id in (?)', [storeId, ids]);
  }

  private async insertMembers(tx: Transaction, shipments: ShipmentRow[]): Promise<void> {
    const rows = shipments.flatMap(({ storeId, id, members }) =>
      members.map(({ recordId, part, hash, payload, changed }): SqlValue[] => [
        storeId,
        id,
        recordId,
        part,
        hash,
        // Nothing is kept of one that travels alone.
        payload === undefined || payload === null ? null : JSON.stringify(payload),
        changed,
      ]),
    );
    await tx.run(
      'insert into shipment_members (store_id, shipment_id, record_id, part, hash, payload, changed) values ?',
      [rows],
    );
  }

  private async withMembers(storeId: number, rows: Row[]): Promise<ShipmentRow[]> {
    if (rows.length === 0) return [];
    const members = await this.database.query<MemberRow>(
      `select m.shipment_id, m.record_id, r.record_key, m.part, m.hash, m.payload, m.changed
       from shipment_members m join records r on r.store_id = m.store_id and r.id = m.record_id
       where m.store_id = ? and m.shipment_id in (?) order by m.record_id`,
      [storeId, rows.map((row) => row.id)],
    );
    const byShipment = groupBy(members, (member) => member.shipment_id);
    return rows.map((row) => fromRow(row, byShipment.get(row.id) ?? []));
  }
}

/** Something of it may land, or has landed while steps are left: for others of its key the app is not as they would read it. */
const isUnderWay = ({ state, done }: ShipmentRow) =>
  state === 'uncertain' || state === 'sending' || (state === 'waiting' && Object.keys(done).length > 0);

const MOVING = [
  'done',
  'step',
  'state',
  'departed',
  'label',
  'message',
  'remote_id',
  'number',
  'url',
  'attempts',
  'finds',
  'next_try_at',
  'changed_at',
];

function toRow(shipment: ShipmentRow, now: number): SqlValue[] {
  return [
    shipment.storeId,
    shipment.id,
    shipment.installationId,
    shipment.connectionId,
    shipment.task,
    shipment.part,
    shipment.reference,
    shipment.appKey,
    shipment.serialKey,
    shipment.batchKey,
    shipment.summary,
    JSON.stringify(shipment.payload ?? null),
    shipment.prepared === null || shipment.prepared === undefined ? null : JSON.stringify(shipment.prepared),
    shipment.takeOver ? JSON.stringify(shipment.takeOver) : null,
    JSON.stringify(shipment.steps),
    JSON.stringify(shipment.done),
    nextStep(shipment) ?? null,
    shipment.state,
    shipment.departed,
    shipment.label,
    shipment.message,
    shipment.remoteId,
    shipment.number,
    shipment.url,
    shipment.attempts,
    shipment.finds,
    shipment.nextTryAt === null ? null : new Date(shipment.nextTryAt),
    new Date(shipment.createdAt),
    shipment.corrects,
    shipment.corrects === null ? null : JSON.stringify(shipment.standsFor ?? null),
    shipment.doubles,
    new Date(now),
  ];
}

function fromRow(row: Row, members: MemberRow[]): ShipmentRow {
  return {
    storeId: row.store_id,
    id: row.id,
    installationId: row.installation_id,
    connectionId: row.connection_id,
    task: row.task,
    part: row.part,
    reference: row.reference,
    appKey: row.app_key,
    serialKey: row.serial_key,
    batchKey: row.batch_key,
    summary: row.summary,
    payload: row.payload,
    prepared: row.prepared,
    takeOver: row.take_over,
    steps: row.steps,
    done: row.done,
    state: row.state,
    departed: Boolean(row.departed),
    label: row.label,
    message: row.message,
    remoteId: row.remote_id,
    number: row.number,
    url: row.url,
    attempts: row.attempts,
    finds: row.finds,
    nextTryAt: row.next_try_at?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    corrects: row.corrects,
    standsFor: row.stands_for,
    doubles: Boolean(row.doubles),
    members: members.map(({ record_id, record_key, part, hash, payload, changed }) => ({
      recordId: record_id,
      key: record_key,
      part,
      hash,
      payload,
      changed,
    })),
  };
}
