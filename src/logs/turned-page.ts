import { type KeyKind, type KeyValues, readKey, type Slice, writeKey } from './key-set.js';

const LINES_A_PAGE = 50;

/** A page of a log, and the keys behind which there are others. */
export interface TurnedPage<Line> {
  lines: Line[];
  newer?: string;
  older?: string;
  /** Where a search has stopped before the page was full. */
  lookedTo?: Line;
}

/** How the lines of a log are read, whatever it is of. */
interface Turning<Line> {
  kinds: KeyKind[];
  keyOf(line: Line): KeyValues;
  read(slice: Slice): Promise<Pick<TurnedPage<Line>, 'lines' | 'lookedTo'>>;
  /** A search that is turned back begins anew: how far it had looked is no page. */
  onlyOlder?: boolean;
}

/** The page that an address asks for by `before` or `after` a key; the newest lines where it does neither. */
export async function turnTo<Line>(
  query: Record<string, unknown>,
  { kinds, keyOf, read, onlyOlder = false }: Turning<Line>,
): Promise<TurnedPage<Line>> {
  const [before, after] = [query.before, query.after].map((word) => readKey(word, kinds));
  const wordOf = (line: Line | undefined) => line && writeKey(keyOf(line));
  const limit = LINES_A_PAGE + 1;
  if (after && !onlyOlder) {
    const { lines: found } = await read({ from: { key: after, direction: 'newer' }, limit });
    // Fewer than a page are left that way: that is the first page, and it is shown whole.
    if (found.length === limit) {
      const lines = found.slice(1);
      return { lines, newer: wordOf(lines[0]), older: wordOf(lines.at(-1)) };
    }
  }
  const from = before && !after ? { key: before, direction: 'older' as const } : undefined;
  const { lines: found, lookedTo } = await read({ from, limit });
  const lines = found.slice(0, LINES_A_PAGE);
  const last = found.length === limit ? lines.at(-1) : lookedTo;
  return { lines, lookedTo, newer: from && (wordOf(lines[0]) ?? writeKey(from.key)), older: wordOf(last) };
}
