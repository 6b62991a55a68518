import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { StillClock } from '../../clock/test/still-clock.js';
import { migrate } from '../../migrate.js';
import type { Run } from '../run.js';
import type { ScheduleRow } from '../schedules.service.js';
import { Engine } from './engine.js';
import { forgetEverything } from './merchants.js';

/** An engine in each test that queues what is due and works on nothing, by a clock that stands still. */
export function ticking() {
  let database: TestDatabase;
  let clock: StillClock;
  let engine: Engine;

  const start = () => Engine.start(database.url, { clock, roles: ['web'] });

  beforeAll(async () => {
    database = await testDatabase();
    await migrate(database.url);
  });
  afterAll(() => database?.drop());
  beforeEach(async () => {
    clock = new StillClock();
    engine = await start();
  });
  afterEach(async () => {
    await forgetEverything(engine.database);
    await engine.stop();
  });

  const runs = () => engine.database.query<Run>('select * from runs order by id');
  const schedule = async (task = 'import-products') =>
    (await engine.schedules.one({ storeId: 1, installationId: 1, task }))! as ScheduleRow;

  return {
    get clock() {
      return clock;
    },
    get engine() {
      return engine;
    },
    start,
    runs,
    schedule,
  };
}
