const DAY = 86_400_000;
const NET_DATE = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** The app's JSON answers carry dates in .NET's old notation. */
export const wireDate = (instant: number): string => `/Date(${instant})/`;

/** Milliseconds since 1970 of either notation; a date without a zone is UTC. Undefined when it is no date. */
export function instantOf(text: string): number | undefined {
  const net = NET_DATE.exec(text);
  if (net) return Number(net[1]);
  const iso = ISO_DATE.exec(text);
  if (!iso) return undefined;
  const [, day = '', time = '00:00', zone = 'Z'] = iso;
  if (!isCalendarDay(day)) return undefined;
  const instant = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(instant) ? undefined : instant;
}

// Date.parse reads 31 February as a day in March.
function isCalendarDay(day: string): boolean {
  const instant = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}

/** The instant of a date the twin itself wrote. */
export const writtenInstant = (date: string | null): number => Number(NET_DATE.exec(date ?? '')?.[1] ?? 0);

export const isDayOnly = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

export const daysAfter = (instant: number, days: number): number => instant + days * DAY;

export const daysBetween = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / DAY));
