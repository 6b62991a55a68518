import { Logger } from '@nestjs/common';
import { type Refusal, refusalOf } from '../database/refusal.js';
import type { ExportRun } from './export-run.js';
import { Unmergeable } from './unmergeable.js';

const log = new Logger('transactions');

const REFUSED: Record<Refusal, string> = {
  taken: 'something of it, such as its reference, is the same as another’s',
  'too-long': 'something of it is longer than the hub can keep',
  unfit: 'something in it is not as the hub can keep it',
};

/** It is about what was to be written, and not about the database or the hub. */
export const isTheirs = (error: unknown): boolean => error instanceof Unmergeable || refusalOf(error) !== undefined;

/** Writes each of these that the database takes; answers the others. None may depend on another. */
export async function writeAllBut<Item>(
  items: Item[],
  write: (items: Item[]) => Promise<void>,
): Promise<{ item: Item; error: unknown }[]> {
  try {
    await write(items);
    return [];
  } catch (error) {
    if (!refusalOf(error)) throw error;
    if (items.length === 1) return [{ item: items[0]!, error }];
    const half = items.length >> 1;
    const first = await writeAllBut(items.slice(0, half), write);
    return [...first, ...(await writeAllBut(items.slice(half), write))];
  }
}

/** Why the database doesn't take something, for people. */
export const whyRefused = (error: unknown): string => REFUSED[refusalOf(error) ?? 'unfit'];

export const whereToLook = (runId: number): string =>
  `whoever runs the hub finds the reason in the hub’s log, under run ${runId}.`;

/** Ends a run that has done all else: some of its records could be written down in no way, and are looked at again by the next. */
export function tellUnwritten({ run, unwritten }: Pick<ExportRun, 'run' | 'unwritten'>): void {
  if (unwritten.size === 0) return;
  const records = unwritten.size === 1 ? 'one record' : `${unwritten.size} records`;
  throw new Error(
    `The hub couldn’t write down what becomes of ${records}; all others are done. They are tried again, and ${whereToLook(run.id)}`,
  );
}

/** The database's own words may hold whatever a record says: they are for whoever runs the hub, and for no page. */
export function tellOperator(what: string, error: unknown, recordIds: number[]): void {
  const { code, sqlState, message } = error as Error & { code?: string; sqlState?: string };
  log.error(`The database does not take ${what}`, {
    refused: { records: recordIds, code, sqlState, database: message },
  });
}
