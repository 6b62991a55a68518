import { appHeader } from '../installations/app-header.js';
import type { Installation } from '../installations/installation.entity.js';
import type { Manifest } from '../sdk/host/index.js';

/** What stands above a log, and where it lives: below its app, or on its own for all apps. */
export function logTop(
  log: 'exports' | 'imports',
  installation: Installation | undefined,
  manifest: Manifest | undefined,
) {
  const base = installation ? `/installations/${installation.id}/logs/${log}` : `/logs/${log}`;
  if (!installation) return { base, header: undefined, logTabs: undefined };
  const tabs = [
    { label: 'Export log', name: 'exports' },
    { label: 'Import log', name: 'imports' },
  ];
  return {
    base,
    header: appHeader(installation, manifest, 'logs'),
    logTabs: tabs.map(({ label, name }) => ({
      label,
      href: `/installations/${installation.id}/logs/${name}`,
      current: name === log,
    })),
  };
}
