import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { Clock, ClockModule } from '../../src/clock/clock.js';
import { ConnectionsModule } from '../../src/connections/connections.module.js';
import { Connections, type Passed } from '../../src/connections/connections.service.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { FactsService } from '../../src/installations/facts.service.js';
import { CallDesk } from '../../src/plugins/call-desk.js';
import { guardedCalls, type LoadedPlugin } from '../../src/plugins/loaded-plugin.js';
import { PluginRegistry } from '../../src/plugins/plugin-registry.js';
import { runHere } from '../../src/plugins/run-here.js';
import { RecordsModule } from '../../src/records/records.module.js';
import { type DocumentManifest, manifestOf } from '../../src/sdk/host/index.js';
import type { Plugin } from '../../src/sdk/index.js';
import { Settings } from '../../src/settings/settings.js';
import { SettingsModule } from '../../src/settings/settings.module.js';
import type { Run } from '../../src/tasks/run.js';
import { RunEvents } from '../../src/tasks/run-events.js';
import { RunInProgress } from '../../src/tasks/run-in-progress.js';
import { TasksEngineModule } from '../../src/tasks/tasks-engine.module.js';
import { DocumentWork } from '../../src/transactions/document-work.js';
import { TransactionsModule } from '../../src/transactions/transactions.module.js';
import type { Measured } from './bench.js';

/** As the benches set them up; an installation has the number of its store. */
const STORE = 1;
const WARM_UP_STORE = 2;

export interface ExportSide {
  url: string;
  plugin: Plugin;
  /** Where the plugin's hosts lead. */
  endpoints: string[];
  connection: Omit<Passed, 'plugin'>;
}

/**
 * The hub's own export: one run through all the rooms it passes in real life, each document written ahead, sent, and kept with its
 * request and answer. A smaller one of another store comes first.
 */
export async function measureExport({ url, plugin, endpoints, connection }: ExportSide): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const secretKeys = [`bench:${randomBytes(32).toString('base64')}`];
  const settings = Object.assign(new Settings(), { dataDir, roles: ['web'], endpoints, secretKeys });
  const hub = await NestFactory.createApplicationContext(moduleOf(url, settings), {
    logger: ['error', 'warn'],
  });
  try {
    const { id } = await hub.get(Connections).save(STORE, { ...connection, plugin: manifestOf(plugin) });
    await hub.get(Database).run('update installations set connection_id = ?', [id]);
    const work = hub.get(DocumentWork);
    await work.work(await nextRun(hub, plugin, WARM_UP_STORE));
    const run = await nextRun(hub, plugin, STORE);
    const started = performance.now();
    await work.work(run);
    const seconds = (performance.now() - started) / 1000;
    const exported = await hub
      .get(Database)
      .one<{ n: number }>(`select count(*) n from outbox where store_id = ? and state = 'exported'`, [STORE]);
    return { seconds, count: exported!.n, rssMiB: process.resourceUsage().maxRSS / 1024 };
  } finally {
    await hub.close();
    await rm(dataDir, { recursive: true });
  }
}

function moduleOf(url: string, settings: Settings) {
  const neighbours = [CallDesk, FactsService, { provide: PluginRegistry, useValue: new PluginRegistry([], []) }];

  @Global()
  @Module({ providers: neighbours, exports: neighbours })
  class Neighbours {}

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
      TransactionsModule,
    ],
  })
  class Hub {}
  return Hub;
}

async function nextRun(
  hub: INestApplicationContext,
  plugin: Plugin,
  store: number,
): Promise<RunInProgress<DocumentManifest>> {
  const [database, desk] = [hub.get(Database), hub.get(CallDesk)];
  const manifest = manifestOf(plugin);
  await database.run(`update runs set state = 'done'`);
  const last = await database.one<{ id: number }>('select coalesce(max(id), 0) id from runs');
  const id = last!.id + 1;
  await database.run(
    `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, fence)
     values (?, ?, ?, 'export-invoices', ?, 'person', 'running', now(3), now(3), 1)`,
    [store, id, store, manifest.id],
  );
  const row = await database.one<Run>('select * from runs where store_id = ? and id = ?', [store, id]);
  return new RunInProgress(row!, {
    plugin: { manifest, calls: guardedCalls(plugin.id, desk, runHere(plugin, desk).calls) } as LoadedPlugin,
    task: manifest.tasks.find((task): task is DocumentManifest => task.id === 'export-invoices')!,
    clock: hub.get(Clock),
    events: new RunEvents(),
    lease: 3_600_000,
  });
}
