import { readDay } from '../../records/pages/days.js';
import type { LogPlace } from '../../records/pages/log-apps.js';
import { isRecordType } from '../../sdk/index.js';
import type { Look } from '../../web/status.js';
import type { OutboxState } from '../states.js';

/** What a person chooses between, with the states it stands for. The first is what needs them most. */
export const STATUSES = {
  failed: { label: 'Failed', look: 'person', states: ['rejected', 'needs-person'] },
  changed: { label: 'Changed since', look: 'waiting', states: ['changed'] },
  waiting: { label: 'Waiting', look: 'waiting', states: ['waiting'] },
  checking: { label: 'Checking', look: 'checking', states: ['uncertain'] },
  sending: { label: 'Sending', look: 'working', states: ['sending'] },
  exported: { label: 'Exported', look: 'fine', states: ['exported'] },
  expected: { label: 'Right as it is', look: 'fine', states: ['expected'] },
  'not-yet': { label: 'Not yet exported', look: 'idle', states: ['pending', 'not-due'] },
} satisfies Record<string, { label: string; look: Look; states: OutboxState[] }>;

export type StatusName = keyof typeof STATUSES;

export const ALL_STATES: OutboxState[] = Object.values(STATUSES).flatMap(({ states }) => states as OutboxState[]);

/** Which lines of the export log a page, a file or an act is about. */
export interface ExportFilter extends LogPlace {
  status?: StatusName;
  /** Calendar days in the store's time zone, both included. */
  from?: string;
  to?: string;
  text?: string;
}

/** Reads what an address or a form says; what makes no sense is left out. `app`: the only one that may be asked for. */
export function readFilter(query: Record<string, unknown>, app?: number): ExportFilter {
  const said = (name: string) => (typeof query[name] === 'string' ? (query[name] as string).trim() : '');
  const status = said('status');
  const type = said('type');
  return dropAbsent({
    app: app ?? (Number.parseInt(said('app'), 10) || undefined),
    task: said('task').slice(0, 64) || undefined,
    type: isRecordType(type) ? type : undefined,
    status: Object.hasOwn(STATUSES, status) ? (status as StatusName) : undefined,
    from: readDay(said('from')),
    to: readDay(said('to')),
    text: said('text').slice(0, 100) || undefined,
  });
}

function dropAbsent<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
