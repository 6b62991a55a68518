import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, isRunning, type KnownProcess, knownProcess } from './processes.js';

/** Another hub runs on this folder. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';

  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `The data folder ${folder} is in use by process ${pid}. Stop that hub first, or give this one another folder.`,
    );
  }
}

/**
 * Takes the folder for this process; the answer gives it back. The database would refuse a second server too, but only
 * after half a minute and without saying who is in the way.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, 'hub.lock');
  const own = join(folder, `hub.lock.${randomUUID()}`);
  await writeFile(own, JSON.stringify(knownProcess(process.pid)), { mode: 0o600 });
  try {
    while (!(await claim(own, lock))) await clear(lock, folder);
  } finally {
    await rm(own, { force: true });
  }
  return () => rm(lock, { force: true });
}

/** Linking is the one step that creates the lock with its content, or fails because another process was faster. */
async function claim(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock whose holder has ended. */
async function clear(lock: string, folder: string): Promise<void> {
  const seen = await read(lock);
  const holder = parse(seen);
  if (holder && isRunning(holder)) throw new FolderInUse(folder, holder.pid);
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  // Another hub may have cleared and taken the lock since we read it: then what we moved is its lock, so put it back.
  if ((await read(aside)) !== seen) await claim(aside, lock);
  await rm(aside, { force: true });
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function parse(text: string): KnownProcess | undefined {
  return text ? (JSON.parse(text) as KnownProcess) : undefined;
}
