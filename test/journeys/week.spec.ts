import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { DateTime } from 'luxon';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import connect from '../../plugins/connect/plugin.js';
import xero from '../../plugins/xero/plugin.js';
import { createSandbox, type XeroSandbox } from '../../plugins/xero/sandbox/index.js';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import type { Store } from '../../src/accounts/store.entity.js';
import { StoresService } from '../../src/accounts/stores.service.js';
import { Clock } from '../../src/clock/clock.js';
import { QuickClock } from '../../src/connections/test/quick-clock.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { ConnectionUpkeep } from '../../src/installations/connect/connection-upkeep.js';
import type { Installation } from '../../src/installations/installation.entity.js';
import { InstallationLife } from '../../src/installations/installation-life.service.js';
import { SettingUp } from '../../src/installations/wizard/setting-up.service.js';
import { migrate } from '../../src/migrate.js';
import type { CallDesk } from '../../src/plugins/call-desk.js';
import { PluginRegistry } from '../../src/plugins/plugin-registry.js';
import { loadHere } from '../../src/plugins/test/load-here.js';
import { type ServedSandbox, serveSandbox } from '../../src/sandboxes/sandbox-server.js';
import { Settings } from '../../src/settings/settings.js';
import { Tick } from '../../src/tasks/tick.js';
import { Surroundings } from '../faults/surroundings.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { wholeHub } from '../support/whole-hub.js';

// A week of two stores that share one set of books: every export of each morning and evening, every refresh, nobody near.

const HOUR = 3_600_000;
const ZONE = 'Australia/Sydney';
const HOSTS = ['login.xero.com', 'identity.xero.com', 'api.xero.com'];
const clock = new QuickClock();
const inTheShop = () => DateTime.fromMillis(clock.now(), { zone: ZONE });

let database: TestDatabase;
let source: DataSource;
let dataDir: string;
let twin: XeroSandbox;
let served: ServedSandbox;
/** Two processes of one hub: either works for either store. */
const hubs: INestApplicationContext[] = [];
const stores: { store: Store; installation: Installation; orders: string[] }[] = [];
const seen = { tokens: [] as number[], underWay: 0, peak: 0, accounting: 0, refused: 0 };

beforeAll(async () => {
  [database, dataDir] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'patchbay-week-'))]);
  await migrate(database.url);
  source = await new DataSource(dataSourceOptions(database.url)).initialize();
  twin = createSandbox({ now: () => clock.now(), sales: 0 });
  served = await serveSandbox(twin, { through: watched });
  for (let hub = 0; hub < 2; hub++) hubs.push(await startHub());
}, 60_000);

afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.close()));
  await served?.stop();
  await source?.destroy();
  await database?.drop();
  if (dataDir) await rm(dataDir, { recursive: true });
});

async function startHub(): Promise<INestApplicationContext> {
  const { id, secret } = twin.oauthClient;
  const settings = Settings.from({
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    DATA_DIR: dataDir,
    ENDPOINTS: HOSTS.map((host) => `${host}=${served.url}`).join(','),
    OAUTH_CLIENTS: `xero=${id}:${secret}`,
  });
  const plugins = (desk: CallDesk) => new PluginRegistry([loadHere(connect, desk), loadHere(xero, desk)], []);
  return (await wholeHub(settings, database.url, plugins, [[Clock, clock]])).init();
}

