import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UnleashedSandbox } from '../../plugins/unleashed/sandbox/index.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { type ServedSandbox, serveSandbox } from '../../src/sandboxes/sandbox-server.js';
import { manifestOf } from '../../src/sdk/index.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { Chance } from './chance.js';
import type { Planted } from './export-case.js';
import { Surroundings } from './surroundings.js';
import { unleashedInvoices } from './tasks/unleashed-invoices.js';
import { drawSale } from './unleashed/sale.js';
import { ANSWERS, imported, MAPS, stockedTwin } from './unleashed/shop.js';
import { compileWorker, Worker } from './workers.js';

const KILLS = 20;
const TASK = 'export-invoices';

let program: Awaited<ReturnType<typeof compileWorker>>;
let database: TestDatabase;
let source: DataSource;
let keys: string;
let twin: UnleashedSandbox;
let served: ServedSandbox;
const workers: Worker[] = [];
const chance = new Chance(20);
/** Called with each request that changes something, before and after it is carried out. */
let watch: (moment: 'before' | 'after') => void = () => undefined;

beforeAll(async () => {
  [program, database, keys] = await Promise.all([
    compileWorker(),
    testDatabase(),
    mkdtemp(join(tmpdir(), 'patchbay-keys-')),
  ]);
  source = await new DataSource(dataSourceOptions(database.url)).initialize();
  await source.runMigrations();
  twin = stockedTwin(Date.now);
  served = await serveSandbox(twin, {
    async through(request, answer) {
      const changes = request.method !== 'GET';
      await sleep(chance.between(1, 8));
      if (changes) watch('before');
      const said = await answer(request);
      await sleep(chance.between(1, 8));
      if (changes) watch('after');
      return said;
    },
  });
});

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await served?.stop();
  await source?.destroy();
  await database?.drop();
  await program?.remove();
  if (keys) await rm(keys, { recursive: true });
});

function prepare(): Worker {
  const worker = new Worker(program.path, [database.url, served.url, JSON.stringify(twin.credentials), keys]);
  workers.push(worker);
  return worker;
}

/** Kills it in the middle of things: at one of its next few writes, before, while or after the app carries it out. */
function killAtSomeWrite(worker: Worker): Promise<void> {
  let writes = chance.between(1, 5);
  const moment = chance.pick(['before', 'after'] as const);
  const pause = chance.pick([0, 0, 2, 5, 12]);
  return new Promise((resolve) => {
    watch = (now) => {
      if (now !== moment || --writes > 0) return;
      watch = () => undefined;
      void sleep(pause)
        .then(() => worker.kill())
        .then(resolve);
    };
  });
}

it(`has each invoice in the app once after ${KILLS} kills in the middle of exporting`, {
  timeout: 300_000,
}, async () => {
  const surroundings = new Surroundings(source);
  const answers = { ...ANSWERS, mode: 'individually', exportWhen: 'dispatched' };
  const shop = await surroundings.shop(manifestOf(unleashedInvoices.plugin), answers, MAPS, new Date());
  await surroundings.plant(shop, await imported(), new Date());
  const records: Planted[] = [];
  const sell = async (count: number) => {
    const numbers = Array.from({ length: count }, (_, n) => `N${1001 + records.length + n}`);
    const sales = numbers.map((number): Planted => ({ type: 'invoice', body: { ...drawSale(chance, number, true) } }));
    records.push(...sales);
    await surroundings.plant(shop, sales, new Date());
  };
  const due = () => source.query('update schedules set next_run_at = now(3) where store_id = ?', [shop.storeId]);

  let next = prepare();
  await sell(30);
  for (let kills = 0; kills < KILLS; kills++) {
    const doomed = next;
    await doomed.work();
    next = prepare();
    if (kills === 0) {
      await source.query(
        "update schedules set schedule = 'every 30 minutes', active = 1, next_run_at = now(3) where store_id = ? and task = ?",
        [shop.storeId, TASK],
      );
    }
    await sell(2);
    const killed = killAtSomeWrite(doomed);
    await due();
    await killed;
    expect(doomed.diedOf).toBe('SIGKILL');
  }

  await next.work();
  await due();
  const open = async () => {
    const log = await surroundings.log(shop, TASK);
    const settled = log.filter(({ state }) => state === 'exported' || state === 'not-due');
    if (settled.length < records.length) await due();
    return records.length - settled.length;
  };
  await expect.poll(open, { timeout: 90_000, interval: 500 }).toBe(0);
  await next.kill();

  const log = new Map((await surroundings.log(shop, TASK)).map(({ key, state }) => [key, state]));
  const verdict = unleashedInvoices.verify({
    sandbox: twin,
    records,
    answers,
    advanced: {},
    storeId: shop.storeId,
    log,
  });
  expect(verdict).toEqual({ lost: [], doubled: [], wrong: [] });
  expect(twin.invoices().length).toBeGreaterThan(20);
});
