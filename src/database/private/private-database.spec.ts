import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, type PrivateDatabase, startPrivateDatabase } from './index.js';

describe('the private database', () => {
  let dir: string;
  const open: PrivateDatabase[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'patchbay-spec-'));
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((database) => database.stop()));
    await rm(dir, { recursive: true });
  });

  const start = async () => {
    const lines: string[] = [];
    const database = await startPrivateDatabase({ dir, throwaway: true, onLine: (line) => lines.push(line) });
    open.push(database);
    return Object.assign(database, { lines });
  };

  it('keeps what was written until the next start', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept (word VARCHAR(20))');
    await ask(first.url, "INSERT INTO kept VALUES ('still here')");
    await first.stop();

    const second = await start();
    expect(await ask(second.url, 'SELECT word FROM kept')).toEqual([{ word: 'still here' }]);
  });

  it('starts with the settings that the hub counts on', async () => {
    const { url } = await start();
    const [row] = await ask(
      url,
      `SELECT @@tx_isolation AS isolation, @@collation_server AS collation, @@time_zone AS zone, @@log_bin AS binlog,
              @@bind_address AS address, @@sql_mode LIKE '%STRICT_ALL_TABLES%' AS strict`,
    );
    expect(row).toEqual({
      isolation: 'READ-COMMITTED',
      collation: 'utf8mb4_unicode_ci',
      zone: '+00:00',
      binlog: 0,
      address: '127.0.0.1',
      strict: 1,
    });
  });

  it('refuses a second hub on the same folder at once and names the first', async () => {
    await start();
    const began = Date.now();
    const second = await start().catch((error: unknown) => error);
    expect(second).toBeInstanceOf(FolderInUse);
    expect(String(second)).toContain(`in use by process ${process.pid}`);
    expect(Date.now() - began).toBeLessThan(500);
  });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query(sql);
    return rows as unknown[];
  } finally {
    await connection.end();
  }
}
