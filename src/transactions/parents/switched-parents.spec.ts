import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { TillApp, till } from '../../../test/faults/till.js';
import { gate } from '../../../test/support/gate.js';
import type { Merchant } from '../../../test/support/hub.js';
import { eventually } from '../../connections/test/eventually.js';
import { apiKeys, definePlugin } from '../../sdk/index.js';
import { Runs } from '../../tasks/runs.service.js';
import { type InstalledApp, LogsHub } from '../pages/test/logs-hub.js';

const HOST = 'api.acme.example';
/** Nothing but what has been brought forward starts by itself. */
const NEVER = '0 0 29 2 *';

let hub: LogsHub<TillApp>;
let owner: Merchant;
let app: InstalledApp;

beforeAll(async () => {
  const connection = apiKeys({ fields: {}, baseUrl: `https://${HOST}`, checks: [] });
  const tasks = till.tasks!.map((task) => ({ ...task, schedule: NEVER }));
  const plugin = definePlugin({ ...till, id: 'acme', hosts: [HOST], connection, tasks });
  hub = await LogsHub.start({ plugin, acme: new TillApp() });
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  owner = await hub.merchant();
  app = await hub.install(owner);
  await hub.plant(app, 'customer', { username: 'mia', name: 'Mia' });
  for (const task of ['tell-customers', 'export-invoices', 'export-payments']) await resume(task);
});

const pauses = () => `/installations/${app.installationId}/tasks/pauses`;
const pause = (task: string) => owner.browser.post(pauses(), { tasks: task });
const resume = (task: string) => owner.browser.delete(pauses(), { tasks: task });
const invoice = (number: string) => hub.invoice(app, number, { username: 'mia', status: 'open' });

/** Where a record stands, and why. */
async function line(task: string, number: string): Promise<string | undefined> {
  const row = (await hub.lines(app, task)).get(number);
  return row && `${row.state}: ${row.reason}`;
}
/** Far sooner than anything comes by itself. */
const says = (task: string, number: string, words: string | RegExp) =>
  expect.poll(() => line(task, number)).toMatch(words);

it('what waits for a task that is paused goes its own way at once, and waits again when it is resumed', {
  timeout: 60_000,
}, async () => {
  await invoice('N1');
  await hub.run(app, 'export-invoices');
  const waits = 'waiting: Waits for customer mia, which goes first.';
  expect(await line('export-invoices', 'N1')).toBe(waits);
  await pause('tell-customers');
  await says('export-invoices', 'N1', 'not-due: Its customer is not in Till: “Tell customers” is switched off.');
  await resume('tell-customers');
  await says('export-invoices', 'N1', waits);
  await hub.run(app, 'tell-customers');
  await says('export-invoices', 'N1', 'exported: null');
  expect([...hub.acme.invoices.values()].map(({ members }) => members)).toEqual([['N1']]);
});

it('what is in the app, or waits for another task, isn’t looked at for it', async () => {
  await hub.run(app, 'tell-customers');
  await invoice('N1');
  await hub.run(app, 'export-invoices');
  await hub.plant(app, 'payment', { number: 'P2', invoice: 'N2', amount: '10.00' });
  await hub.plant(app, 'invoice', { number: 'N2', username: 'ben', status: 'open', total: '1.00', currency: 'AUD' });
  await hub.run(app, 'export-payments');
  await pause('tell-customers');
  const looked = await hub.database.query<{ task: string }>(
    'select task from outbox where installation_id = ? and recheck = 1',
    [app.installationId],
  );
  expect(looked).toEqual([]);
});

it('what waits for something on its way says at once that it was stopped', { timeout: 60_000 }, async () => {
  await hub.run(app, 'tell-customers');
  const handle = hub.acme.handle.bind(hub.acme);
  const goOn = gate();
  hub.acme.handle = async (request) => {
    await goOn.opened;
    return handle(request);
  };
  for (let n = 1; n <= 30; n++) await invoice(`N${n}`);
  await hub.plant(app, 'payment', { number: 'P30', invoice: 'N30', amount: '10.00' });
  const { id } = await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-invoices', 'person');
  await eventually(async () => (await line('export-invoices', 'N30')) === 'sending: null');
  await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-payments', 'person');
  await says('export-payments', 'P30', 'waiting: Waits for invoice N30, which is on its way to Till.');
  await pause('export-invoices');
  await eventually(async () => (await hub.app.get(Runs).find(id))?.state === 'waiting');
  await says('export-payments', 'P30', /which can’t go to Till yet: The export stopped before this was sent/);
  hub.acme.handle = handle;
  goOn.open();
  await resume('export-invoices');
  await says('export-payments', 'P30', 'exported: null');
});
