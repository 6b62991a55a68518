import { type LogFilter, numberIn, oneOf, readLogFilter, withoutAbsent } from '../../logs/log-filter.js';
import type { Look } from '../../web/status.js';
import type { Action } from '../import/log-lines.js';

/** What an import may have done to a record, and how it is shown. What needs somebody stands first. */
export const ACTIONS: Record<Action, { label: string; look: Look; help: string }> = {
  failed: { label: 'Failed', look: 'person', help: 'It could not be taken in.' },
  drift: {
    label: 'Differs',
    look: 'waiting',
    help: 'The app says something else, but the store decides here: nothing was taken over.',
  },
  created: { label: 'Created', look: 'fine', help: 'It was new.' },
  updated: { label: 'Updated', look: 'fine', help: 'It had changed in the app.' },
  linked: {
    label: 'Linked',
    look: 'fine',
    help: 'It was there already, and is now known to be the same thing in the app.',
  },
  retired: { label: 'Retired', look: 'idle', help: 'The app no longer has it.' },
  zeroed: { label: 'Set to zero', look: 'idle', help: 'The app no longer has it, so its amount is nothing.' },
};

export const ALL_ACTIONS = Object.keys(ACTIONS) as Action[];

/** What lines are told apart by: what became of them, and among those that failed the ones that still do. */
export type Outcome = Action | 'open';

export const OUTCOMES: Record<Outcome, Pick<(typeof ACTIONS)[Action], 'label' | 'look'>> = {
  open: { label: 'Still failing', look: 'person' },
  ...ACTIONS,
  failed: { ...ACTIONS.failed, look: 'idle' },
};

/** Which lines of the import log a page or a file is about. */
export interface ImportFilter extends LogFilter {
  action?: Outcome;
  /** Those of one run. */
  run?: number;
}

/** Reads what an address says. `app`: the only one that may be asked for. */
export function readImportFilter(query: Record<string, unknown>, app?: number): ImportFilter {
  const own = { action: oneOf(query, 'action', OUTCOMES), run: numberIn(query, 'run') };
  return withoutAbsent({ ...readLogFilter(query, app), ...own });
}
