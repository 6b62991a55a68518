import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NetoSandbox } from '../plugins/neto/sandbox/index.js';
import type { XeroSandbox } from '../plugins/xero/sandbox/index.js';
import { FURTHER_SHOPS } from '../src/cli/demo/shops.js';
import { tellStory } from '../src/cli/demo/story.js';
import { Database } from '../src/database/database.js';
import { Reports } from '../src/reconciliation/reports.js';
import { Runs } from '../src/tasks/runs.service.js';
import { PASSWORD } from './support/hub.js';
import { TwinHub } from './support/twin-hub.js';

const PEOPLE = (['merchant', 'staff', 'vendor'] as const).map((role) => ({
  role,
  name: `Mia ${role}`,
  email: `${role}@fernandfig.example`,
  password: PASSWORD,
}));

/** What a report has to be able to explain; each is on the demo's. */
const CAUSES =
  'amount before-start cancelled copy-changed currency date duplicate excluded gone never not-linked only-there pending rejected voided waiting';

let demo: TwinHub;
const said: string[] = [];

beforeAll(async () => {
  demo = await TwinHub.open(FURTHER_SHOPS, PEOPLE);
});

afterAll(() => demo?.stop());

const tell = () =>
  tellStory(demo.hub.app, {
    signIns: PEOPLE,
    twins: demo.twins,
    stopping: new AbortController().signal,
    tell: (line) => said.push(line),
  });
const query = <T>(sql: string) => demo.hub.app.get(Database).query<T>(sql);
const counts = () =>
  query(
    `select (select count(*) from stores) stores, (select count(*) from installations) installations,
       (select count(*) from advanced_versions) versions, (select count(*) from access_requests) requests,
       (select count(*) from reconciliation_reports) reports, (select count(*) from shipments) shipments`,
  );

it('plays two stores on one ledger, a feed, an advanced configuration and a report with each cause', {
  timeout: 180_000,
}, async () => {
  await tell();
  expect(said.filter((line) => !line.includes('Ready'))).toEqual([]);
  const apps = await query<{ store: string; plugin: string; connection: number; state: string }>(
    `select s.name store, i.plugin, i.connection_id connection, i.state from installations i join stores s on s.id = i.store_id
     where i.plugin in ('xero', 'datafeed') order by s.name, i.plugin`,
  );
  expect(apps.map(({ store, plugin, state }) => `${store}: ${plugin} ${state}`)).toEqual([
    'Fern & Fig Outlet: datafeed live',
    'Fern & Fig Outlet: xero live',
    'Fern & Fig Wholesale: xero live',
  ]);
  expect(apps[1]!.connection).toBe(apps[2]!.connection);

  const ledger = demo.twin<XeroSandbox>('xero');
  const numbers = ledger.documents('Invoices').map((one) => String(one.InvoiceNumber));
  for (const begin of [/^B1/, /^M1/, /^FFW-W1/]) expect(numbers.some((number) => begin.test(number))).toBe(true);

  // Staff have opened it, and what the merchant made of it holds.
  expect(
    await query(
      `select s.name store, r.state, u.role answered_by, (select count(*) from advanced_versions v where v.installation_id = i.id) > 1 saved
     from installations i join stores s on s.id = i.store_id join access_requests r on r.installation_id = i.id
     join users u on u.id = r.answered_by where i.advanced_open = 1`,
    ),
  ).toEqual([{ store: 'Fern & Fig Wholesale', state: 'opened', answered_by: 'staff', saved: 1 }]);

  const causes = (kind: string) =>
    query<{ cause: string }>(
      `select distinct cause from differences d join reconciliation_reports r on r.store_id = d.store_id and r.id = d.report_id
       where r.kind = '${kind}' order by cause`,
    );
  expect((await causes('invoice')).map(({ cause }) => cause).join(' ')).toBe(CAUSES);
  const ofPayments = (await causes('payment')).map(({ cause }) => cause);
  expect(ofPayments).toEqual(expect.arrayContaining(['never', 'only-there', 'voided', 'waiting']));
  const letters = await query<{ subject: string }>('select subject from letters order by id');
  expect(letters.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^Fern & Fig Outlet: \d+ documents have no match in Xero$/),
    expect.stringMatching(/^Fern & Fig Outlet: \d+ documents have no match in Xero$/),
  ]);
});

it('leaves everything as it is when it is played again', { timeout: 60_000 }, async () => {
  const before = await counts();
  await tell();
  expect(await counts()).toEqual(before);
});

it('finds an order that was cancelled settled once the ledger has its credit', { timeout: 60_000 }, async () => {
  const [before] = await query<{ store_id: number; installation_id: number; from_date: string; to_date: string }>(
    `select store_id, installation_id, date_format(from_date, '%Y-%m-%d') from_date, date_format(to_date, '%Y-%m-%d') to_date
     from reconciliation_reports where kind = 'invoice' order by id desc limit 1`,
  );
  const { store_id: storeId, installation_id: installationId, from_date: from, to_date: to } = before!;
  const { app } = demo.hub;
  const quiet = () =>
    expect
      .poll(async () => (await query(`select 1 from runs where store_id = ${storeId} and alive = 1 limit 1`)).length, {
        timeout: 50_000,
      })
      .toBe(0);
  await app.get(Runs).start(storeId, installationId, 'export-invoices', 'person');
  await quiet();
  const id = await app.get(Reports).ask({ storeId, installationId, kind: 'invoice', from, to }, null);
  await quiet();
  const found = await query<{ cause: string; number: string | null }>(
    `select d.cause, t.number from differences d left join statement_rows t on t.store_id = d.store_id
       and t.report_id = d.report_id and t.side = 1 and t.entry = d.there
     where d.store_id = ${storeId} and d.report_id = ${id} and (d.cause in ('cancelled', 'duplicate') or t.number like '%-C')`,
  );
  expect(found).toEqual([{ cause: 'duplicate', number: expect.stringMatching(/^[BM]-\d+$/) }]);
});

it('keeps the first store for whoever sets it up by hand', async () => {
  const [first] = await query<{ plugins: string }>(
    `select group_concat(plugin) plugins from installations i join stores s on s.id = i.store_id where s.name = 'Fern & Fig'`,
  );
  expect(first!.plugins).toBe('neto');
});

it('opens a twin of the shop for each store, with numbers and an address of its own', () => {
  const shops = demo.twins.filter(({ manifest }) => manifest.platform);
  expect(new Set(shops.map(({ sandbox }) => sandbox.credentials.storeDomain)).size).toBe(4);
  const numbers = shops.map(({ sandbox }) => (sandbox as NetoSandbox).placeOrder().id.slice(0, 3));
  expect(numbers.map((number) => number[0]).sort()).toEqual(['B', 'M', 'N', 'W']);
});
