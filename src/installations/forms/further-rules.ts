import { Big } from 'big.js';
import type { FieldManifest } from '../../sdk/host/index.js';

/** What the fields' own rules leave open: days that no calendar has, bounds of amounts, characters that can't be seen. */
export function furtherProblem(field: FieldManifest, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/\p{Cc}/u.test(value))
    return `${field.label}: this contains characters that can’t be seen; please type it again.`;
  if (field.kind === 'date' && !isDay(value)) return `${field.label}: there is no such day.`;
  if (field.kind === 'money') return moneyProblem(field, value);
  return undefined;
}

function moneyProblem({ label, min, max }: FieldManifest, value: string): string | undefined {
  const amount = new Big(value);
  if (min !== undefined && amount.lt(min)) return `${label}: at least ${min}.`;
  if (max !== undefined && amount.gt(max)) return `${label}: at most ${max}.`;
  return undefined;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
