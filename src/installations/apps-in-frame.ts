import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { User } from '../accounts/user.entity.js';
import { Clock } from '../clock/clock.js';
import type { ConnectionState } from '../connections/connection.entity.js';
import { budgetOf, foretell } from '../connections/limits/quota.js';
import { momentOfUse, USE_OF_CONNECTION, type UseColumns, useOf } from '../connections/limits/quotas.js';
import { Database } from '../database/database.js';
import { JustRead } from '../database/just-read.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Frame, type NavItem, type Need } from '../web/frame.js';
import { iconOf } from './app-header.js';
import type { InstallationState } from './installation.entity.js';

interface App extends UseColumns {
  id: number;
  plugin: string;
  name: string;
  state: InstallationState;
  step: number;
  connection_state: ConnectionState | null;
  connection_reason: string | null;
  monthly_budget: number | null;
}

/** The store's apps in the side menu and among the things that need somebody. */
@Injectable()
export class AppsInFrame implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly clock: Clock,
    private readonly justRead: JustRead,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({
      bookkeepers: true,
      nav: async (_, store) => (store ? this.nav(await this.apps(store.id)) : []),
      needs: async (viewer, store) => (store ? this.needs(viewer, await this.apps(store.id)) : []),
    });
  }

  /** Asked for by the menu and by the bell. */
  private apps(storeId: number): Promise<App[]> {
    return this.justRead.of(`${storeId}/apps-in-frame`, () => this.readApps(storeId));
  }

  private readApps(storeId: number): Promise<App[]> {
    return this.database.query<App>(
      `select i.id, i.plugin, i.name, i.state, i.step, c.state as connection_state,
         c.state_reason as connection_reason, c.monthly_budget,${USE_OF_CONNECTION}
       from installations i left join connections c on c.id = i.connection_id
       where i.store_id = ? and i.state <> 'uninstalled' order by i.name, i.id`,
      [...momentOfUse(this.clock.now()), storeId],
    );
  }

  private nav(apps: App[]): NavItem[] {
    return apps.map(({ id, plugin, name, state, connection_state }) => ({
      label: name,
      href: `/installations/${id}`,
      icon: 'plug',
      picture: this.plugins.get(plugin) && iconOf(plugin),
      section: 'apps',
      attention: state === 'installing' || (connection_state !== null && connection_state !== 'connected'),
    }));
  }

  private needs({ role }: User, apps: App[]): Need[] {
    // Connecting and setting up are the merchant's.
    if (role === 'bookkeeper') return [];
    const platforms = this.plugins.all().filter(({ manifest }) => manifest.platform);
    const connected = apps.some(({ plugin }) => this.plugins.get(plugin)?.manifest.platform);
    const first =
      platforms.length > 0 && !connected && role === 'merchant' ? [connectStore(platforms[0]!.manifest)] : [];
    return [...first, ...apps.flatMap((app) => [...needOf(app), ...this.shortage(app)])];
  }

  /** What is done about it takes days (a bigger plan, a slower schedule), so it is said as soon as it can be foretold. */
  private shortage(app: App): Need[] {
    const limits = this.plugins.get(app.plugin)?.manifest.limits;
    const budget = limits?.perMonth === undefined ? undefined : budgetOf(app.monthly_budget, limits);
    const expected = foretell(useOf(app), this.clock.now());
    if (!budget || !expected || expected <= budget) return [];
    return [
      {
        title: `${app.name} will run out of requests this month`,
        detail: `About ${expected.toLocaleString('en-AU')} where your plan allows ${budget.toLocaleString('en-AU')}. From 90 % on only exports run.`,
        href: `/installations/${app.id}/setup#budget-title`,
        action: 'See requests',
      },
    ];
  }
}

function connectStore({ id, name }: { id: string; name: string }): Need {
  return {
    title: 'Connect your store',
    detail: `Every addon moves records to or from it. ${name} takes a few minutes.`,
    href: `/addons/${id}`,
    action: `Connect ${name}`,
  };
}

function needOf({ id, name, state, step, connection_state, connection_reason }: App): Need[] {
  const detail = connection_reason ?? undefined;
  if (connection_state === 'needs-reconnecting') {
    return [{ title: `${name} needs reconnecting`, detail, href: `/installations/${id}/setup`, action: 'Reconnect' }];
  }
  if (state !== 'installing') return [];
  return [{ title: `${name} is not set up yet`, href: `/installations/${id}/steps/${step}`, action: 'Go on' }];
}
