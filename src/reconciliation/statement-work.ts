import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Outbound } from '../connections/outbound.js';
import { Database } from '../database/database.js';
import { FactsService } from '../installations/facts.service.js';
import { CallDesk } from '../plugins/call-desk.js';
import type { Manifest, StatementManifest } from '../sdk/host/index.js';
import type { StatedPage } from '../sdk/runtime/index.js';
import { pullStatement } from '../tasks/pull-statement.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { statementOf } from '../tasks/run-task.js';
import { type RunWork, RunWorks } from '../tasks/run-works.js';
import { Comparison } from './comparison.js';
import { Namesakes } from './namesakes.js';
import { Neighbours, type Sending } from './neighbours.js';
import { OurSide, type Ours } from './our-side.js';
import { Prefixes } from './prefixes.js';
import { RANGE_MARGIN, shift } from './range.js';
import { ReportNews } from './report-news.js';
import { type Report, Reports } from './reports.js';
import { StatementRows, THERE } from './statement-rows.store.js';
import { Strays } from './strays.js';
import { entriesOf } from './their-entry.js';

/** How far a report is: what an interrupted one goes on from. */
type Place = { report: number; seq?: number; from?: unknown; read?: boolean };

/** What the store says, and where the app is asked. */
type BothSides = Ours & { connectionId: number };

/** A run that reads a statement and compares it with the store: the app's side, then ours, then both. */
@Injectable()
export class StatementWork implements OnModuleInit, RunWork {
  constructor(
    private readonly works: RunWorks,
    private readonly factsOf: FactsService,
    private readonly outbound: Outbound,
    private readonly desk: CallDesk,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rows: StatementRows,
    private readonly ourSide: OurSide,
    private readonly prefixes: Prefixes,
    private readonly strays: Strays,
    private readonly namesakes: Namesakes,
    private readonly comparison: Comparison,
    private readonly reports: Reports,
    private readonly news: ReportNews,
    private readonly neighbours: Neighbours,
  ) {}

  onModuleInit(): void {
    this.works.register('statement', this);
  }

  async work(run: RunInProgress): Promise<void> {
    const place = (run.bookmark ?? {}) as Place;
    const report = await this.reports.ofRun(run.storeId, place.report);
    const ours = await this.sides(run, report);
    if (!place.read) {
      await this.read(run, report, ours, place);
      await this.database.transaction((tx) =>
        run.keep(tx, { bookmark: { report: report.id, read: true } satisfies Place }),
      );
    }
    await this.compare(run, report, ours);
  }

  private async sides(run: RunInProgress, report: Report): Promise<BothSides> {
    const { manifest } = run.plugin;
    const kind = statementOf(run.task.id)!;
    const statement = manifest.statements.find((one) => one.kind === kind)!;
    const { facts, connectionId } = await this.factsOf.connected(run.storeId, run.installationId, manifest);
    const prefixes = await this.prefixes.of(run, statement.tasks, manifest, facts);
    return {
      report: { storeId: run.storeId, reportId: report.id },
      installationId: run.installationId,
      connectionId,
      manifest,
      statement,
      facts,
      prefixes,
      from: shift(report.from, -RANGE_MARGIN),
      to: shift(report.to, RANGE_MARGIN),
    };
  }

  private async read(run: RunInProgress, report: Report, ours: BothSides, place: Place): Promise<void> {
    if (!place.seq) await this.rows.forget(ours.report, THERE);
    const { facts, from, to, statement } = ours;
    await pullStatement(
      run,
      { outbound: this.outbound, desk: this.desk },
      {
        connectionId: ours.connectionId,
        facts,
        kind: statement.kind,
        range: { from, to, seq: place.seq ?? 0, bookmark: place.from },
        keep: (page) => this.keep(run, report, ours, page),
      },
    );
  }

  private async keep(run: RunInProgress, report: Report, ours: BothSides, page: StatedPage): Promise<void> {
    const { manifest, statement, prefixes, connectionId } = ours;
    const rows = await this.neighbours.mark(run.storeId, connectionId, sendingOf(manifest, statement), page.rows);
    const instead = { date: report.to, currency: ours.facts.store.currency };
    const entries = entriesOf(rows, { seq: page.seq, prefixes, instead });
    const place: Place =
      page.bookmark === undefined
        ? { report: report.id }
        : { report: report.id, seq: page.seq + 1, from: page.bookmark };
    await this.database.transaction(async (tx) => {
      await this.rows.insert(tx, ours.report, entries);
      await run.page(tx, { seq: page.seq, read: entries.length });
      await run.keep(tx, { bookmark: place, seq: page.seq + 1, total: page.total, add: { read: entries.length } });
    });
  }

  private async compare(run: RunInProgress, report: Report, ours: Ours): Promise<void> {
    await this.ourSide.stage(run, ours);
    const rules = {
      tolerance: Math.round(Number(report.tolerance) * 10_000),
      days: ours.statement.ownDates ? undefined : report.days,
      from: report.from,
      to: report.to,
    };
    const compare = () => this.comparison.compare(ours.report, report, rules, run.signal);
    let totals = await compare();
    // What the app dates within the range the store may date elsewhere.
    const hasStrays = await this.strays.bringIn(run, ours);
    const hasNamesakes = await this.namesakes.bringTogether(run, ours, rules.tolerance);
    if (hasStrays || hasNamesakes) totals = await compare();
    await this.database.transaction(async (tx) => {
      // Cancelled while the last of it was compared: then there shall be no report.
      run.signal.throwIfAborted();
      await run.keep(tx, {});
      await this.reports.finish(tx, report, totals, this.clock.date());
      await this.news.tell(tx, report, totals);
    });
  }
}

/** A refund may leave a credit note behind, which stands in a list of invoices and is nobody's invoice. */
function sendingOf({ tasks }: Manifest, statement: StatementManifest): Sending {
  const documents = tasks.filter(({ kind }) => kind === 'document');
  const stated = documents.filter(({ id }) => statement.tasks.includes(id)).map(({ record }) => record);
  return { stated, besides: documents.map(({ record }) => record).filter((record) => !stated.includes(record)) };
}
