import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import unleashed from '../../plugins/unleashed/plugin.js';
import xero from '../../plugins/xero/plugin.js';
import { ClockModule } from '../../src/clock/clock.js';
import { ConnectionsModule } from '../../src/connections/connections.module.js';
import { Connections } from '../../src/connections/connections.service.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { FactsService } from '../../src/installations/facts.service.js';
import { Log } from '../../src/logging/log.js';
import { CallDesk } from '../../src/plugins/call-desk.js';
import { PluginRegistry } from '../../src/plugins/plugin-registry.js';
import { loadHere } from '../../src/plugins/test/load-here.js';
import { RecordsModule } from '../../src/records/records.module.js';
import { manifestOf } from '../../src/sdk/host/index.js';
import { Settings } from '../../src/settings/settings.js';
import { SettingsModule } from '../../src/settings/settings.module.js';
import { Pace } from '../../src/tasks/pace.js';
import { TasksEngineModule } from '../../src/tasks/tasks-engine.module.js';
import { ExportActions } from '../../src/transactions/export-actions.js';
import type { Line } from '../../src/transactions/lines.js';
import { TransactionsModule } from '../../src/transactions/transactions.module.js';

// A hub that works and shows no pages, in a process of its own, for specs that kill it.
// node worker-process.js <plugin> <database> <app> <credentials of the app as JSON> <folder of the hub's keys>
const [id, url, app, credentials, dataDir] = process.argv.slice(2) as [string, string, string, string, string];
const plugin = [unleashed, xero].find((one) => one.id === id)!;

/** Nobody watches a test for half a minute. */
class QuickPace extends Pace {
  override readonly lease: number = 800;
  override readonly renewal: number = 200;
  override readonly look: number = 50;
}

const original = manifestOf(plugin);
const manifest = {
  ...original,
  // Nobody watches a test for a minute either.
  limits: { ...original.limits, perMinute: undefined },
  // A request to a local socket has arrived by the time the next process has started, or never will.
  tasks: original.tasks.map((task) => ({ ...task, settle: '0 seconds', after: [] })),
};
const settings = Object.assign(new Settings(), {
  dataDir,
  roles: ['worker'],
  endpoints: (plugin.hosts ?? []).map((host) => `${host}=${app}`),
});

const registry = (desk: CallDesk) => new PluginRegistry([loadHere(plugin, desk, manifest)], []);

const neighbours = [CallDesk, FactsService, { provide: PluginRegistry, useFactory: registry, inject: [CallDesk] }];

@Global()
@Module({ providers: neighbours, exports: [CallDesk, FactsService, PluginRegistry] })
class Neighbours {}

// Whoever started it is gone: so is the test.
process.stdin.once('end', () => process.exit());
process.stdout.write('loaded\n');
await new Promise((told) => process.stdin.once('data', told));

const hub = await Test.createTestingModule({
  imports: [
    SettingsModule.with(settings),
    DatabaseModule.at(url),
    ClockModule,
    ScheduleModule.forRoot(),
    ConnectionsModule,
    Neighbours,
    TasksEngineModule,
    RecordsModule,
    TransactionsModule,
  ],
})
  .overrideProvider(Pace)
  .useValue(new QuickPace())
  .setLogger(new Log(process.env.LOG_LEVEL ?? 'silent'))
  .compile();

await hub.init();
await connect();
process.stdin.on('data', () => void again());
process.stdout.write('working\n');

/** The first of these processes connects the installation; the others find it connected. */
async function connect(): Promise<void> {
  const database = hub.get(Database);
  const connected = await database.one('select id from connections');
  if (connected) return;
  const scopes = manifest.connection?.oauth?.clientCredentials?.scopes;
  // A client of the merchant's own gets its first token when it is needed.
  const grant = scopes && { way: 'own-client' as const, tokens: { access: 'none', expiresAt: 0 }, scopes };
  const { id } = await hub.get(Connections).save(1, {
    plugin: manifest,
    credentials: JSON.parse(credentials),
    tenant: { key: 'twin', name: 'Fern & Fig' },
    ...(grant && { grant }),
  });
  await database.run('update installations set connection_id = ?', [id]);
}

/** What a person who has looked does: everything that asks is sent once more. */
async function again(): Promise<void> {
  const rows = await hub
    .get(Database)
    .query<Line & { storeId: number }>(
      "select store_id storeId, installation_id installationId, task, record_id recordId from outbox where state = 'needs-person'",
    );
  if (rows.length > 0) await hub.get(ExportActions).reexport(rows[0]!.storeId, rows);
}
