import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EngineMissing, findEngine, installEngine } from './index.js';
import { hasPackages } from './packages.js';
import { compile, ended, runHub } from './test/hub-process.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patchbay-spec-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('leaves an engine that is there alone', async () => {
  expect(await installEngine()).toEqual(findEngine());
});

it('tells a person what to type when there is no engine', () => {
  const { message } = new EngineMissing();
  expect(message).toMatch(/apt-get install .*mariadb-server-core|brew install mariadb/);
  expect(message).toContain('DATABASE_URL');
});

it('runs for an ordinary user from an unpacked engine', { timeout: 180_000 }, async ({ skip, onTestFinished }) => {
  if (!hasPackages()) skip('this machine has no Debian packages to unpack');
  const module = await compile();
  onTestFinished(() => module.remove());
  const nobody = 65534;
  const root = process.getuid?.() === 0;
  if (root) await chown(dir, nobody, nobody);
  const wrapper = root ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : [];
  const check = [...wrapper, process.execPath, '--check', fileURLToPath(module.url)];
  if (await fails(check)) skip('an ordinary user may not read the folder that these tests are in');
  const script = `
    const dir = ${JSON.stringify(dir)};
    try {
      const engine = await it.unpackEngine(dir + '/engine');
      const database = await it.startPrivateDatabase({ dir: dir + '/data', engine, throwaway: true });
      const { pid } = database;
      await database.stop();
      tell({ server: engine.server, uid: process.getuid(), pid });
    } catch (error) {
      tell({ failed: String(error?.stderr ?? error) });
    }`;
  const { child, said } = await runHub(module.url, script, wrapper, { ...process.env, HOME: dir, TMPDIR: dir });
  child.stdin!.end();
  await ended(child);
  if (isOffline(said)) skip('the package archive can not be reached');
  expect(said).toEqual({
    server: join(dir, 'engine/usr/sbin/mariadbd'),
    uid: root ? nobody : process.getuid?.(),
    pid: expect.any(Number),
  });
});

async function fails([program, ...args]: string[]): Promise<boolean> {
  return promisify(execFile)(program!, args).then(
    () => false,
    () => true,
  );
}

function isOffline(said: unknown): boolean {
  return /Could not resolve|Could not connect|Failed to fetch|Temporary failure/.test(JSON.stringify(said));
}
