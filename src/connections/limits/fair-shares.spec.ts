import { expect, it } from 'vitest';
import { fairShares } from './fair-shares.js';

const deal = (slots: number, wants: Record<string, number>, now = 0) =>
  Object.fromEntries(
    fairShares(
      slots,
      Object.entries(wants).map(([name, wanted]) => ({ name, wanted })),
      now,
    ),
  );

it('gives everybody what they want while there is enough', () => {
  expect(deal(10, { a: 1, b: 3 })).toEqual({ a: 1, b: 3 });
});

it('gives to those who want most last', () => {
  expect(deal(6, { a: 1, b: 9, c: 2 })).toEqual({ a: 1, b: 3, c: 2 });
});

it('gives nothing to those who want nothing, and nothing where there is nothing', () => {
  expect(deal(2, { a: 0, b: 5 })).toEqual({ a: 0, b: 2 });
  expect(deal(0, { a: 1 })).toEqual({ a: 0 });
});

it('lets everybody have a turn where there are more who want than slots', () => {
  const turns = [0, 1, 2].map((turn) => deal(1, { a: 4, b: 4, c: 4 }, turn * 2000));
  const [a, b, c] = ['a', 'b', 'c'].map((name) => turns.reduce((sum, shares) => sum + shares[name]!, 0));
  expect([a, b, c]).toEqual([1, 1, 1]);
});
