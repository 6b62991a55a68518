import type { DataSource } from 'typeorm';
import type { Outbound } from '../../src/connections/outbound.js';
import { Ids } from '../../src/database/ids.js';
import { FactsService } from '../../src/installations/facts.service.js';
import { CallDesk } from '../../src/plugins/call-desk.js';
import type { LoadedPlugin } from '../../src/plugins/loaded-plugin.js';
import { ImportWork } from '../../src/records/import-work.js';
import { MissingQuestions } from '../../src/records/missing-questions.service.js';
import { type ImportManifest, manifestOf } from '../../src/sdk/host/index.js';
import type { Plugin } from '../../src/sdk/index.js';
import { createRuntime } from '../../src/sdk/runtime/index.js';
import { Settings } from '../../src/settings/settings.js';
import type { Run } from '../../src/tasks/run.js';
import { RunEvents } from '../../src/tasks/run-events.js';
import { RunInProgress } from '../../src/tasks/run-in-progress.js';
import { RunWorks } from '../../src/tasks/run-works.js';
import { type Life, MortalDatabase } from './life.js';
import type { UnreliableApp } from './unreliable-app.js';
import type { VirtualClock } from './virtual-clock.js';

const HOUR = 3_600_000;

/** One life of a hub process: takes up this run and lets it go on, to its end or the life's. */
export async function runImport(
  world: { source: DataSource; clock: VirtualClock; app: UnreliableApp; plugin: Plugin; task: string },
  run: Run,
  life: Life,
): Promise<void> {
  const { source, clock, app, plugin, task } = world;
  const database = new MortalDatabase(source, life);
  const desk = new CallDesk(clock);
  const manifest = manifestOf(plugin);
  const work = new ImportWork(
    new RunWorks(),
    new FactsService(database, clock, new Settings()),
    { open: () => ({ http: app.doorOf(life) }) } as unknown as Outbound,
    desk,
    database,
    new Ids(source),
    clock,
    new MissingQuestions(database, clock),
  );
  const around = {
    plugin: { manifest, calls: createRuntime(plugin, desk) } as LoadedPlugin,
    task: manifest.tasks.find((one): one is ImportManifest => one.id === task)!,
    clock,
    events: new RunEvents(),
    lease: HOUR,
  };
  await work.work(new RunInProgress(run, around));
}
