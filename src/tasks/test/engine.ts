import 'reflect-metadata';
import { type DynamicModule, Global, type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock } from '../../clock/clock.js';
import { Connections } from '../../connections/connections.service.js';
import { Database } from '../../database/database.js';
import { DatabaseModule } from '../../database/database.module.js';
import { Log } from '../../logging/log.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { ImportManifest, Manifest, TaskManifest } from '../../sdk/host/index.js';
import { Settings } from '../../settings/settings.js';
import { SettingsModule } from '../../settings/settings.module.js';
import { Pace } from '../pace.js';
import { RunQueue } from '../run-queue.js';
import { type RunWork, RunWorks } from '../run-works.js';
import { Runs } from '../runs.service.js';
import { Schedules } from '../schedules.service.js';
import { TasksEngineModule } from '../tasks-engine.module.js';
import { Tick } from '../tick.js';

export class QuickPace extends Pace {
  // So long that a machine busy with something else for a second or two loses none.
  override readonly lease: number = 3000;
  override readonly renewal: number = 500;
  override readonly look: number = 50;
  override readonly farewell: number = 2000;
}

const named = (id: string) => ({
  id,
  title: id.replaceAll('-', ' '),
  record: 'product' as const,
  schedule: 'every 15 minutes',
  after: [],
  first: false,
});

const importing = (id: string, more: Partial<ImportManifest> = {}): ImportManifest => ({
  ...named(id),
  direction: 'in',
  kind: 'import',
  mapping: 'products',
  pulls: 'changes',
  missing: 'keep',
  ...more,
});

const exporting = { direction: 'out' as const, follows: [], batch: 1 };

export const TASKS: TaskManifest[] = [
  importing('import-products'),
  importing('import-stock', { pulls: 'snapshot', after: ['import-products'] }),
  importing('import-orders', { overlap: '1 day' }),
  importing('import-nightly', { schedule: '30 2 * * *' }),
  {
    ...named('export-invoices'),
    ...exporting,
    kind: 'document',
    eligible: [],
    settle: '2 minutes',
    doublesUnlessFound: false,
    appsOwn: false,
    steps: ['create'],
    prepares: false,
    merges: false,
  },
  { ...named('update-products'), ...exporting, kind: 'state', fields: ['name'] },
];

/** As much of a plugin as the engine looks at. */
export const plugin = {
  manifest: {
    id: 'acme',
    name: 'Acme',
    platform: true,
    limits: {},
    tasks: TASKS,
    wizard: [],
    advanced: [],
    valueMaps: [],
    connection: { kind: 'api-keys' },
  } as unknown as Manifest,
} as LoadedPlugin;

@Injectable()
class KnownConnections {
  constructor(private readonly database: Database) {}

  async markNeedsReconnecting(id: number, why: string): Promise<void> {
    await this.database.run("update connections set state = 'needs-reconnecting', state_reason = ? where id = ?", [
      why,
      id,
    ]);
  }
}

@Global()
@Module({})
export class Surroundings {
  static with(clock: Clock): DynamicModule {
    const plugins = { get: (id: string) => (id === 'acme' ? plugin : undefined) };
    const providers = [
      { provide: Clock, useValue: clock },
      { provide: PluginRegistry, useValue: plugins },
      { provide: Connections, useClass: KnownConnections },
    ];
    return { module: Surroundings, providers, exports: providers };
  }
}

export interface EngineOptions {
  clock?: Clock;
  pace?: Pace;
  roles?: ('web' | 'worker')[];
  runsAtOnce?: number;
  work?: RunWork['work'];
  abandoned?: RunWork['abandoned'];
}

/** The engine as one process has it: its own pool, its own worker. `stop` it. */
export class Engine {
  private constructor(readonly context: INestApplicationContext) {}

  static async start(url: string, options: EngineOptions = {}): Promise<Engine> {
    const { clock = new Clock(), pace = new QuickPace(), roles = ['worker'], runsAtOnce = 4 } = options;
    const settings = Object.assign(new Settings(), { roles, runsAtOnce });

    const module = await Test.createTestingModule({
      imports: [SettingsModule.with(settings), DatabaseModule.at(url), Surroundings.with(clock), TasksEngineModule],
    })
      .overrideProvider(Pace)
      .useValue(pace)
      .setLogger(new Log(process.env.LOG_LEVEL ?? 'silent'))
      .compile();
    const work = { work: options.work ?? (async () => undefined), abandoned: options.abandoned };
    for (const kind of ['import', 'document', 'state'] as const) module.get(RunWorks).register(kind, work);
    await module.init();
    return new Engine(module);
  }

  get database() {
    return this.context.get(Database);
  }
  get runs() {
    return this.context.get(Runs);
  }
  get schedules() {
    return this.context.get(Schedules);
  }
  get queue() {
    return this.context.get(RunQueue);
  }
  get tick() {
    return this.context.get(Tick);
  }

  async stop(): Promise<void> {
    await this.context.close();
  }
}
