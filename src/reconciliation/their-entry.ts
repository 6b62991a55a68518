import type { StatedRow } from '../sdk/runtime/index.js';
import { webAddress } from '../web/web-address.js';
import { type StandingThere, writeFace } from './face.js';
import { matchKey, ownKey } from './match-key.js';
import { type StatementEntry, THERE } from './statement-rows.store.js';

/** Pages hold fewer rows than this, so that a row's place in the statement is one number. */
const PAGE_AT_MOST = 10_000;

/** For what can't be read of a row. */
interface Instead {
  date: string;
  currency: string;
}

/** A page of a statement as rows of the app's side. */
export function entriesOf(
  rows: StatedRow[],
  { seq, prefixes, instead }: { seq: number; prefixes: string[]; instead: Instead },
): StatementEntry[] {
  return rows.map((row, at) => ({
    side: THERE,
    entry: seq * PAGE_AT_MOST + at,
    key: matchKey(row.reference || row.number || '', prefixes) || ownKey(row.remoteId),
    face: writeFace({
      ...row,
      date: row.date || instead.date,
      currency: row.currency || instead.currency,
      standing: standingOf(row),
    }),
    remoteId: row.remoteId,
    number: row.number,
    reference: row.reference,
    contact: row.contact,
    // What carries our own marker nobody entered by hand.
    says: row.ours === undefined ? row.says?.filter(Boolean).join('\n') : undefined,
    status: row.status,
    tax: row.tax,
    lineTotal: row.parts?.lines,
    rounding: row.parts?.rounding,
    url: webAddress(row.url),
    unreadable: row.unreadable,
    changedAt: row.changedAt === undefined ? undefined : new Date(row.changedAt),
  }));
}

function standingOf({ status, ours, unreadable }: StatedRow): StandingThere {
  if (ours === false) return 'f';
  if (status === 'voided') return 'v';
  if (status === 'deleted') return 'd';
  return unreadable === undefined ? 'a' : 'u';
}
