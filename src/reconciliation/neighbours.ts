import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RecordType, StatementRow } from '../sdk/index.js';

/** Which documents of a company another store has sent to it, over the connection that both share. */
@Injectable()
export class Neighbours {
  constructor(private readonly database: Database) {}

  /** The rows, with those of other stores marked as none of ours. What carries a marker of its own needs no look. */
  async mark(
    storeId: number,
    connectionId: number,
    types: RecordType[],
    rows: StatementRow[],
  ): Promise<StatementRow[]> {
    const unmarked = rows.filter(({ ours }) => ours === undefined).map(({ remoteId }) => remoteId);
    if (unmarked.length === 0 || types.length === 0) return rows;
    const theirs = await this.database.query<{ remote_id: string }>(
      `select l.remote_id from (select distinct store_id from installations where connection_id = ? and store_id <> ?) i
       join links l on l.store_id = i.store_id and l.connection_id = ? and l.type in (?) and l.remote_id in (?)`,
      [connectionId, storeId, connectionId, types, unmarked],
    );
    const strangers = new Set(theirs.map((row) => row.remote_id));
    return rows.map((row) => (row.ours === undefined && strangers.has(row.remoteId) ? { ...row, ours: false } : row));
  }
}
