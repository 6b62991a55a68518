import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.js';
import { Letters } from '../letters/letters.service.js';
import { Differences } from './pages/differences.service.js';
import { sumsOf } from './pages/sums.js';
import { ReconciliationSettings } from './reconciliation-settings.js';
import { letterOf } from './report-letter.js';
import type { Report } from './reports.js';
import { type Since, SinceLast } from './since-last.js';
import type { Totals } from './totals.js';

const KIND = 'differences' as const;

/** Tells people, and an address of the merchant's, what a report that was made by schedule has found and they don't know yet. */
@Injectable()
export class ReportNews {
  constructor(
    private readonly database: Database,
    private readonly letters: Letters,
    private readonly settings: ReconciliationSettings,
    private readonly sinceLast: SinceLast,
    private readonly differences: Differences,
  ) {}

  /** In the transaction that ends the report. Nothing, when nothing came up or a person is looking at it anyway. */
  async tell(tx: Transaction, report: Report, totals: Totals): Promise<void> {
    if (report.askedBy !== null) return;
    const { storeId, installationId, id } = report;
    const { mails, postUrl } = await this.settings.of(storeId, installationId);
    const isMailed = mails && (await this.letters.hasReaders(storeId, KIND));
    if (!isMailed && !postUrl) return;
    const since = await this.sinceLast.of(report);
    await tx.run('update reconciliation_reports set told = 1 where store_id = ? and id = ?', [storeId, id]);
    if (since.fresh === 0) return;
    const [names, foremost] = await Promise.all([this.names(report), this.differences.those(report, since.foremost)]);
    const occasion = { storeId, store: names.store, kind: KIND, name: `report-${id}` };
    if (isMailed) await this.letters.write(tx, occasion, letterOf({ report, totals, since, foremost, app: names.app }));
    if (postUrl) {
      const json = postingOf(report, totals, since, names);
      await this.letters.post(tx, occasion, { installationId, url: postUrl, json });
    }
  }

  private async names({ storeId, installationId }: Report): Promise<{ store: string; app: string }> {
    const row = await this.database.one<{ store: string; app: string }>(
      'select s.name store, i.name app from installations i join stores s on s.id = i.store_id where i.store_id = ? and i.id = ?',
      [storeId, installationId],
    );
    return row!;
  }
}

/** What is posted: numbers alone, no document and nobody's name. */
function postingOf(report: Report, totals: Totals, since: Since, { store, app }: { store: string; app: string }) {
  const { id, kind, from, to, installationId } = report;
  return {
    type: 'reconciliation.differences',
    report: id,
    store,
    app,
    installation: installationId,
    kind,
    from,
    to,
    new: since.fresh,
    still: since.still,
    settled: since.settled,
    causes: totals.causes,
    currencies: sumsOf(totals).map(({ currency, all, left }) => ({
      currency,
      here: all.here,
      there: all.there,
      difference: all.difference,
      left: left.difference,
    })),
  };
}
