import { statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { FolderInUse, startPrivateDatabase, stopLeftServer } from '../../src/database/private/index.js';

const prefix = 'patchbay-test-';

/** One database server for the whole run; it and its folder are gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const dir = await mkdtemp(join(tmpdir(), prefix));
  const server = await startPrivateDatabase({ dir, database: 'test', bufferPoolMiB: 128, throwaway: true });
  project.provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    await rm(dir, { recursive: true });
  };
}

/** A run that was killed could not clean up after itself. */
async function sweep(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const dir of names.map((name) => join(tmpdir(), name))) {
    // A folder this young may belong to a run that is just beginning and has not taken its lock yet.
    const changed = statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - changed < 60_000) continue;
    try {
      await stopLeftServer(dir);
      await rm(dir, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
    }
  }
}
