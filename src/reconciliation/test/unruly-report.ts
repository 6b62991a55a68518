import { afterAll, beforeAll } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import type { Report } from '../reports.js';
import { type Books, BooksHub } from './books.js';
import { unrulyMonth } from './unruly-month.js';

export const REPORT = '/admin/reconciliation-report';

/** A hub with a merchant whose report is of an unruly month, and what they read of it. */
export function unrulyReport() {
  let hub: BooksHub;
  let owner: Merchant;
  let books: Books;
  let report: Report;

  beforeAll(async () => {
    hub = await BooksHub.start();
    owner = await hub.merchant();
    books = await hub.open(owner);
    await unrulyMonth(hub, books);
    report = await hub.report(books, '2026-10-01');
  });
  afterAll(() => hub?.stop());

  const at = (query = '') => `${REPORT}?app=${books.installationId}&kind=invoice${query}`;
  const read = async (query = '') => (await owner.browser.get(at(query))).text;

  /** Which difference of the report is about this number. */
  async function idOf(number: string): Promise<string> {
    const row = await hub.database.one<{ id: number }>(
      `select d.id from differences d join statement_rows r on r.store_id = d.store_id and r.report_id = d.report_id
         and r.side = if(d.here is null, 1, 0) and r.entry = coalesce(d.here, d.there)
       where d.store_id = ? and d.report_id = ? and r.number = ?`,
      [report.storeId, report.id, number],
    );
    return String(row!.id);
  }

  return {
    get hub() {
      return hub;
    },
    get owner() {
      return owner;
    },
    get books() {
      return books;
    },
    get report() {
      return report;
    },
    /** As the month stands now. */
    again: async () => {
      report = await hub.report(books, '2026-10-01');
    },
    at,
    read,
    idOf,
  };
}

/** What stands in the first column of each row. */
export const rowsIn = (text: string) => [...text.matchAll(/aria-label="Select ([^"]+)"/g)].map(([, what]) => what);
