import { DataSource } from 'typeorm';
import { Clock } from '../../clock/clock.js';
import { Outbound } from '../../connections/outbound.js';
import type { Database } from '../../database/database.js';
import { Ids } from '../../database/ids.js';
import { FactsService } from '../../installations/facts.service.js';
import { Letters } from '../../letters/letters.service.js';
import { CallDesk } from '../../plugins/call-desk.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { MortalDatabase } from '../../records/test/mortal-database.js';
import type { Run } from '../../tasks/run.js';
import { RunEvents } from '../../tasks/run-events.js';
import { RunInProgress } from '../../tasks/run-in-progress.js';
import { runTaskOf, statementRun } from '../../tasks/run-task.js';
import { RunWorks } from '../../tasks/run-works.js';
import { Runs } from '../../tasks/runs.service.js';
import { Links } from '../compare/links.js';
import { Sides } from '../compare/sides.js';
import { Suggestions } from '../compare/suggestions.js';
import { Comparison } from '../comparison.js';
import { Namesakes } from '../namesakes.js';
import { Neighbours } from '../neighbours.js';
import { OurSide } from '../our-side.js';
import { Differences } from '../pages/differences.service.js';
import { Prefixes } from '../prefixes.js';
import { ReconciliationSettings } from '../reconciliation-settings.js';
import { ReportNews } from '../report-news.js';
import { type Report, Reports } from '../reports.js';
import { SinceLast } from '../since-last.js';
import { StatementRows } from '../statement-rows.store.js';
import { StatementWork } from '../statement-work.js';
import { Strays } from '../strays.js';
import type { Books, BooksHub } from './books.js';

const HOUR = 3_600_000;
const TASK = statementRun('invoice');

/** A report whose processes may be killed: its run belongs to nobody of the hub. */
export class ReportLife {
  private constructor(
    private readonly hub: BooksHub,
    readonly report: Pick<Report, 'storeId' | 'id'>,
    private readonly runId: number,
  ) {}

  /** By schedule, of October and November 2026, as if nobody had heard of any before. */
  static async begin(hub: BooksHub, { storeId, installationId }: Books): Promise<ReportLife> {
    await hub.database.run('update reconciliation_reports set told = 0 where store_id = ?', [storeId]);
    const ids = hub.app.get(Ids);
    const [id, runId] = [await ids.next('report'), await ids.next('run')];
    await hub.database.run(
      `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, lease_until, fence, bookmark)
       values (?, ?, ?, ?, 'parcelly', 'schedule', 'running', now(3), now(3), now(3) + interval 1 hour, 1, ?)`,
      [storeId, runId, installationId, TASK, JSON.stringify({ report: id })],
    );
    await hub.database.run(
      `insert into reconciliation_reports (store_id, id, installation_id, kind, from_date, to_date, tolerance, days, run_id, asked_at)
       values (?, ?, ?, 'invoice', '2026-10-01', '2026-11-30', '0.01', 0, ?, now(3))`,
      [storeId, id, installationId, runId],
    );
    return new ReportLife(hub, { storeId, id }, runId);
  }

  /** Goes on with it, to its end or to the process's last word to the database; answers how many there were. */
  async live(lastWord = Number.POSITIVE_INFINITY, each: (run: RunInProgress, word: number) => void = () => undefined) {
    const { app, database: whole } = this.hub;
    const row = await whole.one<Run>('select * from runs where store_id = ? and id = ?', [
      this.report.storeId,
      this.runId,
    ]);
    const plugin = app.get(PluginRegistry).get('parcelly')!;
    const around = { plugin, task: runTaskOf(plugin.manifest, TASK)!, clock: app.get(Clock) };
    const run = new RunInProgress(row!, { ...around, events: new RunEvents(), lease: HOUR });
    const database = new Watched(app.get(DataSource), lastWord, (word) => each(run, word));
    await this.work(database).work(run);
    return database.words;
  }

  async end(): Promise<void> {
    await this.hub.database.run("update runs set state = 'done', lease_until = null where id = ?", [this.runId]);
  }

  /** Everything of the hub that speaks to the database while a report is made, anew. */
  private work(database: Database): StatementWork {
    const { app } = this.hub;
    const [clock, settings] = [app.get(Clock), new ReconciliationSettings(database)];
    const rows = new StatementRows(database);
    const ourSide = new OurSide(database, rows);
    return new StatementWork(
      new RunWorks(),
      app.get(FactsService),
      app.get(Outbound),
      app.get(CallDesk),
      database,
      clock,
      rows,
      ourSide,
      new Prefixes(database),
      new Strays(database, ourSide),
      new Namesakes(database, rows),
      new Comparison(database, new Sides(database), new Links(database), new Suggestions(database)),
      new Reports(database, app.get(Ids), clock, app.get(Runs), settings),
      new ReportNews(database, app.get(Letters), settings, new SinceLast(database), new Differences(database)),
      new Neighbours(database),
    );
  }
}

class Watched extends MortalDatabase {
  constructor(
    source: DataSource,
    lastWord: number,
    private readonly heard: (word: number) => void,
  ) {
    super(source, lastWord);
  }

  protected override say(): void {
    super.say();
    this.heard(this.words);
  }
}
