const NET_DATE = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** An instant in .NET's old notation. */
export const wireInstant = (instant: number): string => `/Date(${instant}+0000)/`;

/** A calendar day in the same notation: its midnight as if it were UTC, whatever the time zone of the organisation. */
export const wireDay = (day: string): string => `/Date(${Date.parse(`${day}T00:00Z`)}+0000)/`;

/** The companion of a day: `DateString`. */
export const dayText = (day: string): string => `${day}T00:00:00`;

/** The companion of an instant: `UpdatedDateUTCString`. */
export const instantText = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}+00:00`;

/** The calendar day of a date in a request, undefined when it is none. A time of day behind it counts for nothing. */
export function dayFrom(text: string): string | undefined {
  const net = NET_DATE.exec(text);
  if (net) return new Date(Number(net[1])).toISOString().slice(0, 10);
  const [, day] = ISO_DATE.exec(text) ?? [];
  return day !== undefined && isCalendarDay(day) ? day : undefined;
}

/** Milliseconds since 1970; a date without a zone is UTC. Takes ISO dates and those of HTTP headers. */
export function instantFrom(text: string): number | undefined {
  const iso = ISO_DATE.exec(text.trim());
  if (!iso) return /^[a-z]{3}, \d/i.test(text) ? numberOr(Date.parse(text)) : undefined;
  const [, day = '', time = '00:00', zone = 'Z'] = iso;
  return isCalendarDay(day) ? numberOr(Date.parse(`${day}T${time}${zone}`)) : undefined;
}

const numberOr = (instant: number): number | undefined => (Number.isNaN(instant) ? undefined : instant);

// The same few days come again and again.
const knownDays = new Set<string>();
const MOST_KNOWN = 5000;

// Date.parse reads 31 February as a day in March.
function isCalendarDay(day: string): boolean {
  if (knownDays.has(day)) return true;
  const instant = Date.parse(`${day}T00:00Z`);
  const isOne = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
  if (isOne && knownDays.size < MOST_KNOWN) knownDays.add(day);
  return isOne;
}

/** '2026-06-30' as '30 June 2026'. */
export function longDay(day: string): string {
  const [year = '', month = '1', date = '1'] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Which day an instant belongs to in a time zone. */
export function dayIn(timeZone: string, instant: number): string {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock.format(instant);
}
