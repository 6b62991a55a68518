import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { gate } from '../../test/support/gate.js';
import type { Merchant } from '../../test/support/hub.js';
import { eventually } from '../connections/test/eventually.js';
import { Runs } from '../tasks/runs.service.js';
import { type InstalledApp, LogsHub } from './pages/test/logs-hub.js';

const INVOICES = 80;
/** So many the app takes before a test has stopped the export: it is always under way. */
const TAKEN = 10;

let hub: LogsHub;
let owner: Merchant;
let app: InstalledApp;
let handle: LogsHub['acme']['handle'];
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', hear);
  hub = await LogsHub.start();
  owner = await hub.merchant();
  app = await hub.install(owner);
  handle = hub.acme.handle.bind(hub.acme);
  holdBack();
  for (let n = 1; n <= INVOICES; n++) await hub.invoice(app, `P${n}`);
});
afterAll(async () => {
  await hub?.stop();
  process.off('unhandledRejection', hear);
});
afterEach(() => expect(unheard).toEqual([]));

let underWay = 0;
let goOn = gate();

function holdBack(): void {
  const enough = hub.acme.orders.size + TAKEN;
  goOn = gate();
  hub.acme.handle = async (request) => {
    underWay++;
    if (hub.acme.orders.size >= enough) await goOn.opened;
    return handle(request).finally(() => underWay--);
  };
}

/** Nothing runs, and the app is through with what had reached it before: it doesn't hear that nobody listens any more. */
async function calm(): Promise<void> {
  goOn.open();
  await hub.calm(app);
  await eventually(() => underWay === 0);
}

const lines = () =>
  hub.database.query<{ state: string; reason: string | null }>(
    'select state, reason from outbox where store_id = ? and installation_id = ?',
    [app.storeId, app.installationId],
  );
const lastRun = () => hub.lastRun(app);
/** What the app has is no proof yet: a run says that it has sent what is written down. */
const someSent = () => eventually(async () => (await lastRun()).sent > 0);

it('pausing everything stops an export that is under way, and resuming sends nothing twice', async () => {
  await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-invoices', 'person');
  await someSent();
  expect((await owner.browser.post(`/installations/${app.installationId}/pause`)).status).toBe(303);
  await calm();
  const sent = hub.acme.orders.size;
  expect(sent).toBeLessThan(INVOICES);
  expect(await lastRun()).toMatchObject({
    state: 'waiting',
    message: expect.stringMatching(/^Paused by Mia merchant\. Sent so far: \d+/),
  });
  await expect(hub.run(app)).rejects.toThrow(/Paused by/);
  expect(hub.acme.orders.size).toBe(sent);

  // Only what had left may be in doubt; the rest says that it waits, and for what.
  const all = await lines();
  const among = (state: string) => all.filter((line) => line.state === state);
  expect(among('sending')).toEqual([]);
  expect(among('uncertain').length).toBeLessThanOrEqual(3);
  expect(among('waiting').length).toBeGreaterThan(20);
  for (const { reason } of among('waiting')) expect(reason).toMatch(/stopped before this was sent/);

  hub.acme.handle = handle;
  await owner.browser.delete(`/installations/${app.installationId}/pause`);
  await hub.run(app);
  const members = [...hub.acme.orders.values()].flatMap((order) => order.members);
  expect(new Set(members).size).toBe(members.length);
  // Those that were on their way are looked up before anything else, which takes its time.
  const states = Object.values(await hub.states(app));
  expect(states.filter((state) => !['exported', 'sending', 'uncertain', 'waiting'].includes(state))).toEqual([]);
});

it('pausing its task stops an export too, and it goes on when that is resumed', async () => {
  const tasks = `/installations/${app.installationId}/tasks/pauses`;
  await owner.browser.delete(tasks, { tasks: 'export-invoices' });
  holdBack();
  for (let n = 1; n <= INVOICES; n++) await hub.invoice(app, `T${n}`);
  const before = hub.acme.orders.size;
  await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-invoices', 'person');
  await someSent();
  await owner.browser.post(tasks, { tasks: 'export-invoices' });
  await calm();
  const paused = /^This task is paused\. Resume it, or run it by hand\. Sent so far: \d+/;
  expect(await lastRun()).toMatchObject({ state: 'waiting', message: expect.stringMatching(paused) });
  const sent = hub.acme.orders.size;
  expect(sent).toBeLessThan(before + INVOICES);
  hub.acme.handle = handle;
  await owner.browser.delete(tasks, { tasks: 'export-invoices' });
  await eventually(async () => (await lastRun()).state === 'done', 15_000);
  expect(hub.acme.orders.size).toBeGreaterThan(sent);
  await owner.browser.post(tasks, { tasks: 'export-invoices' });
});

it('uninstalling ends an export that is under way with words, and leaves nothing as if it were on its way', async () => {
  holdBack();
  for (let n = 1; n <= INVOICES; n++) await hub.invoice(app, `U${n}`);
  const before = hub.acme.orders.size;
  await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-invoices', 'person');
  await someSent();
  expect((await owner.browser.delete(`/installations/${app.installationId}`, { confirm: 'Main sync' })).status).toBe(
    303,
  );
  await calm();
  expect(await lastRun()).toMatchObject({ state: 'cancelled', message: 'This addon is no longer installed.' });
  expect(hub.acme.orders.size).toBeLessThan(before + INVOICES);
  expect((await lines()).filter(({ state }) => state === 'sending')).toEqual([]);
});
