import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { reasonNotDue, rulesOf, type SqlPiece } from '../../transactions/eligibility.js';
import { ExportCursors } from '../../transactions/export-cursors.js';
import { settingsFingerprint } from '../../transactions/intake.js';
import { type Candidate, REBUILDS_OF_A_REJECTED_ONE } from '../../transactions/outbox.store.js';
import type { PreviewSubject } from './preview-subject.js';

/** Records that share what becomes of them by the rules, and their currency. */
export interface Stock {
  /** The rule that keeps them back; null: due. */
  because: string | null;
  currency: string | null;
  count: number;
  /** Exact; null where such records have no amount. */
  amount: string | null;
  oldest: string | null;
  newest: string | null;
}

/** The records that an export's next run would look at, asked for without touching them. */
@Injectable()
export class PreviewCandidates {
  constructor(
    private readonly database: Database,
    private readonly cursors: ExportCursors,
    private readonly clock: Clock,
  ) {}

  /** Those that would be built, by record id: due, or sent before. */
  async next(subject: PreviewSubject, after: number, limit: number): Promise<Candidate[]> {
    const { from, reason } = await this.looked(subject);
    return this.database.query<Candidate>(
      `select * from (select r.id as recordId, coalesce(o.state, 'pending') as state, ${reason.sql} as notDue, null as agreed, null as day ${from.sql} and r.id > ?) looked
       where notDue is null or state not in ('pending', 'not-due') order by recordId limit ?`,
      [...reason.parameters, ...from.parameters, after, limit],
    );
  }

  /** Ids of the newest that are due and were never sent. */
  async newest(subject: PreviewSubject, limit: number): Promise<number[]> {
    const { from, reason } = await this.looked(subject);
    const rows = await this.database.query<{ id: number }>(
      `select id from (select r.id, coalesce(o.state, 'pending') as state, ${reason.sql} as because ${from.sql}) looked
       where because is null and state in ('pending', 'not-due') order by id desc limit ?`,
      [...reason.parameters, ...from.parameters, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** All of them, counted by the rule that keeps them back. */
  async stock(subject: PreviewSubject): Promise<Stock[]> {
    const { from, reason } = await this.looked(subject);
    const rows = await this.database.query<Stock>(
      `select because, currency, count(*) as count, sum(amount) as amount, min(date) as oldest, max(date) as newest
       from (select ${reason.sql} as because, r.currency, r.amount, r.date ${from.sql}) looked
       group by because, currency order by because, currency`,
      [...reason.parameters, ...from.parameters],
    );
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }

  /** Says the same as taking in and choosing do when a run starts: new, changed, asked for again, or under other settings. */
  private async looked({ key, task, facts }: PreviewSubject): Promise<{ from: SqlPiece; reason: SqlPiece }> {
    const { settingsChanged } = await this.cursors.read(key, settingsFingerprint(facts));
    const now = this.clock.date();
    // What an app was told without an answer rests; a document that has changed is built anew whenever it was to be tried again.
    const rests = task.kind === 'state' ? 'and (o.next_try_at is null or o.next_try_at <= ?)' : '';
    const sql = `from records r left join outbox o
         on o.store_id = r.store_id and o.record_id = r.id and o.installation_id = ? and o.task = ?
       where r.store_id = ? and r.type = ? ${rests}
         and (o.record_id is null or o.recheck = 1
           or (o.state <> 'expected' and not (o.record_changed_at <=> r.changed_at))
           or (? and o.state in ('not-due', 'pending', 'rejected', 'needs-person', 'waiting'))
           or (o.state = 'rejected' and o.next_try_at <= ? and o.rebuilds < ${REBUILDS_OF_A_REJECTED_ONE}))`;
    const parameters = [
      key.installationId,
      key.task,
      key.storeId,
      task.record,
      ...(rests ? [now] : []),
      settingsChanged,
      now,
    ];
    return { from: { sql, parameters }, reason: reasonNotDue(rulesOf(task), facts) };
  }
}
