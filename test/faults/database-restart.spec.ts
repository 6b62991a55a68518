import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../src/connections/test/eventually.js';
import { type PrivateDatabase, startPrivateDatabase } from '../../src/database/private/index.js';
import { definePlugin } from '../../src/sdk/index.js';
import type { Run } from '../../src/tasks/run.js';
import { Runs } from '../../src/tasks/runs.service.js';
import { type InstalledApp, LogsHub } from '../../src/transactions/pages/test/logs-hub.js';
import { AcmeShop, acmeShop } from '../support/acme-shop.js';
import type { Merchant } from '../support/hub.js';

const PRODUCTS = 1000;
const INVOICES = 60;

let dir: string;
let server: PrivateDatabase;
let hub: LogsHub<AcmeShop>;
let owner: Merchant;
let app: InstalledApp;
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', hear);
  dir = await mkdtemp(join(tmpdir(), 'patchbay-restart-'));
  // Started again on the same folder and port within a second of its end, as a service is.
  server = await startPrivateDatabase({ dir, database: 'hub', bufferPoolMiB: 64 });
  const acme = new AcmeShop(PRODUCTS);
  const handle = acme.handle.bind(acme);
  acme.handle = async (request) => {
    await sleep(15);
    return handle(request);
  };
  const tasks = acmeShop.tasks!.map((task) => ('settle' in task ? { ...task, settle: '1 second' } : task));
  const plugin = definePlugin({ ...acmeShop, tasks });
  hub = await LogsHub.start({ plugin, acme, database: { url: server.url, drop: async () => {} } });
  owner = await hub.merchant();
  app = await hub.install(owner);
  for (let n = 1; n <= INVOICES; n++) await hub.invoice(app, `R${n}`);
}, 60_000);
afterAll(async () => {
  await hub?.stop();
  await server?.stop();
  await rm(dir, { recursive: true, force: true });
  process.off('unhandledRejection', hear);
});

const start = (task: string) => hub.app.get(Runs).start(app.storeId, app.installationId, task, 'person');
const count = async (table: string) =>
  (await hub.database.one<{ n: number }>(`select count(*) n from ${table} where store_id = ?`, [app.storeId]))!.n;
const soon = (check: () => Promise<boolean>) => eventually(() => check().catch(() => false), 20_000);

/** What somebody sees who goes on pressing reload until the page is there again. */
async function reloadUntilBack(): Promise<string[]> {
  const seen: string[] = [];
  await soon(async () => {
    const { status, text } = await owner.browser.get('/logs/exports');
    if (status !== 200) seen.push(`${status} ${text}`);
    return status === 200;
  });
  return seen;
}

it('a hub whose database is killed and comes back goes on by itself, and nothing is lost or doubled', {
  timeout: 60_000,
}, async () => {
  const { id } = await start('import-products');
  await start('export-invoices');
  const run = async (): Promise<Run> => (await hub.app.get(Runs).find(id))!;
  await soon(async () => (await run()).read >= 100 && hub.acme.orders.size >= 5);
  process.kill(server.pid, 'SIGKILL');
  const seen = await reloadUntilBack();
  const back = performance.now();
  expect(seen.length).toBeGreaterThan(0);
  for (const page of seen) {
    expect(page).toMatch(/^503 /);
    expect(page).toContain('Not available at the moment');
    expect(page).not.toMatch(/ECONNREFUSED|\bat .*\.js:\d/);
  }

  await soon(async () => (await run()).state === 'done');
  expect(performance.now() - back).toBeLessThan(20_000);
  expect(await run()).toMatchObject({ read: PRODUCTS, created: PRODUCTS, attempt: 0 });
  expect([await count('records'), await count('import_log')]).toEqual([PRODUCTS + INVOICES, PRODUCTS]);

  await soon(async () => {
    await start('export-invoices');
    return Object.values(await hub.states(app)).filter((state) => state === 'exported').length === INVOICES;
  });
  const members = [...hub.acme.orders.values()].flatMap((order) => order.members);
  expect(new Set(members).size).toBe(INVOICES);
  expect(members).toHaveLength(INVOICES);
  expect([...hub.acme.completions.values()]).toEqual(Array.from({ length: INVOICES }, () => 1));
  expect(unheard).toEqual([]);
});
