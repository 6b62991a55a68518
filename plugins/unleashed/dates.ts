/** `modifiedSince` is in UTC, to the second. */
export const sinceText = (since: Date | undefined): string | undefined => since?.toISOString().slice(0, 19);

/** A calendar date on its way out: midnight UTC, so that it stays the same day. */
export const wireDay = (date: string): string => `${date}T00:00:00`;

/** So many days after a calendar date. */
export const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The 1st of the month after an instant, 00:00 UTC: then the app counts its monthly requests anew. */
export function nextMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

const NET_DATE = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

/** Milliseconds since 1970 of a date as the app writes it, in .NET's old notation or in ISO's without a zone. */
export function instantOf(written: string | null | undefined): number | undefined {
  const net = NET_DATE.exec(written ?? '');
  const instant = net ? Number(net[1]) : Date.parse(`${(written ?? '').slice(0, 19)}Z`);
  return Number.isFinite(instant) ? instant : undefined;
}

/** The calendar date of one: written as midnight UTC, so that it stays the same day. */
export function dayOf(written: string | null | undefined): string | undefined {
  const instant = instantOf(written);
  return instant === undefined ? undefined : new Date(instant).toISOString().slice(0, 10);
}
