import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { Connections } from '../connections.service.js';
import { Hub, migrated } from '../test/hub.js';
import { QuickClock } from '../test/quick-clock.js';
import { connect, INKWELL, Inkwell } from './test/inkwell-hub.js';
import { Tokens } from './tokens.service.js';

/** As long as a token is used before it is renewed. */
const STEP = 25 * 60_000;
const STEPS = Math.ceil((7 * 86_400_000) / STEP);
const clock = new QuickClock();
let database: TestDatabase;
let app: Inkwell;
/** Two stores, each worked for by a process of its own. */
let stores: Hub[];

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await Inkwell.open(clock);
  const settings = app.settings;
  stores = [await Hub.start(database.url, { clock, settings }), await Hub.start(database.url, { clock, settings })];
});
afterAll(async () => {
  await Promise.all((stores ?? []).map((hub) => hub.stop()));
  await app?.stop();
  await database?.drop();
});

it('lets two stores share one connection for a week, with no human and no fight over tokens', {
  timeout: 90_000,
}, async () => {
  const [one] = stores as [Hub, Hub];
  const connectionId = await connect(one, app.consent(clock.now()));
  let answers = 0;
  app.through = async (request, answer) => {
    const given = await answer(request);
    // Now and then an answer is lost on the way.
    return request.url.endsWith('/token') && ++answers % 40 === 0 ? 'drop' : given;
  };
  for (let step = 0; step < STEPS; step++) {
    clock.pass(STEP);
    const calls = stores.map(async (hub, at) => {
      const use = { connectionId, manifest: INKWELL, storeId: at + 1, installationId: at + 1, runId: step };
      return app.items(await hub.get(Tokens).of(use).access());
    });
    expect(await Promise.all(calls)).toEqual([200, 200]);
  }
  const { refreshes, refusals } = app.twin.registry;
  expect({ refusals, peak: app.peak }).toEqual({ refusals: 0, peak: 1 });
  // And those whose answer was lost once more.
  expect(refreshes).toBeGreaterThanOrEqual(STEPS);
  expect(refreshes).toBeLessThanOrEqual(STEPS + answers / 40 + 1);
  expect(app.asked.filter((asked) => asked === 'GET /v1/items')).toHaveLength(2 * STEPS);
  expect(await one.get(Connections).get(connectionId)).toMatchObject({ state: 'connected' });
});
