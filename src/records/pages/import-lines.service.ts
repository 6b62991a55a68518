import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { Database, type SqlParameter } from '../../database/database.js';
import { type Counted, countEach } from '../../logs/counted.js';
import { spanOf } from '../../logs/days.js';
import { type Branch, type KeySet, type KeyValues, readSlice, type Slice } from '../../logs/key-set.js';
import { type LogApp, LogApps, type LoggedTask, placedIn } from '../../logs/log-apps.js';
import type { RecordType } from '../../sdk/index.js';
import type { Action } from '../import/log-lines.js';
import { ALL_ACTIONS, type ImportFilter, type Outcome } from './import-filter.js';

/** A line of the import log: what one run did with one row of an app. */
export interface ImportLine {
  run_id: number;
  seq: number;
  row_no: number;
  installation_id: number;
  task: string;
  type: RecordType;
  record_id: number | null;
  remote_id: string;
  action: Action;
  reason: string | null;
  changes: string | null;
  exchange_id: number | null;
  at: Date;
  record_key: string | null;
  number: string | null;
  /** What a row goes by that became no record. */
  name: string | null;
}

/** What a filter leaves of a store's import log, before an action is chosen. */
export interface ImportScope {
  storeId: number;
  tasks: LoggedTask[];
  /** They are not all. */
  narrowed: boolean;
  since?: Date;
  until?: Date;
  /** Runs that may have written in that time. */
  firstRun?: number;
  lastRun?: number;
  text?: string;
}

export interface ImportSlice {
  lines: ImportLine[];
  /** Where a search stopped looking, if it did before the page was full. */
  lookedTo?: ImportLine;
}

/** Nothing indexes what was said of a row: a search looks through so many of each kind, and can be continued. */
const LOOKED_THROUGH = 5000;
/** A run that began so long before a day may still have written on it. */
const LONGEST_RUN = 2 * 86_400_000;

const IMPORT_LOG: KeySet = {
  table: 'import_log',
  key: ['run_id', 'seq', 'row_no'],
  columns: 'store_id, run_id, seq, row_no, at',
};
/** Names the lines of rows that were refused and not taken in since; of those, what nobody has said to be right. */
const REFUSED_ROWS: KeySet = { ...IMPORT_LOG, table: 'refused_rows' };

const COLUMNS = `l.run_id, l.seq, l.row_no, l.installation_id, l.task, l.type, l.record_id, l.remote_id, l.action, l.reason, l.changes,
  l.exchange_id, l.at, r.record_key, r.number, l.name`;

const RECORD_OF = 'left join records r on r.store_id = l.store_id and r.id = l.record_id';
const NEWEST = 'order by l.run_id desc, l.seq desc, l.row_no desc';

/** Reads the import log of a store: any page of it in the same time, however long it is. */
@Injectable()
export class ImportLines {
  constructor(
    private readonly database: Database,
    private readonly logApps: LogApps,
  ) {}

  async scope(store: Store, apps: Map<number, LogApp>, filter: ImportFilter): Promise<ImportScope> {
    const span = spanOf(store.timeZone, filter.from, filter.to);
    const [logged, runs] = await Promise.all([
      this.logApps.imported(store.id),
      filter.run === undefined ? this.runsWithin(store.id, span) : { firstRun: filter.run, lastRun: filter.run },
    ]);
    const tasks = placedIn(logged, apps, filter);
    return { storeId: store.id, tasks, narrowed: tasks.length < logged.length, text: filter.text, ...span, ...runs };
  }

  /** Newest first, also where newer ones than a key are asked for. */
  async read(scope: ImportScope, action: Outcome | undefined, slice: Slice): Promise<ImportSlice> {
    const limit = scope.text === undefined ? slice.limit : LOOKED_THROUGH;
    const keys = action === 'open' ? REFUSED_ROWS : IMPORT_LOG;
    const statement = readSlice(keys, branchesOf(scope, action), { ...slice, limit });
    if (!statement) return { lines: [] };
    const from = `from (${statement.sql}) k
      join import_log l on l.store_id = k.store_id and l.run_id = k.run_id and l.seq = k.seq and l.row_no = k.row_no ${RECORD_OF}`;
    if (scope.text === undefined) {
      const sql = `select ${COLUMNS} ${from} ${NEWEST}`;
      return { lines: await this.database.query<ImportLine>(sql, statement.values) };
    }
    return this.search(scope.text, from, statement.values, slice.limit);
  }

