import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../../../test/support/database.js';
import { Hub, type Merchant } from '../../../test/support/hub.js';
import { openPages, wholeHub } from '../../../test/support/whole-hub.js';
import { Connections } from '../../connections/connections.service.js';
import { Database } from '../../database/database.js';
import { Ids } from '../../database/ids.js';
import type { InstallationState } from '../../installations/installation.entity.js';
import { migrate } from '../../migrate.js';
import type { CallDesk } from '../../plugins/call-desk.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { loadHere } from '../../plugins/test/load-here.js';
import { type ServedSandbox, serveSandbox } from '../../sandboxes/sandbox-server.js';
import { manifestOf } from '../../sdk/host/index.js';
import type { Plugin } from '../../sdk/index.js';
import { Settings } from '../../settings/settings.js';
import type { Run } from '../../tasks/run.js';
import { RunDesk } from '../../tasks/run-desk.js';
import { RunQueue } from '../../tasks/run-queue.js';
import { Runs } from '../../tasks/runs.service.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { corner, crates } from './plugins.js';
import { Twin } from './twin.js';

/** The whole hub with a shop and an app beside it, both of them twins on real sockets. Nothing runs by itself. */
export class Lab {
  private constructor(
    readonly hub: Hub,
    readonly shop: Twin,
    readonly app: Twin,
    private readonly served: ServedSandbox[],
    private readonly folder: string,
  ) {}

  static async open(): Promise<Lab> {
    const [shop, app] = [new Twin({}), new Twin({})];
    const served = [await serveSandbox(shop), await serveSandbox(app)];
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-mappings-'));
    const { url, drop } = await testDatabase();
    await migrate(url);
    const settings = Settings.from({
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
      PORT: '0',
      ROLES: 'web',
      DATA_DIR: folder,
      ENDPOINTS: `shop.corner.test=${served[0]!.url},api.crates.test=${served[1]!.url}`,
    });
    const plugins = (desk: CallDesk) => new PluginRegistry([loaded(corner, desk), loaded(crates, desk)], []);
    const nest = await wholeHub(settings, url, plugins);
    return new Lab(new Hub(nest, await openPages(nest), drop), shop, app, served, folder);
  }

  get plugins(): Record<'corner' | 'crates', LoadedPlugin> {
    const registry = this.hub.app.get(PluginRegistry);
    return { corner: registry.get('corner')!, crates: registry.get('crates')! };
  }

  get database(): Database {
    return this.hub.app.get(Database);
  }

  /** A merchant with a live shop and the app beside it. Their twins hold nothing but what is put there from now on. */
  async furnish(more: Installed = {}): Promise<{ owner: Merchant; shop: number; app: number }> {
    for (const twin of [this.shop, this.app]) for (const list of Object.values(twin.lists)) list.length = 0;
    const owner = await this.hub.merchant();
    const shop = await this.install(owner, 'corner', { state: 'live' });
    return { owner, shop, app: await this.install(owner, 'crates', more) };
  }

  /** Connected, with schedules; its answers are all given. */
  async install(merchant: Merchant, plugin: 'corner' | 'crates', more: Installed = {}): Promise<number> {
    const { manifest } = this.plugins[plugin];
    const { answers = { startDate: '2026-11-01', mode: 'single' }, state = 'importing' } = more;
    const { id: connectionId } = await this.hub.app.get(Connections).save(merchant.user.accountId!, {
      plugin: manifest,
      credentials: { key: 'let-me-in' },
      tenant: { key: `tenant of ${merchant.store.id}`, name: merchant.store.name },
    });
    const id = await this.hub.app.get(Ids).next('installation');
    await this.database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at, live_at)
       values (?, ?, ?, ?, ?, 9, ?, ?, '{}', ?, ?)`,
      [merchant.store.id, id, plugin, manifest.name, state, connectionId, JSON.stringify(answers), new Date(), null],
    );
    const tasks = manifest.tasks.map((task) => task.id);
    await this.hub.app.get(Schedules).install(merchant.store.id, id, { manifest }, tasks);
    return id;
  }

  /** Runs tasks to their end, one after the other. */
  async run(merchant: Merchant, installation: number, ...tasks: string[]): Promise<Run[]> {
    const done: Run[] = [];
    for (const task of tasks) {
      await this.hub.app.get(Runs).start(merchant.store.id, installation, task, 'person');
      done.push(...(await this.work()));
      const { state, message } = done.at(-1)!;
      if (state === 'waiting' || state === 'failed') throw new Error(`${task} is ${state}: ${message}`);
    }
    return done;
  }

  /** Works on whatever is queued. */
  async work(): Promise<Run[]> {
    const desk = this.hub.app.get(RunDesk);
    const claimed = await this.hub.app.get(RunQueue).claim(10, 10);
    for (const run of claimed) await desk.see(run);
    return Promise.all(claimed.map(async ({ id }) => (await this.hub.app.get(Runs).find(id))!));
  }

  async stop(): Promise<void> {
    await this.hub.stop();
    await Promise.all(this.served.map((one) => one.stop()));
    await rm(this.folder, { recursive: true });
  }
}

interface Installed {
  answers?: Record<string, unknown>;
  state?: InstallationState;
}

const loaded = (plugin: Plugin, desk: CallDesk) => loadHere(plugin, desk, manifestOf(withMappings(plugin)));

/** The tasks' own, so that they needn't be listed twice. */
function withMappings(plugin: Plugin): Plugin {
  const mappings = (plugin.tasks ?? []).flatMap((task) => (task.direction === 'in' ? [task.mapping] : []));
  return { ...plugin, mappings };
}
