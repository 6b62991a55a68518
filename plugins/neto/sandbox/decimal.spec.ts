import { expect, it } from 'vitest';
import { cents, divide, money, price, quantity, thousandths } from './decimal.js';

it('reads amounts exactly and rounds half a cent away from zero', () => {
  expect(['7', '7.005', '-7.005', '.1', '0.2999', '1234567890.12'].map(cents)).toEqual([
    700, 701, -701, 10, 30, 123456789012,
  ]);
});

it('writes what it read', () => {
  expect([money(5), money(-1050), price(24950), quantity(2000), quantity(2500), quantity(0)]).toEqual([
    '0.05',
    '-10.50',
    '24.950',
    '2',
    '2.5',
    '0',
  ]);
});

it('takes nothing for a number that is none', () => {
  for (const odd of ['', '.', 'a lot', '1,000', '1e3', '99999999999999999']) expect(() => thousandths(odd)).toThrow();
});

it('divides whole numbers, half away from zero', () => {
  expect([divide(5, 2), divide(-5, 2), divide(4, 3), divide(0, 7)]).toEqual([3, -3, 1, 0]);
});
