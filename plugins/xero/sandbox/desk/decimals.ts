/** Money is counted in whole cents; quantities, unit amounts and rates in ten-thousandths. */
export const CENTS = 2;
export const FINE = 4;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** Whole units of a decimal: 12.345 with 2 places is 1235, half a unit goes away from zero. Undefined when it is no number. */
export function unitsOf(value: number | string, places: number): number | undefined {
  if (typeof value === 'number') {
    const scaled = value * 10 ** places;
    const near = Math.round(scaled);
    // Written with so few places that nothing is left to round: by far the most.
    if (Math.abs(scaled - near) < 1e-5 && Math.abs(near) < 1e10) return near === 0 ? 0 : near;
  }
  return fromText(typeof value === 'number' ? plain(value) : value.trim(), places);
}

// The shortest text of a double is the decimal that was written; only tiny and huge ones have an exponent.
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') && Math.abs(value) < 1 ? value.toFixed(12) : text;
}

function fromText(text: string, places: number): number | undefined {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const kept = Number(whole + fraction.slice(0, places).padEnd(places, '0'));
  const units = kept + (Number(fraction[places] ?? 0) >= 5 ? 1 : 0);
  if (!Number.isSafeInteger(units)) return undefined;
  return sign === '-' && units > 0 ? -units : units;
}

/** As a JSON number: the double next to the exact quotient prints as exactly the decimal. */
export const amountOf = (cents: number): number => cents / 100;
export const fineOf = (units: number): number => units / 10_000;

/** As people write it: 1990 is "19.90". */
export function moneyText(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The product of whole numbers over a divisor, rounded once, half away from zero. */
export function shared(factors: readonly number[], divisor: number): number {
  let product = 1;
  for (const factor of factors) {
    product *= factor;
    if (!Number.isSafeInteger(product)) return sharedBig(factors, divisor);
  }
  const whole = Math.abs(product);
  const rest = whole % divisor;
  const quotient = (whole - rest) / divisor + (2 * rest >= divisor ? 1 : 0);
  return product < 0 && quotient > 0 ? -quotient : quotient;
}

function sharedBig(factors: readonly number[], divisor: number): number {
  const product = factors.reduce((all, factor) => all * BigInt(factor), 1n);
  const whole = product < 0n ? -product : product;
  const quotient = Number((2n * whole + BigInt(divisor)) / (2n * BigInt(divisor)));
  return product < 0n && quotient > 0 ? -quotient : quotient;
}