  /** Looks through a bounded number of lines. When the page isn't full after them, one may look further from there. */
  private async search(text: string, from: string, values: SqlParameter[], limit: number): Promise<ImportSlice> {
    const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const ci = 'collate utf8mb4_unicode_ci like ?';
    const lines = await this.database.query<ImportLine>(
      `select ${COLUMNS} ${from} where l.remote_id ${ci} or l.reason like ? or r.record_key ${ci} or r.number ${ci} or l.name like ? ${NEWEST} limit ?`,
      [...values, like, like, like, like, like, limit],
    );
    if (lines.length === limit) return { lines };
    const [last] = await this.database.query<ImportLine>(`select ${COLUMNS} ${from} ${NEWEST} limit 1 offset ?`, [
      ...values,
      LOOKED_THROUGH - 1,
    ]);
    return { lines, lookedTo: last };
  }

  async *all(scope: ImportScope, action: Outcome | undefined, size: number): AsyncGenerator<ImportLine[]> {
    for (let from: Slice['from']; ; ) {
      const { lines, lookedTo } = await this.read(scope, action, { from, limit: size });
      if (lines.length > 0) yield lines;
      const last = lines.length === size ? lines.at(-1) : lookedTo;
      if (!last) return;
      from = { key: importKeyOf(last), direction: 'older' };
    }
  }

  async one(storeId: number, run: number, seq: number, row: number): Promise<ImportLine | undefined> {
    return this.database.one<ImportLine>(
      `select ${COLUMNS} from import_log l ${RECORD_OF} where l.store_id = ? and l.run_id = ? and l.seq = ? and l.row_no = ?`,
      [storeId, run, seq, row],
    );
  }

  /** How many lines there are of each action. A text counts for nothing here: only looking through all would tell. */
  async counts(scope: ImportScope): Promise<Record<Outcome, Counted>> {
    const [open, actions] = await Promise.all([
      countEach(this.database, 'refused_rows', ['open'], (action) => branchesOf(scope, action)),
      countEach(this.database, 'import_log', ALL_ACTIONS, (action) => branchesOf(scope, action)),
    ]);
    return { ...open, ...actions };
  }

  /** The log goes by run. Their ids grow, but those of several processes not strictly in the order of their starts. */
  private async runsWithin(storeId: number, { since, until }: { since?: Date; until?: Date }) {
    if (!since && !until) return {};
    const row = await this.database.one<{ first: number | null; last: number | null }>(
      `select min(id) first, max(id) last from runs force index (by_start) where store_id = ? and started_at >= ? and started_at < ?`,
      [storeId, since ? new Date(since.getTime() - LONGEST_RUN) : new Date(0), until ?? new Date('2999-01-01')],
    );
    return { firstRun: row?.first ?? Number.MAX_SAFE_INTEGER, lastRun: row?.last ?? 0 };
  }
}

function branchesOf(scope: ImportScope, action: Outcome | undefined): Branch[] {
  const conditions: [string, SqlParameter | undefined][] = [
    ['run_id >= ?', scope.firstRun],
    ['run_id <= ?', scope.lastRun],
    ['at >= ?', scope.since],
    ['at < ?', scope.until],
  ];
  const within = conditions.filter(([, value]) => value !== undefined) as [string, SqlParameter][];
  const sql = within.map(([condition]) => ` and ${condition}`).join('');
  return ground(scope, action).map((branch) => ({
    ...branch,
    where: branch.where + sql,
    values: [...branch.values, ...within.map(([, value]) => value)],
  }));
}

function ground({ storeId, tasks, narrowed }: ImportScope, action: Outcome | undefined): Branch[] {
  if (!narrowed && !action) return [{ index: 'primary', where: 'store_id = ?', values: [storeId] }];
  if (action === 'open') return tasks.map((task) => refusedBy(storeId, task));
  return tasks.flatMap(({ installation_id, task }) =>
    (action ? [action] : ALL_ACTIONS).map((one) => ({
      index: 'by_task',
      where: 'store_id = ? and installation_id = ? and task = ? and action = ?',
      values: [storeId, installation_id, task, one],
    })),
  );
}

function refusedBy(storeId: number, { installation_id, task }: LoggedTask): Branch {
  return {
    index: 'by_line',
    where: 'store_id = ? and installation_id = ? and task = ? and expected = 0',
    values: [storeId, installation_id, task],
  };
}

export function importKeyOf({ run_id, seq, row_no }: ImportLine): KeyValues {
  return [run_id, seq, row_no];
}
