import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { Clock } from '../../clock/clock.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { Database } from '../../database/database.js';
import { Ids } from '../../database/ids.js';
import type { MappedPage, MappedRow } from '../../sdk/runtime/index.js';
import type { Run } from '../../tasks/run.js';
import { RunEvents } from '../../tasks/run-events.js';
import { RunInProgress } from '../../tasks/run-in-progress.js';
import { Import } from '../import/import.js';
import type { ImportRun, Incoming } from '../import/import-run.js';
import { Snapshot } from '../import/snapshot.js';
import { MissingQuestions } from '../missing-questions.service.js';
import { MortalDatabase } from './mortal-database.js';

export const STORE = 7;
const CONNECTION = 3;
const INSTALLATION = 5;

/** An import's surroundings: a database, runs of one task, and an app whose pages the test makes up. */
export class Lab {
  readonly database: Database;
  readonly ids: Ids;
  readonly clock = new Clock();
  readonly questions: MissingQuestions;
  private lastRun = 0;

  private constructor(
    private readonly own: TestDatabase,
    private readonly source: DataSource,
  ) {
    this.database = new Database(source);
    this.ids = new Ids(source);
    this.questions = new MissingQuestions(this.database, this.clock);
  }

  static async open(): Promise<Lab> {
    const own = await testDatabase();
    const source = await new DataSource(dataSourceOptions(own.url)).initialize();
    await source.runMigrations();
    return new Lab(own, source);
  }

  async close(): Promise<void> {
    await this.source.destroy();
    await this.own.drop();
  }

  async empty(): Promise<void> {
    for (const table of TABLES) await this.database.run(`delete from ${table}`);
  }

  /** Runs are numbered from one again. */
  restart(): void {
    this.lastRun = 0;
  }

  /** What is imported, as one task of one installation would; change what matters to the test. */
  incoming(run: ImportRun, more: Partial<Incoming> = {}): Incoming {
    return {
      storeId: STORE,
      installationId: INSTALLATION,
      connectionId: CONNECTION,
      runId: run.id,
      task: 'import-products',
      type: 'product',
      masters: new Map(),
      match: [],
      version: '1',
      told: [],
      snapshot: false,
      ...more,
    };
  }

  async newRun(installationId = INSTALLATION): Promise<RunInProgress> {
    const id = ++this.lastRun;
    await this.database.run(`update runs set state = 'done' where installation_id = ?`, [installationId]);
    await this.database.run(
      `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, fence)
       values (?, ?, ?, 'import-products', 'acme', 'person', 'running', now(3), now(3), 1)`,
      [STORE, id, installationId],
    );
    return this.resume(id);
  }

  /** The run as the next worker finds it. */
  async resume(id: number): Promise<RunInProgress> {
    const row = await this.database.one<Run>('select * from runs where store_id = ? and id = ?', [STORE, id]);
    const around = { clock: this.clock, events: new RunEvents(), lease: 3_600_000 };
    return new RunInProgress(row!, around as unknown as ConstructorParameters<typeof RunInProgress>[1]);
  }

  import(run: ImportRun, more: Partial<Incoming> = {}, database: Database = this.database): Import {
    return new Import(database, this.clock, this.ids, run, this.incoming(run, more));
  }

  /** The database for a process that is killed at its n-th word to it. */
  mortal(lastWord: number): MortalDatabase {
    return new MortalDatabase(this.source, lastWord);
  }

  /** Imports these pages in a run of their own. */
  async bring(pages: MappedPage[], more: Partial<Incoming> = {}): Promise<RunInProgress> {
    const run = await this.newRun(more.installationId);
    const importing = this.import(run, more);
    for (const page of pages) await importing.page(page);
    await importing.settled();
    return run;
  }

  /** Brings pages that are everything the app has. */
  async snapshot(
    pages: MappedPage[],
    missing: 'retire' | 'zero',
    more: Partial<Incoming> = {},
  ): Promise<RunInProgress> {
    const run = await this.newRun();
    await this.finishSnapshot(run, pages, missing, more);
    return run;
  }

  async finishSnapshot(run: RunInProgress, pages: MappedPage[], missing: 'retire' | 'zero', more: Partial<Incoming>) {
    const importing = this.import(run, { snapshot: true, ...more });
    for (const next of pages.slice(importing.from.seq)) await importing.page(next);
    await importing.settled();
    const incoming = this.incoming(run, { snapshot: true, ...more });
    await new Snapshot(this.database, this.clock, this.questions, run, incoming).finish(missing, importing.pages);
  }

  async counters(run: { id: number }): Promise<Record<string, number>> {
    const row = await this.database.one<Record<string, number>>(
      'select `read`, created, updated, unchanged, skipped, failed from runs where id = ?',
      [run.id],
    );
    return { ...row! };
  }

  /** Everything an import leaves behind, without the ids that only this database gave it. */
  async traces(): Promise<Record<string, unknown[]>> {
    const [records, links, log] = await Promise.all([
      this.database.query('select type, record_key, number, amount, body, retired_at from records order by record_key'),
      this.database.query(
        `select l.remote_id, r.record_key, hex(l.hash) hash from links l
         join records r on r.store_id = l.store_id and r.id = l.record_id order by remote_id`,
      ),
      this.database.query(
        `select i.run_id, i.seq, i.row_no, i.action, i.remote_id, i.reason, i.changes, i.exchange_id, r.record_key
         from import_log i left join records r on r.store_id = i.store_id and r.id = i.record_id
         order by i.run_id, i.seq, i.row_no`,
      ),
    ]);
    return { records, links, log };
  }

  async records(): Promise<{ id: number; key: string; body: Record<string, unknown> }[]> {
    const rows = await this.database.query<{ id: number; record_key: string; body: string }>(
      'select id, record_key, body from records order by record_key',
    );
    return rows.map(({ id, record_key, body }) => ({ id, key: record_key, body: JSON.parse(body) }));
  }

  async log(run?: { id: number }): Promise<Record<string, unknown>[]> {
    const rows = await this.database.query(
      `select run_id, seq, row_no, action, remote_id, record_id, reason, changes, name from import_log
       ${run ? `where run_id = ${run.id}` : ''} order by run_id, seq, row_no`,
    );
    return rows.map((row) => ({ ...row }));
  }
}

const TABLES = [
  'records',
  'links',
  'drifts',
  'import_log',
  'refused_rows',
  'snapshot_pages',
  'missing_questions',
  'runs',
  'run_pages',
];

/** A page of rows with a bookmark behind it. */
export function page(seq: number, rows: MappedRow[], more: Partial<MappedPage> = {}): MappedPage {
  return { seq, rows, skipped: 0, bookmark: { page: seq + 1 }, exchanges: [100 + seq], ...more };
}

export function product(id: string, values: Record<string, unknown> = {}): MappedRow {
  return { remoteId: `guid-${id}`, values: { sku: id, name: `Product ${id}`, price: '9.5', ...values } };
}
