import { createConnection } from 'mysql2/promise';
import { expect, it } from 'vitest';
import { testDatabase } from './database.js';

it('gives each caller an empty database of its own and takes it away again', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  const connection = await createConnection(one.url);
  await connection.query('CREATE TABLE only_here (id INT PRIMARY KEY)');
  const [tables] = await connection.query(`SHOW TABLES FROM ${new URL(other.url).pathname.slice(1)}`);
  expect(tables).toEqual([]);

  await Promise.all([one.drop(), other.drop()]);
  await expect(connection.query('SELECT * FROM only_here')).rejects.toThrow(/only_here|No database selected/);
  await connection.end();
});
