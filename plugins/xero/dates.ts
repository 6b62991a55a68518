/** 'Changed since' as the app takes it: UTC, to the second. */
export const sinceText = (since: Date | undefined): string | undefined =>
  since && `${since.toISOString().slice(0, 19)}Z`;

/** `/Date(1552348800000+0000)/` in milliseconds since 1970; undefined for what is none. */
export function instantOf(written: unknown): number | undefined {
  if (typeof written !== 'string') return undefined;
  const [, milliseconds] = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(written) ?? [];
  const at = milliseconds === undefined ? Date.parse(written) : Number(milliseconds);
  return Number.isNaN(at) ? undefined : at;
}

/** A document's calendar date as the app writes it, which is midnight UTC whatever the organisation's time zone. */
export function dayOf(written: unknown): string | undefined {
  const at = instantOf(written);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The last day of the month that lies so many months behind a date. */
export function endOfMonth(date: string, months = 0): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
}

const words = new Intl.DateTimeFormat('en-AU', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `31 July 2026`, as the app itself writes days in its messages. */
export const dayInWords = (date: string): string => words.format(new Date(`${date}T00:00:00Z`));

export const later = (one: string, other: string): string => (one > other ? one : other);
