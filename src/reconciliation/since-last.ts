import { Injectable } from '@nestjs/common';
import { Database, type SqlParameter } from '../database/database.js';
import { CAUSES, needsSomeone } from './causes.js';
import type { Report } from './reports.js';

/** What became of the differences that somebody has to look at, since people last heard of them. */
export interface Since {
  /** When the report was made that they heard of; undefined when they have heard of none. */
  last?: Date;
  /** Those that weren't there then, or were of another cause or amount. */
  fresh: number;
  still: number;
  /** Gone, or taken as right. */
  settled: number;
  /** Dated before what this report looks at: nobody knows what became of them. */
  leftBehind: number;
  /** The new ones that may cost most. */
  foremost: number[];
}

const FOREMOST = 12;
const NEEDY = CAUSES.filter(needsSomeone);

/** A document is known by its record; where it is there alone or one too many, by its id in the app. */
const DOCUMENTS = `select d.id, d.severity, d.cause, d.currency, d.date, d.expected, d.amount_here, d.amount_there,
    d.here >> 4 record_id, t.remote_id,
    if(d.here is null or d.cause = 'duplicate', concat('there ', t.remote_id), convert(concat('here ', d.here) using utf8mb4)) collate utf8mb4_bin document
  from differences d
  left join statement_rows t on t.store_id = d.store_id and t.report_id = d.report_id and t.side = 1 and t.entry = d.there
  where d.store_id = ? and d.report_id = ? and d.cause in (?)`;

const LEFT = `${DOCUMENTS} and d.expected = 0`;

/** Compares what two reports found. */
@Injectable()
export class SinceLast {
  constructor(private readonly database: Database) {}

  async of(report: Report): Promise<Since> {
    const last = await this.lastTold(report);
    const { fresh, foremost } = await this.fresh(report, last?.id ?? 0);
    const ended = last ? await this.ended(report, last) : { settled: 0, leftBehind: 0 };
    const found = await this.database.one<{ n: number }>(`select count(*) n from (${LEFT}) d`, leftOf(report));
    return { last: last?.finished_at, fresh, still: Number(found!.n) - fresh, ...ended, foremost };
  }

  private lastTold({ storeId, installationId, kind, id }: Report) {
    return this.database.one<{ id: number; finished_at: Date }>(
      `select id, finished_at from reconciliation_reports where store_id = ? and installation_id = ? and kind = ? and id < ?
         and told = 1 order by id desc limit 1`,
      [storeId, installationId, kind, id],
    );
  }

  private async fresh({ storeId, id }: Report, last: number): Promise<Pick<Since, 'fresh' | 'foremost'>> {
    const rows = await this.database.query<{ id: number; n: number }>(
      `select now.id, count(*) over () n from (${LEFT}) now left join (${LEFT}) was
         on was.document = now.document and was.cause = now.cause and was.currency = now.currency
         and was.amount_here <=> now.amount_here and was.amount_there <=> now.amount_there
       where was.id is null order by now.severity, now.id limit ${FOREMOST}`,
      [...leftOf({ storeId, id }), ...leftOf({ storeId, id: last })],
    );
    return { fresh: Number(rows[0]?.n ?? 0), foremost: rows.map((row) => row.id) };
  }

  /** What was taken as right since then is settled as well: the older report has it marked already. */
  private async ended(report: Report, last: { id: number; finished_at: Date }) {
    const { storeId, installationId, kind, from } = report;
    const row = await this.database.one<Record<'settled' | 'behind', string | null>>(
      `select sum(was.date >= ?) settled, sum(was.date < ?) behind from (${DOCUMENTS}) was
       left join (${LEFT}) now on now.document = was.document
       left join expected_differences e on was.expected = 1 and e.store_id = ? and e.installation_id = ? and e.kind = ?
         and e.record_id = coalesce(was.record_id, 0) and e.remote_id = coalesce(was.remote_id, '') and e.at > ?
       where now.id is null and (was.expected = 0 or e.at is not null)`,
      [
        from,
        from,
        ...leftOf({ storeId, id: last.id }),
        ...leftOf(report),
        storeId,
        installationId,
        kind,
        last.finished_at,
      ],
    );
    return { settled: Number(row?.settled ?? 0), leftBehind: Number(row?.behind ?? 0) };
  }
}

const leftOf = ({ storeId, id }: Pick<Report, 'storeId' | 'id'>): SqlParameter[] => [storeId, id, [...NEEDY]];
