import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import type { StatementRow } from '../../sdk/index.js';
import { groupBy } from '../group.js';
import type { TaskKey } from '../shipments.store.js';
import { goodsOf, wordsOf } from './words.js';

/** A document of the app that may be what a record would become there. */
export interface EarlierMatch {
  recordId: number;
  remoteId: string;
  number: string | null;
  contact: string | null;
  date: string;
  amount: string;
  currency: string;
  url: string | null;
  /** It names the record and comes to the same, and nothing else does. */
  sure: boolean;
  /** What a person has said of a doubtful one. */
  said: 'same' | 'other' | null;
  /** It comes to what the record does. */
  agrees: boolean;
}

/** What an app held before this hub sent it anything, and which records that may be. */
@Injectable()
export class EarlierDocuments {
  constructor(private readonly database: Database) {}

  /** Before the app is looked through once more. What people have said stays said. */
  async forget(tx: Transaction, key: TaskKey): Promise<void> {
    const of = ofTask(key);
    await tx.run(`delete from earlier_matches where ${OF_TASK} and said is null`, of);
    await tx.run(`delete from earlier_words where ${OF_TASK}`, of);
    await tx.run(`delete from earlier_documents where ${OF_TASK}`, of);
  }

  async keep(tx: Transaction, key: TaskKey, rows: StatementRow[]): Promise<void> {
    if (rows.length === 0) return;
    const of = ofTask(key);
    await tx.run(
      `insert ignore into earlier_documents
         (store_id, installation_id, task, remote_id, number, contact, date, amount, currency, goods, url) values ?`,
      [
        rows.map(({ remoteId, number, contact, date, amount, currency, goods = [], url }): SqlValue[] => [
          ...of,
          remoteId,
          number?.slice(0, 191) ?? null,
          contact?.slice(0, 191) ?? null,
          date,
          amount,
          currency,
          goodsOf(goods),
          url?.slice(0, 500) ?? null,
        ]),
      ],
    );
    const words = rows.flatMap((row) =>
      [...wordsOf([row.number ?? '', row.reference ?? '', ...(row.says ?? [])])].map(
        ([word, { whole }]): SqlValue[] => [...of, word, row.remoteId, whole],
      ),
    );
    if (words.length === 0) return;
    await tx.run(
      'insert ignore into earlier_words (store_id, installation_id, task, word, remote_id, whole) values ?',
      [words],
    );
  }

  async count(key: TaskKey): Promise<number> {
    const row = await this.database.one<{ n: number }>(
      `select count(*) n from earlier_documents where ${OF_TASK}`,
      ofTask(key),
    );
    return Number(row?.n ?? 0);
  }

  /** Each parcel of every export asks this. */
  async any(key: TaskKey): Promise<boolean> {
    const row = await this.database.one(`select 1 from earlier_documents where ${OF_TASK} limit 1`, ofTask(key));
    return row !== undefined;
  }

  /** By record. Those that a person has called others are none. */
  async of(key: TaskKey, recordIds: number[]): Promise<Map<number, EarlierMatch[]>> {
    if (recordIds.length === 0) return new Map();
    const matches = await this.matches(key, 'and m.record_id in (?) and not (m.said <=> ?)', [recordIds, 'other']);
    return groupBy(matches, ({ recordId }) => recordId);
  }

  /** What nobody has said anything of yet, oldest first. */
  doubtful(key: TaskKey, limit: number): Promise<EarlierMatch[]> {
    return this.matches(key, 'and not m.sure and m.said is null order by d.date, m.record_id limit ?', [limit]);
  }

  async counts(key: TaskKey): Promise<{ sure: number; doubtful: number }> {
    const row = await this.database.one<{ sure: string | null; doubtful: string | null }>(
      `select sum(sure or said <=> 'same') sure, sum(not sure and said is null) doubtful from earlier_matches where ${OF_TASK}`,
      ofTask(key),
    );
    return { sure: Number(row?.sure ?? 0), doubtful: Number(row?.doubtful ?? 0) };
  }

  /** What a person says of a doubtful one; false when it isn't there, or was said already. */
  async say(
    tx: Transaction,
    key: TaskKey,
    recordId: number,
    remoteId: string,
    said: 'same' | 'other',
  ): Promise<boolean> {
    const changed = await tx.run(
      `update earlier_matches set said = ? where ${OF_TASK} and record_id = ? and remote_id = ? and not sure and said is null`,
      [said, ...ofTask(key), recordId, remoteId],
    );
    return changed > 0;
  }

  /** This document is this record: so it is no other one, and nothing else is this record. */
  async settle(tx: Transaction, key: TaskKey, recordId: number, remoteId: string): Promise<void> {
    await tx.run(
      `update earlier_matches set said = 'other' where ${OF_TASK} and said is null and (record_id = ?) <> (remote_id = ?)`,
      [...ofTask(key), recordId, remoteId],
    );
  }

  private async matches(key: TaskKey, which: string, parameters: (SqlValue | SqlValue[])[]): Promise<EarlierMatch[]> {
    const rows = await this.database.query<
      Omit<EarlierMatch, 'sure' | 'agrees'> & Record<'sure' | 'agrees', 0 | 1 | null>
    >(
      `select m.record_id recordId, m.remote_id remoteId, d.number, d.contact, d.date, d.amount, d.currency, d.url, m.sure, m.said,
         d.amount = r.amount and d.currency = coalesce(r.currency, d.currency) agrees
       from earlier_matches m
       join earlier_documents d on d.store_id = m.store_id and d.installation_id = m.installation_id and d.task = m.task
         and d.remote_id = m.remote_id
       join records r on r.store_id = m.store_id and r.id = m.record_id
       where m.store_id = ? and m.installation_id = ? and m.task = ? ${which}`,
      [...ofTask(key), ...parameters],
    );
    return rows.map((row) => ({ ...row, sure: Boolean(row.sure), agrees: Boolean(row.agrees) }));
  }
}

export const OF_TASK = 'store_id = ? and installation_id = ? and task = ?';

export const ofTask = ({ storeId, installationId, task }: TaskKey) => [storeId, installationId, task] as const;
