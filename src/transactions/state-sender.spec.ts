import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { TillApp, till } from '../../test/faults/till.js';
import type { Merchant } from '../../test/support/hub.js';
import { refusing } from '../../test/support/refuse-rows.js';
import { apiKeys, definePlugin } from '../sdk/index.js';
import { type InstalledApp, LogsHub } from './pages/test/logs-hub.js';

const HOST = 'api.acme.example';
const TASK = 'tell-customers';

let hub: LogsHub<TillApp>;
let owner: Merchant;
let app: InstalledApp;
let requests = 0;
const { refuse, mend } = refusing(() => hub.database, 'No');

beforeAll(async () => {
  const connection = apiKeys({ fields: {}, baseUrl: `https://${HOST}`, checks: [] });
  const tasks = till.tasks!.map((task) => (task.id === TASK ? { ...task, batch: 50 } : task));
  const plugin = definePlugin({ ...till, id: 'acme', hosts: [HOST], connection, tasks });
  hub = await LogsHub.start({ plugin, acme: new TillApp() });
  const handle = hub.acme.handle.bind(hub.acme);
  hub.acme.handle = (request) => {
    requests++;
    return handle(request);
  };
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  owner = await hub.merchant();
  app = await hub.install(owner);
  hub.acme.customers.clear();
  for (const username of ['ann', 'ben', 'cat', 'dan', 'eve']) await customer(username);
});

const customer = (username: string, more = {}) => hub.plant(app, 'customer', { username, name: username, ...more });

/** The database takes no row of a table that says this of this one. */
const refuseOf = async (username: string, table: string, when = 'true') =>
  refuse(table, `new.record_id = ${await hub.recordId(app, username)} and ${when}`);
const states = async () =>
  Object.fromEntries(
    [...(await hub.lines(app, TASK))].map(([name, { state, reason }]) => [
      name,
      reason ? `${state}: ${reason}` : state,
    ]),
  );
const told = { ann: 'exported', ben: 'exported', cat: 'exported', dan: 'exported', eve: 'exported' };
const asks = expect.stringMatching(/^needs-person: The hub couldn’t write down what became of it: .* under run \d+\.$/);

it('of those told together only one that can’t be written down asks, and it is told again once it can', async () => {
  await refuseOf('ben', 'links');
  await hub.run(app, TASK);
  expect(await states()).toEqual({ ...told, ben: asks });
  expect(await hub.lastRun(app)).toMatchObject({ state: 'done', sent: 4, failed: 1 });
  const before = requests;
  await hub.run(app, TASK);
  expect([requests, (await states()).ben]).toEqual([before, asks]);
  await mend();
  await owner.browser.post('/logs/exports/reexports', { scope: 'filter', status: 'failed' });
  await hub.calm(app);
  expect([requests, await states()]).toEqual([before + 1, told]);
});

it('one that is not to be told, and of which that can’t be written down, keeps no other back', async () => {
  await customer('cat', { active: false });
  await refuseOf('cat', 'outbox', "new.state = 'not-due' and new.reason = 'Not active.'");
  await hub.run(app, TASK);
  expect(await states()).toEqual({ ...told, cat: asks });
  expect([...hub.acme.customers].sort()).toEqual(['C-ann', 'C-ben', 'C-dan', 'C-eve']);
});

it('one of which not even that can be written down that it asks is told again, and keeps no other back', async () => {
  await refuseOf('ben', 'links');
  await refuse('export_log', "new.outcome = 'needs-person'");
  await hub.run(app, TASK);
  expect(await states()).toMatchObject({ ann: 'exported', cat: 'exported', dan: 'exported', eve: 'exported' });
  expect((await states()).ben).toBe('sending');
  expect(await hub.lastRun(app)).toMatchObject({
    state: 'waiting',
    message: expect.stringMatching(/what becomes of one record; all others are done/),
  });
});
