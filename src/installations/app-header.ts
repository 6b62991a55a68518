import type { Connection } from '../connections/connection.entity.js';
import type { Manifest } from '../sdk/host/index.js';
import type { Installation } from './installation.entity.js';

/** What can be opened behind an installed app, in the order of its tabs. */
const TABS = {
  setup: ['Setup & Tools', '/setup'],
  tasks: ['Tasks', '/tasks'],
  mappings: ['Mapping', '/mappings'],
  logs: ['Logs & Reports', '/logs'],
} as const;

const STATES = {
  installing: 'Setting up',
  importing: 'Importing, not live yet',
  live: 'Live',
  uninstalled: 'Uninstalled',
};

/**
 * The top of every page of an installed app: for the partial installations/_top, which adds the switch that stops
 * everything, or web/_app-header without it.
 */
export function appHeader(
  installation: Installation,
  manifest: Manifest | undefined,
  current: keyof typeof TABS,
  connection?: Pick<Connection, 'state'> | null,
) {
  const { id, name, plugin, state, pausedAt, pausedBecause } = installation;
  return {
    id,
    name: manifest?.name ?? plugin,
    detail: `${name} (#${id})`,
    icon: manifest && iconOf(plugin),
    ...stateOf(installation, connection),
    tabs: tabsOf(manifest).map(([key, [label, path]]) => ({
      label,
      href: `/installations/${id}${path}`,
      current: key === current,
      forBookkeepers: key === 'mappings' || key === 'logs',
    })),
    paused: pausedAt !== null,
    pausedBecause,
    /** Something goes on by itself that could be stopped. */
    pausable: state === 'importing' || (state === 'live' && (manifest?.tasks.length ?? 0) > 0),
  };
}

export function iconOf(plugin: string): string {
  return `/plugins/${plugin}/icon.svg`;
}

/** How an installed app is, in the one set of words. */
export function stateOf(
  { state, pausedAt, pausedBecause }: Pick<Installation, 'state' | 'pausedAt' | 'pausedBecause'>,
  connection?: Pick<Connection, 'state'> | null,
): { state: string; word?: string; stateDetail?: string } {
  if (connection?.state === 'needs-reconnecting') return { state: 'needs-reconnecting' };
  if (pausedAt) return { state: 'paused', stateDetail: pausedBecause ?? undefined };
  return { state: LOOKS[state], word: STATES[state] };
}

/** What a page that asks the app says once the app no longer accepts us: why, and the way to connect again. */
export function lostOf({ id }: Pick<Installation, 'id'>, manifest: Manifest, connection?: Connection | null) {
  if (connection?.state !== 'needs-reconnecting') return undefined;
  const at = manifest.wizard.findIndex(({ kind }) => kind === 'connect');
  return { appName: manifest.name, why: connection.stateReason, href: `/installations/${id}/steps/${at + 1}` };
}

/** Which of the hub's states each looks like. */
const LOOKS = { installing: 'installing', importing: 'pending', live: 'active', uninstalled: 'withdrawn' };

/** What moves nothing has nothing to schedule, map or log. */
function tabsOf(manifest: Manifest | undefined) {
  const all = Object.entries(TABS);
  return manifest && manifest.tasks.length === 0 ? all.slice(0, 1) : all;
}
