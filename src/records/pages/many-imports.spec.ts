import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import type { Store } from '../../accounts/store.entity.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { Database, type SqlParameter } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';
import { LogApps } from '../../logs/log-apps.js';
import { migrate } from '../../migrate.js';
import type { PluginRegistry } from '../../plugins/plugin-registry.js';
import { readImportFilter } from './import-filter.js';
import { ImportLines } from './import-lines.service.js';

const LINES = 100_000;
const store = { id: 5, timeZone: 'UTC' } as Store;

let own: TestDatabase;
let source: DataSource;
let database: CountingDatabase;

/** Adds up how many rows the server had to look at. */
class CountingDatabase extends Database {
  examined = 0;

  override async query<Row>(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row[]> {
    return this.transaction(async (tx) => {
      const reads = async () => {
        const rows = await tx.query<{ Value: string }>(`show session status where Variable_name in
          ('Handler_read_first', 'Handler_read_key', 'Handler_read_last', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd_next')`);
        return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
      };
      const before = await reads();
      const rows = await tx.query<Row>(sql, parameters);
      this.examined += (await reads()) - before;
      return rows;
    });
  }
}

/** A hundred thousand lines of eight runs of four tasks; one in forty thousand failed. */
beforeAll(async () => {
  own = await testDatabase();
  await migrate(own.url);
  source = await new DataSource(dataSourceOptions(own.url)).initialize();
  database = new CountingDatabase(source);
  await database.run(
    `insert into import_log (store_id, run_id, seq, row_no, installation_id, task, type, remote_id, action, at)
     select 5, 1 + floor(seq / 12501), floor(seq / 500), seq mod 500, 1 + floor(seq / 12501) mod 2,
       if(floor(seq / 12501) mod 4 < 2, 'import-products', 'import-stock'), 'product', concat('r-', seq),
       if(seq mod 40000 = 1, 'failed', if(seq mod 3 = 0, 'updated', 'created')),
       timestamp('2026-11-14') + interval floor(seq / 12501) day from seq_1_to_${LINES}`,
  );
  await database.run(
    `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at)
     select 5, 1 + seq, 1, 'x', 'acme', 'schedule', 'done', '2026-11-14', timestamp('2026-11-14') + interval seq day from seq_0_to_7`,
  );
  await database.run('analyze table import_log');
}, 120_000);
afterAll(async () => {
  await source?.destroy();
  await own?.drop();
});

describe('of a hundred thousand lines a page is read by looking at hardly more than it shows', () => {
  it.each([
    ['without a filter', {}, 51],
    ['by action', { action: 'failed' }, 3],
    ['by an action that most have', { action: 'created' }, 51],
    ['by app', { app: '2' }, 51],
    ['by task and action', { app: '1', task: 'import-stock', action: 'updated' }, 51],
    ['by date', { from: '2026-11-16', to: '2026-11-17' }, 51],
    ['of one run', { run: '3' }, 51],
  ])('%s', async (_, query, expected) => {
    const lines = new ImportLines(database, logApps());
    const filter = readImportFilter(query);
    database.examined = 0;
    const scope = await lines.scope(store, new Map(), filter);
    const { lines: page } = await lines.read(scope, filter.action, { limit: 51 });
    expect(page).toHaveLength(expected);
    const older = await lines.read(scope, filter.action, {
      from: { key: [page.at(-1)!.run_id, page.at(-1)!.seq, page.at(-1)!.row_no], direction: 'older' },
      limit: 51,
    });
    expect(older.lines.map(({ remote_id }) => remote_id)).not.toContain(page.at(-1)!.remote_id);
    expect(database.examined).toBeLessThan(51 * 50);
  });
});

it('a search looks through a bounded number, however long the log', async () => {
  const lines = new ImportLines(database, logApps());
  database.examined = 0;
  const scope = await lines.scope(store, new Map(), { text: 'nowhere' });
  const { lines: page, lookedTo } = await lines.read(scope, undefined, { limit: 51 });
  expect(page).toEqual([]);
  expect(lookedTo?.remote_id).toBe(`r-${LINES - 4999}`);
  expect(database.examined).toBeLessThan(60_000);
});

function logApps(): LogApps {
  return new LogApps(database, { get: () => undefined } as unknown as PluginRegistry, new JustRead(database));
}
