import type { Manifest } from '../../sdk/host/index.js';
import { declarationOf, type Master } from '../../sdk/index.js';
import { answerInWords } from '../forms/in-words.js';
import { masterWord } from './master-words.js';
import type { Difference } from './snapshot.js';

/** A difference as people read it. */
export interface ShownDifference {
  of: Difference['of'];
  name: string;
  /** Where it stands: a group of fields, or a mapping. */
  where?: string;
  label: string;
  before: string;
  after: string;
  beforeIsDefault: boolean;
  afterIsDefault: boolean;
}

export function shownDifferences(found: Difference[], manifest: Manifest): ShownDifference[] {
  return found.map((difference) => {
    const { of, name, before, after } = difference;
    const { label, where, inWords } = of === 'own' ? ownWords(name, manifest) : masterWords(name, manifest);
    return {
      of,
      name,
      where,
      label,
      before: inWords(before),
      after: inWords(after),
      beforeIsDefault: before === undefined,
      afterIsDefault: after === undefined,
    };
  });
}

/** What a field holds as the addon has it, in words. */
export function usualWord(field: Manifest['advanced'][number]): string {
  return shown(field, undefined);
}

function ownWords(name: string, { advanced }: Manifest) {
  const field = advanced.find((candidate) => candidate.name === name);
  // A field of an earlier version of the addon.
  if (!field) return { label: name, where: undefined, inWords: (value: unknown) => String(value ?? 'empty') };
  return { label: field.label, where: field.group, inWords: (value: unknown) => shown(field, value) };
}

function shown(field: Manifest['advanced'][number], value: unknown): string {
  const held = value === undefined ? (field.initial ?? (field.kind === 'switch' ? false : null)) : value;
  return held === null || held === '' ? 'empty' : answerInWords(field, held);
}

function masterWords(name: string, manifest: Manifest) {
  const dot = name.indexOf('.');
  const [id, to] = [name.slice(0, dot), name.slice(dot + 1)];
  const mapping = manifest.mappings.find((candidate) => candidate.id === id);
  const row = mapping?.rows.find((candidate) => candidate.to === to);
  const inWords = (value: unknown) => masterWord((value as Master | undefined) ?? row?.master ?? 'app', manifest);
  if (!mapping || !row) return { label: to, where: id, inWords };
  const { label } = declarationOf(mapping.record).fields[to] ?? { label: to };
  return { label: `Who decides ${label}`, where: mapping.title, inWords };
}
