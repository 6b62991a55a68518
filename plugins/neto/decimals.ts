import { money } from 'patchbay/sdk';

/** A number as the store writes it; what is none counts as nothing, as the empty texts of the store do. */
const counted = (value: unknown): money.Decimal => {
  const given = typeof value === 'string' ? value.trim() : value;
  return money.isDecimal(given) ? given : 0;
};

export const sum = (...values: unknown[]): string => money.add(...values.map(counted));

/** `one` without `others`. */
export const less = (one: unknown, ...others: unknown[]): string =>
  money.subtract(counted(one), ...others.map(counted));

export const isAboveZero = (value: unknown): boolean => money.compare(counted(value), 0) > 0;

export const isBelowZero = (value: unknown): boolean => money.compare(counted(value), 0) < 0;

export const isNumber = (value: unknown): boolean => money.isDecimal(typeof value === 'string' ? value.trim() : value);

/** Ten per cent is 0.1. */
export const percent = (value: unknown): string => money.multiply(counted(value), '0.01');
