import { beforeAll, beforeEach, expect, it } from 'vitest';
import { ownSource } from '../../test/support/own-source.js';
import { Database } from '../database/database.js';
import { LostLease } from '../tasks/interruptions.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { Leftovers } from './leftovers.js';
import { OutboxStore } from './outbox.store.js';
import { memberOf, type ShipmentRow, shipmentOf } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';
import { UnderWay } from './under-way.js';

const KEY = { storeId: 1, installationId: 1, task: 'export-invoices' };
const RUN = 7;
const source = ownSource();
let database: Database;

beforeAll(() => {
  database = new Database(source());
});

beforeEach(async () => {
  for (const table of ['runs', 'under_way', 'shipments', 'shipment_members'])
    await database.run(`delete from ${table}`);
  await database.run(
    `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, fence)
     values (?, ?, ?, ?, 'acme', 'person', 'running', now(3), now(3), 1)`,
    [KEY.storeId, RUN, KEY.installationId, KEY.task],
  );
});

const held = (): UnderWay => {
  const lost = () => {
    throw new LostLease();
  };
  return new UnderWay({ storeId: KEY.storeId, id: RUN, fence: 1, lost } as unknown as RunInProgress, database);
};

const shipments = (...ids: number[]): ShipmentRow[] =>
  ids.map((id) => {
    const document = { reference: `I-${id}`, payload: {}, steps: ['create'] };
    const member = memberOf({ recordId: id, key: `I-${id}`, part: '', hash: Buffer.alloc(16), day: null });
    return shipmentOf(document, [member], { ...KEY, connectionId: 1, id, now: 0 });
  });

const named = async () => {
  const rows = await database.query<{ shipments: string }>('select shipments from under_way order by way');
  return rows.map((row) => row.shipments);
};

it('is named before it leaves, in one row that the next ones on its way write over', async () => {
  const underWay = held();
  await Promise.all(
    [shipments(1, 2), shipments(3)].map((parcel) =>
      underWay.during(async (leave) => {
        await leave(parcel);
        expect((await named()).join(' ')).toContain(String(parcel[0]!.id));
      }),
    ),
  );
  await underWay.during((leave) => leave(shipments(4)));
  await underWay.during((leave) => leave(shipments(5)));
  const rows = await named();
  expect(rows).toHaveLength(2);
  expect(rows).toContain('5');
  expect(rows).not.toContain('4');
});

it('goes on being named when nobody knows what became of it', async () => {
  const underWay = held();
  const failing = underWay.during(async (leave) => {
    await leave(shipments(1));
    throw new Error('The database is gone');
  });
  await expect(failing).rejects.toThrow('The database is gone');
  await underWay.during((leave) => leave(shipments(2)));
  await underWay.during((leave) => leave(shipments(3)));
  expect(await named()).toEqual(['1', '3']);
});

it.each([
  ['has taken it over', 'update runs set fence = fence + 1'],
  ['has ended it', `update runs set state = 'failed'`],
])('lets nothing leave of a run once another worker %s', async (_, byAnother) => {
  const underWay = held();
  await database.run(byAnother);
  await expect(underWay.during((leave) => leave(shipments(1)))).rejects.toThrow(LostLease);
  expect(await named()).toEqual([]);
});

it('is all that has to be looked up after a crash: the rest waits for its turn, and both are forgotten', async () => {
  const store = new ShipmentStore(database);
  await database.transaction((tx) => store.insert(tx, shipments(1, 2, 3), 0));
  await held().during((leave) => leave(shipments(2)));
  await new Leftovers(database, new OutboxStore(database)).sort(KEY, Date.now(), 1000);
  const states = await database.query<{ id: number; state: string }>('select id, state from shipments order by id');
  expect(states.map(({ state }) => state)).toEqual(['waiting', 'uncertain', 'waiting']);
  expect(await named()).toEqual([]);
});
