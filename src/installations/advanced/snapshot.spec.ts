import { describe, expect, it } from 'vitest';
import type { FieldManifest } from '../../sdk/host/index.js';
import { differences, effective, merged, ownOf } from './snapshot.js';

const fields: FieldManifest[] = [
  { name: 'prefix', kind: 'text', label: 'Prefix', required: false, initial: 'P-' },
  { name: 'days', kind: 'number', label: 'Days', initial: 30 },
  { name: 'twice', kind: 'switch', label: 'Twice' },
  { name: 'note', kind: 'text', label: 'Note', required: false },
];

describe('what is an installation’s own', () => {
  it('is only what the addon has otherwise', () => {
    expect(ownOf(fields, { prefix: 'P-', days: 30, twice: false })).toEqual({});
    expect(ownOf(fields, { prefix: 'Q-', days: 31, twice: true, note: 'x' })).toEqual({
      prefix: 'Q-',
      days: 31,
      twice: true,
      note: 'x',
    });
  });

  it('may be a field left empty that the addon fills in', () => {
    const own = ownOf(fields, { days: 30, twice: false });
    expect(own).toEqual({ prefix: null });
    expect(effective(fields, own)).toEqual({ days: 30 });
    expect(effective(fields, {})).toEqual({ prefix: 'P-', days: 30 });
  });
});

describe('two people at once', () => {
  const base = { own: { days: 5, note: 'a' }, masters: { 'goods.name': 'store' as const } };

  it('both have their way where they want different things', () => {
    const mine = { own: { days: 5 }, masters: { 'goods.name': 'store' as const } };
    const theirs = { own: { days: 9, note: 'a' }, masters: {} };
    expect(merged(base, mine, theirs)).toEqual({ own: { days: 9 }, masters: {} });
  });

  it('the later stands where both want the same thing, and is told of the other', () => {
    const mine = { own: { days: 7, note: 'a' }, masters: base.masters };
    const theirs = { own: { days: 9, note: 'a' }, masters: base.masters };
    expect(merged(base, mine, theirs).own.days).toBe(7);
    expect(differences(base, theirs)).toEqual([{ of: 'own', name: 'days', before: 5, after: 9 }]);
  });
});
