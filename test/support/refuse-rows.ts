import { afterEach } from 'vitest';
import type { Database } from '../../src/database/database.js';

let triggers = 0;

/** From now on the database takes no row of a table of which this holds, where `new` is the row. Answers how that ends. */
export async function refuseRows(
  database: Database,
  table: string,
  when = 'true',
  words = 'No',
): Promise<() => Promise<unknown>> {
  const name = `refuse_${table}_${++triggers}`;
  await database.run(
    `create trigger ${name} before insert on ${table} for each row begin
       if ${when} then signal sqlstate '45000' set message_text = '${words}'; end if; end`,
  );
  return () => database.run(`drop trigger ${name}`);
}

/** For a spec whose database refuses rows until that is mended, after each test at the latest. */
export function refusing(database: () => Database, words: string) {
  const ends: (() => Promise<unknown>)[] = [];
  const mend = async () => {
    for (const end of ends.splice(0)) await end();
  };
  afterEach(mend);
  const refuse = async (table: string, when: string) =>
    void ends.push(await refuseRows(database(), table, when, words));
  return { refuse, mend };
}
