import { expect, it } from 'vitest';
import { budgetOf, foretell, quotaLevelOf, runsOutAt } from './quota.js';

const at = (text: string) => Date.parse(text);

it('is the merchant’s own number before that of the addon', () => {
  expect(budgetOf(500, { perMonth: 900 })).toBe(500);
  expect(budgetOf(null, { perMonth: 900 })).toBe(900);
  expect(budgetOf(null, { perMonth: 'by plan' })).toBeUndefined();
  expect(budgetOf(undefined, undefined)).toBeUndefined();
});

it('slows down at 70 %, keeps the rest for exports at 90 %, and is spent at 100 %', () => {
  expect([699, 700, 899, 900, 999, 1000].map((used) => quotaLevelOf(used, 1000))).toEqual([
    'fine',
    'slow',
    'slow',
    'exports-only',
    'exports-only',
    'spent',
  ]);
  expect(quotaLevelOf(1_000_000, undefined)).toBe('fine');
});

it('is not foretold from the first day, which is all first import', () => {
  const now = at('2026-11-10T20:00:00Z');
  expect(foretell({ used: 4000, recent: 0, firstDay: '2026-11-10' }, now)).toBeUndefined();
  expect(foretell({ used: 0, recent: 0, firstDay: null }, now)).toBeUndefined();
});

it('goes on as the last days went', () => {
  const use = { used: 5000, recent: 650, firstDay: '2026-11-02' };
  // Six and a half days at 100 a day; 15 and a half are left.
  expect(foretell(use, at('2026-11-15T12:00:00Z'))).toBe(6550);
});

it('takes no hour after midnight for a day', () => {
  expect(foretell({ used: 4050, recent: 50, firstDay: '2026-11-10' }, at('2026-11-11T01:00:00Z'))).toBe(
    4050 + Math.round((50 * 479) / 24),
  );
});

it('says when it runs out, within the month or not at all', () => {
  const [use, now] = [{ used: 5000, recent: 650, firstDay: '2026-11-02' }, at('2026-11-15T12:00:00Z')];
  expect(runsOutAt(use, 6000, now)?.toISOString()).toBe('2026-11-25T12:00:00.000Z');
  expect(runsOutAt(use, 7000, now)).toBeUndefined();
  expect(runsOutAt(use, 5000, now)).toBeUndefined();
});
