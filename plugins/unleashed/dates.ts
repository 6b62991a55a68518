const NET_DATE = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;

/** Milliseconds since 1970 of a date as the app writes it: `/Date(1609459200000)/` in JSON, ISO elsewhere. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const net = NET_DATE.exec(value);
  const instant = net
    ? Number(net[1])
    : Date.parse(/\d[T ]\d/.test(value) && !/(Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value);
  return Number.isNaN(instant) ? undefined : instant;
}

/** `modifiedSince` is in UTC, to the second. */
export const sinceText = (since: Date | undefined): string | undefined => since?.toISOString().slice(0, 19);

/** A calendar date on its way out: midnight UTC, so that it stays the same day. */
export const wireDay = (date: string): string => `${date}T00:00:00`;

/** The 1st of the month after an instant, 00:00 UTC: then the app counts its monthly requests anew. */
export function nextMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
