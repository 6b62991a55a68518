import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../database/database.js';

/** Which report of which store. */
export interface ReportKey {
  storeId: number;
  reportId: number;
}

export const HERE = 0;
export const THERE = 1;
export type Side = typeof HERE | typeof THERE;

/** One document of one side, as it was when the report was made. */
export interface StatementEntry {
  side: Side;
  entry: number;
  key: string;
  face: string;
  task?: string | null;
  remoteId?: string | null;
  number?: string | null;
  reference?: string | null;
  contact?: string | null;
  /** Texts, a line each, in which somebody may have named a document of the other side. */
  says?: string | null;
  status: string;
  tax?: string | null;
  lineTotal?: string | null;
  rounding?: string | null;
  url?: string | null;
  changedAt?: Date | null;
  /** What of it makes no sense. */
  unreadable?: string | null;
}

const COLUMNS = `store_id, report_id, side, entry, match_key, face, task, remote_id, number, reference, contact, status, tax, line_total,
  rounding, url, changed_at, unreadable, says`;
const ROWS_A_STATEMENT = 1000;

/** Both sides of a report while it is made, and what is shown of them afterwards. */
@Injectable()
export class StatementRows {
  constructor(private readonly database: Database) {}

  async insert(tx: Transaction, { storeId, reportId }: ReportKey, entries: StatementEntry[]): Promise<void> {
    for (let from = 0; from < entries.length; from += ROWS_A_STATEMENT) {
      const rows = entries.slice(from, from + ROWS_A_STATEMENT).map((entry) => [storeId, reportId, ...valuesOf(entry)]);
      // A page that is written again after a crash replaces itself.
      await tx.run(`replace into statement_rows (${COLUMNS}) values ?`, [rows]);
    }
  }

  /** What stands under one key belongs under another. */
  async rekey({ storeId, reportId }: ReportKey, side: Side, from: string, to: string): Promise<void> {
    await this.database.run(
      'update statement_rows set match_key = ? where store_id = ? and report_id = ? and side = ? and match_key = ?',
      [to, storeId, reportId, side, from],
    );
  }

  /** One document, each time that it is listed, belongs under another key. */
  async rekeyOne({ storeId, reportId }: ReportKey, side: Side, one: { match_key: string; face: string }, to: string) {
    await this.database.run(
      'update statement_rows set match_key = ? where store_id = ? and report_id = ? and side = ? and match_key = ? and face = ?',
      [to, storeId, reportId, side, one.match_key, one.face],
    );
  }

  async forget({ storeId, reportId }: ReportKey, side: Side): Promise<void> {
    const forgotten = 'delete from statement_rows where store_id = ? and report_id = ? and side = ? limit 20000';
    while ((await this.database.run(forgotten, [storeId, reportId, side])) > 0);
  }
}

function valuesOf(entry: StatementEntry): SqlValue[] {
  const { side, key, face, status, task, remoteId, number, reference, contact, tax, lineTotal, rounding, url } = entry;
  const cut = (text: string | null | undefined, length: number) => text?.slice(0, length) ?? null;
  return [
    side,
    entry.entry,
    key,
    face,
    task ?? null,
    remoteId ?? null,
    cut(number, 191),
    cut(reference, 191),
    cut(contact, 191),
    status,
    tax ?? null,
    lineTotal ?? null,
    rounding ?? null,
    cut(url, 500),
    entry.changedAt ?? null,
    cut(entry.unreadable, 300),
    cut(entry.says, 500),
  ];
}
