import { expect, it } from 'vitest';
import { FIRST, leafOf, readLeafing } from './leaf.js';

const ROWS = Array.from({ length: 45 }, (_, at) => at + 1);

it('turns through all of a list, each row once', () => {
  const seen: number[] = [];
  let asked = FIRST;
  for (;;) {
    const { rows, first, last, of, next } = leafOf(ROWS, 20, asked);
    expect([first, last, of]).toEqual([rows[0], rows.at(-1), 45]);
    seen.push(...rows);
    if (!next) break;
    asked = readLeafing(Object.fromEntries(new URLSearchParams(next)));
  }
  expect(seen).toEqual(ROWS);
});

it('goes on behind what was made ready, and back to the start', () => {
  const { next } = leafOf(ROWS, 20, { ...FIRST, leaf: 3 }, 812);
  expect(next).toBe('?after=812');
  const { start, back, next: further } = leafOf(ROWS, 20, { ...FIRST, after: 812, leaf: 2 }, 900);
  expect({ start, back, further }).toEqual({ start: '?', back: '?after=812', further: '?after=812&leaf=3' });
});

it('keeps asking for everything', () => {
  expect(leafOf(ROWS, 20, { ...FIRST, everything: true }).next).toBe('?everything=1&leaf=2');
});

it.each([{ leaf: '0' }, { leaf: '-1' }, { leaf: '1e3' }, { leaf: ['2'] }, { after: "1' or '1'='1" }])(
  'takes %j for nothing said',
  (query) => expect(readLeafing(query)).toEqual(FIRST),
);

it('shows the last leaf where an address asks for one behind it', () => {
  expect(leafOf(ROWS, 20, { ...FIRST, leaf: 9 })).toMatchObject({ first: 41, last: 45, next: undefined });
  expect(leafOf([], 20, { ...FIRST, leaf: 9 })).toMatchObject({ rows: [], of: 0, back: undefined, next: undefined });
});
