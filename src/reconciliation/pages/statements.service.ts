import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { iconOf } from '../../installations/app-header.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { StatementManifest } from '../../sdk/host/index.js';
import { readQuery } from './report-query.js';

/** A statement that an app of the store can give. */
export interface Stated {
  installationId: number;
  plugin: string;
  /** What its maker calls the app. */
  app: string;
  /** What the merchant calls it. */
  name: string;
  icon: string;
  statement: StatementManifest;
}

/** Which statements a store's apps can give. */
@Injectable()
export class Statements {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
  ) {}

  /** The one that an address or a form names, among those of the store. */
  async asked(storeId: number, given: Record<string, unknown>): Promise<Stated> {
    const { app, kind } = readQuery(given);
    const stated = (await this.of(storeId)).find(
      (one) => (app === undefined || one.installationId === app) && (kind === undefined || one.statement.kind === kind),
    );
    if (!stated) throw new NotFoundException();
    return stated;
  }

  async of(storeId: number): Promise<Stated[]> {
    const rows = await this.database.query<{ id: number; plugin: string; name: string }>(
      `select id, plugin, name from installations where store_id = ? and state <> 'uninstalled' and connection_id is not null
       order by name, id`,
      [storeId],
    );
    return rows.flatMap(({ id, plugin, name }) => {
      const manifest = this.plugins.get(plugin)?.manifest;
      return (manifest?.statements ?? []).map((statement) => ({
        installationId: id,
        plugin,
        app: manifest!.name,
        name,
        icon: iconOf(plugin),
        statement,
      }));
    });
  }
}
