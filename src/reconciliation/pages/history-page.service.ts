import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { UsersService } from '../../accounts/users.service.js';
import { statusOf } from '../../tasks/run-words.js';
import { Runs } from '../../tasks/runs.service.js';
import { type Report, Reports } from '../reports.js';
import { leftToSettle } from '../totals.js';
import { pastOf } from './past.js';
import { BASE } from './report-page.service.js';
import type { Stated } from './statements.service.js';
import { sumsOf } from './sums.js';

const SHOWN = 100;

/** The reports that have been made of one statement: who, when, of which dates, with which result. */
@Injectable()
export class HistoryPage {
  constructor(
    private readonly reports: Reports,
    private readonly runs: Runs,
    private readonly users: UsersService,
  ) {}

  async data(store: Store, { installationId, app, statement }: Stated) {
    const history = await this.reports.history(store.id, installationId, statement.kind, SHOWN);
    const people = new Map<number, string>();
    for (const id of new Set(history.flatMap(({ askedBy }) => askedBy ?? []))) {
      people.set(id, (await this.users.find(id))?.name ?? 'Somebody');
    }
    const address = `${BASE}?app=${installationId}&kind=${statement.kind}`;
    return {
      title: 'Past reports',
      back: address,
      base: BASE,
      app,
      appId: installationId,
      kind: statement.kind,
      statementTitle: statement.title,
      past: pastOf(history, store.timeZone),
      list: await Promise.all(history.map((report) => this.line(report, address, people))),
    };
  }

  private async line(report: Report, address: string, people: Map<number, string>) {
    const { id, from, to, askedAt, askedBy, finishedAt, totals, runId } = report;
    const run = finishedAt || runId === null ? undefined : await this.runs.progress(report.storeId, runId);
    const left = totals ? leftToSettle(totals) : 0;
    return {
      id,
      from,
      to,
      askedAt,
      by: askedBy === null ? 'By schedule' : people.get(askedBy),
      href: finishedAt ? `${address}&report=${id}` : undefined,
      status: finishedAt
        ? left > 0
          ? { state: 'differs', word: `${left.toLocaleString('en-AU')} to settle` }
          : { state: 'matched', word: 'Nothing to settle' }
        : run
          ? statusOf(run)
          : { state: 'interrupted' },
      sums: sumsOf(totals),
    };
  }
}
