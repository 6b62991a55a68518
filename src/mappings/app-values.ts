import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Installation } from '../installations/installation.entity.js';
import { declarationOf, type RecordType } from '../sdk/index.js';

/** Something the app has that a value of the store may stand for. */
export interface AppValue {
  /** The record's key: what is kept. */
  value: string;
  label: string;
}

const MOST = 2000;
const byName = new Intl.Collator('en-AU', { numeric: true });

/** The app's side of value maps: records that were imported from it. */
@Injectable()
export class AppValues {
  constructor(private readonly database: Database) {}

  async of({ storeId, connectionId }: Installation, type: RecordType): Promise<AppValue[]> {
    if (connectionId === null) return [];
    const { title } = declarationOf(type);
    const rows = await this.database.query<{ value: string; label: string | null }>(
      `select r.record_key as value, json_value(r.body, ?) as label from links l
       join records r on r.store_id = l.store_id and r.id = l.record_id
       where l.store_id = ? and l.connection_id = ? and l.type = ? and r.retired_at is null
       order by r.record_key limit ${MOST}`,
      [`$.${title}`, storeId, connectionId, type],
    );
    const values = rows.map(({ value, label }) => ({ value, label: label ?? value }));
    return values.toSorted(
      (one, other) => byName.compare(one.label, other.label) || byName.compare(one.value, other.value),
    );
  }
}
