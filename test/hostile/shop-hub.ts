import neto from '../../plugins/neto/plugin.js';
import { createSandbox as netoTwin } from '../../plugins/neto/sandbox/index.js';
import unleashed from '../../plugins/unleashed/plugin.js';
import { createSandbox as unleashedTwin } from '../../plugins/unleashed/sandbox/index.js';
import { eventually } from '../../src/connections/test/eventually.js';
import { Database } from '../../src/database/database.js';
import type { Installation } from '../../src/installations/installation.entity.js';
import { InstallationLife } from '../../src/installations/installation-life.service.js';
import { SettingUp } from '../../src/installations/wizard/setting-up.service.js';
import type { PluginOptions } from '../../src/plugins/plugins.module.js';
import { serveSandbox } from '../../src/sandboxes/sandbox-server.js';
import { Runs } from '../../src/tasks/runs.service.js';
import { keepSlotsDistant } from '../../src/tasks/test/distant-slots.js';
import { type Hub, type Merchant, startHub } from '../support/hub.js';

/** Looks at what an app is about to answer, and may put something else in its place. */
export type Filter = (app: 'neto' | 'unleashed', request: Request, answer: Response) => Promise<Response> | Response;

const ANSWERS = {
  startDate: '2020-01-01',
  workflow: 'unleashed-posts',
  taxedCode: 'OUTPUT',
  untaxedCode: 'EXEMPTOUTPUT',
  shippingProduct: 'SHIPPING',
  surchargeProduct: 'SURCHARGE',
  discountProduct: 'DISCOUNT',
  roundingProduct: 'ROUNDING',
};

const MAPS = [
  ['warehouses', 'MAIN', 'MAIN'],
  ['warehouses', 'EAST', 'EAST'],
  ['taxes', 'GST', 'OUTPUT'],
  ['taxes', 'FREE', 'EXEMPTOUTPUT'],
] as const;

interface ShopHubOptions {
  env?: Record<string, string>;
  plugins?: PluginOptions;
  /** The twins' clock. */
  now?: () => number;
}

/** The whole hub with the real connectors, and the twins of their apps at the other ends of real sockets. */
export class ShopHub {
  private constructor(
    readonly hub: Hub,
    readonly twins: { neto: ReturnType<typeof netoTwin>; unleashed: ReturnType<typeof unleashedTwin> },
    private readonly passing: { filter: Filter },
    private readonly close: () => Promise<unknown>,
  ) {}

  static async open({ env, plugins, now }: ShopHubOptions = {}): Promise<ShopHub> {
    const twins = {
      neto: netoTwin({ requestsPerMinute: Number.POSITIVE_INFINITY, now }),
      unleashed: unleashedTwin({ now }),
    };
    const passing: { filter: Filter } = { filter: (_app, _request, answer) => answer };
    const through =
      (app: 'neto' | 'unleashed') => async (request: Request, answer: (request: Request) => Promise<Response>) => {
        const asked = request.clone() as Request;
        return passing.filter(app, asked, await answer(request));
      };
    const shop = await serveSandbox(twins.neto, { through: through('neto') });
    const stock = await serveSandbox(twins.unleashed, { through: through('unleashed') });
    const ends = `${twins.neto.credentials.storeDomain}=${shop.url},${unleashed.hosts![0]}=${stock.url}`;
    const settings = { ENDPOINTS: ends, LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', ...env };
    const hub = await startHub(settings, plugins);
    keepSlotsDistant(hub.app);
    return new ShopHub(hub, twins, passing, () => Promise.all([shop.stop(), stock.stop()]));
  }

  /** Stands between both apps and the hub from now on. */
  filter(filter: Filter): void {
    this.passing.filter = filter;
  }

  get database(): Database {
    return this.hub.app.get(Database);
  }

  /** The shop and the stock system of a merchant: connected, imported and live. */
  async furnish(
    merchant: Merchant,
    beforeLive?: () => Promise<unknown>,
  ): Promise<{ shop: Installation; stock: Installation }> {
    const settingUp = this.hub.app.get(SettingUp);
    const { neto: shopTwin, unleashed: stockTwin } = this.twins;
    const shop = await settingUp.whole(merchant.store, neto.id, shopTwin.credentials, shopTwin.answers);
    await this.calm(merchant);
    const stock = await settingUp.whole(merchant.store, unleashed.id, stockTwin.credentials, ANSWERS);
    await this.calm(merchant);
    const pairs = MAPS.map(([map, ours, theirs]) => [merchant.store.id, stock.id, map, ours, theirs, true, new Date()]);
    await this.database.run(
      'insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at) values ?',
      [pairs],
    );
    await beforeLive?.();
    return { shop, stock: await this.hub.app.get(InstallationLife).goLive(stock) };
  }

  /** Lets tasks run once each, to their ends. One that waits for another's first end is asked again. */
  async run({ store }: Merchant, { id }: Installation, ...tasks: string[]): Promise<void> {
    for (const task of tasks) {
      await eventually(async () => {
        const run = await this.hub.app.get(Runs).start(store.id, id, task, 'person');
        await this.calm({ store });
        const sql = 'select state, message from runs where id = ?';
        const row = await this.database.one<{ state: string; message: string | null }>(sql, [run.id]);
        return row?.state !== 'waiting' || !row.message?.includes('for the first time');
      }, 30_000);
    }
  }

  /** Waits until no run is left. */
  calm({ store }: Pick<Merchant, 'store'>): Promise<void> {
    const sql = "select count(*) n from runs where store_id = ? and state in ('queued', 'running')";
    return eventually(async () => (await this.database.one<{ n: number }>(sql, [store.id]))?.n === 0, 30_000);
  }

  async stop(): Promise<void> {
    await this.hub.stop();
    await this.close();
  }
}
