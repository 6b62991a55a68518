const DECIMAL = /^([+-]?)(\d{0,15})(?:\.(\d{0,9})\d*)?$/;
const PLACES = 9;
const UNIT = 10n ** BigInt(PLACES);

/** Billionths of an exact number written as text; undefined when it is none. */
function billionths(value: unknown): bigint | undefined {
  const [found, sign, whole = '', fraction = ''] = DECIMAL.exec(String(value ?? '').trim()) ?? [];
  if (!found || whole + fraction === '') return undefined;
  const units = BigInt(whole || '0') * UNIT + BigInt(fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -units : units;
}

function written(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, '0');
  const text = `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, '');
  return units < 0n ? `-${text}` : text;
}

/** Adds exact numbers; what is none counts as nothing. */
export function sum(...values: unknown[]): string {
  return written(values.reduce<bigint>((total, value) => total + (billionths(value) ?? 0n), 0n));
}

/** `one` less `others`. */
export function less(one: unknown, ...others: unknown[]): string {
  return written((billionths(one) ?? 0n) - (billionths(sum(...others)) ?? 0n));
}

/** Whether it is a number above zero. */
export const isAboveZero = (value: unknown): boolean => (billionths(value) ?? 0n) > 0n;

export const isNumber = (value: unknown): boolean => billionths(value) !== undefined;

/** A number with its point moved to the left: ten per cent is 0.1. */
export function shifted(value: unknown, places: number): string {
  return written((billionths(value) ?? 0n) / 10n ** BigInt(places));
}
