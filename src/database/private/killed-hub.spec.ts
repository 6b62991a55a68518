import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type PrivateDatabase, startPrivateDatabase, stopLeftServer } from './index.js';
import { isRunning } from './processes.js';
import { ask } from './test/ask.js';
import { compile, ended, runHub } from './test/hub-process.js';

type Said = { url: string; pid: number; port: number };

let module: Awaited<ReturnType<typeof compile>>;
let dir: string;
let next: PrivateDatabase | undefined;

beforeAll(async () => {
  module = await compile();
});
afterAll(() => module.remove());

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patchbay-spec-'));
});
afterEach(async () => {
  await next?.stop();
  next = undefined;
  await stopLeftServer(dir);
  await rm(dir, { recursive: true });
});

async function hub() {
  const script = `
    const database = await it.startPrivateDatabase({ dir: ${JSON.stringify(dir)}, throwaway: true });
    tell({ url: database.url, pid: database.pid, port: database.port });`;
  const { child, said } = await runHub(module.url, script);
  return { child, ...(said as Said) };
}

async function killedHub() {
  const { child, ...left } = await hub();
  await ask(left.url, 'CREATE TABLE kept (id INT)');
  child.kill('SIGKILL');
  await ended(child);
  return left;
}

it('goes on with the server that a killed hub left behind', async () => {
  const left = await killedHub();
  next = await startPrivateDatabase({ dir, throwaway: true });
  expect(next).toMatchObject({ pid: left.pid, port: left.port, url: left.url });
  expect(await ask(next.url, 'SELECT COUNT(*) AS n FROM kept')).toEqual([{ n: 0 }]);
});

it('stops a left server when told to', async () => {
  const left = await killedHub();
  const known = JSON.parse(await readFile(join(dir, 'mysql.running.json'), 'utf8'));
  expect(known).toMatchObject({ pid: left.pid });
  expect(isRunning(known)).toBe(true);
  await stopLeftServer(dir);
  expect(isRunning(known)).toBe(false);
});

it('replaces a left server that does not let us in', async () => {
  const left = await killedHub();
  await ask(left.url, "ALTER USER 'patchbay'@'127.0.0.1' IDENTIFIED BY 'changed by hand'");
  next = await startPrivateDatabase({ dir, throwaway: true });
  expect(next.pid).not.toBe(left.pid);
  expect(await ask(next.url, 'SELECT COUNT(*) AS n FROM kept')).toEqual([{ n: 0 }]);
});

it('lets the server finish when the hub ends by an error', async () => {
  const { child, pid } = await hub();
  const known = JSON.parse(await readFile(join(dir, 'mysql.running.json'), 'utf8'));
  expect(known.pid).toBe(pid);
  // The end of its input makes this hub leave through process.exit, without stopping anything.
  child.stdin!.end();
  await ended(child);
  await expect.poll(() => isRunning(known)).toBe(false);
});

it('refuses the folder of a hub in another process', async () => {
  const { child } = await hub();
  await expect(startPrivateDatabase({ dir })).rejects.toThrow(`in use by process ${child.pid}`);
  child.kill('SIGKILL');
  await ended(child);
});
