/** `modifiedSince` is in UTC, to the second. */
export const sinceText = (since: Date | undefined): string | undefined => since?.toISOString().slice(0, 19);

/** A calendar date on its way out: midnight UTC, so that it stays the same day. */
export const wireDay = (date: string): string => `${date}T00:00:00`;

/** The 1st of the month after an instant, 00:00 UTC: then the app counts its monthly requests anew. */
export function nextMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
