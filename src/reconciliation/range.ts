import { DateTime } from 'luxon';

/** Both sides are read so many days wider than asked: what one of them dates a little differently must not fall off the edge. */
export const RANGE_MARGIN = 7;

/** A calendar date so many days later. */
export function shift(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'UTC' }).plus({ days }).toISODate()!;
}

/** The last three months where the store is. */
export function usualRange(timeZone: string, now: Date): { from: string; to: string } {
  const today = DateTime.fromJSDate(now, { zone: timeZone });
  return { from: today.minus({ months: 3 }).toISODate()!, to: today.toISODate()! };
}
