import { Big } from 'big.js';
import { apart, isNought, productOf, quotientOf, roundedTo, sumOf, withoutSign } from './scaled.js';

// A constructor of our own: whoever else uses the library can't change how it counts here.
const Exact = Big();

/** An exact number as text ('19.95'), or a JSON number as it is written. */
export type Decimal = string | number;

/** The exact sum. */
export function add(...amounts: Decimal[]): string {
  return (
    sumOf(0, amounts, 1) ?? written(amounts.reduce((sum: Big, amount) => sum.plus(digitsOf(amount)), new Exact(0)))
  );
}

/** What is left of the first after taking away the others. */
export function subtract(from: Decimal, ...amounts: Decimal[]): string {
  return (
    sumOf(from, amounts, -1) ??
    written(amounts.reduce((left: Big, amount) => left.minus(digitsOf(amount)), digitsOf(from)))
  );
}

/** The exact product. */
export function multiply(...factors: Decimal[]): string {
  return (
    productOf(factors) ??
    written(factors.reduce((product: Big, factor) => product.times(digitsOf(factor)), new Exact(1)))
  );
}

/** A quotient, rounded half up (away from zero) to so many places. */
export function divide(dividend: Decimal, divisor: Decimal, places: number): string {
  const quotient = quotientOf(dividend, divisor, places);
  if (quotient !== undefined) return quotient;
  const exact = Big();
  exact.DP = places;
  exact.RM = Exact.roundHalfUp;
  return written(new exact(digitsOf(dividend)).div(digitsOf(divisor)));
}

/** Rounded half up: half a cent goes away from zero. */
export function round(amount: Decimal, places: number): string {
  return roundedTo(amount, places) ?? written(digitsOf(amount).round(places, Exact.roundHalfUp));
}

export function negate(amount: Decimal): string {
  return subtract(0, amount);
}

/** The amount without its sign. */
export function absolute(amount: Decimal): string {
  return withoutSign(amount) ?? written(digitsOf(amount).abs());
}

/** -1, 0 or 1, as the first is less than, equal to or more than the second. */
export function compare(one: Decimal, other: Decimal): -1 | 0 | 1 {
  const difference = apart(one, other);
  if (difference === undefined) return digitsOf(one).cmp(digitsOf(other));
  if (difference === 0) return 0;
  return difference < 0 ? -1 : 1;
}

export function isZero(amount: Decimal): boolean {
  return isNought(amount) ?? digitsOf(amount).eq(0);
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
  const parts = weights.map((weight) => (even ? new Exact(1) : digitsOf(weight)));
  const whole = parts.reduce((sum, part) => sum.plus(part), new Exact(0));
  const shares: string[] = [];
  let weighed = new Exact(0);
  let given = '0';
  for (const part of parts) {
    weighed = weighed.plus(part);
    // What is due up to here, less what has been given: rounding never piles up.
    const due = weighed.eq(whole)
      ? written(digitsOf(amount))
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
  return `${figures(amount, currency)} ${currency}`.trim();
}

/** The same without the currency's name, where that stands beside it: '1,743.60', '980'. */
export function figures(amount: Decimal, currency: string): string {
  const minimumFractionDigits = /^[A-Z]{3}$/.test(currency) ? placesOf(currency) : 2;
  const format = formatWith(minimumFractionDigits);
  // As a text: Intl keeps every digit of it, where a number would be rounded to binary first.
  return format.format(written(digitsOf(amount)) as Intl.StringNumericLiteral);
}

const LONGEST = 1000;

/** Refuses what is soon said and takes for ever to count or to write out, as an app may: '1e999999999', a megabyte of nines. */
function digitsOf(amount: Decimal): Big {
  if (typeof amount === 'string' && (amount.length > LONGEST || /e[+-]?\d{4}/i.test(amount))) {
    throw new RangeError(`This is no amount: ${amount.slice(0, 60)}`);
  }
  return new Exact(amount);
}

/** As people write it: '7.5', never '7.50' or '75e-1'. */
function written(amount: Big): string {
  return amount.eq(0) ? '0' : amount.toFixed();
}
