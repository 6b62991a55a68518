import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Store } from '../accounts/store.entity.js';
import type { ConnectionState } from '../connections/connection.entity.js';
import { Database } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Home, type HomeApp } from '../web/home.js';
import { iconOf, stateOf } from './app-header.js';
import type { InstallationState } from './installation.entity.js';

interface App {
  id: number;
  plugin: string;
  name: string;
  state: InstallationState;
  paused_at: Date | null;
  paused_because: string | null;
  connection_state: ConnectionState | null;
  last_sync: Date | null;
  next_sync: Date | null;
}

/** One row per app on the home page: is it well, when does it move. What it has moved is counted where the logs are. */
@Injectable()
export class AppsOnHome implements OnModuleInit {
  constructor(
    private readonly home: Home,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
  ) {}

  onModuleInit(): void {
    this.home.contribute(async (_, store) => (store ? this.apps(store) : []));
  }

  private async apps(store: Store): Promise<HomeApp[]> {
    const apps = await this.read(store.id);
    // What moves nothing has nothing to say here.
    return apps
      .filter(({ plugin }) => this.plugins.get(plugin)?.manifest.tasks.length !== 0)
      .map((app) => this.shown(app));
  }

  private shown(app: App): HomeApp {
    const { id, name, plugin, state, paused_at: pausedAt, paused_because: pausedBecause, connection_state } = app;
    const manifest = this.plugins.get(plugin)?.manifest;
    return {
      installation: id,
      name: manifest?.name ?? plugin,
      detail: `${name} (#${id})`,
      href: `/installations/${id}`,
      icon: manifest && iconOf(plugin),
      ...stateOf({ state, pausedAt, pausedBecause }, connection_state && { state: connection_state }),
      lastSync: app.last_sync,
      nextSync: app.next_sync,
      movedToday: 0,
      failures: [],
    };
  }

  private read(storeId: number): Promise<App[]> {
    return this.database.query<App>(
      `select i.id, i.plugin, i.name, i.state, i.paused_at, i.paused_because, c.state as connection_state,
         max(r.finished_at) as last_sync, min(s.next_run_at) as next_sync
       from installations i left join connections c on c.id = i.connection_id
       left join schedules s on s.store_id = i.store_id and s.installation_id = i.id
       left join runs r on r.store_id = s.store_id and r.id = s.last_run_id
       where i.store_id = ? and i.state <> 'uninstalled'
       group by i.store_id, i.id order by i.name, i.id`,
      [storeId],
    );
  }
}
