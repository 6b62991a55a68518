// Amounts of real documents fit into a machine's own integers, which count exactly and some ten times as fast as digits in a list do:
// '19.95' is 1995 units of 2 places. For all others there is no such number: what is asked of them is undefined here, and whoever asks
// counts by digits. Nothing is made but the text that is answered, for a document of a few lines counts a hundred times.

// Fifteen digits are always exact; a sign and a point may be among them.
const LONGEST = 15;
const POWERS = Array.from({ length: LONGEST + 1 }, (_, places) => 10 ** places);
const [ZERO, NINE, POINT, MINUS] = [48, 57, 46, 45];

/** How many places the number has that was read last. */
let read = 0;

/** NaN for what is too long, or no plain number: '1e3', '.5', 'abc'. Says in `read` of which places they are. */
function unitsOf(amount: string | number): number {
  const text = typeof amount === 'number' ? String(amount) : amount;
  if (typeof text !== 'string') return Number.NaN;
  const { length } = text;
  const begin = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (length > LONGEST || length === begin) return Number.NaN;
  let units = 0;
  let point = length;
  for (let at = begin; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) units = units * 10 + (code - ZERO);
    else if (code === POINT && point === length && at > begin && at < length - 1) point = at;
    else return Number.NaN;
  }
  read = Math.max(0, length - point - 1);
  return begin === 1 ? -units : units;
}

/** The first with all the others added, or taken away. */
export function sumOf(first: string | number, others: (string | number)[], sign: 1 | -1): string | undefined {
  let units = unitsOf(first);
  let places = read;
  for (const other of others) {
    const more = unitsOf(other) * sign;
    const wanted = Math.max(places, read);
    // Both operands were exact, so what is still a safe integer is exact too.
    units = scaledBy(units, wanted - places) + scaledBy(more, wanted - read);
    places = wanted;
  }
  return Number.isSafeInteger(units) ? writtenOut(units, places) : undefined;
}

export function productOf(factors: (string | number)[]): string | undefined {
  let units = 1;
  let places = 0;
  for (const factor of factors) {
    units *= unitsOf(factor);
    places += read;
    if (!Number.isSafeInteger(units)) return undefined;
  }
  return writtenOut(units, places);
}

/** Half a unit goes away from zero. */
export function roundedTo(amount: string | number, wanted: number): string | undefined {
  const units = unitsOf(amount);
  if (Number.isNaN(units)) return undefined;
  if (read <= wanted) return writtenOut(units, read);
  const power = POWERS[read - wanted];
  return power === undefined || wanted < 0 ? undefined : writtenOut(nearest(units, power), wanted);
}

export function quotientOf(dividend: string | number, divisor: string | number, places: number): string | undefined {
  const above = unitsOf(dividend);
  const abovePlaces = read;
  const below = unitsOf(divisor);
  const up = scaledBy(above, read + places);
  const down = scaledBy(below, abovePlaces);
  if (Number.isNaN(up) || Number.isNaN(down) || down === 0 || places < 0) return undefined;
  return writtenOut(nearest(down < 0 ? -up : up, Math.abs(down)), places);
}

export function withoutSign(amount: string | number): string | undefined {
  const units = unitsOf(amount);
  return Number.isNaN(units) ? undefined : writtenOut(Math.abs(units), read);
}

/** Less than, equal to or more than nought as the first is less than, equal to or more than the second. */
export function apart(one: string | number, other: string | number): number | undefined {
  const first = unitsOf(one);
  const places = read;
  const second = unitsOf(other);
  const wanted = Math.max(places, read);
  const difference = scaledBy(first, wanted - places) - scaledBy(second, wanted - read);
  return Number.isNaN(difference) ? undefined : difference;
}

export function isNought(amount: string | number): boolean | undefined {
  const units = unitsOf(amount);
  return Number.isNaN(units) ? undefined : units === 0;
}

/** As people write it: '7.5', never '7.50'. */
function writtenOut(units: number, places: number): string {
  if (places === 0 || units === 0) return units === 0 ? '0' : String(units);
  let [left, point] = [Math.abs(units), places];
  for (; point > 0 && left % 10 === 0; point--) left /= 10;
  if (point === 0) return String(units < 0 ? -left : left);
  const digits = String(left).padStart(point + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -point)}.${digits.slice(-point)}`;
}

/** Of so many places more; NaN where that is no longer exact. */
function scaledBy(units: number, places: number): number {
  const scaled = units * (POWERS[places] ?? Number.NaN);
  return Number.isSafeInteger(scaled) ? scaled : Number.NaN;
}

/** A remainder of whole numbers is exact, where a quotient may be rounded to the next one. */
function nearest(units: number, divisor: number): number {
  const rest = units % divisor;
  const whole = (units - rest) / divisor;
  // Not twice the rest: that could be too large to be exact.
  return Math.abs(rest) >= divisor - Math.abs(rest) ? whole + Math.sign(units) : whole;
}
