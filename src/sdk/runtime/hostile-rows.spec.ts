import { describe, expect, it } from 'vitest';
import { mapping, transform } from '../index.js';
import type { PickOption } from '../plugin.js';
import { choosable } from './choosable.js';
import { compileMapping } from './compile-mapping.js';

const map = compileMapping(
  mapping('items', 'product', {
    title: 'Items',
    remoteId: 'id',
    rows: [{ from: 'code', to: 'sku' }],
    skip: (row) => (row.kind as string).startsWith('gift'),
  }),
);
const ctx = {} as Parameters<typeof map>[1];

describe('a row of which not even the id makes sense', () => {
  it.each([
    ['none', undefined],
    ['a list', ['a']],
    ['an object', { a: 1 }],
    ['an object that is no text', { toString: 1 }],
  ])('%s is refused alone', (_, id) => {
    expect(map({ id, kind: 'box' }, ctx)).toEqual({ remoteId: '', refused: expect.stringContaining('has no id') });
  });

  it('one of a megabyte is refused, and not repeated', () => {
    const row = map({ id: 'x'.repeat(1_000_000), kind: 'box' }, ctx)!;
    expect(row.refused).toBe('Its id has 1000000 characters; 500 are the most.');
    expect(row.remoteId).toHaveLength(500);
  });

  it('one that can’t be judged is refused alone', () => {
    expect(map({ id: 'a', kind: 5 }, ctx)).toEqual({ remoteId: 'a', refused: expect.stringContaining('not be read') });
    expect(map(null as never, ctx)).toEqual({ remoteId: '', refused: expect.stringContaining('not be read') });
  });
});

describe('a refused row', () => {
  const refusing = compileMapping(
    mapping('items', 'product', {
      title: 'Items',
      remoteId: 'id',
      rows: [
        { from: 'name', to: 'name' },
        { from: 'code', to: 'sku', as: transform('in capitals', (value) => (value as string).toUpperCase()) },
      ],
      refuse: () => 'Not today',
    }),
  );

  it.each([
    ['its key and its name', { code: 'fern', name: 'Boston fern' }, 'FERN · Boston fern'],
    ['what is both only once', { code: 'fern', name: 'FERN' }, 'FERN'],
    ['its name where the key is empty', { code: ' ', name: 'Fern' }, 'Fern'],
    ['its name where no key can be made of it', { name: 'Fern' }, 'Fern'],
    ['nothing where it has neither', { code: '', name: ['Fern'] }, undefined],
  ])('goes by %s', (_, row, name) => {
    expect(refusing({ id: 'a', ...row }, ctx)).toEqual({ remoteId: 'a', refused: 'Not today', name });
  });

  it('with a name of a megabyte goes by its beginning', () => {
    expect(refusing({ id: 'a', code: 'x'.repeat(1_000_000) }, ctx)!.name).toHaveLength(200);
  });
});

it('a thing without a proper name does not take the list away', () => {
  const offered = [
    { value: 'A', label: 'Ash' },
    { value: '', label: 'nothing' },
    { value: 7, label: 'a number' },
    { value: 'x'.repeat(501), label: 'long' },
    { value: 'B', label: null },
  ] as PickOption[];
  expect(choosable(offered)).toEqual([
    { value: 'A', label: 'Ash' },
    { value: 'B', label: 'B' },
  ]);
});
