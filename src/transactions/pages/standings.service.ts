import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';
import { countEach } from '../../logs/counted.js';
import { LogApps } from '../../logs/log-apps.js';
import type { OutboxState } from '../states.js';
import { branchesOf, type Standing } from './export-branches.js';

/** An app with how many of its lines stand in some states. */
export interface AppCount {
  /** The installation. */
  id: number;
  name: string;
  n: number;
}

/** Where the lines of a store's outbox are: it is kept by task and state, and whatever looks for lines begins with these. */
@Injectable()
export class Standings {
  constructor(
    private readonly database: Database,
    private readonly justRead: JustRead,
    private readonly logApps: LogApps,
  ) {}

  of(storeId: number): Promise<Standing[]> {
    return this.justRead.of(`${storeId}/standings`, () => this.find(storeId));
  }

  async in(storeId: number, states: OutboxState[]): Promise<Standing[]> {
    return (await this.of(storeId)).filter(({ state }) => states.includes(state));
  }

  /** The apps that have lines in these states, by name, each counted up to a bound; none that is uninstalled. */
  async byApp(storeId: number, states: OutboxState[], bound: number): Promise<AppCount[]> {
    const standings = await this.in(storeId, states);
    if (standings.length === 0) return [];
    const apps = [...(await this.logApps.of(storeId)).values()].filter(({ uninstalled }) => !uninstalled);
    const ids = apps.map(({ id }) => String(id));
    const own = (id: string) => standings.filter(({ installation_id }) => installation_id === Number(id));
    const branches = (id: string) => branchesOf({ storeId, standings: own(id) });
    const counts = await countEach(this.database, 'outbox', ids, branches, bound);
    return apps.map(({ id, name }) => ({ id, name, n: counts[id]!.n })).filter(({ n }) => n > 0);
  }

  /** Grouped by the store as well, though it is one: only so the database leaps from one to the next instead of reading all lines. */
  private find(storeId: number): Promise<Standing[]> {
    return this.database.query<Standing>(
      `select installation_id, task, state from outbox force index (by_task) where store_id = ?
       group by store_id, installation_id, task, state order by installation_id, task, state`,
      [storeId],
    );
  }
}
