import type { SqlValue, Transaction } from '../database/database.js';
import type { RecordLink } from '../sdk/index.js';
import { groupBy } from './group.js';

/** Remembers what else was found or made in the app on the way. A record that has a counterpart there keeps it. */
export async function linkFurther(
  tx: Transaction,
  { storeId, connectionId }: { storeId: number; connectionId: number },
  links: RecordLink[],
): Promise<void> {
  for (const [type, ofType] of groupBy(links, (link) => link.type)) {
    const remoteIds = new Map(ofType.map(({ key, remoteId }) => [key, remoteId]));
    const records = await tx.query<{ id: number; record_key: string }>(
      `select r.id, r.record_key from records r
       left join links l on l.store_id = r.store_id and l.record_id = r.id and l.connection_id = ?
       where r.store_id = ? and r.type = ? and r.record_key in (?) and l.record_id is null`,
      [connectionId, storeId, type, [...remoteIds.keys()]],
    );
    const rows = records.map(({ id, record_key }): SqlValue[] => [
      storeId,
      connectionId,
      type,
      remoteIds.get(record_key)!,
      id,
    ]);
    if (rows.length === 0) continue;
    await tx.run('insert ignore into links (store_id, connection_id, type, remote_id, record_id) values ?', [rows]);
  }
}
