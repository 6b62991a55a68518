import type { Manifest } from '../../sdk/host/index.js';
import type { Master } from '../../sdk/index.js';

type Named = Pick<Manifest, 'name' | 'platform'>;

/** A shop's own platform speaks for the store: the other side is the hub with all other apps. */
export const hubName = ({ platform }: Named) => (platform ? 'Patchbay' : 'the store');

export function masterWord(master: Master, manifest: Named): string {
  if (master === 'app') return manifest.name;
  if (master === 'store') return manifest.platform ? 'Patchbay' : 'The store';
  return master === 'off' ? 'Off' : 'Only if empty';
}
