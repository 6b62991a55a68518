import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.js';
import type { LetterContent } from '../letters/letter.js';
import { Letters } from '../letters/letters.service.js';
import { money } from '../sdk/index.js';
import { calendarDate } from '../web/times.js';
import { CAUSES, needsSomeone } from './causes.js';
import { KIND_WORDS } from './kind-words.js';
import { CAUSE_WORDS } from './pages/cause-words.js';
import { sumsOf } from './pages/sums.js';
import { ReconciliationSettings } from './reconciliation-settings.js';
import type { Report } from './reports.js';
import { leftToSettle, type Totals } from './totals.js';

/** Tells people, and an address of the merchant's, what a report that was made by schedule has found. */
@Injectable()
export class ReportNews {
  constructor(
    private readonly database: Database,
    private readonly letters: Letters,
    private readonly settings: ReconciliationSettings,
  ) {}

  /** In the transaction that ends the report. Nothing, when nothing is left to settle or a person is looking at it anyway. */
  async tell(tx: Transaction, report: Report, totals: Totals): Promise<void> {
    const found = leftToSettle(totals);
    if (report.askedBy !== null || found === 0) return;
    const { storeId, installationId, id } = report;
    const [setting, names] = await Promise.all([this.settings.of(storeId, installationId), this.names(report)]);
    const occasion = { storeId, store: names.store, kind: 'differences' as const, name: `report-${id}` };
    if (setting.mails) await this.letters.write(tx, occasion, contentOf(report, totals, found, names.app));
    if (setting.postUrl) {
      const json = postingOf(report, totals, names);
      await this.letters.post(tx, occasion, { installationId, url: setting.postUrl, json });
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

const addressOf = ({ installationId, kind, id }: Report) =>
  `/admin/reconciliation-report?app=${installationId}&kind=${kind}&report=${id}`;

function contentOf(report: Report, totals: Totals, found: number, app: string): LetterContent {
  const documents = found === 1 ? '1 document has' : `${found.toLocaleString('en-AU')} documents have`;
  const address = addressOf(report);
  return {
    subject: `${documents} no match in ${app}`,
    intro: `${KIND_WORDS[report.kind]} dated ${calendarDate(report.from, 'UTC')} to ${calendarDate(report.to, 'UTC')} were compared with ${app}. ${documents} no match.`,
    sections: [
      {
        heading: 'In money',
        lines: sumsOf(totals).flatMap(({ currency, all, explained, left }) => [
          { text: 'In the store', amount: money.shown(all.here, currency) },
          { text: `In ${app}`, amount: money.shown(all.there, currency) },
          { text: 'Difference', amount: money.shown(all.difference, currency) },
          ...explained
            .filter(({ difference }) => !money.isZero(difference))
            .map(({ label, count, difference }) => ({
              text: `of it ${label.toLowerCase()} (${count.toLocaleString('en-AU')})`,
              amount: money.shown(difference, currency),
            })),
          {
            text: `${left.label} (${left.count.toLocaleString('en-AU')})`,
            amount: money.shown(left.difference, currency),
          },
        ]),
      },
      {
        heading: 'Why',
        lines: CAUSES.filter((cause) => totals.causes[cause] && needsSomeone(cause)).map((cause) => ({
          text: CAUSE_WORDS[cause].word,
          amount: totals.causes[cause]!.toLocaleString('en-AU'),
        })),
      },
    ],
    action: { label: 'See what mends them', href: address },
  };
}

/** What is posted: numbers alone, no document and nobody's name. */
function postingOf(report: Report, totals: Totals, { store, app }: { store: string; app: string }) {
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
