import { Injectable } from '@nestjs/common';
import { Database, type SqlParameter } from '../database/database.js';
import type { ValueMap } from '../sdk/index.js';
import type { Installation } from './installation.entity.js';
import { Requirements } from './requirements.service.js';

export interface MapCount {
  map: ValueMap;
  /** Values of the store that there are. */
  total: number;
  /** Of those, the ones that have no counterpart yet. */
  unmapped: number;
}

/** How much of each value map is still to be filled in. */
@Injectable()
export class Unmapped {
  constructor(
    private readonly database: Database,
    private readonly requirements: Requirements,
  ) {}

  async counts(installation: Installation, maps: ValueMap[]): Promise<MapCount[]> {
    if (maps.length === 0) return [];
    const sides = await this.requirements.ownSides(installation.storeId);
    return Promise.all(maps.map((map) => this.count(installation, map, sides)));
  }

  private async count({ storeId, id }: Installation, map: ValueMap, sides: number[]): Promise<MapCount> {
    const { sql, values } = valuesOf(storeId, map, sides);
    const row = await this.database.one<{ total: number; mapped: number }>(
      `select count(*) as total, count(p.app_value) as mapped from (${sql}) v
       left join value_pairs p on p.store_id = ? and p.installation_id = ? and p.map = ? and p.store_value = v.value`,
      [...values, storeId, id, map.id],
    );
    return { map, total: row?.total ?? 0, unmapped: (row?.total ?? 0) - (row?.mapped ?? 0) };
  }
}

/** The values of the store's side of a map, as a select of one column `value`. */
export function valuesOf(
  storeId: number,
  { store }: ValueMap,
  sides: number[],
): { sql: string; values: SqlParameter[] } {
  if ('records' in store) {
    // Only what the store's own platform knows, or another store that feeds it; before that is connected nothing is the store's.
    return {
      sql: `select r.record_key as value from records r where r.store_id = ? and r.type = ? and r.retired_at is null
        and exists (select 1 from links l where l.store_id = r.store_id and l.record_id = r.id and l.connection_id in (?))`,
      values: [storeId, store.records, [0, ...sides]],
    };
  }
  const { record, list, field } = store.seen;
  return {
    sql: `select distinct j.value collate utf8mb4_bin as value from records r,
        json_table(r.body, ? columns (value varchar(191) path ?)) j
        where r.store_id = ? and r.type = ? and j.value is not null and j.value <> ''`,
    values: [list ? `$.${list}[*]` : '$', `$.${field}`, storeId, record],
  };
}
