import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { recordTypes } from '../../sdk/index.js';

/** So many records may begin with what was typed; whoever wants more types one letter more. */
export const FOUND_AT_MOST = 500;

/** Finds records by what people know them by: the store's number, the app's, the customer's own reference. Each has an index. */
@Injectable()
export class ExportSearch {
  constructor(private readonly database: Database) {}

  /** Ids of records of which one of these begins with the text. */
  async records(storeId: number, text: string): Promise<number[]> {
    const begin = `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    // Keys are told apart by case; people type them in either.
    const spellings = [...new Set([begin, begin.toUpperCase(), begin.toLowerCase()])];
    const byKey = recordTypes.flatMap((type) =>
      spellings.map((spelling) => ({
        sql: `(select id from records force index (by_key) where store_id = ? and type = ? and record_key like ? limit ${FOUND_AT_MOST})`,
        values: [storeId, type, spelling],
      })),
    );
    const byOther = ['app_number', 'customer_reference'].map((column) => ({
      sql: `(select record_id id from outbox force index (by_${column}) where store_id = ? and ${column} like ? limit ${FOUND_AT_MOST})`,
      values: [storeId, begin],
    }));
    const parts = [...byOther, ...byKey];
    const rows = await this.database.query<{ id: number }>(
      `select distinct id from (${parts.map(({ sql }) => sql).join(' union all ')}) found limit ${FOUND_AT_MOST}`,
      parts.flatMap(({ values }) => values),
    );
    return rows.map(({ id }) => id);
  }
}
