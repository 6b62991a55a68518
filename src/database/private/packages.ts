import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './engine.js';

const run = promisify(execFile);
const patience = { timeout: 600_000, maxBuffer: 64 * 1024 * 1024 };

export function hasPackages(): boolean {
  return process.platform === 'linux' && findProgram(['apt-get']) !== undefined && findProgram(['dpkg']) !== undefined;
}

export function mayInstallPackages(): boolean {
  return hasPackages() && process.getuid?.() === 0;
}

/** Installs system packages on Debian or Ubuntu; only root may. */
export async function installPackages(names: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { ...patience, env });
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], { ...patience, env });
}

/** Unpacks system packages, and what they need that is not installed, into a folder: no rights needed. */
export async function unpackPackages(names: string[], into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const work = await mkdtemp(`${into}.packages-`);
  try {
    try {
      await download([], names, work);
    } catch {
      // The machine's package lists are old, or missing as in many a container image.
      await download(await ownLists(work), names, work);
    }
    const files = (await readdir(work)).filter((file) => file.endsWith('.deb'));
    for (const file of files) await run('dpkg', ['-x', join(work, file), into], patience);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(apt: string[], names: string[], into: string): Promise<void> {
  const wanted = new Set([...names, ...(await missing(apt, names))]);
  await run('apt-get', [...apt, 'download', '-q', ...wanted], { ...patience, cwd: into });
}

async function ownLists(work: string): Promise<string[]> {
  const lists = join(work, 'lists');
  const cache = join(work, 'cache');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives/partial'), { recursive: true });
  const own = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`];
  await run('apt-get', [...own, 'update', '-q'], patience);
  return own;
}

/** A simulated installation names every package it would add. */
async function missing(apt: string[], names: string[]): Promise<string[]> {
  const { stdout } = await run(
    'apt-get',
    [...apt, 'install', '--simulate', '-q', '--no-install-recommends', ...names],
    patience,
  );
  return [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name!);
}
