import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import type { ConnectionState } from '../connections/connection.entity.js';
import { Database } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Frame, type NavItem, type Need } from '../web/frame.js';
import { Home, type HomeApp } from '../web/home.js';
import { iconOf, stateOf } from './app-header.js';
import type { Installation, InstallationState } from './installation.entity.js';

interface App {
  id: number;
  plugin: string;
  name: string;
  state: InstallationState;
  step: number;
  paused_at: Date | null;
  paused_because: string | null;
  connection_state: ConnectionState | null;
  connection_reason: string | null;
  last_sync: Date | null;
  next_sync: Date | null;
}

/** The store's apps in the side menu, on Home, and among the things that need somebody. */
@Injectable()
export class AppsInFrame implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly home: Home,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({
      nav: async (_, store) => (store ? this.nav(await this.apps(store.id)) : []),
      needs: async (viewer, store) => (store ? this.needs(viewer, await this.apps(store.id)) : []),
    });
    this.home.contribute((_, store) => this.onHome(store));
  }

  private apps(storeId: number): Promise<App[]> {
    return this.database.query<App>(
      `select i.id, i.plugin, i.name, i.state, i.step, i.paused_at, i.paused_because, c.state as connection_state,
         c.state_reason as connection_reason
       from installations i left join connections c on c.id = i.connection_id
       where i.store_id = ? and i.state <> 'uninstalled' order by i.name, i.id`,
      [storeId],
    );
  }

  private nav(apps: App[]): NavItem[] {
    return apps.map(({ id, name, state, connection_state }) => ({
      label: name,
      href: `/installations/${id}`,
      icon: 'plug',
      section: 'apps',
      attention: state === 'installing' || (connection_state !== null && connection_state !== 'connected'),
    }));
  }

  private needs({ role }: User, apps: App[]): Need[] {
    const platforms = this.plugins.all().filter(({ manifest }) => manifest.platform);
    const connected = apps.some(({ plugin }) => this.plugins.get(plugin)?.manifest.platform);
    const first =
      platforms.length > 0 && !connected && role === 'merchant' ? [connectStore(platforms[0]!.manifest)] : [];
    return [...first, ...apps.flatMap((app) => needOf(app))];
  }

  private async onHome(store: Store | undefined): Promise<HomeApp[]> {
    if (!store) return [];
    const apps = await this.database.query<App>(
      `select i.id, i.plugin, i.name, i.state, i.step, i.paused_at, i.paused_because, c.state as connection_state,
         (select max(r.finished_at) from schedules s join runs r on r.store_id = s.store_id and r.id = s.last_run_id
          where s.store_id = i.store_id and s.installation_id = i.id) as last_sync,
         (select min(s.next_run_at) from schedules s where s.store_id = i.store_id and s.installation_id = i.id) as next_sync
       from installations i left join connections c on c.id = i.connection_id
       where i.store_id = ? and i.state <> 'uninstalled' order by i.name, i.id`,
      [store.id],
    );
    const moving = apps.filter(({ plugin }) => (this.plugins.get(plugin)?.manifest.tasks.length ?? 0) > 0);
    return moving.map((app) => this.homeApp(app));
  }

  private homeApp(app: App): HomeApp {
    const manifest = this.plugins.get(app.plugin)?.manifest;
    const installation = { state: app.state, pausedAt: app.paused_at, pausedBecause: app.paused_because };
    const connection = app.connection_state && { state: app.connection_state };
    const { state, word } = stateOf(installation as Installation, connection);
    return {
      name: manifest?.name ?? app.plugin,
      detail: `${app.name} (#${app.id})`,
      href: `/installations/${app.id}`,
      icon: manifest && iconOf(app.plugin),
      state,
      word,
      lastSync: app.last_sync,
      nextSync: app.next_sync,
      movedToday: 0,
      failures: 0,
    };
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
  if (connection_state === 'broken') {
    return [
      {
        title: `The connection of ${name} is broken`,
        detail,
        href: `/installations/${id}/setup`,
        action: 'Look at it',
      },
    ];
  }
  if (state !== 'installing') return [];
  return [{ title: `${name} is not set up yet`, href: `/installations/${id}/steps/${step}`, action: 'Go on' }];
}
