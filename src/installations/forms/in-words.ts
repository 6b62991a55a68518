import type { FieldManifest } from '../../sdk/index.js';
import { calendarDate } from '../../web/times.js';

/** An answer as people read it. */
export function answerInWords({ kind, options, unit }: FieldManifest, value: unknown): string {
  if (kind === 'secret') return 'not shown';
  if (kind === 'switch') return value ? 'On' : 'Off';
  if (kind === 'choice') return options?.[String(value)] ?? String(value);
  if (kind === 'date' && typeof value === 'string') return calendarDate(value, 'UTC');
  return unit ? `${String(value)} ${unit}` : String(value);
}
