import { Injectable } from '@nestjs/common';
import { Database, type SqlParameter } from '../../database/database.js';
import type { OutboxState } from '../../transactions/states.js';
import type { Cause } from '../causes.js';
import type { Report } from '../reports.js';
import type { ReportQuery } from './report-query.js';

/** A difference with all that is known of its two sides, now where it may have moved on. */
export interface Difference {
  id: number;
  cause: Cause;
  severity: number;
  expected: 0 | 1;
  entry_here: number | null;
  entry_there: number | null;
  members: [here: number[], there: number[]] | null;
  currency: string;
  amount_here: string | null;
  amount_there: string | null;
  record_id: number | null;
  task: string | null;
  here_number: string | null;
  here_reference: string | null;
  here_face: string | null;
  here_contact: string | null;
  here_tax: string | null;
  /** When it was sent. */
  sent_at: Date | null;
  /** When the record last changed in the store. */
  record_changed_at: Date | null;
  there_number: string | null;
  there_reference: string | null;
  there_face: string | null;
  there_contact: string | null;
  /** In which the document of the store may be named. */
  there_says: string | null;
  there_tax: string | null;
  there_lines: string | null;
  there_rounding: string | null;
  there_status: string | null;
  there_url: string | null;
  there_changed_at: Date | null;
  /** What of it makes no sense over there. */
  there_unreadable: string | null;
  remote_id: string | null;
  suggested_number: string | null;
  suggested_face: string | null;
  suggested_url: string | null;
  suggested_remote_id: string | null;
  suggested_reference: string | null;
  state: OutboxState | null;
  reason: string | null;
  next_try_at: Date | null;
  /** Why a person took it as right. */
  note: string | null;
}

/** Behind which of them a page begins. */
export interface DifferenceKey {
  severity: number;
  id: number;
}

type Filter = Pick<ReportQuery, 'show' | 'cause' | 'from' | 'to'>;

/** Reads what a report found, in the order of what it may cost. */
@Injectable()
export class Differences {
  constructor(private readonly database: Database) {}

  /** A page behind this key, or before it (then nearest first). */
  page(
    report: Report,
    filter: Filter,
    limit: number,
    from?: DifferenceKey & { back?: boolean },
  ): Promise<Difference[]> {
    const [than, order] = from?.back ? ['<', 'desc'] : ['>', 'asc'];
    const { sql, values } = conditions(filter);
    const behind = from ? `and (d.severity ${than} ? or (d.severity = ? and d.id ${than} ?))` : '';
    const keys = from ? [from.severity, from.severity, from.id] : [];
    return this.read(report, `${sql} ${behind} order by d.severity ${order}, d.id ${order} limit ?`, [
      ...values,
      ...keys,
      limit,
    ]);
  }

  async *all(report: Report, filter: Filter, size: number): AsyncGenerator<Difference[]> {
    for (let from: DifferenceKey | undefined; ; ) {
      const page = await this.page(report, filter, size, from);
      if (page.length > 0) yield page;
      if (page.length < size) return;
      from = page.at(-1)!;
    }
  }

  async those(report: Report, ids: number[]): Promise<Difference[]> {
    return ids.length === 0 ? [] : this.read(report, 'and d.id in (?) order by d.severity, d.id', [ids]);
  }

  private read({ storeId, id, installationId, kind }: Report, where: string, values: SqlParameter[]) {
    return this.database.query<Difference>(
      `select d.id, d.cause, d.severity, d.expected, d.here entry_here, d.there entry_there, d.members, d.currency, d.amount_here, d.amount_there, d.here >> 4 record_id,
         h.task, h.number here_number, h.reference here_reference, h.face here_face, h.contact here_contact, h.tax here_tax,
         h.changed_at sent_at, r.changed_at record_changed_at,
         t.number there_number, t.reference there_reference, t.face there_face, t.contact there_contact, t.says there_says, t.tax there_tax,
         t.line_total there_lines, t.rounding there_rounding, t.status there_status, t.url there_url, t.changed_at there_changed_at,
         t.unreadable there_unreadable,
         t.remote_id, s.number suggested_number, s.face suggested_face, s.url suggested_url, s.remote_id suggested_remote_id,
         s.reference suggested_reference, o.state, o.reason, o.next_try_at, e.note
       from differences d
       left join statement_rows h on h.store_id = d.store_id and h.report_id = d.report_id and h.side = 0 and h.entry = d.here
       left join statement_rows t on t.store_id = d.store_id and t.report_id = d.report_id and t.side = 1 and t.entry = d.there
       left join statement_rows s on s.store_id = d.store_id and s.report_id = d.report_id and s.side = 1 and s.entry = d.suggested
       left join outbox o on o.store_id = d.store_id and o.installation_id = ? and o.task = h.task and o.record_id = d.here >> 4
       left join records r on r.store_id = d.store_id and r.id = d.here >> 4
       left join expected_differences e on d.expected = 1 and e.store_id = d.store_id and e.installation_id = ? and e.kind = ?
         and e.record_id = coalesce(d.here >> 4, 0) and e.remote_id = coalesce(t.remote_id, '')
       where d.store_id = ? and d.report_id = ? ${where}`,
      [installationId, installationId, kind, storeId, id, ...values],
    );
  }
}

function conditions({ show, cause, from, to }: Filter): { sql: string; values: SqlParameter[] } {
  const parts: [string, SqlParameter][] = [['d.expected = ?', show === 'expected']];
  if (cause) parts.push(['d.cause = ?', cause]);
  if (from) parts.push(['d.date >= ?', from]);
  if (to) parts.push(['d.date <= ?', to]);
  return { sql: parts.map(([sql]) => `and ${sql}`).join(' '), values: parts.map(([, value]) => value) };
}
