import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';
import type { OutboxState } from '../states.js';

/** A state in which lines of a task stand. */
export interface Standing {
  installation_id: number;
  task: string;
  state: OutboxState;
}

/** How many lines stand so; counted up to a bound. */
interface CountedStanding extends Standing {
  n: number;
}

/** Where the lines of a store's outbox are: it is kept by task and state, and whatever looks for lines begins with these. */
@Injectable()
export class Standings {
  constructor(
    private readonly database: Database,
    private readonly justRead: JustRead,
  ) {}

  of(storeId: number): Promise<Standing[]> {
    return this.justRead.of(`${storeId}/standings`, () => this.find(storeId));
  }

  async in(storeId: number, states: OutboxState[]): Promise<Standing[]> {
    return (await this.of(storeId)).filter(({ state }) => states.includes(state));
  }

  async count(storeId: number, states: OutboxState[], bound: number): Promise<CountedStanding[]> {
    const standings = await this.in(storeId, states);
    if (standings.length === 0) return [];
    const counts = standings.map(
      (_, at) => `(select count(*) from (select 1 from outbox force index (by_task)
        where store_id = ? and installation_id = ? and task = ? and state = ? limit ?) \`${at}\`)`,
    );
    const values = standings.flatMap(({ installation_id, task, state }) => [
      storeId,
      installation_id,
      task,
      state,
      bound,
    ]);
    const found = await this.database.one<Record<string, number>>(
      `select ${counts.map((count, at) => `${count} \`${at}\``).join(', ')}`,
      values,
    );
    return standings.map((standing, at) => ({ ...standing, n: found![at]! }));
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
