import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Engine } from './engine.js';

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

/** The folder must be there and locked by us. */
export async function openDataFolder(dir: string): Promise<DataFolder> {
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
        // Not the machine's own folder: a server that starts there at the same moment sweeps away what it takes for its leftovers.
        `--tmpdir=${folder.path}`,
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

/** Any password will do as long as it is remembered: the server learns it anew at each start. */
async function passwordIn(file: string): Promise<string> {
  const known = existsSync(file) ? (await readFile(file, 'utf8')).trim() : '';
  const password = known || randomBytes(24).toString('hex');
  // It is written into SQL and a URL as it stands.
  if (!/^\w{16,}$/.test(password)) throw new Error(`${file} should hold a password of letters and digits`);
  if (!known) await writeFile(file, password, { mode: 0o600 });
  return password;
}

function outputOf(error: unknown): string {
  const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
  return `${stderr ?? ''}\n${stdout ?? ''}`.trim() || message;
}
