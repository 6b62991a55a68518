import { Injectable } from '@nestjs/common';
import { Database, type SqlParameter, type Transaction } from '../database/database.js';
import { declarationOf, type RecordType, type ValueMap } from '../sdk/index.js';
import type { PlainRecord } from '../sdk/runtime/index.js';
import type { Fingerprint } from './fingerprint.js';
import { type RecordRow, recordOf } from './record-row.js';
import { bytes, quoted, runAll, statements } from './sql-text.js';

/** A record's counterpart in a connected app. */
export interface RecordLink {
  remoteId: string;
  /** What the app last said or was sent, of the fields that are exported to it. */
  told: Fingerprint | null;
}

/** What an app has just been told. */
export interface Told {
  recordId: number;
  remoteId: string;
  told: Fingerprint;
}

const COLUMNS = 'id, type, record_key, body';
// Longer lists are asked for in parts, so that no statement grows beyond what the server likes.
const AT_ONCE = 1000;
const MOST_VALUES = 1000;
// Values nobody has used for so long need no pair.
const LATEST = 20_000;

/** The hub's own copies, for the rooms that use them. Everything is asked for in batches. */
@Injectable()
export class Records {
  constructor(private readonly database: Database) {}

  async byIds(storeId: number, ids: number[]): Promise<PlainRecord[]> {
    return this.inParts(ids, (part) =>
      this.select(`from records where store_id = ? and id in (?) order by id`, [storeId, part]),
    );
  }

  /** Records by type and key; those that don't exist are left out. */
  async load(storeId: number, refs: { type: RecordType; key: string }[]): Promise<PlainRecord[]> {
    const keys = new Map<RecordType, Set<string>>();
    for (const { type, key } of refs) keys.set(type, (keys.get(type) ?? new Set()).add(key));
    const found = await Promise.all(
      [...keys].map(([type, wanted]) =>
        this.inParts([...wanted], (part) =>
          this.select('from records force index (by_key) where store_id = ? and type = ? and record_key in (?)', [
            storeId,
            type,
            part,
          ]),
        ),
      ),
    );
    return found.flat();
  }

  /** Records whose key begins with what a person has typed, or whose name holds it; the first ones by key. */
  async search(storeId: number, type: RecordType, text: string, limit = 20): Promise<PlainRecord[]> {
    const typed = text.trim().replace(/[\\%_]/g, '\\$&');
    const byKey = await this.select(
      `from records force index (by_key) where store_id = ? and type = ? and retired_at is null and record_key like ?
       order by record_key limit ?`,
      [storeId, type, `${typed}%`, limit],
    );
    if (typed === '' || byKey.length === limit) return byKey;
    const { title } = declarationOf(type);
    const byName = await this.select(
      `from records force index (by_key) where store_id = ? and type = ? and retired_at is null
         and concat(record_key, ' ', coalesce(json_value(body, ${quoted(`$.${title}`)}), '')) like ? collate utf8mb4_unicode_ci
       order by record_key limit ?`,
      [storeId, type, `%${typed}%`, limit],
    );
    const known = new Set(byKey.map(({ id }) => id));
    return [...byKey, ...byName.filter(({ id }) => !known.has(id))].slice(0, limit);
  }

  /** What people may map on the store's side: keys of its records, or the values seen in its latest ones. */
  async distinct(storeId: number, { store }: Pick<ValueMap, 'store'>): Promise<string[]> {
    if ('records' in store) {
      const rows = await this.database.query<{ record_key: string }>(
        `select record_key from records where store_id = ? and type = ? and retired_at is null
         order by record_key limit ${MOST_VALUES}`,
        [storeId, store.records],
      );
      return rows.map((row) => row.record_key);
    }
    const { record, list, field } = store.seen;
    const rows = await this.database.query<{ value: string }>(
      `select distinct seen.value from
         (select body from records where store_id = ? and type = ? order by id desc limit ${LATEST}) latest,
         json_table(latest.body, ${quoted(list ? `$.${list}[*]` : '$')} columns (value varchar(191) path ${quoted(`$.${field}`)})) seen
       where seen.value is not null and seen.value <> '' order by seen.value limit ${MOST_VALUES}`,
      [storeId, record],
    );
    return rows.map((row) => row.value);
  }

  /** Counterparts in one app, by record id. */
  async links(
    storeId: number,
    connectionId: number,
    type: RecordType,
    recordIds: number[],
  ): Promise<Map<number, RecordLink>> {
    const rows = await this.inParts(recordIds, (part) =>
      this.database.query<{ record_id: number; remote_id: string; told: Buffer | null }>(
        `select record_id, remote_id, told from links force index (by_record)
         where store_id = ? and record_id in (?) and connection_id = ? and type = ?`,
        [storeId, part, connectionId, type],
      ),
    );
    return new Map(
      rows.map((row) => [row.record_id, { remoteId: row.remote_id, told: row.told?.toString('hex') ?? null }]),
    );
  }

  /** The ids that records have in one app, by record id. */
  async remoteIds(
    storeId: number,
    connectionId: number,
    type: RecordType,
    recordIds: number[],
  ): Promise<Map<number, string>> {
    const links = await this.links(storeId, connectionId, type, recordIds);
    return new Map([...links].map(([id, { remoteId }]) => [id, remoteId]));
  }

  /** Remembers what an app has been told, so that it isn't told again, nor taken at its word when it repeats it. */
  async linkSent(
    tx: Transaction,
    link: { storeId: number; connectionId: number; type: RecordType },
    sent: Told[],
  ): Promise<void> {
    const rows = sent.map(
      ({ recordId, remoteId, told }) =>
        `${link.storeId},${link.connectionId},'${link.type}',${quoted(remoteId)},${recordId},${bytes(told)}`,
    );
    const into = 'insert into links (store_id, connection_id, type, remote_id, record_id, told) values ';
    const known = ' on duplicate key update record_id = values(record_id), told = values(told)';
    await runAll(tx, statements(into, rows, known));
  }

  private async select(from: string, parameters: SqlParameter[]): Promise<PlainRecord[]> {
    return (await this.database.query<RecordRow>(`select ${COLUMNS} ${from}`, parameters)).map(recordOf);
  }

  private async inParts<Item, Row>(items: Item[], ask: (part: Item[]) => Promise<Row[]>): Promise<Row[]> {
    const rows: Row[] = [];
    for (let at = 0; at < items.length; at += AT_ONCE) rows.push(...(await ask(items.slice(at, at + AT_ONCE))));
    return rows;
  }
}
