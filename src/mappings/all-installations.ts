import { Injectable } from '@nestjs/common';
import type { ConnectionState } from '../connections/connection.entity.js';
import { Database } from '../database/database.js';
import { isConfigurable } from '../installations/advanced/configurable-plugins.js';
import { stateOf } from '../installations/app-header.js';
import type { Installation, InstallationState } from '../installations/installation.entity.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';

interface Row {
  id: number;
  plugin: string;
  name: string;
  state: InstallationState;
  paused_at: Date | null;
  paused_because: string | null;
  created_at: Date;
  store_id: number;
  store_name: string;
  account_name: string;
  connection_state: ConnectionState | null;
  masters: number;
  advanced_open: number;
  version: number | null;
}

export const ADVANCED = ['open', 'own', 'untouched'] as const;
export type AdvancedFilter = (typeof ADVANCED)[number];

const HAS_OWN = `exists (select 1 from advanced_versions v where v.store_id = i.store_id and v.installation_id = i.id)`;

const LIKE_THAT: Record<AdvancedFilter, string> = {
  open: 'and i.advanced_open = 1',
  own: `and ${HAS_OWN}`,
  untouched: `and i.advanced_open = 0 and not ${HAS_OWN}`,
};

export interface Wanted {
  /** Of the addon, the store or the business. */
  typed: string;
  /** Only those whose advanced configuration is like that. */
  advanced?: AdvancedFilter;
  /** Older than this one. */
  before?: number;
  limit: number;
}

/** The addons of every store, for those who run the hub. */
@Injectable()
export class AllInstallations {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
  ) {}

  /** Newest first. */
  async list({ typed, advanced, before = Number.MAX_SAFE_INTEGER, limit }: Wanted) {
    const like = `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.database.query<Row>(
      `select i.id, i.plugin, i.name, i.state, i.paused_at, i.paused_because, i.created_at, i.store_id, s.name as store_name,
         a.name as account_name, c.state as connection_state,
         (select count(*) from field_masters m where m.store_id = i.store_id and m.installation_id = i.id) as masters,
         i.advanced_open, (select max(number) from advanced_versions v where v.store_id = i.store_id and v.installation_id = i.id) as version
       from installations i join stores s on s.id = i.store_id join accounts a on a.id = s.account_id
       left join connections c on c.id = i.connection_id
       where i.state <> 'uninstalled' and i.id < ? and (i.name like ? or i.plugin like ? or s.name like ? or a.name like ?)
         ${advanced ? LIKE_THAT[advanced] : ''}
       order by i.id desc limit ?`,
      [before, like, like, like, like, limit],
    );
    return rows.map((row) => this.shown(row));
  }

  /** In which store it is; undefined when there is none such. */
  async storeOf(id: number): Promise<number | undefined> {
    const row = await this.database.one<{ store_id: number }>(
      "select store_id from installations where id = ? and state <> 'uninstalled'",
      [id],
    );
    return row?.store_id;
  }

  private shown(row: Row) {
    const manifest = this.plugins.get(row.plugin)?.manifest;
    const { state, paused_at: pausedAt, paused_because: pausedBecause } = row;
    const connection = row.connection_state && { state: row.connection_state };
    return {
      id: row.id,
      name: row.name,
      app: manifest?.name ?? row.plugin,
      store: row.store_name,
      account: row.account_name,
      since: row.created_at,
      masters: Number(row.masters),
      open: Boolean(row.advanced_open),
      version: row.version ?? undefined,
      configurable: isConfigurable(manifest),
      mapped: (manifest?.mappings.length ?? 0) > 0,
      status: stateOf({ state, pausedAt, pausedBecause } as Installation, connection),
    };
  }
}
