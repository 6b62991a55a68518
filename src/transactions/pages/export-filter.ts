import { type LogFilter, oneOf, readLogFilter, withoutAbsent } from '../../logs/log-filter.js';
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

/** Which lines of the export log a page, a file or an act is about. */
export interface ExportFilter extends LogFilter {
  status?: StatusName;
}

/** Reads what an address or a form says. `app`: the only one that may be asked for. */
export function readFilter(query: Record<string, unknown>, app?: number): ExportFilter {
  return withoutAbsent({ ...readLogFilter(query, app), status: oneOf(query, 'status', STATUSES) });
}
