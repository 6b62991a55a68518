import type { DataSource } from 'typeorm';
import { Database } from '../../src/database/database.js';
import { Ids } from '../../src/database/ids.js';
import type { Run } from '../../src/tasks/run.js';
import type { Shop } from './surroundings.js';
import type { VirtualClock } from './virtual-clock.js';

/** The runs of one import, as a worker finds and leaves them. */
export class Runs {
  private readonly database: Database;
  private readonly ids: Ids;

  constructor(
    source: DataSource,
    private readonly shop: Shop,
    private readonly plugin: string,
    private readonly task: string,
    private readonly clock: VirtualClock,
  ) {
    this.database = new Database(source);
    this.ids = new Ids(source);
  }

  async begin(): Promise<number> {
    const { storeId, installationId } = this.shop;
    const id = await this.ids.next('run');
    const now = this.clock.date();
    await this.database.run(
      `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, fence)
       values (?, ?, ?, ?, ?, 'person', 'running', ?, ?, 0)`,
      [storeId, id, installationId, this.task, this.plugin, now, now],
    );
    return id;
  }

  /** By the next worker: from here on whoever had it before can't write any more. */
  async takeUp(id: number): Promise<Run> {
    const { storeId } = this.shop;
    await this.database.run('update runs set fence = fence + 1 where store_id = ? and id = ?', [storeId, id]);
    return (await this.database.one<Run>('select * from runs where store_id = ? and id = ?', [storeId, id]))!;
  }

  async end(id: number, state: 'done' | 'needs-person'): Promise<void> {
    await this.database.run('update runs set state = ? where store_id = ? and id = ?', [state, this.shop.storeId, id]);
  }

  /** Everything the imports left behind, without the ids that only this database gave it. */
  async traces(): Promise<Traces> {
    const { storeId } = this.shop;
    const [records, links, created] = await Promise.all([
      this.database.query<{ record_key: string }>(
        `select record_key, type, number, date, amount, currency, status, body, retired_at is not null retired from records
         where store_id = ? order by record_key`,
        [storeId],
      ),
      this.database.query<{ remote_id: string }>(
        `select l.remote_id, r.record_key, hex(l.hash) hash from links l
         join records r on r.store_id = l.store_id and r.id = l.record_id where l.store_id = ? order by l.remote_id`,
        [storeId],
      ),
      this.database.query<{ record_key: string; n: number }>(
        `select r.record_key, count(*) n from import_log i join records r on r.store_id = i.store_id and r.id = i.record_id
         where i.store_id = ? and i.action = 'created' group by r.record_key`,
        [storeId],
      ),
    ]);
    return { records, links, created: new Map(created.map(({ record_key, n }) => [record_key, n])) };
  }
}

export interface Traces {
  records: { record_key: string }[];
  links: { remote_id: string }[];
  /** How often the log says that a record was created, by its key. */
  created: Map<string, number>;
}
