import { Injectable } from '@nestjs/common';
import { Database, type SqlParameter } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { ValueMap } from '../sdk/index.js';
import type { Installation } from './installation.entity.js';
import { Requirements } from './requirements.service.js';

export interface MapCount {
  map: ValueMap;
  /** Values of the store that there are. */
  total: number;
  /** Of those, the ones that have no counterpart yet. */
  unmapped: number;
  /** Something waits for them. */
  open: boolean;
}

/** Only so many of the newest are looked at: reading every body ever written would take minutes. */
const LOOKED_AT = 5000;

/** How much of each value map is still to be filled in. */
@Injectable()
export class Unmapped {
  constructor(
    private readonly database: Database,
    private readonly requirements: Requirements,
    private readonly plugins: PluginRegistry,
  ) {}

  async counts(installation: Installation, maps: ValueMap[]): Promise<MapCount[]> {
    if (maps.length === 0) return [];
    const sides = await this.requirements.ownSides(installation.storeId);
    return Promise.all(maps.map((map) => this.count(installation, map, sides)));
  }

  private async count(it: Installation, map: ValueMap, sides: number[]): Promise<MapCount> {
    const { storeId, id } = it;
    const { sql, values } = valuesOf(storeId, map, sides);
    const row = await this.database.one<{ total: number; mapped: number }>(
      `select count(*) as total, count(p.app_value) as mapped from (${sql}) v
       left join value_pairs p on p.store_id = ? and p.installation_id = ? and p.map = ? and p.store_value = v.value`,
      [...values, storeId, id, map.id],
    );
    const total = row?.total ?? 0;
    const unmapped = total - (row?.mapped ?? 0);
    const open = unmapped > 0 && (map.required || (map.awaited && (await this.isAwaited(it, map))));
    return { map, total, unmapped, open: open ?? false };
  }

  /** Whether a record that is to go out holds a value without a pair. */
  private async isAwaited(it: Installation, { id: map, store }: ValueMap): Promise<boolean> {
    if ('records' in store) return true;
    const { record, list, field } = store.seen;
    const sending = (this.plugins.get(it.plugin)?.manifest.tasks ?? []).filter(
      (task) => task.direction === 'out' && task.record === record,
    );
    if (sending.length === 0) return false;
    const row = await this.database.one(
      `select 1 from (
         select r.body from records r join schedules s on s.store_id = r.store_id and s.installation_id = ? and s.task in (?) and s.active
         left join outbox o on o.store_id = r.store_id and o.record_id = r.id and o.installation_id = s.installation_id and o.task = s.task
         where r.store_id = ? and r.type = ? and r.retired_at is null
           and (o.state is null or o.state in ('pending', 'rejected', 'needs-person'))
         order by r.id desc limit ${LOOKED_AT}) newest
       cross join json_table(newest.body, ? columns (value varchar(191) path ?)) j
       left join value_pairs p on p.store_id = ? and p.installation_id = ? and p.map = ? and p.store_value = j.value collate utf8mb4_bin
       where j.value <> '' and p.app_value is null limit 1`,
      [
        it.id,
        sending.map(({ id }) => id),
        it.storeId,
        record,
        list ? `$.${list}[*]` : '$',
        `$.${field}`,
        it.storeId,
        it.id,
        map,
      ],
    );
    return row !== undefined;
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
