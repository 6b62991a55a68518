import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { Surroundings } from '../../../test/faults/surroundings.js';
import { createSandbox, type ParcellySandbox } from '../../../test/plugins/parcelly/sandbox/index.js';
import { testDatabase } from '../../../test/support/database.js';
import { Hub, type Merchant } from '../../../test/support/hub.js';
import { openPages } from '../../../test/support/whole-hub.js';
import { Connections } from '../../connections/connections.service.js';
import { eventually } from '../../connections/test/eventually.js';
import { Database } from '../../database/database.js';
import { Ids } from '../../database/ids.js';
import { migrate } from '../../migrate.js';
import { CallDesk } from '../../plugins/call-desk.js';
import { type ServedSandbox, serveSandbox } from '../../sandboxes/sandbox-server.js';
import { Runs } from '../../tasks/runs.service.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { type Report, Reports } from '../reports.js';
import { booksApp, load, manifest } from './books-app.js';

export interface Books {
  storeId: number;
  installationId: number;
  connectionId: number;
}

/** The whole hub with one plugin that states what its app holds; the app answers on a real socket. */
export class BooksHub extends Hub {
  private constructor(
    app: NestExpressApplication,
    url: string,
    drop: () => Promise<void>,
    readonly twin: ParcellySandbox,
    private readonly served: ServedSandbox,
    readonly databaseUrl: string,
  ) {
    super(app, url, drop);
  }

  static async start(env: Record<string, string> = {}, endpoints: string[] = []): Promise<BooksHub> {
    const database = await testDatabase();
    await migrate(database.url);
    const twin = createSandbox();
    const served = await serveSandbox(twin);
    const app = await booksApp(database.url, served.url, env, endpoints);
    return new BooksHub(app, await openPages(app), database.drop, twin, served, database.url);
  }

  get twinUrl(): string {
    return this.served.url;
  }

  get database(): Database {
    return this.app.get(Database);
  }

  get reports(): Reports {
    return this.app.get(Reports);
  }

  /** The app, connected and live: invoices from November 2026 on are exported to it. */
  async open({ store }: Merchant, answers: Record<string, unknown> = {}): Promise<Books> {
    const tenant = { key: `parcelly-${store.id}-${Math.random()}`, name: 'Fern & Fig Pty Ltd' };
    const { credentials } = this.twin;
    const connection = await this.app.get(Connections).save(store.accountId, { plugin: manifest, credentials, tenant });
    const installationId = await this.app.get(Ids).next('installation');
    const given = { startDate: '2026-11-01', mode: 'single', depot: 'SYD', ...answers };
    await this.database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at, live_at)
       values (?, ?, 'parcelly', 'Books', 'live', 1, ?, ?, '{}', now(), now())`,
      [store.id, installationId, connection.id, JSON.stringify(given)],
    );
    await this.database.run(
      `insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at)
       values (?, ?, 'depots', 'MAIN', 'SYD', 1, now())`,
      [store.id, installationId],
    );
    await this.app.get(Schedules).install(store.id, installationId, load(this.app.get(CallDesk)), []);
    return { storeId: store.id, installationId, connectionId: connection.id };
  }

  async invoice(books: Books, number: string, more: Record<string, unknown> = {}): Promise<void> {
    const body = {
      number,
      status: 'dispatched',
      date: '2026-11-20',
      currency: 'AUD',
      total: '10.00',
      tax: '0.91',
      username: 'ada',
      lines: [{ id: '1', sku: 'BOX-001', quantity: '1', unitPrice: '10.00', warehouse: 'MAIN' }],
      ...more,
    };
    await new Surroundings(this.app.get(DataSource)).plant(books, [{ type: 'invoice', body }], new Date());
  }

  /** Lets a task run once, to its end. */
  async export({ storeId, installationId }: Books): Promise<void> {
    await this.app.get(Runs).start(storeId, installationId, 'export-invoices', 'person');
    await this.calm(storeId, installationId);
  }

  /** Waits until no run of an app is left. */
  async calm(storeId: number, installationId: number, within = 20_000): Promise<void> {
    await eventually(async () => {
      const row = await this.database.one<{ n: number }>(
        "select count(*) n from runs where store_id = ? and installation_id = ? and state in ('queued', 'running')",
        [storeId, installationId],
      );
      return row?.n === 0;
    }, within);
  }

  /** A report of November 2026, to its end. */
  async report({ storeId, installationId }: Books, from = '2026-11-01', to = '2026-11-30'): Promise<Report> {
    const id = await this.reports.ask({ storeId, installationId, kind: 'invoice', from, to }, null);
    await this.calm(storeId, installationId);
    return (await this.reports.find(storeId, id!))!;
  }

  /** What a report found: [cause, number here, number there]. */
  async found({ storeId, id }: Report): Promise<[string, string | null, string | null][]> {
    const rows = await this.database.query<{ cause: string; here: string | null; there: string | null }>(
      `select d.cause, h.number \`here\`, t.number there from differences d
       left join statement_rows h on h.store_id = d.store_id and h.report_id = d.report_id and h.side = 0 and h.entry = d.here
       left join statement_rows t on t.store_id = d.store_id and t.report_id = d.report_id and t.side = 1 and t.entry = d.there
       where d.store_id = ? and d.report_id = ? and d.expected = 0 order by d.severity, h.number, t.number`,
      [storeId, id],
    );
    return rows.map(({ cause, here, there }) => [cause, here, there]);
  }

  /** A consignment of the app, to be changed behind the hub's back. */
  consignment(reference: string) {
    const found = this.twin.depot.consignments.find((one) => one.reference === reference);
    if (!found) throw new Error(`There is no consignment ${reference}`);
    return found;
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.served.stop();
  }
}
