import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, 'hub.lock');
  const own = join(folder, `hub.lock.${randomUUID()}`);
  await writeFile(own, JSON.stringify(knownProcess(process.pid)), { mode: 0o600 });
  try {
    while (!(await claim(own, lock))) await clear(lock, folder);
  } finally {
    await rm(own, { force: true });
  }
  let held = true;
  return async () => {
    // Given back twice, it would be another hub's by then.
    if (held) await rm(lock, { force: true });
    held = false;
  };
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

/** Removes a lock whose holder has ended. One process at a time may, or it could remove its successor's lock. */
async function clear(lock: string, folder: string): Promise<void> {
  await refuseIfHeld(lock, folder);
  const gate = `${lock}.gate`;
  try {
    await writeFile(gate, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await passGate(gate);
    return;
  }
  try {
    await refuseIfHeld(lock, folder);
    await rm(lock, { force: true });
  } finally {
    await rm(gate, { force: true });
  }
}

async function refuseIfHeld(lock: string, folder: string): Promise<void> {
  const text = await read(lock);
  // A crash of the whole machine may leave the file without its content.
  const holder = text ? (JSON.parse(text) as KnownProcess) : undefined;
  if (holder && isRunning(holder)) throw new FolderInUse(folder, holder.pid);
}

async function passGate(gate: string): Promise<void> {
  await sleep(10);
  const since = statSync(gate, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  // The gate is held for a moment only: whoever made this one was killed within it.
  if (Date.now() - since > 10_000) await rm(gate, { force: true });
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
