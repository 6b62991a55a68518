import { expect, it } from 'vitest';
import type { Totals } from '../totals.js';
import { pastOf } from './past.js';
import { sumsOf } from './sums.js';

const sum = (count: number, here: string, there: string) => ({ count, here, there });

it('takes what is known and right, and what is on its way, for no difference that needs somebody', () => {
  const totals: Totals = {
    currencies: { AUD: { matched: sum(3, '30', '30.01'), known: sum(2, '159.11', '0'), onItsWay: sum(1, '5', '0') } },
    causes: { 'before-start': 2, pending: 1 },
    expected: 0,
  };
  const [aud] = sumsOf(totals);
  expect(aud!.left).toMatchObject({ count: 0, difference: '0', uneven: false });
  expect(aud!.explained.map(({ label, count, difference }) => [label, count, difference])).toEqual([
    ['Matched', 3, '0.01'],
    ['On its way', 1, '-5'],
    ['Known and right', 2, '-159.11'],
  ]);
  expect(aud!.all).toMatchObject({ count: 6, here: '194.11', there: '30.01', difference: '-164.1' });
});

it('shows no cards of nothing where all is known and right', () => {
  const [nzd] = sumsOf({ currencies: { NZD: { known: sum(1, '159.11', '0') } }, causes: {}, expected: 0 });
  expect(nzd).toMatchObject({ cards: [], all: { count: 1 } });
});

it('leaves what somebody has to look at, whatever cancels out', () => {
  const currencies = { AUD: { differs: sum(1, '10', '12'), onlyHere: sum(1, '4', '0'), onlyThere: sum(1, '0', '3') } };
  const [aud] = sumsOf({ currencies, causes: {}, expected: 0 });
  expect(aud!.left).toMatchObject({ count: 3, here: '14', there: '15', difference: '1', uneven: true });
  expect(aud!.all).toMatchObject({ count: 3, difference: '1' });
});

it('shows what reports have come to, the oldest first, as soon as there are two', () => {
  const report = (day: number, causes: Totals['causes']) => ({
    finishedAt: new Date(Date.UTC(2026, 10, day, 20)),
    totals: { currencies: {}, causes, expected: 0 },
  });
  const newestFirst = [
    report(3, { amount: 1, excluded: 9 }),
    { finishedAt: null, totals: null },
    report(1, { gone: 4 }),
  ];
  expect(pastOf(newestFirst, 'Australia/Sydney')).toEqual({
    values: [4, 1],
    labels: ['2 Nov 2026', '4 Nov 2026'],
    span: '2 Nov 2026 to 4 Nov 2026',
  });
  expect(pastOf([report(3, {}), report(3, { gone: 1 })], 'UTC')).toMatchObject({ span: 'of 3 Nov 2026' });
  expect(pastOf(newestFirst.slice(0, 2), 'UTC')).toBeUndefined();
});
