import { DateTime } from 'luxon';

/** A calendar day as a form sends it, or undefined. */
export function readDay(text: unknown): string | undefined {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid
    ? text
    : undefined;
}

/** From the beginning of one day to the end of another, as it was where the store is. */
export function spanOf(timeZone: string, from?: string, to?: string): { since?: Date; until?: Date } {
  const begin = (day: string) => DateTime.fromISO(day, { zone: timeZone }).startOf('day');
  return {
    since: from === undefined ? undefined : begin(from).toJSDate(),
    until: to === undefined ? undefined : begin(to).plus({ days: 1 }).toJSDate(),
  };
}

/** When each of the last days began where the store is, oldest first; the last one is today. */
export function lastDays(timeZone: string, count: number, now: Date): Date[] {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  return Array.from({ length: count }, (_, index) => today.minus({ days: count - 1 - index }).toJSDate());
}
