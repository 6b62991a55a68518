import type { Transaction } from '../../database/database.js';
import type { MappedPage } from '../../sdk/runtime/index.js';
import type { Counts, Incoming } from './import-run.js';
import type { LogLine } from './log-lines.js';
import type { Outcome } from './plan.js';
import { nameOf, type Row } from './rows.js';

/** A line for the log, with what it tells of. */
export interface News {
  outcome: Outcome;
  line: LogLine;
}

/**
 * The lines that these outcomes add to the log. A page met again after a crash finds its own lines there: what failed once
 * is not told twice, and what is new has its place behind them.
 */
export async function newsOf(
  tx: Transaction,
  incoming: Incoming,
  outcomes: Outcome[],
  counted: ReadonlySet<number>,
): Promise<News[]> {
  const told = counted.size > 0 ? await toldOf(tx, incoming, [...counted]) : new Map<number, Told>();
  const news: News[] = [];
  for (const outcome of outcomes) {
    if (outcome.action === 'unchanged') continue;
    const { page, at } = outcome.row;
    const before = told.get(page.seq);
    if (before && outcome.action === 'failed' && before.failed.has(outcome.row.remoteId)) continue;
    news.push({ outcome, line: lineOf(incoming, outcome, outcome.action, before ? before.next++ : at) });
  }
  return news;
}

/** What the pages add to the run's counters. Counted pages add only what is new in them. */
export function countsOf(
  pages: MappedPage[],
  counted: ReadonlySet<number>,
  { unchanged, repeated, outcomes, news }: { unchanged: Row[]; repeated: Row[]; outcomes: Outcome[]; news: News[] },
): Counts {
  const add = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
  for (const page of pages) {
    if (counted.has(page.seq)) continue;
    add.read += page.rows.length + page.skipped;
    add.skipped += page.skipped;
  }
  const first = (rows: Row[]) => rows.filter((row) => !counted.has(row.page.seq)).length;
  add.skipped += first(repeated);
  add.unchanged += first(unchanged);
  add.unchanged += first(
    outcomes.filter(({ action }) => !(action in add) || action === 'unchanged').map(({ row }) => row),
  );
  for (const { outcome } of news) {
    if (outcome.action === 'created' || outcome.action === 'updated' || outcome.action === 'failed')
      add[outcome.action]++;
  }
  return add;
}

interface Told {
  next: number;
  failed: Set<string>;
}

async function toldOf(tx: Transaction, { storeId, runId }: Incoming, seqs: number[]): Promise<Map<number, Told>> {
  const rows = await tx.query<{ seq: number; row_no: number; remote_id: string; action: string }>(
    'select seq, row_no, remote_id, action from import_log where store_id = ? and run_id = ? and seq in (?)',
    [storeId, runId, seqs],
  );
  const told = new Map<number, Told>(seqs.map((seq) => [seq, { next: 0, failed: new Set() }]));
  for (const row of rows) {
    const page = told.get(row.seq)!;
    page.next = Math.max(page.next, row.row_no + 1);
    if (row.action === 'failed') page.failed.add(row.remote_id);
  }
  return told;
}

function lineOf({ type }: Incoming, outcome: Outcome, action: LogLine['action'], rowNo: number): LogLine {
  const { row, recordId, reason, changes } = outcome;
  const exchange = row.page.exchanges.at(-1);
  const name = recordId === null ? nameOf(type, row) : undefined;
  return { seq: row.page.seq, rowNo, recordId, remoteId: row.remoteId, name, action, reason, changes, exchange };
}