/** Now and then the answer with new tokens is lost on its way. */
async function watched(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response | 'drop'> {
  const isToken = request.url.endsWith('/connect/token');
  if (isToken) seen.peak = Math.max(seen.peak, ++seen.underWay);
  const given = await answer(request);
  if (isToken) {
    seen.underWay--;
    seen.tokens.push(given.status);
    return seen.tokens.length % 6 === 0 ? 'drop' : given;
  }
  if (given.status === 429) seen.refused++;
  if (request.url.includes('/api.xro/')) seen.accounting++;
  return given;
}

/** A store with Xero as a merchant sets it up, and live. The second one is offered prefixes of its own. */
async function open(name: string, accountId: number): Promise<void> {
  const [hub] = hubs as [INestApplicationContext];
  const given = { name, timeZone: ZONE, currency: 'AUD', taxInclusive: true };
  const store = await hub.get(StoresService).add(accountId, given);
  const startDate = new Date(clock.now() - 24 * HOUR).toISOString().slice(0, 10);
  const answers = { ...twin.answers, startDate, exportWhen: 'dispatched', mode: 'individually', rates: 'app' };
  const installation = await hub.get(SettingUp).whole(store, 'xero', (request) => twin.agree(request), answers);
  await source.query(
    `insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at) values (?, ?, 'taxes', 'GST', 'OUTPUT', 1, now())`,
    [store.id, installation.id],
  );
  await quiet();
  await hub.get(InstallationLife).goLive({ ...installation, state: 'importing' });
  stores.push({ store, installation, orders: [] });
}

/** Both stores count their orders from the same number. */
async function sell({ store, installation, orders }: (typeof stores)[number]): Promise<void> {
  const date = inTheShop().toISODate()!;
  for (let more = 0; more < 2; more++) {
    const number = `N${1001 + orders.length}`;
    orders.push(number);
    const payment = { number: `${number}-1`, amount: '110', paidOn: date };
    const lines = [{ id: '1', sku: 'POT', quantity: '2', unitPrice: '55', taxCode: 'GST' }];
    const money = { currency: 'AUD', taxInclusive: true, total: '110', lines, payments: [payment] };
    const order = {
      number,
      status: 'dispatched',
      approved: true,
      date,
      username: `customer${orders.length % 3}`,
      ...money,
    };
    const shop = { storeId: store.id, installationId: installation.id, connectionId: 0 };
    await new Surroundings(source).plant(
      shop,
      [
        { type: 'invoice', body: order },
        { type: 'payment', body: { ...payment, invoice: number, currency: 'AUD', method: 'card' } },
      ],
      clock.date(),
    );
  }
}

/** Resolves once nothing runs any more, and nothing will in a moment. */
async function quiet(): Promise<void> {
  const busy = async () => {
    for (const hub of hubs) await hub.get(Tick).tick();
    const [{ runs, due }] = await source.query(
      'select (select count(*) from runs where alive = 1) runs, (select count(*) from schedules where next_run_at <= ?) due',
      [new Date(clock.now() + 10_000)],
    );
    // What is woken starts a moment later.
    if (Number(runs) === 0 && Number(due) > 0) clock.pass(2000);
    return Number(runs) + Number(due);
  };
  await expect.poll(busy, { timeout: 30_000, interval: 100 }).toBe(0);
}

/** On to the next time that it is so late in the shop, in summer as in winter. */
async function until(hour: number, minute: number): Promise<void> {
  const now = inTheShop();
  const today = now.set({ hour, minute, second: 0, millisecond: 0 });
  const next = today > now ? today : today.plus({ days: 1 });
  clock.pass(next.toMillis() - now.toMillis());
}

/** What happens before anybody is up: imports, and whatever keeps connections alive. */
async function night(): Promise<void> {
  await until(4, 50);
  await hubs[0]!.get(ConnectionUpkeep).daily();
  await quiet();
}

async function sellAndSend(hour: number): Promise<void> {
  for (const store of stores) await sell(store);
  await until(hour, 40);
  await quiet();
}

interface Held {
  InvoiceNumber?: string;
  Reference?: string;
}

const held = (noun: 'Invoices' | 'Payments') =>
  (twin.documents(noun) as Held[]).map(({ InvoiceNumber, Reference }) => String(InvoiceNumber ?? Reference)).sort();

it('passes for two stores on one organisation, with nobody near', { timeout: 180_000 }, async () => {
  const [hub] = hubs as [INestApplicationContext];
  // Whatever time it is: shortly before the first night, the tokens of opening the stores would still do.
  await until(12, 0);
  const account = await hub.get(AccountsService).add('Fern & Fig');
  await open('Fern & Fig', account.id);
  await open('Fern & Fig Outlet', account.id);
  const connections = await source.query('select id, tenant_key from connections where plugin = ?', ['xero']);
  expect(connections).toHaveLength(1);

  for (let day = 1; day <= 5; day++) {
    const before = seen.tokens.length;
    await night();
    await sellAndSend(6);
    await sellAndSend(18);
    expect(seen.tokens.length).toBeGreaterThan(before + 2);
  }
  // At the weekend both rest: then only the turn of every night keeps the consent alive.
  const life = hub.get(InstallationLife);
  for (const { installation } of stores) await life.pause(installation);
  for (let day = 6; day <= 7; day++) {
    const before = seen.tokens.length;
    clock.pass(23 * HOUR);
    await night();
    expect(seen.tokens.length).toBeGreaterThan(before);
  }
  for (const { installation } of stores) await life.resume({ ...installation, pausedAt: clock.date() });
  await sellAndSend(6);

  expect(await trouble()).toEqual([]);
  const [first, second] = stores as [(typeof stores)[number], (typeof stores)[number]];
  const numbers = [...first.orders, ...second.orders.map((number) => `FFO-${number}`)];
  expect(numbers).toHaveLength(44);
  expect(held('Invoices')).toEqual(numbers.sort());
  expect(held('Payments')).toEqual(numbers.map((number) => `${number}-1`).sort());
  // Nobody was told to wait, no token was refused, and no two were asked for at once.
  expect({ refused: seen.refused, peak: seen.peak, tokens: [...new Set(seen.tokens)] }).toEqual({
    refused: 0,
    peak: 1,
    tokens: [200],
  });
  // What both stores ask is counted as one organisation's; the share of a quiet process is given back after some seconds.
  const counted = async () => {
    const rows = await source.query(
      'select tenant_key, sum(used) used from quota_use where plugin = ? group by tenant_key',
      ['xero'],
    );
    return rows.map(({ tenant_key: organisation, used }: Record<string, string>) => [organisation, Number(used)]);
  };
  // Whose the test of a new connection is, only its answer says.
  const tests = stores.length * (xero.connection?.checks?.length ?? 0);
  await expect.poll(counted).toEqual([[connections[0].tenant_key, seen.accounting - tests]]);
});

/** Whatever waits for a person. */
async function trouble(): Promise<unknown[]> {
  const asked = await Promise.all([
    source.query("select state, state_reason from connections where state <> 'connected'"),
    source.query("select task, state, message from runs where state in ('failed', 'needs-person', 'waiting')"),
    source.query("select task, state, reason from outbox where state not in ('exported', 'not-due')"),
  ]);
  return asked.flat();
}
