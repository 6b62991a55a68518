import { Injectable, NotFoundException } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { Clock } from '../../clock/clock.js';
import { readKey, writeKey } from '../../logs/key-set.js';
import { addressOf } from '../../logs/log-choices.js';
import { isOver, percentOf, statusOf } from '../../tasks/run-words.js';
import { Runs } from '../../tasks/runs.service.js';
import { emptyForm } from '../../web/form-errors.js';
import { CAUSES } from '../causes.js';
import { KIND_WORDS } from '../kind-words.js';
import { usualRange } from '../range.js';
import { type Report, Reports } from '../reports.js';
import { leftToSettle } from '../totals.js';
import { CAUSE_WORDS } from './cause-words.js';
import { Course } from './course.service.js';
import { type DifferenceKey, Differences } from './differences.service.js';
import { Everything } from './everything.service.js';
import { pastOf } from './past.js';
import { partsOf, type ReportQuery, readQuery } from './report-query.js';
import { shownDifference } from './shown-difference.js';
import { type Stated, Statements } from './statements.service.js';
import { sumsOf } from './sums.js';

export const BASE = '/admin/reconciliation-report';
const ROWS_A_PAGE = 50;
const REPORTS_DRAWN = 30;

/** Everything on the page of the reconciliation report. */
@Injectable()
export class ReportPage {
  constructor(
    private readonly statements: Statements,
    private readonly reports: Reports,
    private readonly runs: Runs,
    private readonly differences: Differences,
    private readonly everything: Everything,
    private readonly course: Course,
    private readonly clock: Clock,
  ) {}

  async data(store: Store, given: Record<string, unknown>) {
    const query = readQuery(given);
    const all = await this.statements.of(store.id);
    const stated = chosen(all, query);
    if (query.app !== undefined && stated?.installationId !== query.app) throw new NotFoundException();
    if (!stated) return { title: 'Reconciliation report', base: BASE, statements: [] };
    const { installationId, statement } = stated;
    const history = await this.reports.history(store.id, installationId, statement.kind, REPORTS_DRAWN);
    const underWay = await this.underWay(store.id, history[0]);
    const report = await this.reports.latest(store.id, installationId, statement.kind, query.report);
    if (query.report && !report) throw new NotFoundException();
    const place = { ...query, app: installationId, kind: statement.kind };
    return {
      title: 'Reconciliation report',
      base: BASE,
      statements: all.map((one) => choiceOf(one, stated)),
      app: stated.app,
      name: stated.name,
      kind: statement.kind,
      statementTitle: statement.title,
      form: emptyForm({ ...usualRange(store.timeZone, this.clock.date()), app: installationId, kind: statement.kind }),
      settingsHref: `${BASE}/settings?app=${installationId}&kind=${statement.kind}`,
      historyHref: `${BASE}/history?app=${installationId}&kind=${statement.kind}`,
      underWay,
      liveHref: addressOf(`${BASE}/live`, partsOf(place)),
      past: pastOf(history, store.timeZone),
      ...(report && (await this.ofReport(report, stated, place, given))),
    };
  }

  private async ofReport(report: Report, stated: Stated, place: ReportQuery, given: Record<string, unknown>) {
    const to = (change: Record<string, string | undefined>) => addressOf(BASE, partsOf(place), change);
    const [rows, course] = await Promise.all([this.rows(report, stated, place, given, to), this.course.of(report)]);
    const { causes = {}, expected = 0 } = report.totals ?? {};
    const toSettle = report.totals ? leftToSettle(report.totals) : 0;
    const filtered = Boolean(place.cause || place.from || place.to);
    return {
      report: { id: report.id, from: report.from, to: report.to, finishedAt: report.finishedAt, runId: report.runId },
      isOld: report.superseded,
      newestHref: to({ report: undefined, before: undefined, after: undefined }),
      sums: sumsOf(report.totals),
      unsuggested: report.totals?.unsuggested,
      course,
      tabs: [
        {
          label: 'Without a match',
          count: sum(causes),
          // Red counts what needs somebody, and much that has no match needs nobody.
          look: toSettle > 0 && toSettle === sum(causes) ? 'person' : 'idle',
          href: to({ show: undefined }),
          current: place.show === 'unmatched',
        },
        {
          label: 'Taken as right',
          count: expected,
          look: 'idle',
          href: to({ show: 'expected', cause: undefined }),
          current: place.show === 'expected',
        },
        ...(report.superseded
          ? []
          : [{ label: 'Everything', href: to({ show: 'all', cause: undefined }), current: place.show === 'all' }]),
      ],
      filter: emptyForm({ cause: place.cause, from: place.from, to: place.to }),
      hidden: {
        app: place.app,
        kind: place.kind,
        report: place.report,
        show: place.show === 'unmatched' ? undefined : place.show,
      },
      causeOptions: CAUSES.filter((cause) => causes[cause]).map((cause) => ({
        value: cause,
        label: `${CAUSE_WORDS[cause].word} (${causes[cause]!.toLocaleString('en-AU')})`,
      })),
      toSettle: place.show === 'unmatched' && !filtered && toSettle < sum(causes) ? toSettle : undefined,
      filtered,
      clearHref: to({ cause: undefined, from: undefined, to: undefined }),
      csv: addressOf(`${BASE}/lines.csv`, partsOf(place)),
      showsAll: place.show === 'all',
      showsExpected: place.show === 'expected',
      ...rows,
    };
  }

