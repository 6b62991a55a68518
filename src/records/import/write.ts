import type { Transaction } from '../../database/database.js';
import type { MappedPage } from '../../sdk/runtime/index.js';
import { headOf } from '../head.js';
import { bytes, instant, quoted, quotedOrNull, runAll, statements } from '../sql-text.js';
import type { Incoming } from './import-run.js';
import { clip, LOG_INSERT, logRow } from './log-lines.js';
import type { Link, Outcome } from './plan.js';
import type { Row } from './rows.js';
import type { News } from './tally.js';

export interface Written {
  pages: MappedPage[];
  unchanged: Row[];
  outcomes: Outcome[];
  news: News[];
  links: Map<string, Link>;
}

/** Everything that pages leave behind, in a few statements. */
export async function write(tx: Transaction, incoming: Incoming, written: Written, now: number): Promise<void> {
  const at = instant(now);
  await runAll(tx, recordInserts(incoming, written.outcomes, at));
  await runAll(tx, recordUpdates(incoming, changedIn(written.outcomes), at));
  await runAll(tx, linkRows(incoming, written.outcomes));
  await writeDrift(tx, incoming, written.outcomes, at);
  const row = logRow(incoming, at);
  await runAll(
    tx,
    statements(
      LOG_INSERT,
      written.news.map(({ line }) => row(line)),
    ),
  );
  if (incoming.snapshot) await runAll(tx, seenRows(incoming, written));
}

type Changed = Pick<NonNullable<Outcome['record']>, 'id' | 'key' | 'body' | 'text'>;

const RECORD_INSERT = `insert into records
 (store_id, id, type, record_key, number, date, amount, currency, status, body, changed_at, retired_at) values `;

function* recordInserts(incoming: Incoming, outcomes: Outcome[], at: string): Generator<string> {
  const isNew = outcomes.flatMap(({ record }) => (record?.isNew ? [record] : []));
  yield* statements(RECORD_INSERT, recordRows(incoming, isNew, at));
}

const RECORD_UPDATE = ` on duplicate key update number = values(number), date = values(date), amount = values(amount),
 currency = values(currency), status = values(status), body = values(body), changed_at = values(changed_at), retired_at = null`;

export function recordUpdates(incoming: Incoming, changed: Changed[], at: string): Iterable<string> {
  const inOrder = changed.toSorted((a, b) => a.id - b.id);
  return statements(RECORD_INSERT, recordRows(incoming, inOrder, at), RECORD_UPDATE);
}

const changedIn = (outcomes: Outcome[]) => outcomes.flatMap(({ record }) => (record && !record.isNew ? [record] : []));

function* recordRows({ storeId, type }: Incoming, records: Changed[], at: string) {
  for (const { id, key, body, text = JSON.stringify(body) } of records) {
    yield `${storeId},${id},'${type}',${quoted(key)},${headOf(type, body)},${quoted(text)},${at},null`;
  }
}

function linkRows({ storeId, connectionId, type }: Incoming, outcomes: Outcome[]): Iterable<string> {
  const linked = outcomes.flatMap(({ row, link }) => (link ? [{ remoteId: row.remoteId, link }] : []));
  return statements(
    'insert into links (store_id, connection_id, type, remote_id, record_id, hash, told) values ',
    linked.map(
      ({ remoteId, link }) =>
        `${storeId},${connectionId},'${type}',${quoted(remoteId)},${link.recordId},${bytes(link.hash)},${bytes(link.told)}`,
    ),
    ' on duplicate key update record_id = values(record_id), hash = values(hash), told = values(told)',
  );
}

/** What a record is said to be elsewhere, as it stands now: one row for each field, gone once they agree. */
async function writeDrift(tx: Transaction, incoming: Incoming, outcomes: Outcome[], at: string): Promise<void> {
  const { storeId, connectionId, masters } = incoming;
  if ([...masters.values()].every((master) => master === 'app')) return;
  const looked = outcomes.flatMap(({ recordId, drift }) => (recordId !== null && drift ? [{ recordId, drift }] : []));
  if (looked.length === 0) return;
  await tx.run('delete from drifts where store_id = ? and connection_id = ? and record_id in (?)', [
    storeId,
    connectionId,
    looked.map(({ recordId }) => recordId),
  ]);
  const rows = looked.flatMap(({ recordId, drift }) =>
    drift.map(
      ({ field, before, after }) =>
        `${storeId},${recordId},${connectionId},'${field}',${textOf(before)},${textOf(after)},${at}`,
    ),
  );
  await runAll(
    tx,
    statements(
      'insert into drifts (store_id, record_id, connection_id, field, record_value, app_value, seen_at) values ',
      rows,
    ),
  );
}

const textOf = (value: unknown) => quotedOrNull(clip(value)?.toString());

function seenRows(incoming: Incoming, { pages, unchanged, outcomes, links }: Written): Iterable<string> {
  const seen = new Map(pages.map(({ seq }) => [seq, [] as number[]]));
  for (const { page, remoteId } of unchanged) seen.get(page.seq)!.push(links.get(remoteId)!.recordId);
  for (const { row, recordId } of outcomes) if (recordId !== null) seen.get(row.page.seq)!.push(recordId);
  return statements(
    'insert into snapshot_pages (store_id, run_id, seq, seen) values ',
    [...seen].map(([seq, ids]) => `${incoming.storeId},${incoming.runId},${seq},${bytes(hexOf(ids))}`),
    ' on duplicate key update seen = values(seen)',
  );
}

const hexOf = (ids: number[]) => Buffer.from(new Float64Array(ids).buffer).toString('hex');
