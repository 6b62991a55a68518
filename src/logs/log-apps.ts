import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { JustRead } from '../database/just-read.js';
import { iconOf } from '../installations/app-header.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { TaskManifest } from '../sdk/host/index.js';
import type { RecordType } from '../sdk/index.js';

/** An installed app as the logs speak of it. */
export interface LogApp {
  id: number;
  /** What the merchant calls it. */
  name: string;
  /** What its maker calls it; its id when it is no longer on this hub. */
  app: string;
  icon?: string;
  uninstalled: boolean;
  task(id: string): TaskManifest | undefined;
}

/** Which lines of a log are meant. */
export interface LogPlace {
  app?: number;
  task?: string;
  type?: RecordType;
}

/** A task of an installation that has lines in a log. */
export interface LoggedTask {
  installation_id: number;
  task: string;
}

/** The apps of a store, uninstalled ones too: what they did stays in the logs. */
@Injectable()
export class LogApps {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly justRead: JustRead,
  ) {}

  of(storeId: number): Promise<Map<number, LogApp>> {
    return this.justRead.of(`${storeId}/log-apps`, () => this.read(storeId));
  }

  private async read(storeId: number): Promise<Map<number, LogApp>> {
    const rows = await this.database.query<{ id: number; plugin: string; name: string; state: string }>(
      'select id, plugin, name, state from installations where store_id = ? order by name, id',
      [storeId],
    );
    return new Map(
      rows.map(({ id, plugin, name, state }) => {
        const manifest = this.plugins.get(plugin)?.manifest;
        const app: LogApp = {
          id,
          name,
          app: manifest?.name ?? plugin,
          icon: manifest && iconOf(plugin),
          uninstalled: state === 'uninstalled',
          task: (taskId) => manifest?.tasks.find((task) => task.id === taskId),
        };
        return [id, app];
      }),
    );
  }

  /** Which tasks have lines in the import log. */
  imported(storeId: number): Promise<LoggedTask[]> {
    return this.justRead.of(`${storeId}/imported`, () => this.findImported(storeId));
  }

  /** Grouped by the store as well, though it is one: only so the database leaps from task to task instead of reading all their lines. */
  private findImported(storeId: number): Promise<LoggedTask[]> {
    return this.database.query<LoggedTask>(
      `select installation_id, task from import_log force index (by_task) where store_id = ?
       group by store_id, installation_id, task order by installation_id, task`,
      [storeId],
    );
  }
}

/** Those of a place. */
export function placedIn<Logged extends LoggedTask>(
  logged: Logged[],
  apps: Map<number, LogApp>,
  { app, task, type }: LogPlace,
): Logged[] {
  return logged.filter(
    (one) =>
      (app === undefined || one.installation_id === app) &&
      (task === undefined || one.task === task) &&
      (type === undefined || apps.get(one.installation_id)?.task(one.task)?.record === type),
  );
}

/** `stock-level` → `Stock level` */
export function typeWord(type: string): string {
  const words = type.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
