import type { Fingerprint } from '../fingerprint.js';
import { fingerprint } from '../fingerprint.js';
import type { Incoming } from './import-run.js';
import type { Action } from './log-lines.js';
import { type Difference, merge } from './merge.js';
import type { Row } from './rows.js';

/** A record as it stands in the database. */
export interface Held {
  id: number;
  key: string;
  body: Record<string, unknown>;
  retired: boolean;
}

export interface Link {
  recordId: number;
  hash: Fingerprint | null;
  told: Fingerprint | null;
}

/** What will be written for one row. */
export interface Outcome {
  row: Row;
  action: Action | 'unchanged';
  reason?: string;
  recordId: number | null;
  /** A new or changed record; `text`: its body as JSON, where that is at hand. */
  record?: { id: number; key: string; body: Record<string, unknown>; text?: string; isNew: boolean };
  /** A new or changed link. */
  link?: Link;
  changes?: Difference[];
  /** Where the app says otherwise than the record; undefined when that was not looked at. */
  drift?: Difference[];
}

/** A row of a record that isn't there yet. */
export function create(incoming: Incoming, row: Row, id: number): Outcome {
  const { said } = row;
  return {
    row,
    action: 'created',
    recordId: id,
    record: { id, key: row.key, body: said, text: said === row.values ? row.text : undefined, isNew: true },
    link: { recordId: id, hash: row.hash, told: toldAfter(incoming, {}, said, null) },
  };
}

/** A row of a record that is there; `link` unless the two have just found each other. */
export function update(incoming: Incoming, row: Row, held: Held, link: Link | undefined): Outcome {
  const { body, changes, drift } = merge(held.body, row.said, incoming.masters);
  const told = toldAfter(incoming, held.body, row.said, link?.told ?? null);
  const outcome: Outcome = {
    row,
    action: 'unchanged',
    recordId: held.id,
    link: { recordId: held.id, hash: row.hash, told },
    drift,
  };
  if (held.retired) changes.push({ field: 'retired', before: true, after: false });
  if (changes.length > 0) {
    return { ...outcome, action: 'updated', changes, record: { id: held.id, key: held.key, body, isNew: false } };
  }
  if (drift.length > 0) return { ...outcome, action: 'drift', changes: drift };
  return link ? outcome : { ...outcome, action: 'linked' };
}

export function fail(row: Row, reason: string, recordId: number | null = null): Outcome {
  return { row, action: 'failed', reason, recordId };
}

/**
 * What the app now holds of the fields that are exported to it. Fields it doesn't speak of are as we last sent them, which is
 * known only while the record is as it was then.
 */
function toldAfter(
  { type, told }: Incoming,
  before: Record<string, unknown>,
  said: Record<string, unknown>,
  last: Fingerprint | null,
): Fingerprint | null {
  if (told.length === 0) return null;
  const silent = told.some((field) => !(field in said));
  if (silent && last !== fingerprint(type, told, before)) return null;
  return fingerprint(type, told, { ...before, ...said });
}
