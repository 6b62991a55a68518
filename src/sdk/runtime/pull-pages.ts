import type { Context } from '../context.js';
import type { ImportTask, Page } from '../tasks.js';
import type { MapRow } from './compile-mapping.js';
import type { MappedPage, MappedRow } from './protocol.js';

// While the host writes these, the next page is fetched and mapped. More would only hold memory.
const PAGES_ON_THEIR_WAY = 4;

/** Walks an app's pages, maps their rows and hands them over, a few ahead of what has been written. */
export async function pullPages(
  task: ImportTask,
  ctx: Context & { api: unknown },
  mapRow: MapRow,
  from: { since?: number; bookmark?: unknown; seq: number },
  exchanges: number[],
  deliver: (page: MappedPage) => Promise<void>,
): Promise<void> {
  const since = from.since === undefined ? undefined : new Date(from.since);
  const onTheirWay = new Set<Promise<void>>();
  let failed: { error: unknown } | undefined;
  let seq = from.seq;

  for await (const page of task.pull({ ...ctx, since, bookmark: from.bookmark })) {
    ctx.signal.throwIfAborted();
    const mapped = mapPage(page, seq++, mapRow, ctx, exchanges.splice(0));
    const delivery: Promise<void> = deliver(mapped)
      .catch((error: unknown) => {
        failed ??= { error };
      })
      .finally(() => onTheirWay.delete(delivery));
    onTheirWay.add(delivery);
    if (onTheirWay.size >= PAGES_ON_THEIR_WAY) await Promise.race(onTheirWay);
    if (failed) break;
  }
  await Promise.all(onTheirWay);
  if (failed) throw failed.error;
}

function mapPage(page: Page, seq: number, mapRow: MapRow, ctx: Context, exchanges: number[]): MappedPage {
  if (!Array.isArray(page.rows)) throw new Error('The app answered something else where a list of rows was expected.');
  const rows = page.rows.map((row) => mapRow(row, ctx)).filter((row): row is MappedRow => row !== undefined);
  return { seq, rows, skipped: page.rows.length - rows.length, bookmark: page.bookmark, total: page.total, exchanges };
}
