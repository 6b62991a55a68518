import type { Database } from '../../database/database.js';

interface Old {
  table: string;
  /** The column that says when, first in an index. */
  at: string;
  before: Date;
  /** Rows that one statement deletes, and how many statements there may be. */
  atOnce: number;
  chunks: number;
}

/** Deletes what is older, the oldest first and a little at a time, so that nobody waits long for it. Answers how many are gone. */
export async function forget(database: Database, { table, at, before, atOnce, chunks }: Old): Promise<number> {
  let gone = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const count = await database.run(`delete from ${table} where ${at} < ? order by ${at} limit ?`, [before, atOnce]);
    gone += count;
    if (count < atOnce) break;
  }
  return gone;
}
