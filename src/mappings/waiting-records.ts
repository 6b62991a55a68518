import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Installation } from '../installations/installation.entity.js';
import type { Reference } from './references.js';

/** Only so many of the newest are looked at: reading every body ever written would take minutes. */
const LOOKED_AT = 5000;

/** Records that are not in the app yet, by the values they hold. */
@Injectable()
export class WaitingRecords {
  constructor(private readonly database: Database) {}

  /** How many wait for each of these values; values that nothing waits for are absent. */
  async count(installation: Installation, references: Reference[], values: string[]): Promise<Map<string, number>> {
    const waiting = new Map<string, number>();
    if (values.length === 0) return waiting;
    for (const reference of references) {
      for (const { value, count } of await this.holding(installation, reference, values)) {
        waiting.set(value, (waiting.get(value) ?? 0) + Number(count));
      }
    }
    return waiting;
  }

  private holding({ storeId, id }: Installation, { record, list, field }: Reference, values: string[]) {
    return this.database.query<{ value: string; count: number }>(
      `select j.value collate utf8mb4_bin as value, count(distinct newest.id) as count from (
         select r.id, r.body from records r
         left join outbox o on o.store_id = r.store_id and o.record_id = r.id and o.installation_id = ?
         where r.store_id = ? and r.type = ? and r.retired_at is null
           and (o.state is null or o.state in ('pending', 'rejected', 'needs-person'))
         order by r.id desc limit ${LOOKED_AT}) newest,
       json_table(newest.body, ? columns (value varchar(191) path ?)) j
       where j.value collate utf8mb4_bin in (?) group by j.value collate utf8mb4_bin`,
      [id, storeId, record, list ? `$.${list}[*]` : '$', `$.${field}`, values],
    );
  }
}
