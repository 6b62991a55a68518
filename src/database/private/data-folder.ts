import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Engine } from './engine.js';
import { codeOf } from './processes.js';

const run = promisify(execFile);

/** A folder that belongs to one private database: its tables, password, log, and what is remembered between starts. */
export interface DataFolder {
  path: string;
  tables: string;
  password: string;
  /** Read by the server at each start, so that the hub can always sign in, whatever happened before. */
  signIn: string;
  log: string;
  /** Which server process runs here, and on which port. */
  running: string;
}

export const user = 'patchbay';

export async function openDataFolder(dir: string): Promise<DataFolder> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = await realpath(dir);
  return {
    path,
    tables: join(path, 'mysql'),
    password: await passwordIn(join(path, 'mysql.password')),
    signIn: join(path, 'mysql.sign-in.sql'),
    log: join(path, 'mysql.log'),
    running: join(path, 'mysql.running.json'),
  };
}

/** Makes the empty tables. A first start that was interrupted leaves only `mysql.new` and is repeated. */
export async function installTables(engine: Engine, folder: DataFolder): Promise<boolean> {
  if (existsSync(folder.tables)) return false;
  const fresh = `${folder.tables}.new`;
  await rm(fresh, { recursive: true, force: true });
  try {
    await run(
      engine.installer,
      [
        '--no-defaults',
        `--datadir=${fresh}`,
        '--auth-root-authentication-method=socket',
        '--auth-root-socket-user=root',
        '--skip-test-db',
        '--skip-name-resolve',
        ...engine.args,
        ...asRoot(),
      ],
      { env: engine.env, timeout: 120_000 },
    );
  } catch (error) {
    throw new Error(`The database could not be prepared in ${fresh}: ${outputOf(error)}`, { cause: error });
  }
  await rename(fresh, folder.tables);
  return true;
}

export async function writeSignIn(folder: DataFolder): Promise<void> {
  const who = `'${user}'@'127.0.0.1'`;
  const sql = [
    `CREATE USER IF NOT EXISTS ${who};`,
    `ALTER USER ${who} IDENTIFIED BY '${folder.password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO ${who} WITH GRANT OPTION;`,
  ];
  await writeFile(folder.signIn, `${sql.join('\n')}\n`, { mode: 0o600 });
}

/** The server refuses to run as root unless told so; a container often has no other user. */
export function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

async function passwordIn(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const password = (await readFile(file, 'utf8')).trim();
  // It is written into SQL and a URL as it stands.
  if (!/^\w{16,}$/.test(password)) throw new Error(`${file} should hold a password of letters and digits`);
  return password;
}

function outputOf(error: unknown): string {
  const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
  return `${stderr ?? ''}\n${stdout ?? ''}`.trim() || message;
}
