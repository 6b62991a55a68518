/** Rows by a key of theirs, in the order they came. */
export function groupBy<Row, Key>(rows: Iterable<Row>, keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

export function* chunks<Row>(rows: Row[], size: number): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

/** Those that belong, and the others. */
export function partition<Row>(rows: Row[], belongs: (row: Row) => boolean): [Row[], Row[]] {
  const yes: Row[] = [];
  const no: Row[] = [];
  for (const row of rows) (belongs(row) ? yes : no).push(row);
  return [yes, no];
}
