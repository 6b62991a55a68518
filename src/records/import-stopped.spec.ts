import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { AcmeShop, acmeShop } from '../../test/support/acme-shop.js';
import { gate } from '../../test/support/gate.js';
import type { Merchant } from '../../test/support/hub.js';
import { eventually } from '../connections/test/eventually.js';
import type { Run } from '../tasks/run.js';
import { Runs } from '../tasks/runs.service.js';
import { type InstalledApp, LogsHub } from '../transactions/pages/test/logs-hub.js';

const PRODUCTS = 400;
/** So many pages the app gives before a test has stopped the import: it is always under way. */
const GIVEN = 10;

let hub: LogsHub<AcmeShop>;
let owner: Merchant;
let app: InstalledApp;
let runId: number;
let goOn = gate();
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', hear);
  hub = await LogsHub.start({ plugin: acmeShop, acme: new AcmeShop(PRODUCTS) });
  const { acme } = hub;
  const handle = acme.handle.bind(acme);
  acme.handle = async (request) => {
    if (acme.pagesAsked.length >= GIVEN) await goOn.opened;
    return handle(request);
  };
});
afterAll(async () => {
  await hub?.stop();
  process.off('unhandledRejection', hear);
});

beforeEach(async () => {
  owner = await hub.merchant();
  app = await hub.install(owner);
  hub.acme.pagesAsked.length = 0;
  goOn = gate();
  await owner.browser.delete(tasks(), { tasks: 'import-products' });
  runId = (await hub.app.get(Runs).start(app.storeId, app.installationId, 'import-products', 'person')).id;
  await eventually(async () => (await run()).read >= 30);
});
afterEach(() => {
  goOn.open();
  expect(unheard).toEqual([]);
});

const tasks = () => `/installations/${app.installationId}/tasks/pauses`;
const run = async (): Promise<Run> => (await hub.app.get(Runs).find(runId))!;
const reaches = (state: Run['state']) => eventually(async () => (await run()).state === state, 10_000);
const count = async (table: 'records' | 'links' | 'import_log') =>
  (await hub.database.one<{ n: number }>(`select count(*) n from ${table} where store_id = ?`, [app.storeId]))!.n;

async function isWhole(): Promise<void> {
  const { read, created } = await run();
  expect([created, await count('records'), await count('links'), await count('import_log')]).toEqual(
    Array.from({ length: 4 }, () => read),
  );
}

/** It stands still with all that was taken written, asks the app for nothing more, and says so. Answers how many pages that were. */
async function standsStill(why: RegExp): Promise<number> {
  await reaches('waiting');
  goOn.open();
  const { read, message } = await run();
  expect(read).toBeLessThan(PRODUCTS);
  expect(message).toMatch(why);
  expect(message).toContain(`Rows read so far: ${read} of ${PRODUCTS}. It goes on with the rest from there.`);
  await isWhole();
  // What was on its way when it was stopped may still arrive there.
  await sleep(100);
  const asked = hub.acme.pagesAsked.length;
  await sleep(100);
  expect(hub.acme.pagesAsked).toHaveLength(asked);
  return read / 10;
}

/** Nothing is lost, and no page that had been written was fetched again. */
async function goesOn(before = 0): Promise<void> {
  await eventually(async () => (await run()).state === 'done', 15_000);
  expect(await run()).toMatchObject({ read: PRODUCTS, created: PRODUCTS, message: null });
  await isWhole();
  expect(hub.acme.pagesAsked.filter((page) => page <= before)).toHaveLength(before);
}

it('stops when everything is paused, and goes on from there', async () => {
  await owner.browser.post(`/installations/${app.installationId}/pause`);
  const pages = await standsStill(/^Paused by Mia merchant\. /);
  expect((await owner.browser.get(`/runs/${runId}`)).text).toContain('Rows read so far: ');
  await owner.browser.delete(`/installations/${app.installationId}/pause`);
  await goesOn(pages);
});

it('stops when its task is paused, and goes on when that is resumed', async () => {
  await owner.browser.post(tasks(), { tasks: 'import-products' });
  const pages = await standsStill(/^This task is paused\. Resume it, or run it by hand\. /);
  const { fence } = await run();
  await hub.database.run('update runs set run_at = now(3) where id = ?', [runId]);
  await eventually(async () => (await run()).fence > fence);
  await standsStill(/^This task is paused/);
  await owner.browser.delete(tasks(), { tasks: 'import-products' });
  await goesOn(pages);
});

it('goes on with its task paused when a person runs it by hand', async () => {
  await owner.browser.post(tasks(), { tasks: 'import-products' });
  const pages = await standsStill(/^This task is paused/);
  await owner.browser.post(tasks().replace('pauses', 'runs'), { tasks: 'import-products' });
  await goesOn(pages);
});

it('ends with words when its addon is uninstalled, and leaves nothing half written', async () => {
  expect((await owner.browser.delete(`/installations/${app.installationId}`, { confirm: 'Main sync' })).status).toBe(
    303,
  );
  await reaches('cancelled');
  expect((await run()).message).toBe('This addon is no longer installed.');
  await isWhole();
});

it('ends with what it had begun with when its connection is deleted, and the next says what is missing', async () => {
  await hub.database.run('delete from connections where id = ?', [app.connectionId]);
  goOn.open();
  await goesOn();
  await expect(hub.run(app, 'import-products')).rejects.toThrow('Not connected.');
});
