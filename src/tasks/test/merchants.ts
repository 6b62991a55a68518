import type { Database } from '../../database/database.js';

/** Stores with one installation and one connection each, numbered alike: store 7 has installation 7. */
export async function addMerchants(database: Database, count: number, timeZone = 'Australia/Sydney'): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const now = new Date();
  await database.run("insert into accounts (id, name) values (1, 'Fern & Fig')");
  for (let from = 0; from < count; from += 2000) {
    const some = ids.slice(from, from + 2000);
    await database.run('insert into stores (id, account_id, name, time_zone, currency) values ?', [
      some.map((id) => [id, 1, `Store ${id}`, timeZone, 'AUD']),
    ]);
    await database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at)
       values ?`,
      [some.map((id) => [id, id, 'acme', 'Acme', 'live', 1, id, '{}', '{}', now])],
    );
    await database.run(
      `insert into connections (id, account_id, plugin, tenant_key, tenant_name, state, state_since, visible, credentials,
       tested_at, created_at, updated_at) values ?`,
      [some.map((id) => [id, 1, 'acme', `tenant ${id}`, 'Tenant', 'connected', now, '{}', '', now, now, now])],
    );
  }
}

/** A schedule of a task for each of the first `count` installations. */
export async function addSchedules(database: Database, count: number, task: string, nextRunAt: Date | null) {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  for (let from = 0; from < count; from += 2000) {
    await database.run(
      'insert into schedules (store_id, installation_id, task, plugin, active, next_run_at) values ?',
      [ids.slice(from, from + 2000).map((id) => [id, id, task, 'acme', true, nextRunAt])],
    );
  }
}

/** Empties what the tests fill, faster than a database for each. */
export async function forgetEverything(database: Database): Promise<void> {
  for (const table of [
    'run_pages',
    'runs',
    'schedules',
    'installations',
    'quota_use',
    'quota_days',
    'connections',
    'stores',
    'accounts',
  ]) {
    await database.run(`delete from ${table}`);
  }
}