  private async rows(
    report: Report,
    { app }: Stated,
    place: ReportQuery,
    given: Record<string, unknown>,
    to: (change: Record<string, string | undefined>) => string,
  ) {
    if (place.show === 'all' && !report.superseded) {
      const [after] = readKey(given.after, ['text']) ?? [];
      const page = await this.everything.page(report, ROWS_A_PAGE, after === undefined ? undefined : String(after));
      return {
        list: page.rows.map((row) =>
          'matched' in row ? { ...row.matched, matched: true } : shownDifference(row.difference, report, app),
        ),
        newest: after !== undefined && to({ after: undefined }),
        older: page.last !== undefined && to({ after: writeKey([page.last]) }),
      };
    }
    const [before, after] = [given.before, given.after].map(keyIn);
    const found = await this.differences.page(
      report,
      place,
      ROWS_A_PAGE + 1,
      before ? { ...before, back: true } : after,
    );
    const more = found.length > ROWS_A_PAGE;
    const page = found.slice(0, ROWS_A_PAGE);
    if (before) page.reverse();
    const [first, last] = [page[0], page.at(-1)];
    const isFirst = before ? !more : !after;
    const isLast = before ? false : !more;
    return {
      list: page.map((one) => shownDifference(one, report, app)),
      newest: !isFirst && to({ after: undefined, before: undefined }),
      newer: !isFirst && first && to({ before: wordOf(first), after: undefined }),
      older: !isLast && last && to({ after: wordOf(last), before: undefined }),
    };
  }

  /** The newest one, while it is being made or if it could not be. */
  private async underWay(storeId: number, newest: Report | undefined) {
    if (!newest || newest.finishedAt || newest.runId === null) return undefined;
    const run = await this.runs.progress(storeId, newest.runId);
    if (!run || run.state === 'done') return undefined;
    return {
      id: newest.id,
      runId: run.id,
      live: !isOver(run),
      status: statusOf(run),
      message: run.message ?? undefined,
      read: run.read,
      total: run.total ?? undefined,
      percent: percentOf(run),
      from: newest.from,
      to: newest.to,
    };
  }
}

function chosen(all: Stated[], { app, kind }: ReportQuery): Stated | undefined {
  const ofApp = all.filter(({ installationId }) => app === undefined || installationId === app);
  return ofApp.find(({ statement }) => kind === undefined || statement.kind === kind) ?? ofApp[0] ?? all[0];
}

function choiceOf({ installationId, app, name, statement }: Stated, current: Stated) {
  return {
    label: `${KIND_WORDS[statement.kind]} · ${app === name ? app : `${app}, ${name}`}`,
    href: `${BASE}?app=${installationId}&kind=${statement.kind}`,
    current: installationId === current.installationId && statement.kind === current.statement.kind,
  };
}

const wordOf = ({ severity, id }: DifferenceKey) => writeKey([severity, id]);

function keyIn(word: unknown): DifferenceKey | undefined {
  const key = readKey(word, ['number', 'number']);
  return key && { severity: Number(key[0]), id: Number(key[1]) };
}

const sum = (causes: object) => Object.values(causes).reduce((all: number, n: number) => all + n, 0);
