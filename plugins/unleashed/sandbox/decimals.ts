const PLACES = 8;

// toFixed absorbs what binary fractions add behind the eighth place, so that 0.1 + 0.2 counts as 0.3.
const exact = (value: number): bigint => BigInt(value.toFixed(PLACES).replace('.', ''));

function rounded(numerator: bigint, denominator: bigint, places: number): number {
  const negative = numerator < 0n !== denominator < 0n;
  const [top, bottom] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const units = (2n * top * 10n ** BigInt(places) + bottom) / (2n * bottom);
  return Number(`${negative && units > 0n ? '-' : ''}${units}e-${places}`);
}

/** The exact sum, to eight places. */
export function sum(...amounts: number[]): number {
  const total = amounts.reduce((all, amount) => all + exact(amount), 0n);
  return rounded(total, 10n ** BigInt(PLACES), PLACES);
}

/** The exact product, rounded once and half away from zero, as the app rounds. */
export function product(places: number, ...factors: number[]): number {
  const all = factors.reduce((so, factor) => so * exact(factor), 1n);
  return rounded(all, 10n ** BigInt(PLACES * factors.length), places);
}

/** The quotient, rounded half away from zero. */
export const quotient = (places: number, dividend: number, divisor: number): number =>
  rounded(exact(dividend), exact(divisor), places);
