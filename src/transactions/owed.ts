import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Records } from '../records/records.service.js';
import type { OwedPage } from '../sdk/runtime/index.js';
import type { Owing } from '../tasks/run-works.js';
import { reasonNotDue, rulesOf } from './eligibility.js';
import { ExportCursors } from './export-cursors.js';
import { settingsFingerprint } from './intake.js';
import { shipmentsByRecord, shippedPart } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';
import type { OutboxState } from './states.js';

const AT_ONCE = 500;

/** All but those of which the app holds everything, or is not to. */
const OPEN: OutboxState[] = [
  'not-due',
  'pending',
  'sending',
  'waiting',
  'uncertain',
  'rejected',
  'needs-person',
  'changed',
];

/** The records that an export lets through and of which the app doesn't know everything yet. */
@Injectable()
export class OwedRecords {
  constructor(
    private readonly database: Database,
    private readonly cursors: ExportCursors,
    private readonly records: Records,
    private readonly shipments: ShipmentStore,
  ) {}

  async behind({ storeId, installationId, task, facts }: Owing, after: number): Promise<OwedPage> {
    const key = { storeId, installationId, task: task.id };
    const ids = await this.ids({ storeId, installationId, task, facts }, after);
    const [records, carried] = await Promise.all([this.records.byIds(storeId, ids), this.shipments.carrying(key, ids)]);
    const shipped = shipmentsByRecord(carried.filter(({ corrects }) => corrects === null));
    return {
      records: records.map((record) => ({ record, shipped: (shipped.get(record.id) ?? []).map(shippedPart) })),
      next: ids.length === AT_ONCE ? ids.at(-1) : undefined,
    };
  }

  /** Rows of the outbox that aren't settled, and records that it hasn't taken in as they are now. */
  private async ids({ storeId, installationId, task, facts }: Owing, after: number): Promise<number[]> {
    const key = { storeId, installationId, task: task.id };
    const { since } = await this.cursors.read(key, settingsFingerprint(facts));
    const rule = reasonNotDue(rulesOf(task), facts);
    const rows = await this.database.query<{ id: number }>(
      `select r.id from (
         select record_id id from outbox where store_id = ? and installation_id = ? and task = ? and state in (?) and record_id > ?
         union
         select id from records where store_id = ? and type = ? and changed_at >= ? and id > ?
       ) some join records r on r.store_id = ? and r.id = some.id
       left join outbox o on o.store_id = r.store_id and o.installation_id = ? and o.task = ? and o.record_id = r.id
       where ${rule.sql} is null
         and not coalesce(o.state = 'expected' or (o.state = 'exported' and o.record_changed_at <=> r.changed_at), false)
       order by r.id limit ?`,
      [
        storeId,
        installationId,
        task.id,
        OPEN,
        after,
        storeId,
        task.record,
        since,
        after,
        storeId,
        installationId,
        task.id,
        ...rule.parameters,
        AT_ONCE,
      ],
    );
    return rows.map(({ id }) => id);
  }
}
