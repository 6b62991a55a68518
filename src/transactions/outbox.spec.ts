import { beforeAll, expect, it } from 'vitest';
import { lockWaits } from '../../test/support/lock-waits.js';
import { ownSource } from '../../test/support/own-source.js';
import { Database } from '../database/database.js';
import { OutboxStore } from './outbox.store.js';

const KEY = { storeId: 1, installationId: 1, task: 'export-invoices' };
const source = ownSource();
let database: Database;
let outbox: OutboxStore;

beforeAll(async () => {
  database = new Database(source());
  outbox = new OutboxStore(database);
  await database.run(
    `insert into outbox (store_id, installation_id, task, record_id, state, changed_at)
     select ?, ?, ?, seq, 'pending', now(3) from seq_1_to_200`,
    [KEY.storeId, KEY.installationId, KEY.task],
  );
});

it('whoever waits for a line holds nothing that its present owner comes to next', async () => {
  let attempts = 0;
  let second: Promise<unknown> | undefined;
  await database.transaction(async (tx) => {
    await outbox.settle(tx, KEY, [{ recordId: 7, state: 'waiting', reason: 'Later.' }], Date.now());
    second = database.transaction(async (other) => {
      attempts++;
      await outbox.looked(other, KEY, [7]);
    });
    await lockWaits((sql) => database.query(sql), 1);
    await outbox.looked(tx, KEY, [7]);
  });
  await second;
  expect(attempts).toBe(1);
});
