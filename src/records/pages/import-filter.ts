import { isRecordType } from '../../sdk/index.js';
import type { Look } from '../../web/status.js';
import type { Action } from '../import/log-lines.js';
import { readDay } from './days.js';
import type { LogPlace } from './log-apps.js';

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

/** Which lines of the import log a page or a file is about. */
export interface ImportFilter extends LogPlace {
  action?: Action;
  /** Calendar days in the store's time zone, both included. */
  from?: string;
  to?: string;
  text?: string;
  /** Those of one run. */
  run?: number;
}

/** Reads what an address says; what makes no sense is left out. `app`: the only one that may be asked for. */
export function readImportFilter(query: Record<string, unknown>, app?: number): ImportFilter {
  const said = (name: string) => (typeof query[name] === 'string' ? (query[name] as string).trim() : '');
  const number = (name: string) => (/^\d{1,15}$/.test(said(name)) ? Number(said(name)) : undefined);
  const [action, type] = [said('action'), said('type')];
  const filter: ImportFilter = {
    app: app ?? number('app'),
    task: said('task').slice(0, 64) || undefined,
    type: isRecordType(type) ? type : undefined,
    action: Object.hasOwn(ACTIONS, action) ? (action as Action) : undefined,
    from: readDay(said('from')),
    to: readDay(said('to')),
    text: said('text').slice(0, 100) || undefined,
    run: number('run'),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as ImportFilter;
}
