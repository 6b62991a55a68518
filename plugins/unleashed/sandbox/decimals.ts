const PLACES = 8;

// A double is sure of fifteen digits. What binary fractions add behind them is cut, so that 0.1 + 0.2 counts as 0.3.
function exact(value: number): bigint {
  const whole = Math.trunc(Math.abs(value)).toString().length;
  const places = Math.max(0, Math.min(PLACES, 15 - whole));
  return BigInt(value.toFixed(places).replace('.', '')) * 10n ** BigInt(PLACES - places);
}

function rounded(numerator: bigint, denominator: bigint, places: number): number {
  const negative = numerator < 0n !== denominator < 0n;
  const [top, bottom] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const units = (2n * top * 10n ** BigInt(places) + bottom) / (2n * bottom);
  return Number(`${negative && units > 0n ? '-' : ''}${units}e-${places}`);
}

// Below this an amount in units of the eighth place is a whole number that a double holds exactly.
const EXACT_IN_DOUBLE = 1e6;
const UNIT = 10 ** PLACES;

/** The exact sum, to eight places. */
export function sum(...amounts: number[]): number {
  if (amounts.length < 8 && amounts.every((amount) => Math.abs(amount) < EXACT_IN_DOUBLE)) {
    return amounts.reduce((all, amount) => all + Math.round(amount * UNIT), 0) / UNIT;
  }
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
