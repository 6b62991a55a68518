import { refusedAmong, tellOperator, whereToLook, whyRefused } from '../../database/refusals.js';
import type { MappedPage, MappedRow } from '../../sdk/runtime/index.js';
import type { Incoming } from './import-run.js';
import { nameOf, type Row } from './rows.js';

const MANY = 10;

/** Takes back what was only written to see whether it can be. */
export class Rehearsed extends Error {}

/** Pages of which the database doesn't take some rows, with those refused, so that all others come in. */
export async function withoutRefused(
  pages: MappedPage[],
  rows: Row[],
  { type, runId }: Pick<Incoming, 'type' | 'runId'>,
  rehearse: (some: Row[]) => Promise<unknown>,
): Promise<MappedPage[]> {
  const refused = await refusedAmong(rows, rehearse);
  // Where nothing of many is taken, it isn't theirs to mend.
  if (refused.length === rows.length && rows.length >= MANY) throw refused[0]!.error;
  const instead = new Map<MappedRow, MappedRow>();
  for (const { item: row, error } of refused) {
    tellOperator('a row of an import', error, [row.remoteId]);
    const mapped = row.page.rows[row.at]!;
    const why = `The hub couldn’t write it down: ${whyRefused(error)}. Correct it there; it comes in with that change. Should it come back, ${whereToLook(runId)}`;
    instead.set(mapped, { remoteId: mapped.remoteId, refused: why, name: nameOf(type, row) });
  }
  return pages.map((page) => ({ ...page, rows: page.rows.map((mapped) => instead.get(mapped) ?? mapped) }));
}
