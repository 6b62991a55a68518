import type { StoreClock } from './clock.js';
import { Refusal } from './refusal.js';
import { type Given, isTrue, text, texts } from './wire.js';

/** How each criterion of a noun looks at a row. Instants answer to `<Name>From` and `<Name>To`, both inclusive. */
export interface Criteria<T> {
  texts?: Record<string, (row: T) => string | string[] | undefined>;
  flags?: Record<string, (row: T) => boolean>;
  instants?: Record<string, (row: T) => number | undefined>;
}

type Test<T> = (row: T) => boolean;

/** The tests a request's criteria amount to; criteria this noun does not know are no criteria. */
export function tests<T>(filter: Given, criteria: Criteria<T>, clock: StoreClock): Test<T>[] {
  const found: Test<T>[] = [];
  for (const [name, of] of Object.entries(criteria.texts ?? {})) {
    const wanted = new Set(texts(filter[name]).map((one) => one.toLowerCase()));
    if (wanted.size > 0) found.push((row) => [of(row) ?? ''].flat().some((one) => wanted.has(one.toLowerCase())));
  }
  for (const [name, of] of Object.entries(criteria.flags ?? {})) {
    const [wanted] = texts(filter[name]);
    if (wanted) found.push((row) => of(row) === isTrue(wanted));
  }
  for (const [name, of] of Object.entries(criteria.instants ?? {})) {
    const from = instant(filter, `${name}From`, clock);
    const to = instant(filter, `${name}To`, clock);
    if (from !== undefined) found.push((row) => (of(row) ?? Number.NEGATIVE_INFINITY) >= from);
    if (to !== undefined) found.push((row) => (of(row) ?? Number.POSITIVE_INFINITY) < to + 1000);
  }
  return found;
}

function instant(filter: Given, name: string, clock: StoreClock): number | undefined {
  const given = text(filter[name]);
  if (!given) return undefined;
  const parsed = clock.parse(given);
  if (parsed === undefined) throw new Refusal(`Invalid ${name}: '${given}' is not a date`);
  return parsed;
}
