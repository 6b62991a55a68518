import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Rules } from './compare/finding.js';
import { FindingsWriter } from './compare/findings-writer.js';
import { Links } from './compare/links.js';
import { merge } from './compare/merge.js';
import { Sides } from './compare/sides.js';
import { Suggestions } from './compare/suggestions.js';
import { faceColumns } from './face.js';
import { HERE, type ReportKey, THERE } from './statement-rows.store.js';
import { type CauseSum, type Sum, type Totals, totalsOf } from './totals.js';

const { currency: CURRENCY, amount: AMOUNT } = faceColumns('t.face');

/** Of which statement a report is. */
export interface StatementOf {
  installationId: number;
  kind: string;
}

/** Compares two sides that lie ready. Begun again it comes to the same: what an interrupted one had found is forgotten first. */
@Injectable()
export class Comparison {
  constructor(
    private readonly database: Database,
    private readonly sides: Sides,
    private readonly links: Links,
    private readonly suggestions: Suggestions,
  ) {}

  async compare(report: ReportKey, of: StatementOf, rules: Rules, signal: AbortSignal, page?: number): Promise<Totals> {
    await this.forget(report);
    const writer = new FindingsWriter(this.database, report, signal);
    await merge(this.sides.inOrder(report, HERE, page), this.sides.inOrder(report, THERE, page), rules, writer);
    await writer.finish();
    await this.links.pair(report, rules, signal);
    const suggested = await this.suggestions.write(report, rules, signal);
    signal.throwIfAborted();
    await this.recallExpected(report, of);
    const totals = await this.totals(report, writer.matchedSums());
    return suggested ? totals : { ...totals, unsuggested: true };
  }

  /** What a report comes to as it stands now: people take differences as right after it was made. */
  async totals(report: ReportKey, matched: [currency: string, Sum][]): Promise<Totals> {
    const sums = await this.database.query<CauseSum>(
      `select cause, expected, currency, count(*) n, sum(amount_here) \`here\`, sum(amount_there) there from differences
       where store_id = ? and report_id = ? group by cause, expected, currency order by cause, expected, currency`,
      [report.storeId, report.reportId],
    );
    return totalsOf(matched, [...sums, ...(await this.inTheirCurrency(report, sums))]);
  }

  /** What is there in another currency than here: a difference lists it in ours, and that side's total in theirs. */
  private inTheirCurrency({ storeId, reportId }: ReportKey, sums: CauseSum[]): Promise<CauseSum[]> {
    if (!sums.some(({ cause }) => cause === 'currency')) return Promise.resolve([]);
    return this.database.query<CauseSum>(
      `select d.cause, d.expected, ${CURRENCY} currency, count(*) n, null \`here\`, sum(${AMOUNT}) there, 1 apart from differences d
       join statement_rows t on t.store_id = d.store_id and t.report_id = d.report_id and t.side = 1 and t.entry = d.there
       where d.store_id = ? and d.report_id = ? and d.cause = 'currency' group by d.expected, ${CURRENCY} order by d.expected, ${CURRENCY}`,
      [storeId, reportId],
    );
  }

  async forget({ storeId, reportId }: ReportKey): Promise<void> {
    const forgotten = 'delete from differences where store_id = ? and report_id = ? limit 20000';
    while ((await this.database.run(forgotten, [storeId, reportId])) > 0);
  }

  /** What a person took as right stays so for as long as neither side says anything else. */
  async recallExpected({ storeId, reportId }: ReportKey, { installationId, kind }: StatementOf): Promise<void> {
    const any = await this.database.one(
      'select 1 from expected_differences where store_id = ? and installation_id = ? and kind = ? limit 1',
      [storeId, installationId, kind],
    );
    if (!any) return;
    await this.database.run(
      `update differences d
       left join statement_rows h on h.store_id = d.store_id and h.report_id = d.report_id and h.side = 0 and h.entry = d.here
       left join statement_rows t on t.store_id = d.store_id and t.report_id = d.report_id and t.side = 1 and t.entry = d.there
       join expected_differences e on e.store_id = d.store_id and e.installation_id = ? and e.kind = ?
         and e.record_id = coalesce(d.here >> 4, 0) and e.remote_id = coalesce(t.remote_id, '')
         and e.face_here = coalesce(h.face, '') and e.face_there = coalesce(t.face, '')
       set d.expected = 1 where d.store_id = ? and d.report_id = ?`,
      [installationId, kind, storeId, reportId],
    );
  }
}
