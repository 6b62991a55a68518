import { DateTime } from 'luxon';
import type { Report } from '../reports.js';
import { leftToSettle } from '../totals.js';

const BARS = 30;

/** What reports of one statement came to, one after the other: how many documents each left to settle. Nothing to see in one alone. */
export function pastOf(newestFirst: Pick<Report, 'finishedAt' | 'totals'>[], timeZone: string) {
  const ended = newestFirst.filter(({ finishedAt, totals }) => finishedAt && totals).slice(0, BARS);
  if (ended.length < 2) return undefined;
  const reports = ended.toReversed();
  const labels = reports.map(({ finishedAt }) =>
    DateTime.fromJSDate(finishedAt!, { zone: timeZone }).toFormat('d LLL yyyy'),
  );
  const [first, last] = [labels[0], labels.at(-1)];
  const span = first === last ? `of ${first}` : `${first} to ${last}`;
  return { values: reports.map(({ totals }) => leftToSettle(totals!)), labels, span };
}
