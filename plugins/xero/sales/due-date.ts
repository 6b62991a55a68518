import { addDays, endOfMonth } from '../dates.js';
import type { Settings } from '../settings.js';

/** `said`: as the store itself says, on which it falls back to the invoice date. */
export function dueDate(date: string, said: string | null | undefined, { due: { rule, days } }: Pick<Settings, 'due'>) {
  if (rule === 'store') return said && said > date ? said : date;
  if (rule === 'days') return addDays(date, days);
  if (rule === 'end-of-month') return endOfMonth(date);
  return rule === 'end-of-next-month' ? endOfMonth(date, 1) : date;
}
