const STEPS: [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [3600, 'minute'],
  [86_400, 'hour'],
  [604_800, 'day'],
  [2_629_800, 'week'],
  [31_557_600, 'month'],
  [Number.POSITIVE_INFINITY, 'year'],
];

const relative = new Intl.RelativeTimeFormat('en-AU', { numeric: 'auto' });

/** `2 minutes ago`, `in 3 hours`, `yesterday`. */
export function relativeTime(at: Date, now = new Date()): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 10) return seconds > 0 ? 'in a moment' : 'just now';
  const index = STEPS.findIndex(([limit]) => Math.abs(seconds) < limit);
  const size = index === 0 ? 1 : STEPS[index - 1]![0];
  return relative.format(Math.trunc(seconds / size), STEPS[index]![1]);
}

/** `Sun 22 Nov 2026, 5:01:38 pm AEDT` */
export function exactTime(at: Date, timeZone: string): string {
  const key = `${at.getTime()}${timeZone}`;
  let words = exact.get(key);
  if (words === undefined) {
    words = spell(at, timeZone);
    if (exact.size >= EXACT_KEPT) exact.clear();
    exact.set(key, words);
  }
  return words;
}

// Those of a list are asked for again with each look at it, and spelling one out is dear.
const exact = new Map<string, string>();
const EXACT_KEPT = 5000;

function spell(at: Date, timeZone: string): string {
  return formatter(timeZone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** `22 Nov 2026`, of an instant in the time zone, or of a calendar date (`2026-11-22`), which no time zone shifts. */
export function calendarDate(date: Date | string, timeZone: string): string {
  const zone = typeof date === 'string' ? 'UTC' : timeZone;
  const at = typeof date === 'string' ? new Date(`${date}T00:00:00Z`) : date;
  return formatter(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** A moment or a day as it stands in a record, by the kind of its field; nothing where it is neither. */
export function recordedTime(value: unknown, kind: string | undefined, timeZone: string): string | undefined {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return undefined;
  if (kind === 'instant') return exactTime(new Date(value), timeZone);
  return kind === 'date' ? calendarDate(value, timeZone) : undefined;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs far more than using it, and a page shows hundreds of times. */
function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone}/${Object.keys(options).join()}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat('en-AU', { timeZone, ...options });
    formatters.set(key, made);
  }
  return made;
}
