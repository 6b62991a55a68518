import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, type PrivateDatabase, startPrivateDatabase } from './index.js';
import { ask } from './test/ask.js';

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

  it('refuses a second hub on the same folder before it begins anything there, and names the first', async () => {
    await start();
    const before = await readdir(dir);
    const began = performance.now();
    const second = await start().catch((error: unknown) => error);
    expect(second).toBeInstanceOf(FolderInUse);
    expect(String(second)).toContain(`in use by process ${process.pid}`);
    expect(await readdir(dir)).toEqual(before);
    // Whatever it could wait for takes longer.
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('gives the folder back when it has stopped', async () => {
    const first = await start();
    await first.stop();
    await expect(start()).resolves.toMatchObject({ pid: expect.any(Number) });
  });

  it('takes a folder whose hub has ended without a word', async () => {
    await writeFile(join(dir, 'hub.lock'), JSON.stringify({ pid: process.pid, began: 'in another life' }));
    await expect(start()).resolves.toMatchObject({ pid: expect.any(Number) });
  });

  it('repeats a first start that was interrupted', async () => {
    await mkdir(join(dir, 'mysql.new'));
    await writeFile(join(dir, 'mysql.new', 'ibdata1'), 'half a file');
    const { url } = await start();
    expect(await ask(url, 'SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
    await expect(stat(join(dir, 'mysql.new'))).rejects.toThrow('ENOENT');
  });

  it('starts after a crash of the machine that left its own notes empty', async () => {
    const first = await start();
    await first.stop();
    for (const name of ['hub.lock', 'mysql.password', 'mysql.running.json']) await writeFile(join(dir, name), '');
    const { url } = await start();
    expect(await ask(url, 'SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
  });

  it('lets nobody else read the password', async () => {
    const { url } = await start();
    const file = join(dir, 'mysql.password');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(dir, 'mysql.sign-in.sql'))).mode & 0o777).toBe(0o600);
    expect(new URL(url).password).toBe(await readFile(file, 'utf8'));
    await expect(ask(url.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow('Access denied');
  });

  it('comes back on the same port when its server is killed', async () => {
    const { url, pid, lines } = await start();
    await ask(url, 'CREATE TABLE kept (id INT)');
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => ask(url, 'SELECT COUNT(*) AS n FROM kept').catch(String)).toEqual([{ n: 0 }]);
    expect(open[0]?.pid).not.toBe(pid);
    expect(lines).toContain(`The database server ${pid} ended by itself; starting it again`);
  });

  it('says how the server failed and leaves no process behind', async () => {
    const first = await start();
    await first.stop();
    await rm(join(dir, 'mysql', 'ibdata1'));
    await writeFile(join(dir, 'mysql', 'ibdata1'), 'not a tablespace');
    await expect(start()).rejects.toThrow(/did not start.*mysql\.log.*\[ERROR\]/s);
    await expect(stat(join(dir, 'mysql.running.json'))).rejects.toThrow('ENOENT');
    await expect(stat(join(dir, 'hub.lock'))).rejects.toThrow('ENOENT');
  });
});
