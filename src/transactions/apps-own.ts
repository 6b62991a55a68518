import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { DocumentManifest, TaskManifest } from '../sdk/host/index.js';
import type { Built, ToBuild } from '../sdk/runtime/index.js';
import type { Household } from './parents/parents.js';

interface SentTask extends Pick<TaskManifest, 'record'>, Partial<Pick<DocumentManifest, 'appsOwn'>> {}

/** What goes on to be built, and what becomes of the others. */
export interface Sifted {
  toBuild: ToBuild[];
  kept: Map<number, Built>;
}

/** Keeps what an app itself has brought from being made there a second time. */
@Injectable()
export class AppsOwn {
  constructor(private readonly database: Database) {}

  async sift(household: Household, task: SentTask, toBuild: ToBuild[]): Promise<Sifted> {
    const own = await this.among(household, task, toBuild);
    if (own.size === 0) return { toBuild, kept: new Map() };
    if (task.appsOwn) return { toBuild: toBuild.map((one) => named(one, own)), kept: new Map() };
    const notDue = `It came from ${household.plugin.manifest.name}.`;
    return {
      toBuild: toBuild.filter(({ record }) => !own.has(record.id)),
      kept: new Map([...own.keys()].map((recordId) => [recordId, { notDue }])),
    };
  }

  /** The ids over there of what the app told of before anything of ours had left for it. */
  private async among(
    { key, plugin, connectionId }: Household,
    { record }: SentTask,
    toBuild: ToBuild[],
  ): Promise<Map<number, string>> {
    const comesIn = plugin.manifest.tasks.some((task) => task.direction === 'in' && task.record === record);
    if (!comesIn || connectionId === null || toBuild.length === 0) return new Map();
    // Without a hash the app has never said it: we have sent it. What we have sent, the app may say as well.
    const rows = await this.database.query<{ id: number; remoteId: string }>(
      `select l.record_id id, l.remote_id remoteId from links l force index (by_record)
       where l.store_id = ? and l.record_id in (?) and l.connection_id = ? and l.type = ? and l.hash is not null
         and not exists (
           select 1 from shipment_members m force index (by_record) join shipments s on s.store_id = m.store_id and s.id = m.shipment_id
           where m.store_id = l.store_id and m.record_id = l.record_id and s.installation_id = ?)`,
      [key.storeId, toBuild.map((one) => one.record.id), connectionId, record, key.installationId],
    );
    return new Map(rows.map(({ id, remoteId }) => [id, remoteId]));
  }
}

function named(one: ToBuild, own: Map<number, string>): ToBuild {
  const remoteId = own.get(one.record.id);
  return remoteId === undefined ? one : { ...one, record: { ...one.record, remoteId } };
}
