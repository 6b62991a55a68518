import { raw } from 'mysql2';
import type { SqlParameter, Transaction } from '../database/database.js';

// Rows for `values`, written straight into the statement. The driver's own formatting escapes each quotation mark of a JSON
// text and looks at every value's kind: measured on a first import, it took as long as parsing what the app sent.

/** A quoted text. Correct for utf8mb4 with backslash escapes, which every connection of the hub uses. */
export function quoted(text: string): string {
  let safe = text;
  // One after the other: asking a function about each of them took twice as long.
  if (safe.includes('\\')) safe = safe.replace(/\\/g, '\\\\');
  if (safe.includes("'")) safe = safe.replace(/'/g, "''");
  if (safe.includes('\0')) safe = safe.replace(/\0/g, '\\0');
  return `'${safe}'`;
}

export function quotedOrNull(text: string | null | undefined): string {
  return text === null || text === undefined ? 'null' : quoted(text);
}

/** Bytes given in hexadecimal letters. */
export function bytes(hex: string | null | undefined): string {
  return hex === null || hex === undefined ? 'null' : `x'${hex}'`;
}

/** An instant as DATETIME(3) in UTC. */
export function instant(milliseconds: number): string {
  return `'${new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')}'`;
}

// Far below the server's limit for one packet, and large enough that the round trip no longer shows.
const LONGEST = 1_000_000;

/** `before (row), (row) … after`, as few statements as their length allows. */
export function* statements(before: string, rows: Iterable<string>, after = ''): Generator<string> {
  let parts: string[] = [];
  let length = 0;
  for (const row of rows) {
    if (length + row.length > LONGEST && parts.length > 0) {
      yield statement(before, parts, after);
      parts = [];
      length = 0;
    }
    parts.push(row);
    length += row.length;
  }
  if (parts.length > 0) yield statement(before, parts, after);
}

/** Put together at once: with more added to its ends, a long text is copied once more. */
function statement(before: string, rows: string[], after: string): string {
  rows[0] = `${before}(${rows[0]}`;
  rows.push(`${rows.pop()})${after}`);
  return rows.join('),(');
}

/** Runs statements that are complete in themselves. */
export async function runAll(tx: Transaction, texts: Iterable<string>): Promise<void> {
  // The driver searches every statement for placeholders, letter by letter; it leaves a value that is SQL already alone.
  for (const text of texts) await tx.run('?', [raw(text) as unknown as SqlParameter]);
}
