import type { FieldManifest, Manifest } from '../../sdk/host/index.js';
import { declarationOf, type Master } from '../../sdk/index.js';

/** An advanced configuration: only what differs from the addon's own defaults. */
export interface Snapshot {
  /** By field name; null is a field that was emptied although the addon fills it in. */
  own: Record<string, unknown>;
  /** By 'mapping.field'. */
  masters: Record<string, Master>;
}

/** The addon as it comes. */
export const DEFAULTS: Snapshot = { own: {}, masters: {} };

/** What holds: the defaults, and over them what is the installation's own. */
export function effective(fields: FieldManifest[], own: Snapshot['own']): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const { name, initial } of fields) if (initial !== undefined) all[name] = initial;
  return Object.fromEntries(Object.entries({ ...all, ...own }).filter(([, value]) => value !== null));
}

/** What of these answers is no default: all that need be kept. */
export function ownOf(fields: FieldManifest[], answers: Record<string, unknown>): Snapshot['own'] {
  const own: Snapshot['own'] = {};
  for (const { name, initial, kind } of fields) {
    const value = answers[name] ?? null;
    const usual = initial ?? (kind === 'switch' ? false : null);
    if (value !== usual) own[name] = value;
  }
  return own;
}

/** Who decides each field that has a choice, by 'mapping.field', as the addon has it. */
export function declaredMasters({ mappings }: Pick<Manifest, 'mappings'>): Map<string, Master> {
  const all = mappings.flatMap((mapping) => {
    const { key } = declarationOf(mapping.record);
    const choosable = mapping.rows.filter(({ to }) => to !== key);
    return choosable.map(({ to, master }) => [`${mapping.id}.${to}`, master] as const);
  });
  return new Map(all);
}

/** Keeps of these masters what the addon knows and has otherwise. */
export function ownMasters(declared: ReadonlyMap<string, Master>, wanted: Record<string, Master>): Snapshot['masters'] {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, master]) => declared.has(name) && declared.get(name) !== master),
  );
}

/** One thing that differs between two configurations. Absent: as the addon has it. */
export interface Difference {
  of: 'own' | 'masters';
  name: string;
  before: unknown;
  after: unknown;
}

export function differences(before: Snapshot, after: Snapshot): Difference[] {
  return (['own', 'masters'] as const).flatMap((of) => {
    const names = [...new Set([...Object.keys(before[of]), ...Object.keys(after[of])])];
    return names
      .filter((name) => before[of][name] !== after[of][name])
      .map((name) => ({ of, name, before: before[of][name], after: after[of][name] }));
  });
}

/** Two people began at `base`: what the one wanted is laid over what the other has saved. Where both wanted something, mine stands. */
export function merged(base: Snapshot, mine: Snapshot, theirs: Snapshot): Snapshot {
  const result: Snapshot = { own: { ...theirs.own }, masters: { ...theirs.masters } };
  for (const { of, name, after } of differences(base, mine)) {
    if (after === undefined) delete result[of][name];
    else result[of][name] = after as never;
  }
  return result;
}
