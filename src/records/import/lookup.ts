import type { Database, Transaction } from '../../database/database.js';
import { quoted } from '../sql-text.js';
import type { Incoming } from './import-run.js';
import type { Held, Link } from './plan.js';

type Speaker = Pick<Transaction, 'query'>;

/** The links of some rows, by remote id. */
export async function linksOf(
  database: Database,
  { storeId, connectionId, type }: Incoming,
  remoteIds: string[],
): Promise<Map<string, Link>> {
  if (remoteIds.length === 0) return new Map();
  // With more than two hundred values the server stops looking and guesses; told the index, it reads just these rows.
  const rows = await database.query<{ remote_id: string; record_id: number; hash: Buffer | null; told: Buffer | null }>(
    `select remote_id, record_id, hash, told from links force index (primary)
     where store_id = ${storeId} and connection_id = ${connectionId} and type = '${type}'
       and remote_id in (${remoteIds.map(quoted).join()})`,
  );
  return new Map(
    rows.map((row) => [
      row.remote_id,
      { recordId: row.record_id, hash: row.hash?.toString('hex') ?? null, told: row.told?.toString('hex') ?? null },
    ]),
  );
}

interface RecordRow {
  id: number;
  record_key: string;
  body: string;
  retired_at: Date | null;
}

const COLUMNS = 'id, record_key, body, retired_at';

/** Records by id, locked so that nobody else changes them before we do. */
export async function lockById(tx: Speaker, { storeId }: Incoming, ids: number[]): Promise<Map<number, Held>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<RecordRow>(
    `select ${COLUMNS} from records force index (primary)
     where store_id = ${storeId} and id in (${ids.toSorted((a, b) => a - b).join()}) for update`,
  );
  return new Map(rows.map((row) => [row.id, heldOf(row)]));
}

/** Records by key, locked likewise. */
export async function lockByKey(tx: Speaker, incoming: Incoming, keys: string[]): Promise<Map<string, Held>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<RecordRow>(
    `select ${COLUMNS} from records force index (by_key)
     where store_id = ${incoming.storeId} and type = '${incoming.type}'
       and record_key in (${keys.toSorted().map(quoted).join()}) for update`,
  );
  return new Map(rows.map((row) => [row.record_key, heldOf(row)]));
}

/** Which of these records the connection knows already, with the id it knows them by. */
export async function remoteIdsOf(
  tx: Speaker,
  { storeId, connectionId, type }: Incoming,
  recordIds: number[],
): Promise<Map<number, string>> {
  if (recordIds.length === 0) return new Map();
  const rows = await tx.query<{ record_id: number; remote_id: string }>(
    `select record_id, remote_id from links force index (by_record)
     where store_id = ${storeId} and record_id in (${recordIds.join()})
       and connection_id = ${connectionId} and type = '${type}'`,
  );
  return new Map(rows.map((row) => [row.record_id, row.remote_id]));
}

function heldOf(row: RecordRow): Held {
  return {
    id: row.id,
    key: row.record_key,
    body: JSON.parse(row.body) as Record<string, unknown>,
    retired: row.retired_at !== null,
  };
}
