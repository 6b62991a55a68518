/**
 * An exact number as whole units of its smallest place: '19.95' is 1995 units of 2 places. Amounts of real documents fit into a
 * machine's own integers, which count exactly and some ten times as fast as digits in a list do; for all others there is no such
 * number, and whoever asks counts by digits.
 */
export interface Scaled {
  readonly units: number;
  readonly places: number;
}

// Fifteen digits are always exact; a sign and a point may be among them.
const LONGEST = 15;
const POWERS = Array.from({ length: LONGEST + 1 }, (_, places) => 10 ** places);
const [ZERO, NINE, POINT, MINUS] = [48, 57, 46, 45];

/** Undefined for what is too long, or no plain number: '1e3', '.5', 'abc'. */
export function scaledOf(amount: string | number): Scaled | undefined {
  const text = typeof amount === 'number' ? String(amount) : amount;
  if (typeof text !== 'string') return undefined;
  const { length } = text;
  const begin = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (length > LONGEST || length === begin) return undefined;
  let units = 0;
  let point = length;
  for (let at = begin; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) units = units * 10 + (code - ZERO);
    else if (code === POINT && point === length && at > begin && at < length - 1) point = at;
    else return undefined;
  }
  return { units: begin === 1 ? -units : units, places: Math.max(0, length - point - 1) };
}

export function sumOf(one: Scaled, other: Scaled): Scaled | undefined {
  const places = Math.max(one.places, other.places);
  return exact(unitsAt(one, places) + unitsAt(other, places), places);
}

export function productOf(one: Scaled, other: Scaled): Scaled | undefined {
  return exact(one.units * other.units, one.places + other.places);
}

/** Half a unit goes away from zero. */
export function roundedTo({ units, places }: Scaled, wanted: number): Scaled | undefined {
  if (places <= wanted) return { units, places };
  const power = POWERS[places - wanted];
  return power === undefined || wanted < 0 ? undefined : { units: nearest(units, power), places: wanted };
}

export function quotientOf(dividend: Scaled, divisor: Scaled, places: number): Scaled | undefined {
  const up = dividend.units * (POWERS[divisor.places + places] ?? Number.NaN);
  const down = divisor.units * (POWERS[dividend.places] ?? Number.NaN);
  if (!Number.isSafeInteger(up) || !Number.isSafeInteger(down) || down === 0 || places < 0) return undefined;
  return { units: nearest(down < 0 ? -up : up, Math.abs(down)), places };
}

/** As people write it: '7.5', never '7.50'. */
export function writtenOut({ units, places }: Scaled): string {
  if (places === 0 || units === 0) return units === 0 ? '0' : String(units);
  let [left, point] = [Math.abs(units), places];
  for (; point > 0 && left % 10 === 0; point--) left /= 10;
  if (point === 0) return String(units < 0 ? -left : left);
  const digits = String(left).padStart(point + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -point)}.${digits.slice(-point)}`;
}

/** Both operands were exact, so what is still a safe integer is exact too. */
function exact(units: number, places: number): Scaled | undefined {
  return Number.isSafeInteger(units) ? { units, places } : undefined;
}

function unitsAt({ units, places }: Scaled, wanted: number): number {
  const scaled = units * (POWERS[wanted - places] ?? Number.NaN);
  return Number.isSafeInteger(scaled) ? scaled : Number.NaN;
}

/** A remainder of whole numbers is exact, where a quotient may be rounded to the next one. */
function nearest(units: number, divisor: number): number {
  const rest = units % divisor;
  const whole = (units - rest) / divisor;
  // Not twice the rest: that could be too large to be exact.
  return Math.abs(rest) >= divisor - Math.abs(rest) ? whole + Math.sign(units) : whole;
}
