import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { migrate } from '../migrate.js';
import { Engine } from './test/engine.js';
import { addMerchants, addSchedules, forgetEverything } from './test/merchants.js';
import { compileWorker, ended, startWorker } from './test/processes.js';

let db: TestDatabase;
let worker: Awaited<ReturnType<typeof compileWorker>>;
let engine: Engine;
const children: ChildProcess[] = [];

beforeAll(async () => {
  worker = await compileWorker();
  db = await testDatabase();
  await migrate(db.url);
});
afterAll(async () => {
  await worker.remove();
  await db.drop();
});
beforeEach(async () => {
  engine = await Engine.start(db.url, { roles: ['web'] });
  await engine.database.run('create table run_marks (run_id bigint not null, page int not null, pid int not null)');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    await ended(child);
  }
  await forgetEverything(engine.database);
  await engine.database.run('drop table run_marks');
  await engine.stop();
});

async function startChild(pages: number, pause: number): Promise<ChildProcess> {
  const child = await startWorker(worker.path, db.url, pages, pause);
  children.push(child);
  return child;
}

const marks = (id: number) =>
  engine.database.query<{ page: number; pid: number }>(
    'select page, pid from run_marks where run_id = ? order by page',
    [id],
  );

it('goes on from the bookmark when the process that ran it is killed in the middle of a page', {
  timeout: 60_000,
}, async () => {
  await addMerchants(engine.database, 1);
  await addSchedules(engine.database, 1, 'import-products', null);
  // It is killed long before its end, the other one comes to its own.
  const [doomed, count] = [await startChild(1000, 60), 60];
  const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
  await expect.poll(async () => (await marks(id)).length, { interval: 10 }).toBeGreaterThan(3);
  doomed.kill('SIGKILL');
  await ended(doomed);
  expect((await engine.runs.progress(1, id))!.state).toBe('running');
  const heir = await startChild(count, 1);
  await expect.poll(async () => (await engine.runs.progress(1, id))!.state).toBe('done');
  const all = await marks(id);
  // No page is missing, none is there twice, and both processes have done their part.
  expect(all.map(({ page }) => page)).toEqual(Array.from({ length: count }, (_, page) => page));
  expect(new Set(all.map(({ pid }) => pid))).toEqual(new Set([doomed.pid, heir.pid]));
  expect(await engine.runs.progress(1, id)).toMatchObject({ read: count, bookmark: count, fence: 2, attempt: 1 });
});

it('hands its runs over at once when a process is told to stop', { timeout: 60_000 }, async () => {
  await addMerchants(engine.database, 1);
  await addSchedules(engine.database, 1, 'import-products', null);
  const leaving = await startChild(1000, 20);
  const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
  await expect.poll(async () => (await marks(id)).length).toBeGreaterThan(1);
  leaving.stdin!.end();
  await ended(leaving);
  expect(await engine.runs.progress(1, id)).toMatchObject({ state: 'queued', lease_until: null });
});

it('does each of thousands of runs once, in three processes that tick and work side by side', {
  timeout: 90_000,
}, async () => {
  const count = 2000;
  await addMerchants(engine.database, count);
  await addSchedules(engine.database, count, 'import-products', null);
  await Promise.all([startChild(1, 0), startChild(1, 0), startChild(1, 0)]);
  // Due once all three are there. A schedule that can't be read has no next time: no other could come meanwhile.
  await engine.database.run("update schedules set schedule = 'once', next_run_at = now(3)");
  const finished = async () =>
    Number(
      (await engine.database.one<{ done: number }>("select count(*) as done from runs where state = 'done'"))!.done,
    );
  await expect.poll(finished, { timeout: 60_000, interval: 200 }).toBe(count);
  const [done] = await engine.database.query(
    'select count(*) as marks, count(distinct run_id) as runs, count(distinct pid) as pids from run_marks',
  );
  expect(done).toEqual({ marks: count, runs: count, pids: 3 });
  const stores = await engine.database.one('select count(distinct store_id) as stores, max(fence) as fence from runs');
  expect(stores).toEqual({ stores: count, fence: 1 });
});
