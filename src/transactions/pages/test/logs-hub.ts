import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { AcmeApp, acme } from '../../../../test/faults/acme.js';
import type { Planted } from '../../../../test/faults/export-case.js';
import { Surroundings } from '../../../../test/faults/surroundings.js';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.js';
import { Hub, type Merchant } from '../../../../test/support/hub.js';
import { openPages, wholeHub } from '../../../../test/support/whole-hub.js';
import { Connections } from '../../../connections/connections.service.js';
import { Exchanges } from '../../../connections/exchanges/exchanges.service.js';
import { eventually } from '../../../connections/test/eventually.js';
import { Database } from '../../../database/database.js';
import { Ids } from '../../../database/ids.js';
import { migrate } from '../../../migrate.js';
import { PluginRegistry } from '../../../plugins/plugin-registry.js';
import { loadHere } from '../../../plugins/test/load-here.js';
import { type ServedSandbox, serveSandbox } from '../../../sandboxes/sandbox-server.js';
import type { Manifest } from '../../../sdk/host/index.js';
import type { Plugin, Sandbox } from '../../../sdk/index.js';
import { Settings } from '../../../settings/settings.js';
import type { Run } from '../../../tasks/run.js';
import { Runs } from '../../../tasks/runs.service.js';
import { Schedules } from '../../../tasks/schedules.service.js';
import { keepSlotsDistant } from '../../../tasks/test/distant-slots.js';

export interface LogsHubOptions<App extends Sandbox> {
  plugin?: Plugin;
  acme?: App;
  database?: TestDatabase;
}

/** An app of a merchant's, with what its pages and tasks need. */
export interface InstalledApp {
  storeId: number;
  installationId: number;
  connectionId: number;
}

/** Where a record stands in the log. */
export interface Standing {
  key: string;
  state: string;
  reason: string | null;
}

/** The whole hub with one plugin, whose app answers on a real socket. */
export class LogsHub<App extends Sandbox = AcmeApp> extends Hub {
  private constructor(
    app: NestExpressApplication,
    url: string,
    drop: () => Promise<void>,
    readonly acme: App,
    private readonly served: ServedSandbox,
  ) {
    super(app, url, drop);
  }

  static async start<App extends Sandbox = AcmeApp>(options: LogsHubOptions<App> = {}): Promise<LogsHub<App>> {
    const { plugin = acme, acme: app = new AcmeApp() as Sandbox as App, database = await testDatabase() } = options;
    await migrate(database.url);
    const served = await serveSandbox(app);
    const settings = Settings.from({
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
      PORT: '0',
      ENDPOINTS: `api.acme.example=${served.url}`,
      SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    const hub = await wholeHub(settings, database.url, (desk) => new PluginRegistry([loadHere(plugin, desk)], []));
    keepSlotsDistant(hub);
    return new LogsHub(hub, await openPages(hub), database.drop, app, served);
  }

  get database(): Database {
    return this.app.get(Database);
  }

  private get manifest(): Manifest {
    return this.app.get(PluginRegistry).get('acme')!.manifest;
  }

  private get surroundings(): Surroundings {
    return new Surroundings(this.app.get(DataSource));
  }

  /** Acme, connected and live. */
  async install({ store }: Merchant, answers: Record<string, unknown> = {}): Promise<InstalledApp> {
    const tenant = { key: `acme-${store.id}-${Math.random()}`, name: 'Acme Pty Ltd' };
    const connection = await this.app
      .get(Connections)
      .save(store.accountId, { plugin: this.manifest, credentials: {}, tenant });
    const installationId = await this.app.get(Ids).next('installation');
    const given = { startDate: '2026-11-01', mode: 'individually', ...answers };
    await this.database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at, live_at)
       values (?, ?, 'acme', 'Main sync', 'live', 1, ?, ?, '{}', now(), now())`,
      [store.id, installationId, connection.id, JSON.stringify(given)],
    );
    await this.app.get(Schedules).install(store.id, installationId, { manifest: this.manifest }, []);
    return { storeId: store.id, installationId, connectionId: connection.id };
  }

  async invoice(app: InstalledApp, number: string, more: Record<string, unknown> = {}): Promise<void> {
    const body = { number, status: 'dispatched', date: '2026-11-20', currency: 'AUD', total: '10.00', ...more };
    await this.plant(app, 'invoice', body);
  }

  async plant(app: InstalledApp, type: Planted['type'], body: Planted['body']): Promise<void> {
    await this.surroundings.plant(app, [{ type, body }], new Date());
  }

  /** Lets the task run once, to its end. */
  async run({ storeId, installationId }: InstalledApp, task = 'export-invoices'): Promise<void> {
    await this.app.get(Runs).start(storeId, installationId, task, 'person');
    await this.calm({ storeId, installationId, connectionId: 0 });
  }

  /** Waits until no run of an app is left. */
  async calm({ storeId, installationId }: InstalledApp): Promise<void> {
    await eventually(async () => {
      const row = await this.database.one<{ n: number }>(
        "select count(*) n from runs where store_id = ? and installation_id = ? and state in ('queued', 'running')",
        [storeId, installationId],
      );
      return row?.n === 0;
    }, 15_000);
    await this.app.get(Exchanges).flush();
  }

  /** Each record's line of a task, by its key. */
  async lines(app: InstalledApp, task = 'export-invoices'): Promise<Map<string, Standing>> {
    return new Map((await this.surroundings.log(app, task)).map((line) => [line.key, line]));
  }

  /** Where each record stands. */
  async states(app: InstalledApp): Promise<Record<string, string>> {
    return Object.fromEntries([...(await this.lines(app))].map(([key, { state }]) => [key, state]));
  }

  async lastRun({ installationId }: InstalledApp): Promise<Run> {
    const last = 'select * from runs where installation_id = ? order by id desc limit 1';
    return (await this.database.one<Run>(last, [installationId]))!;
  }

  async recordId({ storeId }: Pick<InstalledApp, 'storeId'>, key: string): Promise<number> {
    const known = 'select id from records where store_id = ? and record_key = ?';
    return (await this.database.one<{ id: number }>(known, [storeId, key]))!.id;
  }

  async line({ storeId, installationId }: InstalledApp, number: string): Promise<string> {
    const row = await this.database.one<{ record_id: number; task: string }>(
      `select o.record_id, o.task from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
       where o.store_id = ? and o.installation_id = ? and r.record_key = ?`,
      [storeId, installationId, number],
    );
    if (!row) throw new Error(`${number} is not in the log`);
    return `${installationId}/${row.task}/${row.record_id}`;
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.served.stop();
  }
}
