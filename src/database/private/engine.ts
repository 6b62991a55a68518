import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The programs of a MariaDB server on this machine. */
export interface Engine {
  /** Path of mariadbd. */
  server: string;
  /** Path of mariadb-install-db. */
  installer: string;
  /** What an engine outside its usual place needs on each command line. */
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** There is no database engine here, and this is how to get one. */
export class EngineMissing extends Error {
  override name = 'EngineMissing';

  constructor(options?: ErrorOptions) {
    super(
      `Patchbay keeps its records in a MariaDB server of its own, and this machine has none.\n` +
        `Type: ${installCommand()}\n` +
        `or set DATABASE_URL=mysql://user:password@host:3306/database to use a server you already have.`,
      options,
    );
  }
}

/** Where an ordinary user's copy of the engine is unpacked: beside the records, in the package's own folder. */
export function unpackedEngineFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new Error('The package folder of Patchbay was not found');
    folder = dirname(folder);
  }
  return join(folder, '.data', 'engine');
}

export function findEngine(unpacked = unpackedEngineFolder()): Engine | undefined {
  const folders = usualFolders();
  const server = findProgram(['mariadbd', 'mysqld'], folders);
  const installer = findProgram(['mariadb-install-db', 'mysql_install_db'], folders);
  if (server && installer) return { server, installer, args: [], env: process.env };
  return findUnpackedEngine(unpacked);
}

export function findUnpackedEngine(folder: string): Engine | undefined {
  const server = findProgram(['mariadbd'], [join(folder, 'usr/sbin')]);
  const installer = findProgram(['mariadb-install-db'], [join(folder, 'usr/bin')]);
  if (!server || !installer) return undefined;
  const libraries = [...libraryFolders(folder), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return {
    server,
    installer,
    args: [`--basedir=${join(folder, 'usr')}`, `--lc-messages-dir=${join(folder, 'usr/share/mysql')}`],
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  };
}

export function findProgram(names: string[], folders = usualFolders()): string | undefined {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function usualFolders(): string[] {
  return [
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    '/usr/sbin',
    '/usr/local/sbin',
    '/opt/homebrew/opt/mariadb/bin',
    '/usr/local/opt/mariadb/bin',
    '/home/linuxbrew/.linuxbrew/opt/mariadb/bin',
  ];
}

/** Libraries of a package lie one level down, in a folder named after the processor. */
function libraryFolders(folder: string): string[] {
  return ['usr/lib', 'lib'].flatMap((name) => {
    const root = join(folder, name);
    if (!existsSync(root)) return [];
    const inner = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [root, ...inner.map((entry) => join(root, entry.name))];
  });
}

function installCommand(): string {
  if (process.platform === 'darwin') return 'brew install mariadb';
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return `${sudo}apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core`;
}
