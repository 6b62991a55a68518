import { describe, expect, it } from 'vitest';
import { seeded, shuffled } from '../test/chance.js';
import { type Alone, likelyPairs } from './likely-pairs.js';
import { Timeline } from './timeline.js';

const WINDOW = 7;

/** Looks at all of them each time: as plain as the rule. */
function pairsByLookingAtAll(here: Alone[], there: Alone[]): [Alone, Alone][] {
  const taken = new Set<Alone>();
  const pairs: [Alone, Alone][] = [];
  const pass = (fits: (a: string, b: string) => boolean) => {
    const nearest = (one: Alone, others: Alone[]) => {
      const apart = (other: Alone) => Math.abs(other.day - one.day);
      const fitting = others.filter(
        (other) =>
          other.money === one.money && !taken.has(other) && fits(one.name, other.name) && apart(other) <= WINDOW,
      );
      const least = Math.min(...fitting.map(apart));
      const best = fitting.filter((other) => apart(other) === least);
      return best.length === 1 ? best[0] : undefined;
    };
    for (const one of here) {
      const best = taken.has(one) ? undefined : nearest(one, there);
      if (!best || nearest(best, here) !== one) continue;
      taken.add(one).add(best);
      pairs.push([one, best]);
    }
  };
  pass((a, b) => a !== '' && a === b);
  pass((a, b) => a === '' || b === '');
  return pairs;
}

const order = (a: Alone, b: Alone) => wordOf(a).localeCompare(wordOf(b), 'en');
const wordOf = ({ day, key, name }: Alone) => `${String(day).padStart(4, '0')} ${key} ${name}`;
const words = (pairs: [Alone, Alone][]) => pairs.map((pair) => pair.map(wordOf).join(' = ')).toSorted();

describe('likely pairs', () => {
  it('are those that looking at all of them finds, in whatever order they came in', () => {
    const random = seeded(11);
    const draw = <T>(...from: T[]): T => from[Math.floor(random() * from.length)]!;
    let found = 0;
    for (let round = 0; round < 300; round++) {
      const span = draw(3, 20, 60);
      const side = (letter: string): Alone[] =>
        Array.from({ length: Math.floor(random() * 25) }, (_, n) => ({
          money: draw('AUD 10', 'AUD 12'),
          name: draw('', 'ada', 'ada', 'bo'),
          day: Math.floor(random() * span),
          key: `${letter}${String(n).padStart(2, '0')}`,
        }));
      const [here, there] = [side('H'), side('T')];
      const expected = words(pairsByLookingAtAll(here.toSorted(order), there));
      found += expected.length;
      for (let times = 0; times < 3; times++) {
        expect(words(likelyPairs(shuffled(here, random), shuffled(there, random), WINDOW))).toEqual(expected);
      }
    }
    expect(found).toBeGreaterThan(500);
  });
});

describe('the nearest', () => {
  it('is one that is left, and none where two are as near', () => {
    const rows = [1, 4, 4, 9].map((day) => ({ day }));
    const timeline = new Timeline(rows);
    expect(timeline.nearest(3, WINDOW)).toBeUndefined();
    timeline.take(rows[1]!);
    expect(timeline.has(rows[1]!)).toBe(false);
    expect(timeline.nearest(3, WINDOW)).toBe(rows[2]);
    timeline.take(rows[2]!);
    expect(timeline.nearest(5, WINDOW)).toBeUndefined();
    expect(timeline.nearest(6, WINDOW)).toBe(rows[3]);
    expect(timeline.nearest(6, 2)).toBeUndefined();
    expect(timeline.nearest(0, WINDOW)).toBe(rows[0]);
  });
});
