import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../src/connections/test/eventually.js';
import { Transaction } from '../../src/database/database.js';
import { definePlugin } from '../../src/sdk/index.js';
import type { Run } from '../../src/tasks/run.js';
import { Runs } from '../../src/tasks/runs.service.js';
import { type InstalledApp, LogsHub } from '../../src/transactions/pages/test/logs-hub.js';
import { AcmeShop, acmeShop } from '../support/acme-shop.js';

const PRODUCTS = 200;
const INVOICES = 12;

let hub: LogsHub<AcmeShop>;
let app: InstalledApp;
const { run: write } = Transaction.prototype;

beforeAll(async () => {
  const tasks = acmeShop.tasks!.map((task) => ('settle' in task ? { ...task, settle: '1 second' } : task));
  hub = await LogsHub.start({ plugin: definePlugin({ ...acmeShop, tasks }), acme: new AcmeShop(PRODUCTS) });
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  app = await hub.install(await hub.merchant());
  hub.acme.orders.clear();
  hub.acme.completions.clear();
});
afterEach(relieve);

/** The database answers this to whatever is written into a table, until it is relieved. */
function refuse(code: string, table: string): void {
  Transaction.prototype.run = async function (sql, parameters) {
    // An import's statements are complete in themselves, and come as the value of one.
    const text = sql === '?' ? (parameters![0] as unknown as { toSqlString(): string }).toSqlString() : sql;
    if (new RegExp(`^insert into ${table}\\s`).test(text))
      throw Object.assign(new Error(code), { code, sqlState: 'HY000' });
    return write.call(this, sql, parameters);
  };
}

function relieve(): void {
  Transaction.prototype.run = write;
}

async function begin(task: string): Promise<() => Promise<Run>> {
  const { id } = await hub.app.get(Runs).start(app.storeId, app.installationId, task, 'person');
  return async () => (await hub.app.get(Runs).find(id))!;
}
const reaches = (run: () => Promise<Run>, state: Run['state']) =>
  eventually(async () => (await run()).state === state, 15_000);

describe.each([
  ['ER_DISK_FULL', /no room left/],
  ['ER_RECORD_FILE_FULL', /no room left/],
  ['ER_LOCK_WAIT_TIMEOUT', /too busy/],
  ['ER_LOCK_DEADLOCK', /too busy/],
] as const)('where the database answers %s', (code, words) => {
  it('an import says so, goes on by itself, and lacks nothing', async () => {
    refuse(code, 'import_log');
    const run = await begin('import-products');
    await reaches(run, 'waiting');
    expect(await run()).toMatchObject({ read: 0, attempt: 0, message: expect.stringMatching(words) });
    relieve();
    await reaches(run, 'done');
    expect(await run()).toMatchObject({ read: PRODUCTS, created: PRODUCTS, message: null });
  });

  it('after the app has answered an export, what is in doubt is looked up, and nothing goes out twice', async () => {
    for (let n = 1; n <= INVOICES; n++) await hub.invoice(app, `${code}-${n}`);
    refuse(code, 'export_log');
    const run = await begin('export-invoices');
    await reaches(run, 'waiting');
    expect((await run()).message).toMatch(words);
    expect(hub.acme.orders.size).toBeGreaterThan(0);
    expect(Object.values(await hub.states(app)).filter((state) => /rejected|needs-person/.test(state))).toEqual([]);
    relieve();
    await eventually(async () => {
      await begin('export-invoices');
      return Object.values(await hub.states(app)).filter((state) => state === 'exported').length === INVOICES;
    }, 15_000);
    expect([...hub.acme.orders.values()].flatMap((order) => order.members)).toHaveLength(INVOICES);
    expect([...hub.acme.completions.values()]).toEqual(Array.from({ length: INVOICES }, () => 1));
  });
});
