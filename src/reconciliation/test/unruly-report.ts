import type { Merchant } from '../../../test/support/hub.js';
import type { Report } from '../reports.js';
import { type Books, BooksHub } from './books.js';
import { unrulyMonth } from './unruly-month.js';

export const REPORT = '/admin/reconciliation-report';

/** A merchant with a report of an unruly month, and what they read of it. */
export class UnrulyReport {
  private constructor(
    readonly hub: BooksHub,
    readonly owner: Merchant,
    readonly books: Books,
    readonly report: Report,
  ) {}

  static async open(): Promise<UnrulyReport> {
    const hub = await BooksHub.start();
    const owner = await hub.merchant();
    const books = await hub.open(owner);
    await unrulyMonth(hub, books);
    return new UnrulyReport(hub, owner, books, await hub.report(books, '2026-10-01'));
  }

  at(query = ''): string {
    return `${REPORT}?app=${this.books.installationId}&kind=invoice${query}`;
  }

  async read(query = ''): Promise<string> {
    return (await this.owner.browser.get(this.at(query))).text;
  }

  /** Which difference of a report is about this number. */
  async idOf(number: string, report: Report): Promise<string> {
    const row = await this.hub.database.one<{ id: number }>(
      `select d.id from differences d join statement_rows r on r.store_id = d.store_id and r.report_id = d.report_id
         and r.side = if(d.here is null, 1, 0) and r.entry = coalesce(d.here, d.there)
       where d.store_id = ? and d.report_id = ? and r.number = ?`,
      [report.storeId, report.id, number],
    );
    return String(row!.id);
  }
}

/** What stands in the first column of each row. */
export const rowsIn = (text: string) => [...text.matchAll(/aria-label="Select ([^"]+)"/g)].map(([, what]) => what);
