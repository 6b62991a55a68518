import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { StillClock } from '../clock/test/still-clock.js';
import { migrate } from '../migrate.js';
import { NeedsPerson } from '../sdk/index.js';
import { StuckRuns } from './stuck-runs.js';
import { Engine } from './test/engine.js';
import { addMerchants, addSchedules } from './test/merchants.js';

let own: TestDatabase;
let engine: Engine;
let mapped = false;

beforeAll(async () => {
  own = await testDatabase();
  await migrate(own.url);
  const work = async () => {
    if (!mapped) throw new NeedsPerson('Say which warehouse is which.');
  };
  engine = await Engine.start(own.url, { clock: new StillClock(), work });
  await addMerchants(engine.database, 1);
  await addSchedules(engine.database, 1, 'import-products', null);
  await addSchedules(engine.database, 1, 'import-orders', null);
});

afterAll(async () => {
  await engine?.stop();
  await own?.drop();
});

const states = async () =>
  (await engine.database.query<{ state: string }>('select state from runs order by id')).map(({ state }) => state);

it('starts what waited for a person once that person has changed something, and nothing else', async () => {
  const { id } = await engine.runs.start(1, 1, 'import-products', 'person');
  await engine.database.run("update schedules set last_run_id = ? where task = 'import-products'", [id]);
  await expect.poll(states).toEqual(['needs-person']);
  mapped = true;
  await engine.context.get(StuckRuns).retry(1, 1);
  await expect.poll(states).toEqual(['needs-person', 'done']);
});
