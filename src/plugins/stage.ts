import { createHash, randomUUID } from 'node:crypto';
import {
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { packageRoot } from '../web/package-root.js';
import { PluginFolderProblem } from './failure.js';

const FILES_AT_MOST = 5_000;
const BYTES_AT_MOST = 50 * 1024 * 1024;

/**
 * Copies a plugin from outside to where `patchbay/sdk` resolves to this very hub, and answers the copy's folder. Each
 * content gets a folder of its own: a changed plugin has new addresses, so nothing of an older one is taken for it.
 */
export async function stage(folder: string, name: string, within: string): Promise<string> {
  const files = await filesOf(await realpath(folder));
  const staged = join(within, await fingerprint(files), name);
  await layGround(within);
  if (!(await exists(staged))) await copy(files, staged);
  return staged;
}

interface StagedFile {
  path: string;
  /** Within the plugin's folder. */
  name: string;
}

async function filesOf(root: string): Promise<StagedFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const kept = entries.filter((entry) => !/(^|[\\/])(node_modules|\.git)([\\/]|$)/.test(relative(root, pathOf(entry))));
  for (const entry of kept) if (entry.isSymbolicLink()) await refuseWayOut(root, pathOf(entry));
  const files = kept
    .filter((entry) => entry.isFile())
    .map((entry) => ({ path: pathOf(entry), name: relative(root, pathOf(entry)) }));
  const sizes = await Promise.all(files.map(async ({ path }) => (await lstat(path)).size));
  if (files.length > FILES_AT_MOST || sizes.reduce((sum, size) => sum + size, 0) > BYTES_AT_MOST) {
    throw new PluginFolderProblem('The folder holds more than a plugin needs: at most 5,000 files and 50 MB.');
  }
  return files.sort((left, right) => (left.name < right.name ? -1 : 1));
}

const pathOf = (entry: { parentPath: string; name: string }) => join(entry.parentPath, entry.name);

/** A link that leads out of the folder would let a plugin read what isn't its own. */
async function refuseWayOut(root: string, link: string): Promise<void> {
  const target = await realpath(link).catch(() => undefined);
  if (target?.startsWith(root + sep)) {
    throw new PluginFolderProblem(
      `${relative(root, link)} is a link. Put a copy of ${await readlink(link)} in its place.`,
    );
  }
  throw new PluginFolderProblem(`${relative(root, link)} is a link that leads out of the plugin's folder.`);
}

async function fingerprint(files: StagedFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, name } of files)
    hash
      .update(`${name}\0`)
      .update(await readFile(path))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** What node needs above the copies: that they are ES modules, and where the package `patchbay` is. */
async function layGround(within: string): Promise<void> {
  await mkdir(join(within, 'node_modules'), { recursive: true });
  const manifest = join(within, 'package.json');
  if (!(await exists(manifest))) await writeFile(manifest, '{ "private": true, "type": "module" }\n');
  const link = join(within, 'node_modules', 'patchbay');
  if ((await realpath(link).catch(() => undefined)) === (await realpath(packageRoot))) return;
  await rm(link, { force: true });
  await symlink(packageRoot, link, 'dir').catch(unlessThere);
}

/** Under another name first: another process may be staging the same plugin, and half a copy must never be loaded. */
async function copy(files: StagedFile[], staged: string): Promise<void> {
  const unfinished = `${staged}.${randomUUID()}`;
  for (const { path, name } of files) {
    await mkdir(dirname(join(unfinished, name)), { recursive: true });
    await cp(path, join(unfinished, name));
  }
  await rename(unfinished, staged).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true });
    if (!(await exists(staged))) throw error;
  });
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );
