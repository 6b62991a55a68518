import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DateTime } from 'luxon';
import type { Store } from '../accounts/store.entity.js';
import { Clock } from '../clock/clock.js';
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

interface Hour {
  installation_id: number;
  /** '2026-11-22 05', UTC. */
  hour: string;
  moved: number;
  failed: number;
}

const DAYS = 14;

/** One row per app on the home page: is it well, when does it move, how much did it move lately. */
@Injectable()
export class AppsOnHome implements OnModuleInit {
  constructor(
    private readonly home: Home,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.home.contribute(async (_, store) => (store ? this.apps(store) : []));
  }

  private async apps(store: Store): Promise<HomeApp[]> {
    const days = this.days(store.timeZone);
    const [apps, hours] = await Promise.all([this.read(store.id), this.hours(store.id, days[0]!.toJSDate())]);
    // What moves nothing has nothing to say here.
    const moving = apps.filter(({ plugin }) => this.plugins.get(plugin)?.manifest.tasks.length !== 0);
    return moving.map((app) => {
      const own = hours.filter(({ installation_id }) => installation_id === app.id);
      return this.shown(app, perDay(own, days, 'moved'), perDay(own, days, 'failed'));
    });
  }

  private shown(app: App, moved: number[], failed: number[]): HomeApp {
    const { id, name, plugin, state, paused_at: pausedAt, paused_because: pausedBecause, connection_state } = app;
    const manifest = this.plugins.get(plugin)?.manifest;
    return {
      name: manifest?.name ?? plugin,
      detail: `${name} (#${id})`,
      href: `/installations/${id}`,
      icon: manifest && iconOf(plugin),
      ...stateOf({ state, pausedAt, pausedBecause }, connection_state && { state: connection_state }),
      lastSync: app.last_sync,
      nextSync: app.next_sync,
      movedToday: moved.at(-1)!,
      failures: failed.at(-1)!,
      failuresHref: `/installations/${id}/tasks`,
      days: moved,
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

  /** Summed by the hour: few rows, and each falls into one day of any time zone, give or take half an hour. */
  private hours(storeId: number, since: Date): Promise<Hour[]> {
    return this.database.query<Hour>(
      `select installation_id, date_format(finished_at, '%Y-%m-%d %H') as hour,
         cast(sum(created + updated + sent) as unsigned) as moved, cast(sum(failed) as unsigned) as failed
       from runs where store_id = ? and finished_at >= ? group by installation_id, hour`,
      [storeId, since],
    );
  }

  /** The beginnings of the last days, where the store is. */
  private days(timeZone: string): DateTime[] {
    const today = DateTime.fromMillis(this.clock.now(), { zone: timeZone }).startOf('day');
    return Array.from({ length: DAYS }, (_, at) => today.minus({ days: DAYS - 1 - at }));
  }
}

function perDay(hours: Hour[], days: DateTime[], what: 'moved' | 'failed'): number[] {
  const sums = days.map(() => 0);
  for (const row of hours) {
    const at = DateTime.fromFormat(row.hour, 'yyyy-MM-dd HH', { zone: 'utc' }).toMillis();
    const day = days.findLastIndex((begin) => begin.toMillis() <= at);
    if (day >= 0) sums[day]! += Number(row[what]);
  }
  return sums;
}
