import type { CronFields } from './cron-fields.js';
import { parseSchedule } from './schedule.js';

const DAYS = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];
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
];
const TIMES_AT_MOST = 6;

/** What a merchant reads: 'every 15 minutes', '6 am and 6 pm Sydney'. */
export function scheduleInWords(text: string, timeZone: string): string {
  const schedule = parseSchedule(text);
  if (schedule.kind === 'days') return every(schedule.every, 'day');
  if (schedule.kind === 'minutes') {
    return schedule.every % 60 === 0 ? every(schedule.every / 60, 'hour') : every(schedule.every, 'minute');
  }
  const place = timeZone.split('/').at(-1)!.replaceAll('_', ' ');
  const { fields } = schedule;
  const times = timesInWords(fields);
  if (!times) return `at “${text.trim()}” ${place}`;
  return [fields.everyHour ? times : `${times} ${place}`, ...daysInWords(fields)].join(' ');
}

const every = (count: number, unit: string) => (count === 1 ? `every ${unit}` : `every ${count} ${unit}s`);

function timesInWords({ minutes, hours, everyHour }: CronFields): string | undefined {
  if (everyHour) return withinTheHour(minutes);
  if (minutes.length * hours.length > TIMES_AT_MOST) return undefined;
  return and(hours.flatMap((hour) => minutes.map((minute) => clock(hour, minute))));
}

function withinTheHour(minutes: number[]): string | undefined {
  const [first] = minutes as [number];
  if (minutes.length === 1) return first === 0 ? 'every hour' : `every hour, ${first} minutes past`;
  const step = 60 / minutes.length;
  const even = Number.isInteger(step) && minutes.every((minute, at) => minute === at * step);
  return even ? every(step, 'minute') : undefined;
}

function clock(hour: number, minute: number): string {
  if (minute === 0 && hour === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'noon';
  const past = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 || 12}${past} ${hour < 12 ? 'am' : 'pm'}`;
}

function daysInWords(fields: CronFields): string[] {
  const days = [
    fields.everyDayOfMonth ? '' : `the ${and(fields.daysOfMonth.map(ordinal))}`,
    fields.everyDayOfWeek ? '' : weekdays(fields.daysOfWeek),
  ].filter(Boolean);
  return [
    ...(days.length === 0 ? [] : [`on ${days.join(' or ')}`]),
    ...(fields.everyMonth ? [] : [`in ${and(fields.months.map((month) => MONTHS[month - 1]!))}`]),
  ];
}

const weekdays = (days: number[]) => (days.join() === '1,2,3,4,5' ? 'weekdays' : and(days.map((day) => DAYS[day]!)));

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  return `${day}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
}

function and(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
