import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RecordType } from '../sdk/index.js';
import type { StatedRow } from '../sdk/runtime/index.js';

/** Which records a statement is about, and which others this store sends to the same app. */
export interface Sending {
  stated: RecordType[];
  besides: RecordType[];
}

/** Documents that no report should ask the store about: what other stores have sent, and what this one has by exports of another kind. */
@Injectable()
export class Neighbours {
  constructor(private readonly database: Database) {}

  /** The rows, with such ones marked as none of ours. */
  async mark(
    storeId: number,
    connectionId: number,
    { stated, besides }: Sending,
    rows: StatedRow[],
  ): Promise<StatedRow[]> {
    // What carries a marker of its own can't be another store's.
    const unmarked = rows.filter(({ ours }) => ours === undefined);
    const [theirs, elsewhere] = await Promise.all([
      // Any of their exports may have left it: a refund leaves a credit note, which no list of refunds has.
      this.linked('store_id <> ?', storeId, connectionId, [...stated, ...besides], unmarked),
      this.linked('store_id = ?', storeId, connectionId, besides, rows),
    ]);
    return rows.map((row) => {
      const isTheirs = row.ours === undefined && theirs.has(row.remoteId);
      return isTheirs || elsewhere.has(row.remoteId) ? { ...row, ours: false } : row;
    });
  }

  private async linked(
    whose: 'store_id = ?' | 'store_id <> ?',
    storeId: number,
    connectionId: number,
    types: RecordType[],
    rows: StatedRow[],
  ): Promise<Set<string>> {
    if (rows.length === 0 || types.length === 0) return new Set();
    const found = await this.database.query<{ remote_id: string }>(
      `select l.remote_id from (select distinct store_id from installations where connection_id = ? and ${whose}) i
       join links l on l.store_id = i.store_id and l.connection_id = ? and l.type in (?) and l.remote_id in (?)`,
      [connectionId, storeId, connectionId, types, rows.map(({ remoteId }) => remoteId)],
    );
    return new Set(found.map((row) => row.remote_id));
  }
}
