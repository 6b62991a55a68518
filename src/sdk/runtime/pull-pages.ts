import type { Context } from '../context.js';
import type { ImportTask, Page, PullContext } from '../tasks/index.js';
import type { MapRow } from './compile-mapping.js';
import { deliverAhead } from './deliver-ahead.js';
import type { MappedPage, MappedRow } from './protocol.js';

/** Walks an app's pages, maps their rows and hands them over, a few ahead of what has been written. */
export async function pullPages(
  task: ImportTask,
  ctx: Omit<PullContext<unknown>, 'since' | 'bookmark'>,
  mapRow: MapRow,
  from: { since?: number; bookmark?: unknown; seq: number },
  exchanges: number[],
  deliver: (page: MappedPage) => Promise<void>,
): Promise<void> {
  const since = from.since === undefined ? undefined : new Date(from.since);
  await deliverAhead(task.pull({ ...ctx, since, bookmark: from.bookmark }), ctx.signal, (page, at) =>
    deliver(mapPage(page, from.seq + at, mapRow, ctx, exchanges.splice(0))),
  );
}

function mapPage(page: Page, seq: number, mapRow: MapRow, ctx: Context, exchanges: number[]): MappedPage {
  if (!Array.isArray(page.rows)) throw new Error('The app answered something else where a list of rows was expected.');
  const rows = page.rows
    .map((row) => mapRow(row as Record<string, unknown>, ctx))
    .filter((row): row is MappedRow => row !== undefined);
  return { seq, rows, skipped: page.rows.length - rows.length, bookmark: page.bookmark, total: page.total, exchanges };
}
