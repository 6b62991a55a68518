import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { Clock, ClockModule } from '../../src/clock/clock.js';
import { ConnectionsModule } from '../../src/connections/connections.module.js';
import { Connections } from '../../src/connections/connections.service.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { FactsService } from '../../src/installations/facts.service.js';
import { CallDesk } from '../../src/plugins/call-desk.js';
import type { LoadedPlugin } from '../../src/plugins/loaded-plugin.js';
import { PluginRegistry } from '../../src/plugins/plugin-registry.js';
import { runHere } from '../../src/plugins/run-here.js';
import { ImportWork } from '../../src/records/import-work.js';
import { RecordsModule } from '../../src/records/records.module.js';
import { type ImportManifest, manifestOf } from '../../src/sdk/host/index.js';
import type { PluginCalls } from '../../src/sdk/runtime/index.js';
import { Settings } from '../../src/settings/settings.js';
import { SettingsModule } from '../../src/settings/settings.module.js';
import type { Run } from '../../src/tasks/run.js';
import { RunEvents } from '../../src/tasks/run-events.js';
import { RunInProgress } from '../../src/tasks/run-in-progress.js';
import { TasksEngineModule } from '../../src/tasks/tasks-engine.module.js';
import plugin from './bench-plugin.js';

// The hub's own import of what `served-products.ts` serves: one run through all the rooms it passes in real life, from the
// first request to the last commit, requests and answers kept. A hub has been running for a while before most of its imports:
// a small one of another store comes first, as in `plain-import.ts`.
// node hub-import.js <database> <app>

/** As `import.ts` sets them up; an installation has the number of its store. */
const STORE = 1;
const WARM_UP_STORE = 2;

const neighbours = [CallDesk, FactsService, { provide: PluginRegistry, useValue: new PluginRegistry([], []) }];

@Global()
@Module({ providers: neighbours, exports: neighbours })
class Neighbours {}

const [url, app] = process.argv.slice(2) as [string, string];
const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const settings = Object.assign(new Settings(), {
  dataDir,
  roles: ['web'],
  endpoints: [`products.example.com=${app}`],
  secretKeys: [`bench:${randomBytes(32).toString('base64')}`],
});

@Module({
  imports: [
    SettingsModule.with(settings),
    DatabaseModule.at(url),
    ClockModule,
    ScheduleModule.forRoot(),
    ConnectionsModule,
    Neighbours,
    TasksEngineModule,
    RecordsModule,
  ],
})
class Hub {}

const hub = await NestFactory.createApplicationContext(Hub, { logger: ['error', 'warn'] });
const database = hub.get(Database);
const manifest = manifestOf(plugin);
try {
  const connectionId = await connect();
  await database.run('update installations set connection_id = ?', [connectionId]);
  const work = hub.get(ImportWork);
  await work.work(await nextRun(WARM_UP_STORE));
  const run = await nextRun(STORE);
  const started = performance.now();
  await work.work(run);
  const seconds = (performance.now() - started) / 1000;
  const counted = await database.one<{ n: number }>('select count(*) n from records where store_id = ?', [STORE]);
  process.send!({ seconds, count: counted!.n, rssMiB: process.resourceUsage().maxRSS / 1024 });
} finally {
  await hub.close();
  await rm(dataDir, { recursive: true });
  process.disconnect();
}

async function nextRun(store: number): Promise<RunInProgress<ImportManifest>> {
  await database.run(`update runs set state = 'done'`);
  const last = await database.one<{ id: number }>('select coalesce(max(id), 0) id from runs');
  const id = last!.id + 1;
  await database.run(
    `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, fence)
     values (?, ?, ?, 'import-products', 'bench', 'person', 'running', now(3), now(3), 1)`,
    [store, id, store],
  );
  const row = await database.one<Run>('select * from runs where store_id = ? and id = ?', [store, id]);
  return new RunInProgress(row!, {
    plugin: { manifest, calls: callsOf() } as LoadedPlugin,
    task: manifest.tasks.find((task) => task.kind === 'import')!,
    clock: hub.get(Clock),
    events: new RunEvents(),
    lease: 3_600_000,
  });
}

async function connect(): Promise<number> {
  const tenant = { key: 'bench', name: 'Bench' };
  const { id } = await hub.get(Connections).save(1, { plugin: manifest, credentials: { key: 'k3y-k3y-k3y' }, tenant });
  return id;
}

function callsOf(): PluginCalls {
  const desk = hub.get(CallDesk);
  const { calls } = runHere(plugin, desk);
  const pull: PluginCalls['pull'] = (call, ...more) => {
    desk.hold(call.id, plugin.id, calls);
    return calls.pull(call, ...more);
  };
  return { ...calls, pull };
}
