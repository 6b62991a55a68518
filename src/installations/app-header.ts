import type { Manifest } from '../sdk/index.js';
import type { Installation } from './installation.entity.js';

/** What can be opened behind an installed app, in the order of its tabs. */
const TABS = {
  setup: ['Setup & Tools', ''],
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

/** For the partial web/_app-header: the top of every page of an installed app. */
export function appHeader(installation: Installation, manifest: Manifest | undefined, current: keyof typeof TABS) {
  const { id, name, plugin, state, pausedAt, pausedBecause } = installation;
  return {
    name: manifest?.name ?? plugin,
    detail: `${name} (#${id})`,
    icon: manifest && `/plugins/${plugin}/icon.svg`,
    ...(pausedAt
      ? { state: 'paused', stateDetail: pausedBecause ?? undefined }
      : { state: state === 'live' ? 'active' : state, word: STATES[state] }),
    tabs: Object.entries(TABS).map(([key, [label, path]]) => ({
      label,
      href: `/installations/${id}${path}`,
      current: key === current,
    })),
  };
}
