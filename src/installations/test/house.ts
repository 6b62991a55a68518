import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import parcelly from '../../../test/plugins/parcelly/plugin.js';
import type { ParcellySandbox } from '../../../test/plugins/parcelly/sandbox/index.js';
import { testDatabase } from '../../../test/support/database.js';
import { Hub } from '../../../test/support/hub.js';
import { openPages, wholeHub } from '../../../test/support/whole-hub.js';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { migrate } from '../../migrate.js';
import type { CallDesk } from '../../plugins/call-desk.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { loadHere } from '../../plugins/test/load-here.js';
import { serveSandbox } from '../../sandboxes/sandbox-server.js';
import type { Plugin } from '../../sdk/index.js';
import { Settings } from '../../settings/settings.js';
import { keepSlotsDistant } from '../../tasks/test/distant-slots.js';
import { base, shopfront } from './shopfront.js';

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
  const app = await wholeHub(settings, url, (desk) => registry(desk, more), [[Clock, clock]]);
  keepSlotsDistant(app);
  const hub = new Hub(app, await openPages(app), drop);
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
    plugins.map((plugin) => loadHere(plugin, desk)),
    failures,
  );
}
