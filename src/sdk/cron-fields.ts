import type { DateTime } from 'luxon';

/** Five cron fields, written out. */
export interface CronFields {
  minutes: number[];
  hours: number[];
  daysOfMonth: number[];
  months: number[];
  /** 0 is Sunday. */
  daysOfWeek: number[];
  everyHour: boolean;
  everyDayOfMonth: boolean;
  everyMonth: boolean;
  everyDayOfWeek: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface FieldRule {
  name: string;
  from: number;
  to: number;
  names?: string[];
}

const RULES: FieldRule[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: ['', ...MONTHS] },
  { name: 'day of the week', from: 0, to: 7, names: DAYS },
];

/** Reads `minute hour day month weekday`. */
export function parseCron(text: string): CronFields {
  const parts = text.trim().toLowerCase().split(/\s+/);
  if (parts.length !== 5) {
    throw new Error(`'${text}' is no schedule; write it like 'every 15 minutes', 'every day' or '0 6,18 * * *'`);
  }
  const [minutes, hours, daysOfMonth, months, weekdays] = parts.map((part, at) => readField(part, RULES[at]!));
  const daysOfWeek = sorted(weekdays!.map((day) => day % 7));
  return {
    minutes: minutes!,
    hours: hours!,
    daysOfMonth: daysOfMonth!,
    months: months!,
    daysOfWeek,
    everyHour: hours!.length === 24,
    everyDayOfMonth: daysOfMonth!.length === 31,
    everyMonth: months!.length === 12,
    everyDayOfWeek: daysOfWeek.length === 7,
  };
}

/** As cron has always had it: where both kinds of days are restricted, either will do. */
export function matchesDay(fields: CronFields, day: DateTime): boolean {
  if (!fields.months.includes(day.month)) return false;
  const ofMonth = fields.daysOfMonth.includes(day.day);
  const ofWeek = fields.daysOfWeek.includes(day.weekday % 7);
  return fields.everyDayOfMonth || fields.everyDayOfWeek ? ofMonth && ofWeek : ofMonth || ofWeek;
}

function readField(text: string, rule: FieldRule): number[] {
  return sorted(text.split(',').flatMap((part) => readPart(part, rule)));
}

function readPart(part: string, rule: FieldRule): number[] {
  const match = /^(?:\*|([a-z\d]+)(?:-([a-z\d]+))?)(?:\/(\d+))?$/.exec(part);
  if (!match) throw new Error(`'${part}' can't be read as a ${rule.name}`);
  const [, first, last, step] = match;
  const from = first === undefined ? rule.from : readNumber(first, rule);
  const to = last === undefined ? (first === undefined || step !== undefined ? rule.to : from) : readNumber(last, rule);
  const stride = step === undefined ? 1 : Number(step);
  if (stride < 1) throw new Error(`'${part}' can't be read as a ${rule.name}: the step must be at least 1`);
  if (from > to) throw new Error(`'${part}' can't be read as a ${rule.name}: it runs backwards`);
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, at) => from + at * stride);
}

function readNumber(text: string, rule: FieldRule): number {
  const named = rule.names?.indexOf(text) ?? -1;
  const value = named >= 0 ? named : Number(text);
  if (!Number.isInteger(value) || value < rule.from || value > rule.to) {
    throw new Error(`'${text}' is no ${rule.name}: it must be ${rule.from} to ${rule.to}`);
  }
  return value;
}

const sorted = (values: number[]) => [...new Set(values)].sort((left, right) => left - right);
