import type { DataSource } from 'typeorm';
import { Database } from '../../src/database/database.js';
import type { Runs } from '../../src/tasks/runs.service.js';
import type { Line } from '../../src/transactions/lines.js';
import { OfferedDays } from '../../src/transactions/offered-days.js';
import type { Shop } from './surroundings.js';
import type { VirtualClock } from './virtual-clock.js';

/** Does what a person does who reads the export log and presses every button that names a day. The next run is not theirs to start. */
export async function takeOffers(source: DataSource, clock: VirtualClock, { storeId, installationId }: Shop) {
  const database = new Database(source);
  const lines = await database.query<Line>(
    `select distinct s.installation_id installationId, s.task, m.record_id recordId from shipments s
     join shipment_members m on m.store_id = s.store_id and m.shipment_id = s.id
     where s.store_id = ? and s.installation_id = ? and s.state = 'waiting' and s.offered_day is not null`,
    [storeId, installationId],
  );
  const runs = { start: async () => undefined } as unknown as Runs;
  await new OfferedDays(database, clock, runs).take(storeId, lines);
}
