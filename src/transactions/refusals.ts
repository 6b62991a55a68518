import { refusalOf } from '../database/refusal.js';
import { whereToLook } from '../database/refusals.js';
import type { ExportRun } from './export-run.js';
import { Unmergeable } from './unmergeable.js';

/** It is about what was to be written, and not about the database or the hub. */
export const isTheirs = (error: unknown): boolean => error instanceof Unmergeable || refusalOf(error) !== undefined;

/** Ends a run that has done all else: some of its records could be written down in no way, and are looked at again by the next. */
export function tellUnwritten({ run, unwritten }: Pick<ExportRun, 'run' | 'unwritten'>): void {
  if (unwritten.size === 0) return;
  const records = unwritten.size === 1 ? 'one record' : `${unwritten.size} records`;
  throw new Error(
    `The hub couldn’t write down what becomes of ${records}; all others are done. They are tried again, and ${whereToLook(run.id)}`,
  );
}
