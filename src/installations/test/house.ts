import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import parcelly from '../../../test/plugins/parcelly/plugin.js';
import type { ParcellySandbox } from '../../../test/plugins/parcelly/sandbox/index.js';
import { testDatabase } from '../../../test/support/database.js';
import { Hub } from '../../../test/support/hub.js';
import { AppModule } from '../../app.module.js';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { Log } from '../../logging/log.js';
import { migrate } from '../../migrate.js';
import { CallDesk } from '../../plugins/call-desk.js';
import { guardedCalls, type LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { runHere } from '../../plugins/run-here.js';
import { serveSandbox } from '../../sandboxes/sandbox-server.js';
import { manifestOf, type Plugin } from '../../sdk/index.js';
import { Settings } from '../../settings/settings.js';
import { keepSlotsDistant } from '../../tasks/test/distant-slots.js';
import { Pipeline } from '../../web/pipeline.js';
import { base, shopfront } from './shopfront.js';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#7a4"/></svg>';

/** The whole hub with three plugins of its own: one that others stand on, a platform, and Parcelly; with their twins. */
export interface House {
  hub: Hub;
  database: Database;
  /** Parcelly's twin. */
  twin: ParcellySandbox;
  /** Answers for Parcelly before its twin does, to get in the way. */
  inTheWay: { through?: (request: Request) => Promise<Response | undefined> };
  stop(): Promise<void>;
}

export async function startHouse(
  env: Record<string, string> = {},
  more: Plugin[] = [],
  clock = new Clock(),
): Promise<House> {
  const [dir, { url, drop }] = [await mkdtemp(join(tmpdir(), 'patchbay-house-')), await testDatabase()];
  await migrate(url);
  const inTheWay: House['inTheWay'] = {};
  const twin = parcelly.sandbox!({}) as ParcellySandbox;
  const served = await serveSandbox(twin, {
    through: async (request, answer) => (await inTheWay.through?.(request.clone() as Request)) ?? answer(request),
  });
  const shop = await serveSandbox(shopfront.sandbox!({}));
  const settings = Settings.from({
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    PORT: '0',
    DATA_DIR: dir,
    ...env,
    ENDPOINTS: [`api.parcelly.test=${served.url}`, `api.shopfront.test=${shop.url}`, env.ENDPOINTS ?? ''].join(','),
  });
  const module = await Test.createTestingModule({ imports: [await AppModule.with(settings, url)] })
    .overrideProvider(PluginRegistry)
    .useFactory({ factory: (desk: CallDesk) => registry(desk, more), inject: [CallDesk] })
    .overrideProvider(Clock)
    .useValue(clock)
    .setLogger(new Log(settings.logLevel))
    .compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  keepSlotsDistant(app);
  await app.get(Pipeline).lay(app);
  await app.listen(0, '127.0.0.1');
  const hub = new Hub(app, (await app.getUrl()).replace('[::1]', '127.0.0.1'), drop);
  return {
    hub,
    database: app.get(Database),
    twin,
    inTheWay,
    async stop() {
      await hub.stop();
      await Promise.all([served.stop(), shop.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function registry(desk: CallDesk, more: Plugin[]): PluginRegistry {
  const plugins = [base, shopfront, { ...parcelly, requires: ['base'] } as Plugin, ...more];
  const failures = [
    { folder: '/plugins/broken', plugin: 'broken', field: 'wizard', problem: 'the last step is missing' },
  ];
  return new PluginRegistry(
    plugins.map((plugin) => load(plugin, desk)),
    failures,
  );
}

function load(plugin: Plugin, desk: CallDesk): LoadedPlugin {
  const { calls, sandbox, dispose } = runHere(plugin, desk);
  const manifest = manifestOf(plugin);
  return {
    manifest,
    folder: `/plugins/${plugin.id}`,
    icon: ICON,
    contained: false,
    calls: guardedCalls(plugin.id, desk, calls),
    sandbox,
    dispose,
  };
}
