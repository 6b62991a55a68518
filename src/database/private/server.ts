import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { asRoot, type DataFolder, user } from './data-folder.js';
import type { Engine } from './engine.js';
import { isRunning, type KnownProcess, knownProcess } from './processes.js';

export interface RunningServer extends KnownProcess {
  port: number;
  socket: string;
}

export interface ServerSettings {
  bufferPoolMiB: number;
  /** For a database that is thrown away: a crash may lose its last second. */
  throwaway: boolean;
}

/** Begins the server; it does not listen yet. */
export async function launchServer(
  engine: Engine,
  folder: DataFolder,
  settings: ServerSettings,
  preferredPort?: number,
): Promise<RunningServer> {
  const server = await launch(engine, folder, settings, await freePort(preferredPort));
  await writeFile(folder.running, JSON.stringify(server));
  return server;
}

/** Waits until the server lets us in. After a crash it mends its tables first, which takes its time. */
export async function untilAnswering(server: RunningServer, folder: DataFolder, patience = 300_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (isRunning(server) && Date.now() < deadline) {
    if (await answers(server, folder)) return;
    await sleep(15);
  }
  throw new Error(`The database server did not start. Its log ${folder.log} ends with:\n${await tail(folder.log)}`);
}

/** The server that was running here last, as far as this folder remembers. */
export async function lastServer(folder: DataFolder): Promise<RunningServer | undefined> {
  if (!existsSync(folder.running)) return undefined;
  const text = await readFile(folder.running, 'utf8');
  // A crash of the whole machine may leave the file without its content; no server outlives that.
  return text ? (JSON.parse(text) as RunningServer) : undefined;
}

/** Whether the server lets us in and works on this folder's tables. */
export async function answers(server: RunningServer, folder: DataFolder): Promise<boolean> {
  try {
    const [rows] = await query(server.port, folder.password, 'SELECT @@datadir AS tables');
    return resolve((rows as { tables: string }[])[0]?.tables ?? '') === resolve(folder.tables);
  } catch {
    // Not yet listening, still recovering or someone else's server: the caller decides how long that is bearable.
    return false;
  }
}

export async function query(port: number, password: string, sql: string) {
  const connection = await createConnection({ host: '127.0.0.1', port, user, password, connectTimeout: 5_000 });
  try {
    return await connection.query(sql);
  } finally {
    connection.destroy();
  }
}

export async function forgetServer(server: RunningServer, folder: DataFolder): Promise<void> {
  await rm(dirname(server.socket), { recursive: true, force: true });
  await rm(folder.running, { force: true });
}

async function launch(
  engine: Engine,
  folder: DataFolder,
  settings: ServerSettings,
  port: number,
): Promise<RunningServer> {
  // A socket's path may have no more than about a hundred characters, so it can't lie in the data folder.
  const socket = join(await mkdtemp(join(tmpdir().length < 60 ? tmpdir() : '/tmp', 'patchbay-')), 's');
  if (existsSync(folder.log)) await rename(folder.log, `${folder.log}.1`);
  const log = await open(folder.log, 'a', 0o600);
  try {
    // In a session of its own: Ctrl-C reaches the hub only, which finishes its work and then stops the database. Its
    // output goes to a file, as a pipe would end with a hub that is killed.
    const child = spawn(engine.server, serverArgs(engine, folder, settings, port, socket), {
      cwd: folder.path,
      env: engine.env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise((started, failed) => child.once('spawn', started).once('error', failed));
    child.unref();
    const known = knownProcess(child.pid!);
    if (!known) throw new Error(`The database server ended at once:\n${await tail(folder.log)}`);
    return { ...known, port, socket };
  } finally {
    await log.close();
  }
}

function serverArgs(engine: Engine, folder: DataFolder, settings: ServerSettings, port: number, socket: string) {
  return [
    '--no-defaults',
    `--datadir=${folder.tables}`,
    `--tmpdir=${folder.path}`,
    `--socket=${socket}`,
    `--pid-file=${join(folder.path, 'mysql.pid')}`,
    `--init-file=${folder.signIn}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    '--transaction-isolation=READ-COMMITTED',
    '--sql-mode=STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION',
    '--max-allowed-packet=64M',
    '--max-connections=300',
    `--innodb-buffer-pool-size=${settings.bufferPoolMiB}M`,
    ...(settings.throwaway
      ? [
          '--innodb-flush-log-at-trx-commit=0',
          '--innodb-doublewrite=OFF',
          '--innodb-log-file-size=16M',
          // Making and dropping tables waits for the disk most of all. Servers that know better by now may ignore these.
          '--loose-innodb-flush-method=nosync',
          '--loose-innodb-file-per-table=OFF',
          '--loose-sync-frm=OFF',
        ]
      : []),
    ...engine.args,
    ...asRoot(),
  ];
}

/** The preferred port when nobody has it, else any free one. */
async function freePort(preferred = 0): Promise<number> {
  const probe = createServer();
  try {
    return await new Promise<number>((found, failed) => {
      probe.once('error', failed).listen(preferred, '127.0.0.1', () => {
        const address = probe.address();
        if (address && typeof address === 'object') found(address.port);
      });
    });
  } catch (error) {
    if (!preferred) throw error;
    return freePort();
  } finally {
    probe.close();
  }
}

async function tail(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.slice(-15).join('\n');
}
