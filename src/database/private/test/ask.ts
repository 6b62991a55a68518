import { createConnection } from 'mysql2/promise';

/** The rows that one statement gives. */
export async function ask(url: string, sql: string): Promise<unknown[]> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query(sql);
    return rows as unknown[];
  } finally {
    await connection.end();
  }
}
