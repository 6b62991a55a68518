import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from './folder-lock.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patchbay-spec-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('lets exactly one hub have a folder that a dead one left, however many ask at once', async () => {
  for (let round = 0; round < 50; round++) {
    await writeFile(join(dir, 'hub.lock'), JSON.stringify({ pid: process.pid, began: 'in another life' }));
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => lockFolder(dir)));
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    expect(refusals.filter((error) => !(error instanceof FolderInUse))).toEqual([]);
    expect(refusals).toHaveLength(5);
    for (const answer of answers) if (answer.status === 'fulfilled') await answer.value();
  }
});

it('takes a lock that a crash of the machine left empty', async () => {
  await writeFile(join(dir, 'hub.lock'), '');
  const unlock = await lockFolder(dir);
  await unlock();
  expect(await readdir(dir)).toEqual([]);
});

it('gives back only what it still holds', async () => {
  const unlock = await lockFolder(dir);
  await unlock();
  await lockFolder(dir);
  await unlock();
  await expect(lockFolder(dir)).rejects.toThrow(FolderInUse);
});
