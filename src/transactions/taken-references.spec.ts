import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InstalledApp, LogsHub } from './pages/test/logs-hub.js';

let hub: LogsHub;

beforeAll(async () => {
  hub = await LogsHub.start();
});
afterAll(() => hub?.stop());

/** Something that left under a reference before, of a record that is no longer there. */
async function takeReference({ storeId, installationId }: InstalledApp, reference: string): Promise<void> {
  await hub.database.run(
    `insert into shipments (store_id, id, installation_id, connection_id, task, part, reference, app_key, payload, steps, done, state,
       created_at, changed_at) values (?, 1, ?, 1, 'export-invoices', '', ?, uuid(), '{}', '[]', '{}', 'done', now(3), now(3))`,
    [storeId, installationId, reference],
  );
}

it('a reference that is taken gets a number behind it, and the others that leave with it keep theirs', async () => {
  const app = await hub.install(await hub.merchant());
  const numbers = ['R1', 'R2', 'R3', 'R4'];
  for (const number of numbers) await hub.invoice(app, number);
  await takeReference(app, 'A-R2');
  await hub.run(app);
  const rows = await hub.database.query<{ reference: string; state: string }>(
    'select reference, state from shipments where store_id = ? and id > 1 order by reference',
    [app.storeId],
  );
  expect(rows).toEqual(['A-R1', 'A-R2-2', 'A-R3', 'A-R4'].map((reference) => ({ reference, state: 'done' })));
  expect(hub.acme.orders.size).toBe(numbers.length);
  const failed = await hub.database.one<{ n: number }>(
    `select count(*) n from outbox where store_id = ? and state <> 'exported'`,
    [app.storeId],
  );
  expect(failed!.n).toBe(0);
});
