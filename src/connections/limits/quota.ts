import type { Limits } from '../../sdk/index.js';

/** How sparingly a tenant's tasks should go about what is left of the month's requests. */
export type QuotaLevel = 'fine' | 'slow' | 'exports-only' | 'spent';

/** What a tenant has used of its month, and how fast. */
export interface QuotaUse {
  used: number;
  /** Requests of the last days, without the day it began: a first import says nothing about a month. */
  recent: number;
  /** '2026-07-14': the day of the first request ever; null while there was none. */
  firstDay: string | null;
}

const DAY = 86_400_000;
/** Long enough for a weekend to count as much as it weighs, short enough to notice a changed schedule. */
const DAYS_OF_PACE = 7;

/** The merchant's own number, else what holds for everybody; none where only their plan says it and they haven't yet. */
export function budgetOf(own: number | null | undefined, { perMonth }: Limits = {}): number | undefined {
  return own ?? (typeof perMonth === 'number' ? perMonth : undefined);
}

/** How much of a month's requests is gone, in four words. Without a number there is always enough. */
export function quotaLevelOf(used: number, budget: number | undefined): QuotaLevel {
  if (!budget) return 'fine';
  const part = used / budget;
  if (part >= 1) return 'spent';
  if (part >= 0.9) return 'exports-only';
  return part >= 0.7 ? 'slow' : 'fine';
}

/** The day from which on requests count as recent: '2026-07-14'. */
export function recentSince(now: number): string {
  return dayOf(now - (DAYS_OF_PACE - 1) * DAY);
}

/** Requests a day as things go now; undefined on the first day. */
function paceOf({ recent, firstDay }: QuotaUse, now: number): number | undefined {
  if (firstDay === null || firstDay >= dayOf(now)) return undefined;
  const since = Math.max(Date.parse(firstDay) + DAY, Date.parse(recentSince(now)));
  // A busy hour after midnight is no day.
  return (recent * DAY) / Math.max(now - since, DAY);
}

/** What the month will come to if it goes on like the last days; undefined while it is too early to tell. */
export function foretell(use: QuotaUse, now: number): number | undefined {
  const pace = paceOf(use, now);
  return pace === undefined ? undefined : Math.round(use.used + (pace * (endOfMonth(now) - now)) / DAY);
}

/** When the month's requests will have run out, if they will. */
export function runsOutAt(use: QuotaUse, budget: number, now: number): Date | undefined {
  const pace = paceOf(use, now);
  if (!pace || use.used >= budget) return undefined;
  const at = now + ((budget - use.used) / pace) * DAY;
  return at < endOfMonth(now) ? new Date(at) : undefined;
}

/** Apps count by the months of UTC. */
export function endOfMonth(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
