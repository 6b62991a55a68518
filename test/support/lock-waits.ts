import { expect } from 'vitest';

type Ask = (sql: string) => Promise<{ n: number }[]>;

/** Resolves once so many statements of this database wait for a lock. What waits in those of other specs, on the same server, is theirs. */
export async function lockWaits(ask: Ask, count: number): Promise<void> {
  const waiting = async () => {
    const [row] = await ask(
      `select count(*) n from information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id
       where t.trx_state = 'LOCK WAIT' and p.db = database()`,
    );
    return Number(row!.n);
  };
  // What the engine says of its locks is refreshed only when nobody has read it for a tenth of a second.
  await expect.poll(waiting, { interval: 250 }).toBe(count);
}
