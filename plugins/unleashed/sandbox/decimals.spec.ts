import { describe, expect, it } from 'vitest';
import { instantOf } from './dates.js';
import { product, quotient, sum } from './decimals.js';

describe('sums', () => {
  it('adds as on paper, small and large', () => {
    expect(sum(0.1, 0.2)).toBe(0.3);
    expect(sum(19.99, -20)).toBe(-0.01);
    expect(sum(123_456_789.01, 0.02)).toBe(123_456_789.03);
    expect(sum()).toBe(0);
  });

  it('rounds products once, half away from nought', () => {
    expect(product(2, 1.005, 1)).toBe(1.01);
    expect(product(2, 3, 2.335)).toBe(7.01);
    expect(product(2, -1.005, 1)).toBe(-1.01);
    expect(product(2, 7, 9.99, 0.85)).toBe(59.44);
    expect(product(2, -0.001, 1)).toBe(0);
  });

  it('divides to the places asked for', () => {
    expect(quotient(4, 10, 3)).toBe(3.3333);
    expect(quotient(2, -1, 8)).toBe(-0.13);
  });
});

describe('dates', () => {
  it('reads both notations, without a zone as UTC', () => {
    const noon = Date.UTC(2026, 5, 30, 12);
    for (const text of [`/Date(${noon})/`, `/Date(${noon}+1000)/`, '2026-06-30T12:00:00', '2026-06-30T22:00+10:00']) {
      expect(instantOf(text)).toBe(noon);
    }
    expect(instantOf('2026-06-30')).toBe(Date.UTC(2026, 5, 30));
  });

  it('reads nothing else', () => {
    for (const text of ['', '30/06/2026', '2026-02-30', '2026-06-30 12:00', 'yesterday']) {
      expect(instantOf(text)).toBeUndefined();
    }
  });
});
