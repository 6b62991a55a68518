import type { Row } from './envelope.js';

/** Where a walk stands: plain JSON, so that an interrupted one goes on from it. */
export interface Place {
  /** Milliseconds since 1970, UTC: everything before has been read. */
  from: number;
  /** How long the next stretch of time is, in milliseconds. */
  width: number;
  /** The next page within a stretch too short to be cut. */
  page?: number;
}

export interface Walk {
  /** The present; what changes later is in the last stretch, which has no end. */
  end: number;
  /** How many rows a page may hold. */
  limit: number;
  ask(from: number, to: number | undefined, page: number): Promise<Row[]>;
}

const SHORTEST = 60_000;
const FULLNESS = 0.6;

/**
 * Walks through time in stretches that each fit on one page. Rows that change meanwhile slide between numbered pages and
 * would be missed; out of a stretch they only move into a later one, which is read later.
 */
export async function* windows(walk: Walk, start: Place): AsyncGenerator<{ rows: Row[]; next?: Place }> {
  let place = start;
  let cut = false;
  for (;;) {
    const { from, page = 0 } = place;
    const width = Math.max(SHORTEST, Math.min(place.width, walk.end - from));
    const to = from + width >= walk.end ? undefined : from + width;
    const rows = await walk.ask(from, to, page);
    const full = rows.length >= walk.limit;
    if (full && width > SHORTEST) {
      place = { from, width: Math.max(SHORTEST, Math.floor(width / 3)) };
      cut = true;
      continue;
    }
    const next = full
      ? { from, width, page: page + 1 }
      : to === undefined
        ? undefined
        : { from: to, width: nextWidth(width, rows.length / walk.limit, cut) };
    cut = false;
    yield { rows, next };
    if (!next) return;
    place = next;
  }
}

/** So long that the next page is well filled if time goes on as it did. What has just been cut for being too full isn't stretched. */
function nextWidth(width: number, fullness: number, cut: boolean): number {
  const factor = fullness > 0 ? FULLNESS / fullness : 2;
  return Math.round(width * Math.min(cut ? 1 : 2, Math.max(0.5, factor)));
}
