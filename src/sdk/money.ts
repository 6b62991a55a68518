import { Big } from 'big.js';
import { productOf, quotientOf, roundedTo, type Scaled, scaledOf, sumOf, writtenOut } from './scaled.js';

// A constructor of our own: whoever else uses the library can't change how it counts here.
const Exact = Big();

/** An exact number as text ('19.95'), or a JSON number as it is written. */
export type Decimal = string | number;

/** The exact sum. */
export function add(...amounts: Decimal[]): string {
  return quickly(amounts, sumOf, 0) ?? written(amounts.reduce((sum: Big, amount) => sum.plus(amount), new Exact(0)));
}

/** What is left of the first after taking away the others. */
export function subtract(from: Decimal, ...amounts: Decimal[]): string {
  return (
    quickly(amounts, differenceOf, from) ??
    written(amounts.reduce((left: Big, amount) => left.minus(amount), new Exact(from)))
  );
}

/** The exact product. */
export function multiply(...factors: Decimal[]): string {
  return (
    quickly(factors, productOf, 1) ??
    written(factors.reduce((product: Big, factor) => product.times(factor), new Exact(1)))
  );
}

/** A quotient, rounded half up (away from zero) to so many places. */
export function divide(dividend: Decimal, divisor: Decimal, places: number): string {
  const above = scaledOf(dividend);
  const below = scaledOf(divisor);
  const quotient = above && below && quotientOf(above, below, places);
  if (quotient) return writtenOut(quotient);
  const exact = Big();
  exact.DP = places;
  exact.RM = Exact.roundHalfUp;
  return written(new exact(dividend).div(divisor));
}

/** Rounded half up: half a cent goes away from zero. */
export function round(amount: Decimal, places: number): string {
  const scaled = scaledOf(amount);
  const rounded = scaled && roundedTo(scaled, places);
  return rounded ? writtenOut(rounded) : written(new Exact(amount).round(places, Exact.roundHalfUp));
}

export function negate(amount: Decimal): string {
  return subtract(0, amount);
}

/** The amount without its sign. */
export function absolute(amount: Decimal): string {
  const scaled = scaledOf(amount);
  if (scaled) return writtenOut({ ...scaled, units: Math.abs(scaled.units) });
  return written(new Exact(amount).abs());
}

/** -1, 0 or 1, as the first is less than, equal to or more than the second. */
export function compare(one: Decimal, other: Decimal): -1 | 0 | 1 {
  const first = scaledOf(one);
  const second = scaledOf(other);
  const apart = first && second && differenceOf(first, second);
  if (!apart) return new Exact(one).cmp(other);
  if (apart.units === 0) return 0;
  return apart.units < 0 ? -1 : 1;
}

export function isZero(amount: Decimal): boolean {
  const scaled = scaledOf(amount);
  return scaled ? scaled.units === 0 : new Exact(amount).eq(0);
}

/** Whether a text or a number can be counted with at all. */
export function isDecimal(value: unknown): value is Decimal {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && /^-?(\d+(\.\d*)?|\.\d+)$/.test(value);
}

/**
 * Shares an amount by weights, each share rounded to so many places, so that they add up to exactly the amount. Weights that are
 * all zero share evenly.
 */
export function split(amount: Decimal, weights: Decimal[], places = 2): string[] {
  const even = weights.every((weight) => isZero(weight));
  const parts = weights.map((weight) => (even ? new Exact(1) : new Exact(weight)));
  const whole = parts.reduce((sum, part) => sum.plus(part), new Exact(0));
  const shares: string[] = [];
  let weighed = new Exact(0);
  let given = '0';
  for (const part of parts) {
    weighed = weighed.plus(part);
    // What is due up to here, less what has been given: rounding never piles up.
    const due = weighed.eq(whole)
      ? written(new Exact(amount))
      : divide(multiply(amount, weighed.toFixed()), whole.toFixed(), places);
    shares.push(subtract(due, given));
    given = due;
  }
  return shares;
}

/** How many places the smallest coin of a currency has: 2 for 'AUD', 0 for 'JPY'. */
export function placesOf(currency: string): number {
  let places = placesKnown.get(currency);
  if (places === undefined) {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    places = maximumFractionDigits ?? 2;
    placesKnown.set(currency, places);
  }
  return places;
}

// Making a format takes a thousand times as long as using it.
const placesKnown = new Map<string, number>();
const formats = new Map<number, Intl.NumberFormat>();

function formatWith(minimumFractionDigits: number): Intl.NumberFormat {
  let format = formats.get(minimumFractionDigits);
  if (!format) {
    format = new Intl.NumberFormat('en-AU', { minimumFractionDigits, maximumFractionDigits: 20 });
    formats.set(minimumFractionDigits, format);
  }
  return format;
}

/** As people read it on a page or in a message: '1,743.60 AUD', '980 JPY'. Never rounded: what is finer than the coin is shown. */
export function shown(amount: Decimal, currency: string): string {
  const minimumFractionDigits = /^[A-Z]{3}$/.test(currency) ? placesOf(currency) : 2;
  const format = formatWith(minimumFractionDigits);
  // As a text: Intl keeps every digit of it, where a number would be rounded to binary first.
  return `${format.format(written(new Exact(amount)) as Intl.StringNumericLiteral)} ${currency}`.trim();
}

/** As people write it: '7.5', never '7.50' or '75e-1'. */
function written(amount: Big): string {
  return amount.eq(0) ? '0' : amount.toFixed();
}

const differenceOf = (from: Scaled, { units, places }: Scaled) => sumOf(from, { units: -units, places });

/** All of them one after the other; undefined where one of them, or what they come to, is no small number. */
function quickly(
  amounts: Decimal[],
  combine: (one: Scaled, other: Scaled) => Scaled | undefined,
  first: Decimal,
): string | undefined {
  let all = scaledOf(first);
  for (const amount of amounts) {
    const next = scaledOf(amount);
    all = all && next && combine(all, next);
  }
  return all && writtenOut(all);
}
