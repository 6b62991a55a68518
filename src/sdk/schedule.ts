import { DateTime } from 'luxon';
import { type CronFields, matchesDay, parseCron } from './cron-fields.js';

/** When a task runs, read from its text. */
export type Schedule =
  /** Every so many minutes, counted from 1970 (UTC), so that a change of clocks neither skips nor repeats a run. */
  | { kind: 'minutes'; every: number }
  /** At midnight of each n-th calendar day. */
  | { kind: 'days'; every: number }
  | { kind: 'cron'; fields: CronFields };

const EVERY = /^every\s+(?:(\d{1,5})\s+)?(minute|hour|day)s?$/i;
const DURATION = /^(\d{1,5})\s+(second|minute|hour|day)s?$/i;
const MILLISECONDS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const MINUTES = { minute: 1, hour: 60 } as const;
const YEARS_AHEAD = 9;

/** Reads 'every 15 minutes', 'every 2 hours', 'every day', or five cron fields. Throws with a reason when it can't. */
export function parseSchedule(text: string): Schedule {
  const match = EVERY.exec(text.trim());
  if (!match) return parseCronSchedule(text);
  const every = Number(match[1] ?? 1);
  const unit = match[2]!.toLowerCase() as 'minute' | 'hour' | 'day';
  if (every < 1) throw new Error(`'${text}' runs never: the number must be at least 1`);
  return unit === 'day' ? { kind: 'days', every } : { kind: 'minutes', every: every * MINUTES[unit] };
}

function parseCronSchedule(text: string): Schedule {
  const schedule: Schedule = { kind: 'cron', fields: parseCron(text) };
  nextRun(schedule, 'UTC', new Date(0));
  return schedule;
}

/** The first run after an instant. Wall-clock times that a change of clocks skips run right behind the gap; repeated ones run once. */
export function nextRun(schedule: Schedule, timeZone: string, after: Date): Date {
  if (schedule.kind === 'minutes') {
    const step = schedule.every * MILLISECONDS.minute;
    return new Date((Math.floor(after.getTime() / step) + 1) * step);
  }
  const from = DateTime.fromJSDate(after, { zone: timeZone });
  if (!from.isValid) throw new Error(`${timeZone} is no time zone`);
  for (let day = from.startOf('day'); day.year <= from.year + YEARS_AHEAD; day = day.plus({ days: 1 }).startOf('day')) {
    const runs = runsOf(schedule, day);
    const next = runs.find((run) => run > after.getTime());
    if (next !== undefined) return new Date(next);
  }
  throw new Error('This schedule never comes round');
}

/** Every run of one calendar day, in order. */
function runsOf(schedule: Exclude<Schedule, { kind: 'minutes' }>, day: DateTime): number[] {
  if (schedule.kind === 'days') {
    const count = Math.round(Date.UTC(day.year, day.month - 1, day.day) / MILLISECONDS.day);
    return count % schedule.every === 0 ? [day.toMillis()] : [];
  }
  const { fields } = schedule;
  if (!matchesDay(fields, day)) return [];
  return fields.everyHour ? throughTheDay(fields.minutes, day) : atWallTimes(fields, day);
}

// Clocks change on the half hour at the finest, so one look at the offset serves half an hour.
const BLOCK = 30;

/** Minutes of every hour there is that day: 25 of them when clocks go back. */
function throughTheDay(minutes: number[], day: DateTime): number[] {
  const end = day.plus({ days: 1 }).startOf('day').toMillis();
  const runs: number[] = [];
  for (let block = day.toMillis(); block < end; block += BLOCK * MILLISECONDS.minute) {
    const local = new Date(block + day.zone.offset(block) * MILLISECONDS.minute).getUTCMinutes();
    for (let at = 0; at < BLOCK; at++) {
      if (minutes.includes((local + at) % 60)) runs.push(block + at * MILLISECONDS.minute);
    }
  }
  return runs;
}

function atWallTimes({ hours, minutes }: CronFields, day: DateTime): number[] {
  const runs = hours.flatMap((hour) => minutes.map((minute) => instantOf(day, hour, minute)));
  return [...new Set(runs)].sort((left, right) => left - right);
}

function instantOf(day: DateTime, hour: number, minute: number): number {
  const wanted = day.set({ hour, minute });
  if (wanted.hour === hour && wanted.minute === minute) {
    return Math.min(...wanted.getPossibleOffsets().map((possible) => possible.toMillis()));
  }
  // The clocks skip it. Walk back to where they come out.
  const skipped = Date.UTC(day.year, day.month - 1, day.day, hour, minute);
  let run = wanted;
  while (onTheWall(run.minus({ minutes: 1 })) > skipped) run = run.minus({ minutes: 1 });
  return run.toMillis();
}

const onTheWall = (time: DateTime) => time.toMillis() + time.offset * MILLISECONDS.minute;

/** '2 minutes' in milliseconds. Throws when it can't be read. */
export function parseDuration(text: string): number {
  const match = DURATION.exec(text.trim());
  if (!match) throw new Error(`'${text}' is no duration; write it like '2 minutes'`);
  return Number(match[1]) * MILLISECONDS[match[2]!.toLowerCase() as keyof typeof MILLISECONDS];
}
