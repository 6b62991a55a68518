import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { ReportSweep } from './report-sweep.js';
import { type Books, BooksHub } from './test/books.js';
import { unrulyMonth } from './test/unruly-month.js';

let hub: BooksHub;
let owner: Merchant;
let books: Books;

beforeAll(async () => {
  hub = await BooksHub.start();
  owner = await hub.merchant();
  books = await hub.open(owner);
  await unrulyMonth(hub, books);
});
afterAll(() => hub?.stop());

const rowsOf = async (id: number) =>
  (await hub.database.one<{ n: number }>('select count(*) n from statement_rows where report_id = ?', [id]))!.n;

it('forgets what matched in an older report, and nothing that it found', async () => {
  const older = await hub.report(books, '2026-10-01');
  const newer = await hub.report(books, '2026-10-01');
  // N14 on both sides, and the one of two over there that is N5's own.
  const [found, whole] = [await hub.found(older), await rowsOf(newer.id)];
  await hub.app.get(ReportSweep).sweep();
  expect(await hub.found(older)).toEqual(found);
  expect([await rowsOf(older.id), await rowsOf(newer.id)]).toEqual([whole - 3, whole]);
  await hub.app.get(ReportSweep).sweep();
  expect(await rowsOf(older.id)).toBe(whole - 3);
  const page = await owner.browser.get(
    `/admin/reconciliation-report?app=${books.installationId}&kind=invoice&report=${older.id}`,
  );
  expect(page.text).toContain('This is an older report.');
  expect(page.text).not.toContain('>Everything<');
});

it('forgets those that never ended, and old ones when logs are forgotten', async () => {
  const kept = await hub.report(books);
  const never = await hub.report(books);
  await hub.database.run(
    'update reconciliation_reports set finished_at = null, asked_at = asked_at - interval 2 day where id = ?',
    [never.id],
  );
  await hub.database.run(
    'update reconciliation_reports set asked_at = asked_at - interval 100 day where superseded = 1 and id < ?',
    [kept.id],
  );
  await hub.app.get(ReportSweep).sweep();
  const left = await hub.database.query<{ id: number }>('select id from reconciliation_reports order by id');
  expect(left.map(({ id }) => id)).toEqual([kept.id]);
  expect(await rowsOf(never.id)).toBe(0);
});
