import { quoted, quotedOrNull } from '../sql-text.js';
import type { Incoming } from './import-run.js';
import type { Difference } from './merge.js';

export type Action = 'created' | 'updated' | 'linked' | 'failed' | 'drift' | 'retired' | 'zeroed';

/** What a run did to one record, or why it did nothing. */
export interface LogLine {
  seq: number;
  rowNo: number;
  recordId: number | null;
  remoteId: string;
  /** What a row goes by that has no record. */
  name?: string;
  action: Action;
  reason?: string;
  changes?: Difference[];
  exchange?: number;
}

export const LOG_INSERT = `insert into import_log
 (store_id, run_id, seq, row_no, installation_id, task, type, record_id, remote_id, action, reason, changes, exchange_id, at, name)
 values `;

export const LONGEST_REASON = 1000;
const LONGEST_VALUE = 200;
const MOST_CHANGES = 50;

/** Lines as SQL rows; what a whole run has in common is written once. */
export function logRow(
  { storeId, runId, installationId, task, type }: Incoming,
  at: string,
): (line: LogLine) => string {
  const run = `${storeId},${runId},`;
  const common = `,${installationId},${quoted(task)},${quoted(type)},`;
  return (line) =>
    `${run}${line.seq},${line.rowNo}${common}${line.recordId ?? 'null'},${quoted(line.remoteId)},'${line.action}',` +
    `${quotedOrNull(line.reason?.slice(0, LONGEST_REASON))},${quotedOrNull(changesText(line.changes))},` +
    `${line.exchange ?? 'null'},${at},${quotedOrNull(line.name)}`;
}

function changesText(changes: Difference[] | undefined): string | undefined {
  if (!changes || changes.length === 0) return undefined;
  return JSON.stringify(
    Object.fromEntries(
      changes.slice(0, MOST_CHANGES).map(({ field, before, after }) => [field, [clip(before), clip(after)]]),
    ),
  );
}

/** A log tells what happened; the record itself holds the long texts. */
export function clip(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number')
    return value ?? null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
