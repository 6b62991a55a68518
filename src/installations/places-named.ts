import type { Manifest } from '../sdk/host/index.js';
import { fieldId } from './forms/field-view.js';
import type { Installation } from './installation.entity.js';

/** A place of an installation that a message sends people to. */
export interface NamedPlace {
  label: string;
  href: string;
}

type Owner = Pick<Installation, 'id' | 'advancedOpen'>;
type Declared = Pick<Manifest, 'valueMaps' | 'wizard' | 'advanced'>;

/**
 * Which places a message names, so that they are one click away: 'Setup & Tools → Tax codes', 'the step “Configure”', 'Advanced configuration →
 * Exchange rates'.
 */
export function placesNamed(message: string, it: Owner, manifest: Declared | undefined): NamedPlace[] {
  if (!manifest) return [];
  const base = `/installations/${it.id}`;
  const steps = manifest.wizard.flatMap(({ kind, title }, at) =>
    kind === 'form' && message.includes(`step “${title}”`)
      ? [{ label: `Step “${title}”`, href: `${base}/steps/${at + 1}` }]
      : [],
  );
  return [...mapsNamed(message, base, manifest.valueMaps), ...steps, ...advancedNamed(message, it, manifest)];
}

/** 'Tax codes of purchases' is not 'Tax codes': the longest title that fits is meant. */
function mapsNamed(message: string, base: string, maps: Manifest['valueMaps']): NamedPlace[] {
  const byLength = maps.toSorted((one, other) => other.title.length - one.title.length);
  let left = message;
  const named = byLength.filter(({ title }) => {
    const before = left;
    left = left.replaceAll(`→ ${title}`, '');
    return left !== before;
  });
  return named.map(({ id, title }) => ({ label: title, href: `${base}/maps/${id}` }));
}

function advancedNamed(message: string, { id, advancedOpen }: Owner, { advanced }: Declared): NamedPlace[] {
  const [, rest] = message.split(/advanced configuration/i);
  if (rest === undefined) return [];
  const href = `/installations/${id}/advanced`;
  if (!advancedOpen) return [{ label: 'Ask for advanced configuration', href }];
  const field = advanced.find(({ label }) => rest.startsWith(` → ${label}`));
  return [
    field ? { label: field.label, href: `${href}#${fieldId(field.name)}` } : { label: 'Advanced configuration', href },
  ];
}
