import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DateTime } from 'luxon';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { Database } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Home, type Reader } from '../web/home.js';
import { tenantKeyOf } from './peer-key.js';

interface Row {
  id: number;
  plugin: string;
  name: string;
  store: string;
  merchant: string;
  account_id: number;
  since: Date;
  paused_at: Date | null;
}

/** A store that feeds another says so on its Home: whom, since when, and where that is stopped. */
@Injectable()
export class ReadersOnHome implements OnModuleInit {
  constructor(
    private readonly home: Home,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
  ) {}

  onModuleInit(): void {
    this.home.watch((viewer, store) => this.readers(viewer, store));
  }

  private async readers(viewer: User, store: Store): Promise<Reader[]> {
    const rows = await this.read(store.id);
    return rows.map(({ id, plugin, name, store: reader, merchant, account_id, since, paused_at }) => {
      const own = account_id === store.accountId;
      return {
        store: reader,
        merchant: own ? undefined : merchant,
        through: name,
        takes: this.takenBy(plugin),
        since: DateTime.fromJSDate(since, { zone: store.timeZone }).toISODate()!,
        paused: paused_at !== null,
        stop: viewer.role === 'merchant' ? stopOf(own, id, store) : undefined,
      };
    });
  }

  private takenBy(plugin: string): string {
    const taken = this.plugins.get(plugin)?.manifest.listing.moves.in ?? [];
    return taken.length === 0 ? 'records' : taken.map((noun) => noun.toLowerCase()).join(', ');
  }

  private read(storeId: number): Promise<Row[]> {
    const readers = this.plugins.all().filter(({ manifest }) => manifest.connection?.peer);
    return this.database.query<Row>(
      `select i.id, i.plugin, i.name, s.name as store, a.name as merchant, s.account_id,
         coalesce(i.live_at, i.created_at) as since, i.paused_at
       from connections c join installations i on i.connection_id = c.id and i.state in ('importing', 'live')
       join stores s on s.id = i.store_id join accounts a on a.id = s.account_id
       where c.plugin in (?) and c.tenant_key = ? order by s.name, i.id`,
      [['', ...readers.map(({ manifest }) => manifest.id)], tenantKeyOf(storeId)],
    );
  }
}

/** One's own is paused or uninstalled where it runs; from another merchant the store is withdrawn. */
function stopOf(own: boolean, installation: number, store: Store): Reader['stop'] {
  return own
    ? { href: `/installations/${installation}/setup`, action: 'See or stop it' }
    : { href: `/stores/${store.id}/shares`, action: 'See or withdraw' };
}
