import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Report } from '../../src/reconciliation/reports.js';
import { type Books, BooksHub } from '../../src/reconciliation/test/books.js';
import { unrulyMonth } from '../../src/reconciliation/test/unruly-month.js';
import { compileWorker, Worker } from './workers.js';

/** On which page of what the app holds it is killed, and how many milliseconds after that page was given: then it compares. */
const MOMENTS: [page: number | 'last', after: number][] = [
  [1, 0],
  [2, 5],
  ['last', 0],
  ['last', 15],
  ['last', 40],
];

let hub: BooksHub;
let program: Awaited<ReturnType<typeof compileWorker>>;
let books: Books;
const workers: Worker[] = [];

beforeAll(async () => {
  [hub, program] = await Promise.all([
    // It asks and shows; the work is done by those that are killed.
    BooksHub.start({ ROLES: 'web' }),
    compileWorker(fileURLToPath(new URL('./report-process.ts', import.meta.url))),
  ]);
  books = await hub.open(await hub.merchant());
}, 120_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await hub?.stop();
  await program?.remove();
});

function prepare(): Worker {
  const worker = new Worker(program.path, [hub.databaseUrl, hub.twinUrl]);
  workers.push(worker);
  return worker;
}

/** Resolves as soon as the app has given this page of what it holds. */
function given(page: number | 'last'): Promise<void> {
  const { handle } = hub.twin;
  return new Promise((resolve) => {
    const spy = vi.spyOn(hub.twin, 'handle').mockImplementation(async (request) => {
      const answer = await handle(request);
      const { pathname, searchParams } = new URL(request.url);
      if (!pathname.endsWith('/dated')) return answer;
      const { pages } = (await answer.clone().json()) as { pages: number };
      if (Number(searchParams.get('page')) === (page === 'last' ? pages : page)) {
        spy.mockRestore();
        resolve();
      }
      return answer;
    });
  });
}

async function result(report: Report) {
  return { totals: report.totals, ended: report.finishedAt !== null, found: await hub.found(report) };
}

it('finds the same after a kill at whatever it was doing, and hangs nowhere', { timeout: 180_000 }, async () => {
  let next = prepare();
  await next.work();
  await unrulyMonth(hub, books);
  const undisturbed = await result(await hub.report(books, '2026-10-01'));
  expect(undisturbed).toMatchObject({ ended: true });
  expect(undisturbed.found).toHaveLength(12);

  for (const [page, after] of MOMENTS) {
    const doomed = next;
    next = prepare();
    const reached = given(page);
    const asked = { ...books, kind: 'invoice' as const, from: '2026-10-01', to: '2026-11-30' };
    const id = (await hub.reports.ask(asked, null))!;
    await reached;
    await sleep(after);
    await doomed.kill();
    expect(doomed.diedOf).toBe('SIGKILL');
    await next.work();
    await hub.calm(books.storeId, books.installationId);
    const report = (await hub.reports.find(books.storeId, id))!;
    expect(await result(report), `killed ${after} ms after page ${page}`).toEqual(undisturbed);
  }
});
