import type { RecordDeclaration } from '../sdk/index.js';
import { recordedTime } from '../web/times.js';

const LONGEST = 80;

const amounts = new Intl.NumberFormat('en-AU', { minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** A field's value in a few words, for a place beside others. */
export function shownValue(
  value: unknown,
  shape: RecordDeclaration['fields'][string] | undefined,
  timeZone: string,
): string {
  if (value === null || value === undefined || value === '') return '–';
  if (value === true) return 'Yes';
  if (value === false) return 'No';
  if (shape?.kind === 'money' && typeof value === 'string') return amounts.format(value as Intl.StringNumericLiteral);
  const time = recordedTime(value, shape?.kind, timeZone);
  if (time !== undefined) return time;
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${value.length} entries`;
  const text = typeof value === 'object' ? Object.values(value).filter(Boolean).join(', ') : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Whether two values of a record say the same; an absent one is an empty one. */
export function sameValue(one: unknown, other: unknown): boolean {
  const [left, right] = [one ?? null, other ?? null];
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
