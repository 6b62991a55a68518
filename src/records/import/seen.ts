import type { Database } from '../../database/database.js';

/** The records that a run's snapshot has held so far. */
export async function seenRecords(
  database: Database,
  { storeId, runId }: { storeId: number; runId: number },
): Promise<Set<number>> {
  const seen = new Set<number>();
  for (let after = -1; ; ) {
    const rows = await database.query<{ seq: number; seen: Buffer }>(
      'select seq, seen from snapshot_pages where store_id = ? and run_id = ? and seq > ? order by seq limit 100',
      [storeId, runId, after],
    );
    for (const { seen: ids } of rows) for (let at = 0; at < ids.length; at += 8) seen.add(ids.readDoubleLE(at));
    if (rows.length < 100) return seen;
    after = rows.at(-1)!.seq;
  }
}
