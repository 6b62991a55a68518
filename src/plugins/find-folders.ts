import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../web/package-root.js';
import type { PluginFailure } from './failure.js';

/** A folder that should hold a plugin. */
export interface PluginFolder {
  /** What the plugin's id must be. */
  name: string;
  path: string;
  /** Came with the hub, or from one of the PLUGIN_PATHS. */
  bundled: boolean;
}

/** The plugins that come with the hub stand next to its own code, compiled or not. */
const bundledFolder = fileURLToPath(new URL('../../plugins', import.meta.url));

const hidden = (name: string) => name.startsWith('.') || name === 'node_modules';

/** The module of a plugin folder, if there is one. */
export function entryOf(folder: string): string | undefined {
  // Sources count only where the hub itself runs from sources, under the test runner.
  const names = import.meta.url.endsWith('.ts') ? ['plugin.js', 'plugin.ts'] : ['plugin.js'];
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}

/** The compiled form of a module: what a process of its own can run. */
export function compiledOf(entry: string): string {
  return entry.endsWith('.ts')
    ? join(packageRoot, 'dist', relative(packageRoot, entry)).replace(/\.ts$/, '.js')
    : entry;
}

export async function findBundled(): Promise<PluginFolder[]> {
  return existsSync(bundledFolder) ? foldersIn(bundledFolder, true) : [];
}

/** Each path is a plugin's folder, or a folder of them. */
export async function findOutside(paths: string[], failures: PluginFailure[]): Promise<PluginFolder[]> {
  const found = await Promise.all(
    paths.map(async (given) => {
      const path = resolve(given);
      if (!(await isFolder(path))) {
        failures.push({ folder: path, problem: 'PLUGIN_PATHS names this folder, but it is not there.' });
        return [];
      }
      return entryOf(path) ? [{ name: basename(path), path, bundled: false }] : foldersIn(path, false);
    }),
  );
  // One folder may be named twice: by itself, and by the folder it is in.
  return [...new Map(found.flat().map((folder) => [folder.path, folder])).values()];
}

/** Where the files that a compiler leaves behind are: beside the code, or beside its source. */
export function assetsFolders(folder: string): string[] {
  const compiled = join(packageRoot, 'dist');
  const within = relative(compiled, folder);
  return within.startsWith('..') ? [folder] : [folder, join(packageRoot, within)];
}

async function foldersIn(path: string, bundled: boolean): Promise<PluginFolder[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isFile() && !hidden(entry.name)).map((entry) => entry.name);
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const folder = join(path, name);
      return (await holdsFiles(folder)) ? [{ name, path: folder, bundled }] : [];
    }),
  );
  return found.flat();
}

/** A removed plugin leaves empty folders behind where it was compiled. */
async function holdsFiles(folder: string): Promise<boolean> {
  if (!(await isFolder(folder))) return false;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.some((entry) => !entry.isDirectory());
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
