import type { DataSource } from 'typeorm';
import type { Outbound } from '../../src/connections/outbound.js';
import { Database } from '../../src/database/database.js';
import { Ids } from '../../src/database/ids.js';
import { FactsService } from '../../src/installations/facts.service.js';
import { CallDesk } from '../../src/plugins/call-desk.js';
import { guardedCalls, type LoadedPlugin } from '../../src/plugins/loaded-plugin.js';
import { Records } from '../../src/records/records.service.js';
import { type Manifest, manifestOf } from '../../src/sdk/host/index.js';
import type { Plugin } from '../../src/sdk/index.js';
import { createRuntime } from '../../src/sdk/runtime/index.js';
import { Settings } from '../../src/settings/settings.js';
import { LostLease } from '../../src/tasks/interruptions.js';
import type { RunInProgress } from '../../src/tasks/run-in-progress.js';
import { type RunWork, RunWorks } from '../../src/tasks/run-works.js';
import type { Runs } from '../../src/tasks/runs.service.js';
import type { Schedules } from '../../src/tasks/schedules.service.js';
import { AppsOwn } from '../../src/transactions/apps-own.js';
import { Batches } from '../../src/transactions/batches.js';
import { Builder } from '../../src/transactions/builder.js';
import { ChangeQuestions } from '../../src/transactions/change-questions.js';
import { DocumentWork } from '../../src/transactions/document-work.js';
import { EarlierDocuments } from '../../src/transactions/earlier/earlier-documents.js';
import { Matching } from '../../src/transactions/earlier/matching.js';
import { TakeOver } from '../../src/transactions/earlier/take-over.js';
import { ExportCursors } from '../../src/transactions/export-cursors.js';
import { ExportDoors } from '../../src/transactions/export-doors.js';
import { ExportLog } from '../../src/transactions/export-log.js';
import { Intake } from '../../src/transactions/intake.js';
import { Leftovers } from '../../src/transactions/leftovers.js';
import { Making } from '../../src/transactions/making.js';
import { OutboxStore } from '../../src/transactions/outbox.store.js';
import { OwedRecords } from '../../src/transactions/owed.js';
import { Packing } from '../../src/transactions/packing.js';
import { ParentWaits } from '../../src/transactions/parents/parent-waits.store.js';
import { Parents } from '../../src/transactions/parents/parents.js';
import { RefusedRecords } from '../../src/transactions/refused-records.js';
import { ShipmentStore } from '../../src/transactions/shipments.store.js';
import { Sieve } from '../../src/transactions/sieve.js';
import { StateStore } from '../../src/transactions/state.store.js';
import { StateSender } from '../../src/transactions/state-sender.js';
import { StateWork } from '../../src/transactions/state-work.js';
import { Trials } from '../../src/transactions/trials.js';
import { WriteAhead } from '../../src/transactions/write-ahead.js';
import { type Life, MortalDatabase } from './life.js';
import type { Shop } from './surroundings.js';
import type { UnreliableApp } from './unreliable-app.js';
import type { VirtualClock } from './virtual-clock.js';

/** One life of a hub process: lets it run an export once, to its end or its death. */
export async function runExport(
  world: {
    source: DataSource;
    clock: VirtualClock;
    app: UnreliableApp;
    shop: Shop;
    plugin: Plugin;
    task: string;
    /** Takes the tasks that were to start sooner. */
    sooner?: (task: string) => void;
  },
  life: Life,
): Promise<void> {
  const { source, clock, app, shop, plugin, task } = world;
  const database = new MortalDatabase(source, life);
  const ids = new Ids(source);
  const outbox = new OutboxStore(database);
  const shipments = new ShipmentStore(database);
  const log = new ExportLog(ids);
  const batches = new Batches(database, outbox, shipments, log);
  const desk = new CallDesk(clock);
  const outbound = { open: () => ({ http: app.doorOf(life) }) } as unknown as Outbound;
  const records = new Records(database);
  const works = new RunWorks();
  const sooner: Schedules['sooner'] = async (ref) => {
    life.boundary();
    world.sooner?.(ref.task);
  };
  const schedules = { sooner } as Schedules;
  const doors = new ExportDoors(new FactsService(database, clock, new Settings()), outbound, clock);
  const waits = new ParentWaits(database, clock, schedules);
  const making = new Making(records, new Parents(database, records, shipments));
  const intake = new Intake(outbox, new ExportCursors(database), database, waits);
  const states = new StateStore(database);
  const teller = new StateSender(database, records, states, log, making, waits);
  const questions = new ChangeQuestions(database);
  const earlier = new EarlierDocuments(database);
  const takeOver = new TakeOver(database, earlier, new Matching(database, records), {} as Runs);
  const packing = new Packing(ids, shipments);
  const builder = new Builder(records, shipments, making, takeOver, new AppsOwn(database));
  const writeAhead = new WriteAhead(database, outbox, shipments, packing, log, waits);
  const sieve = new Sieve(writeAhead, new RefusedRecords(database, outbox, shipments, log, waits));
  const work: RunWork =
    kindOf(plugin, task) === 'state'
      ? new StateWork(works, schedules, doors, intake, desk, records, states, teller, questions, waits)
      : new DocumentWork(
          works,
          schedules,
          doors,
          intake,
          desk,
          database,
          clock,
          outbox,
          shipments,
          new Leftovers(database, outbox),
          builder,
          sieve,
          log,
          batches,
          waits,
          new OwedRecords(database, new ExportCursors(database), records, shipments),
          new Trials(database),
        );
  const manifest = manifestOf(plugin);
  const loaded = { manifest, calls: guardedCalls(plugin.id, desk, createRuntime(plugin, desk)) } as LoadedPlugin;
  await work.work({
    ...(await held(source, shop, manifest, task)),
    ...shop,
    plugin: loaded,
    task: manifest.tasks.find(({ id }) => id === task)!,
    signal: new AbortController().signal,
    stillOurs: () => life.boundary(),
    keep: async () => undefined,
    lost: () => {
      throw new LostLease();
    },
  } as unknown as RunInProgress);
}

/** The task's run, which this process has from now on. */
async function held(source: DataSource, { storeId, installationId }: Shop, { id: plugin }: Manifest, task: string) {
  const database = new Database(source);
  const whose = [storeId, installationId, task];
  const of = 'store_id = ? and installation_id = ? and task = ?';
  const begun = await database.run(`update runs set fence = fence + 1 where ${of}`, whose);
  if (begun === 0)
    await database.run(
      `insert into runs (store_id, installation_id, task, plugin, id, started_by, state, queued_at, started_at, fence)
       values (?, ?, ?, ?, ?, 'person', 'running', now(3), now(3), 1)`,
      [...whose, plugin, await new Ids(source).next('run')],
    );
  return (await database.one<{ id: number; fence: number }>(`select id, fence from runs where ${of}`, whose))!;
}

const kindOf = (plugin: Plugin, task: string) => manifestOf(plugin).tasks.find(({ id }) => id === task)?.kind;
