import { createHash } from 'node:crypto';
import type { Database } from '../../src/database/database.js';
import type { Owned } from './owned.js';

/** Everything the database holds of a merchant, table by table, so that a difference names where it is. */
export async function fingerprint(database: Database, { owner: { store, user } }: Owned): Promise<object> {
  const columns = await database.query<{ name: string; columns: string }>(
    `select table_name name, group_concat(column_name) columns from information_schema.columns
     where table_schema = database() group by table_name order by table_name`,
  );
  const prints = columns.flatMap(({ name, columns: list }) => {
    const has = new Set(list.split(','));
    const [where, value] = has.has('store_id')
      ? ['store_id = ?', store.id]
      : has.has('account_id')
        ? ['account_id = ?', user.accountId]
        : ['id = ?', name === 'accounts' ? user.accountId : null];
    if (value === null || value === undefined) return [];
    return [database.query(`select * from \`${name}\` where ${where}`, [value]).then((rows) => [name, digest(rows)])];
  });
  return Object.fromEntries(await Promise.all(prints));
}

function digest(rows: object[]): string {
  const lines = rows.map((row) => JSON.stringify(row)).sort();
  return `${lines.length} rows, ${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12)}`;
}
