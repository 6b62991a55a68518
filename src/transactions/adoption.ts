import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { FactsService } from '../installations/facts.service.js';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import { Records } from '../records/records.service.js';
import type { Document } from '../sdk/index.js';
import type { PlainRecord } from '../sdk/runtime/index.js';
import type { Line } from './lines.js';
import { Making } from './making.js';
import { OutboxStore } from './outbox.store.js';
import { ParentWaits } from './parents/parent-waits.store.js';
import { hashOf } from './plan.js';
import { uniqueReferences } from './references.js';
import { memberOf, type ShipmentRow, shipmentOf } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';

/** What is in the app already and belongs to a record. */
export interface Adopted {
  remoteId: string;
  number?: string | null;
  /** Under which it is found there. */
  reference?: string | null;
  url?: string | null;
}

/** Something stands against it. The message says what, in words for the merchant. */
export class CannotAdopt extends Error {
  override readonly name = 'CannotAdopt';
}

const MOVING: ReadonlySet<ShipmentRow['state']> = new Set(['sending', 'uncertain']);
const ON_ITS_WAY = 'It is on its way just now. Try again in a minute.';

/**
 * Takes what a person found in the app for what a record of the store would have become there: linked, exported, never sent. What
 * the task would have sent is kept with it, so that a later change of the record is noticed as for any other.
 */
