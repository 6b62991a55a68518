import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { ReportKey, Side } from '../statement-rows.store.js';
import type { Pages } from './cursor.js';

const PAGE = 20_000;
/** What a session of ours lets the database put into one text. */
const LONGEST = 16 * 1024 * 1024;

/** Reads the sides of a report. */
@Injectable()
export class Sides {
  constructor(private readonly database: Database) {}

  /** In order of key. The next page is asked for while the one at hand is looked at. */
  async *inOrder(report: ReportKey, side: Side, rows = PAGE): Pages & AsyncIterable<string> {
    let size = rows;
    let reading = this.page(report, side, '', size);
    for (;;) {
      const page = await reading;
      if (page.rows < size) {
        if (page.rows > 0) yield page.text;
        return;
      }
      // The last key may go on behind the page: its rows come with the next one.
      const lastKey = keyAt(page.text, page.text.lastIndexOf('\n') + 1);
      const whole = withoutKey(page.text, lastKey);
      size = whole === '' ? size * 2 : rows;
      reading = this.page(report, side, lastKey, size);
      // Whoever asks for the next page hears of it; until then it must not count as unhandled.
      reading.catch(() => undefined);
      if (whole !== '') yield whole;
    }
  }

  /** All rows of a page in one text: as rows the driver would take longer to hand them over than they take to compare. */
  private async page({ storeId, reportId }: ReportKey, side: Side, from: string, limit: number) {
    const page = await this.database.one<{ rows: number; text: string | null }>(
      `select count(*) \`rows\`, group_concat(line separator '\\n') text from (
         select concat(match_key, ' ', face, ' ', entry) line from statement_rows force index (by_key)
         where store_id = ? and report_id = ? and side = ? and match_key >= ? order by match_key, face, entry limit ?) page`,
      [storeId, reportId, side, from, limit],
    );
    const text = page!.text ?? '';
    if (text.length >= LONGEST) throw new Error(`${limit} rows of report ${reportId} don't fit into one text`);
    return { rows: page!.rows, text };
  }
}

const keyAt = (page: string, start: number): string => page.slice(start, page.indexOf(' ', start));

/** The page up to where the rows of its last key begin. */
function withoutKey(page: string, lastKey: string): string {
  let end = page.length;
  while (end > 0) {
    const newline = page.lastIndexOf('\n', end - 1);
    if (keyAt(page, newline + 1) !== lastKey) break;
    end = Math.max(newline, 0);
  }
  return page.slice(0, end);
}
