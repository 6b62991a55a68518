import { createHash } from 'node:crypto';
import type { TaskManifest } from '../../sdk/host/index.js';
import type { Parent, RecordType } from '../../sdk/index.js';
import type { OutboxState } from '../states.js';

/** A parent as the database knows it. */
export interface ParentRow {
  id: number;
  record_key: string;
  /** The rule of its task that keeps it back now. */
  rule: string | null;
  /** Null while its task has never looked at it. */
  state: OutboxState | null;
  reason: string | null;
  app_number: string | null;
  /** It has changed since its task looked at it. */
  stale: 0 | 1 | null;
  /** Its task runs by itself. */
  active: 0 | 1;
}

/** Where a parent stands for its children. `seen`: as its line in the export log says, see `seenOf`. */
export type Standing =
  | { state: 'exported' | 'not-due' | 'expected'; because?: string; changed?: Parent['changed']; seen: string }
  /** `goesFirst`: what it is, where nothing keeps it back and its task sends it by itself. */
  | { state: 'awaited'; because: string; seen: string; goesFirst?: RecordType };

/** `allBegun`: something of each of its shipments is in the app. */
export function standingOf(
  row: ParentRow,
  { task, app, allBegun }: { task: TaskManifest; app: string; allBegun: boolean },
): Standing {
  const seen = row.state ?? 'absent';
  const because = row.reason ?? undefined;
  if (row.state === 'expected') return { state: 'expected', because, seen };
  if (row.state === 'exported' || (row.state === 'changed' && allBegun)) {
    if (row.stale)
      return { state: 'exported', changed: 'soon', because: switchedOff(row, task), seen: staleAs(row.state) };
    return { state: 'exported', ...(row.state === 'changed' && { changed: 'asked' }), seen };
  }
  if (row.state === null || row.state === 'pending' || row.state === 'not-due') {
    if (row.rule !== null) return { state: 'not-due', because: row.rule, seen: 'not-due' };
    if (row.state === 'not-due' && !row.stale) return { state: 'not-due', because, seen };
    if (!row.active) return { state: 'not-due', because: switchedOff(row, task), seen };
    return {
      state: 'awaited',
      because: inWords(row, task, app),
      seen: row.state === 'not-due' ? staleAs(row.state) : 'pending',
      goesFirst: task.record,
    };
  }
  return { state: 'awaited', because: inWords(row, task, app), seen: seenOf(row.state, row.reason) };
}

const switchedOff = ({ active }: ParentRow, { title }: TaskManifest): string | undefined =>
  active ? undefined : `“${title}” is switched off.`;

/** A parent that was refused for one reason, then for another, stands otherwise: its children say why they wait. */
function seenOf(state: OutboxState, reason: string | null): string {
  if (state !== 'rejected' && state !== 'needs-person') return state;
  return `${state} ${createHash('md5')
    .update(reason ?? '')
    .digest('hex')
    .slice(0, 8)}`;
}

/** The same in SQL, of the outbox row `p`. */
const SEEN = `if(p.state in ('rejected', 'needs-person'),
  concat(p.state, convert(concat(' ', left(md5(coalesce(p.reason, '')), 8)) using ascii) collate ascii_bin), p.state)`;

const STALE = ' stale';

/** It may well come to rest where it stood before: then its children must hear of it too, and not before it has been looked at. */
const staleAs = (state: OutboxState): string => `${state}${STALE}`;

/** In SQL, whether the parent `p` with the record `r` still stands as it did when its child `w` was judged by it. */
export const STANDS = `(${SEEN} = w.seen
  or w.seen = concat(p.state, '${STALE}') and (p.recheck or not (p.record_changed_at <=> r.changed_at)))`;

const HOW: Record<OutboxState, (app: string) => string> = {
  pending: () => 'goes first',
  'not-due': () => 'goes first',
  sending: (app) => `is on its way to ${app}`,
  waiting: (app) => `can’t go to ${app} yet`,
  uncertain: (app) => `is being looked up in ${app}`,
  rejected: (app) => `${app} refused`,
  'needs-person': () => 'needs you first',
  changed: () => 'was changed before it arrived',
  exported: () => 'goes first',
  expected: () => 'goes first',
};

/** 'Waits for invoice N10012, which Acme refused: No such account.' */
function inWords({ state, reason, record_key }: ParentRow, { record }: TaskManifest, app: string): string {
  const how = HOW[state ?? 'pending'](app);
  const said = reason && state !== 'pending' && state !== 'not-due' ? `: ${reason}` : '.';
  return `Waits for ${record.replaceAll('-', ' ')} ${record_key}, which ${how}${said}`;
}