@Injectable()
export class Adoption {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly factsOf: FactsService,
    private readonly records: Records,
    private readonly shipments: ShipmentStore,
    private readonly outbox: OutboxStore,
    private readonly making: Making,
    private readonly waits: ParentWaits,
  ) {}

  /** Throws `CannotAdopt`. `who` is named in the export log. */
  async adopt(storeId: number, line: Line, plugin: LoadedPlugin, adopted: Adopted, who: string): Promise<void> {
    const key = { storeId, installationId: line.installationId, task: line.task };
    const [record] = await this.records.byIds(storeId, [line.recordId]);
    if (!record) throw new CannotAdopt('The record is no longer in the store.');
    const carried = await this.shipments.carrying(key, [line.recordId]);
    const document = await this.wouldSend(storeId, line, plugin, record, adopted);
    const shipment = await this.shipmentFor(key, record, carried, document, adopted);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.restsStill(tx, storeId, carried);
      await this.claim(tx, storeId, shipment.connectionId, record, adopted.remoteId);
      await this.waitsForNothing(tx, storeId, line);
      // Under its own reference: that of one that was refused, or is gone, is another one.
      await this.shipments.withdraw(
        tx,
        storeId,
        carried.map(({ id }) => id),
      );
      await this.shipments.insert(tx, [shipment], now);
      await this.shipments.move(tx, [shipment], now);
      await this.outbox.follow(tx, key, [record.id], now);
      await this.outbox.looked(tx, key, [record.id]);
      await this.waits.wake(tx, key, [record.id]);
      await this.log(tx, shipment, record.id, `${who} said that it is ${adopted.number ?? adopted.remoteId} there.`);
    });
  }

  /** Without one (a customer unknown in the app, say), there is nothing to compare a later change with: a person is asked then. */
  private async wouldSend(
    storeId: number,
    { installationId, task }: Line,
    plugin: LoadedPlugin,
    record: PlainRecord,
    { number, remoteId }: Adopted,
  ): Promise<Document> {
    const { facts, connectionId } = await this.factsOf.of(storeId, installationId, plugin.manifest);
    const household = { key: { storeId, installationId, task }, plugin, facts, connectionId };
    const { built } = await this.making.ofOne(household, { record, shipped: [] });
    if (!('documents' in built)) return { reference: number ?? remoteId, payload: null, steps: ['adopt'] };
    if (built.documents.length === 1) return built.documents[0]!;
    throw new CannotAdopt('It leaves in several parts, and one document can’t stand for all of them.');
  }

  private async shipmentFor(
    key: { storeId: number; installationId: number; task: string },
    record: PlainRecord,
    carried: ShipmentRow[],
    document: Document,
    { remoteId, number, reference, url }: Adopted,
  ): Promise<ShipmentRow> {
    const [before] = carried;
    if (carried.length > 1 || (before?.members.length ?? 1) > 1) {
      throw new CannotAdopt('It has left together with others, or in several parts. Mark it as expected instead.');
    }
    if (before && MOVING.has(before.state)) throw new CannotAdopt(ON_ITS_WAY);
    const now = this.clock.now();
    const found = reference || number || document.reference;
    const [unique] = before?.reference === found ? [found] : await uniqueReferences(this.shipments, key, [found]);
    const { id: recordId, key: recordKey } = record;
    const part = document.part ?? '';
    const member = memberOf({ recordId, key: recordKey, part, hash: hashOf(document), day: null });
    const { connectionId } = before ?? (await this.connectionOf(key));
    const owner = { ...key, connectionId, id: await this.ids.next('shipment'), now };
    const done = { remoteId, number: number ?? undefined };
    return {
      ...shipmentOf({ ...document, reference: unique!, batchKey: undefined }, [member], owner),
      done: Object.fromEntries(document.steps.map((step) => [step, done])),
      state: 'done',
      remoteId,
      number: number ?? null,
      url: url ?? null,
    };
  }

  private async connectionOf(key: { storeId: number; installationId: number }): Promise<{ connectionId: number }> {
    const row = await this.database.one<{ connection_id: number | null }>(
      'select connection_id from installations where store_id = ? and id = ?',
      [key.storeId, key.installationId],
    );
    if (!row?.connection_id) throw new CannotAdopt('The app is not connected.');
    return { connectionId: row.connection_id };
  }

  /** A worker may have taken it up since it was looked at: then it is about to arrive by itself. */
  private async restsStill(tx: Transaction, storeId: number, carried: ShipmentRow[]): Promise<void> {
    if (carried.length === 0) return;
    const now = await tx.query<Pick<ShipmentRow, 'state'>>(
      'select state from shipments where store_id = ? and id in (?) for update',
      [storeId, carried.map(({ id }) => id)],
    );
    if (now.some(({ state }) => MOVING.has(state))) throw new CannotAdopt(ON_ITS_WAY);
  }

  /** What belongs to one record can't be another's, nor that of another store which feeds the same company. */
  private async claim(
    tx: Transaction,
    storeId: number,
    connectionId: number,
    { id, type }: PlainRecord,
    remoteId: string,
  ) {
    const owner = await tx.one<{ record_id: number; record_key: string }>(
      `select l.record_id, r.record_key from links l join records r on r.store_id = l.store_id and r.id = l.record_id
       where l.store_id = ? and l.connection_id = ? and l.type = ? and l.remote_id = ? for update`,
      [storeId, connectionId, type, remoteId],
    );
    if (owner && owner.record_id !== id) throw new CannotAdopt(`It belongs to ${owner.record_key} already.`);
    const elsewhere = await tx.one<{ name: string }>(
      `select s.name from (select distinct store_id from installations where connection_id = ? and store_id <> ?) i
       join links l on l.store_id = i.store_id and l.connection_id = ? and l.type = ? and l.remote_id = ?
       join stores s on s.id = i.store_id limit 1`,
      [connectionId, storeId, connectionId, type, remoteId],
    );
    if (elsewhere) throw new CannotAdopt(`${elsewhere.name} has sent it: it belongs to that store.`);
    await tx.run('delete from links where store_id = ? and connection_id = ? and type = ? and record_id = ?', [
      storeId,
      connectionId,
      type,
      id,
    ]);
    await tx.run('insert into links (store_id, connection_id, type, remote_id, record_id) values (?)', [
      [storeId, connectionId, type, remoteId, id],
    ]);
  }

  private async waitsForNothing(
    tx: Transaction,
    storeId: number,
    { installationId, task, recordId }: Line,
  ): Promise<void> {
    await tx.run(
      `insert into outbox (store_id, installation_id, task, record_id, state, record_changed_at, changed_at)
       select ?, ?, ?, id, 'pending', changed_at, ? from records where store_id = ? and id = ?
       on duplicate key update state = 'pending', reason = null, rebuilds = 0`,
      [storeId, installationId, task, this.clock.date(), storeId, recordId],
    );
  }

  private async log(tx: Transaction, shipment: ShipmentRow, recordId: number, message: string): Promise<void> {
    const id = await this.ids.next('log');
    await tx.run(
      `insert into export_log (store_id, id, installation_id, task, record_id, shipment_id, step, outcome, message, at) values (?)`,
      [
        [
          shipment.storeId,
          id,
          shipment.installationId,
          shipment.task,
          recordId,
          shipment.id,
          'adopt',
          'done',
          message.slice(0, 1000),
          this.clock.date(),
        ],
      ],
    );
  }
}
