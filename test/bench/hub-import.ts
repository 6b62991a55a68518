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
import { runHere } from '../../src/plugins/run-here.js';
import { ImportWork } from '../../src/records/import-work.js';
import { RecordsModule } from '../../src/records/records.module.js';
import { type Manifest, manifestOf } from '../../src/sdk/index.js';
import type { PluginCalls } from '../../src/sdk/runtime/index.js';
import { Settings } from '../../src/settings/settings.js';
import { SettingsModule } from '../../src/settings/settings.module.js';
import type { Run } from '../../src/tasks/run.js';
import { RunEvents } from '../../src/tasks/run-events.js';
import { RunInProgress } from '../../src/tasks/run-in-progress.js';
import { RunWorks } from '../../src/tasks/run-works.js';
import plugin from './bench-plugin.js';

// The hub's own import of what `served-products.ts` serves: one run through all the rooms it passes in real life, from the
// first request to the last commit, requests and answers kept.
// node hub-import.js <database> <app>

@Global()
@Module({ providers: [CallDesk, FactsService, RunWorks], exports: [CallDesk, FactsService, RunWorks] })
class Neighbours {}

const [url, app] = process.argv.slice(2) as [string, string];
const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const settings = Object.assign(new Settings(), {
  dataDir,
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
    RecordsModule,
  ],
})
class Hub {}

const hub = await NestFactory.createApplicationContext(Hub, { logger: ['error', 'warn'] });
try {
  const run = await nextRun();
  const started = performance.now();
  await hub.get(ImportWork).work(run);
  const seconds = (performance.now() - started) / 1000;
  const counted = await hub.get(Database).one<{ n: number }>('select count(*) n from records');
  process.send!({ seconds, count: counted!.n, rssMiB: process.resourceUsage().maxRSS / 1024 });
} finally {
  await hub.close();
  await rm(dataDir, { recursive: true });
  process.disconnect();
}

async function nextRun(): Promise<RunInProgress> {
  const manifest = manifestOf(plugin);
  const database = hub.get(Database);
  const connectionId = await connect(manifest);
  await database.run('update installations set connection_id = ?', [connectionId]);
  const row = await database.one<Run>('select * from runs where store_id = 1 order by id desc limit 1');
  return new RunInProgress(row!, {
    plugin: { manifest, calls: callsOf() } as LoadedPlugin,
    task: manifest.tasks[0]!,
    clock: hub.get(Clock),
    events: new RunEvents(),
    lease: 3_600_000,
  });
}

async function connect(manifest: Manifest): Promise<number> {
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
