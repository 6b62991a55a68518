import { addDays, endOfMonth } from '../dates.js';
import type { Settings } from '../settings.js';

export function dueDate(date: string, { due: { rule, days } }: Pick<Settings, 'due'>): string {
  if (rule === 'days') return addDays(date, days);
  if (rule === 'end-of-month') return endOfMonth(date);
  return rule === 'end-of-next-month' ? endOfMonth(date, 1) : date;
}
