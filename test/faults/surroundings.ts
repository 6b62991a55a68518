import type { DataSource } from 'typeorm';
import { Database, type SqlValue } from '../../src/database/database.js';
import { Ids } from '../../src/database/ids.js';
import { headOf } from '../../src/records/head.js';
import { type Manifest, readBody } from '../../src/sdk/host/index.js';
import { declarationOf } from '../../src/sdk/index.js';
import type { Planted } from './export-case.js';

/** A store with one installation, made for one seed on a shared database. */
export interface Shop {
  storeId: number;
  installationId: number;
  connectionId: number;
}

/** Puts stores, installations and records straight into the tables. */
export class Surroundings {
  private readonly database: Database;
  private readonly ids: Ids;

  constructor(source: DataSource) {
    this.database = new Database(source);
    this.ids = new Ids(source);
  }

  async shop(
    { id: plugin, tasks }: Pick<Manifest, 'id' | 'tasks'>,
    answers: Record<string, unknown>,
    maps: Record<string, [string, string][]>,
    now: Date,
    advanced: Record<string, unknown> = {},
  ): Promise<Shop> {
    const [storeId, installationId, connectionId] = await Promise.all([
      this.ids.next('store'),
      this.ids.next('installation'),
      this.ids.next('connection'),
    ]);
    await this.database.run(
      `insert into stores (id, account_id, name, time_zone, currency, tax_inclusive, created_at) values (?, ?, 'Fern & Fig', 'Australia/Sydney', 'AUD', 1, ?)`,
      [storeId, await this.account(now), now],
    );
    await this.database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at, live_at)
       values (?, ?, ?, ?, 'live', 1, ?, ?, ?, ?, ?)`,
      [
        storeId,
        installationId,
        plugin,
        plugin,
        connectionId,
        JSON.stringify(answers),
        JSON.stringify(advanced),
        now,
        now,
      ],
    );
    await this.database.run('insert into schedules (store_id, installation_id, task, plugin, active) values ?', [
      tasks.map(({ id }) => [storeId, installationId, id, plugin, true]),
    ]);
    const pairs = Object.entries(maps).flatMap(([map, entries]) =>
      entries.map(([store, app]): SqlValue[] => [storeId, installationId, map, store, app, true, now]),
    );
    if (pairs.length > 0) {
      await this.database.run(
        'insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at) values ?',
        [pairs],
      );
    }
    return { storeId, installationId, connectionId };
  }

  async plant({ storeId }: Shop, planted: Planted[], now: Date): Promise<void> {
    if (planted.length === 0) return;
    const ids = await this.ids.take('record', planted.length);
    const at = now.toISOString().slice(0, 23).replace('T', ' ');
    const rows = planted.map(({ type, body: given }, n) => {
      const { body, problems } = readBody(type, given);
      if (problems.length > 0) throw new Error(`A planted ${type} is wrong: ${JSON.stringify(problems)}`);
      const key = String(body[declarationOf(type).key]);
      const text = JSON.stringify(body);
      return `(${storeId}, ${ids[n]}, '${type}', ${quote(key)}, ${headOf(type, body)}, ${quote(text)}, '${at}')`;
    });
    await this.database.run(
      `insert into records (store_id, id, type, record_key, number, date, amount, currency, status, body, changed_at) values ${rows.join(', ')}
       on duplicate key update number = values(number), date = values(date), amount = values(amount), currency = values(currency),
         status = values(status), body = values(body), changed_at = values(changed_at)`,
    );
  }

  /** Where each record stands in the log. */
  async log(
    { storeId, installationId }: Shop,
    task: string,
  ): Promise<{ task: string; key: string; state: string; reason: string | null }[]> {
    return this.database.query(
      `select o.task, r.record_key \`key\`, o.state, o.reason from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
       where o.store_id = ? and o.installation_id = ? and o.task = ?`,
      [storeId, installationId, task],
    );
  }

  /** When something wants to be tried again; undefined when nothing is on its way. */
  async nextTry({ storeId, installationId }: Shop): Promise<number | undefined> {
    const row = await this.database.one<{ at: Date | null; open: number }>(
      `select min(next_try_at) at, sum(state in ('sending', 'waiting', 'uncertain')) open from shipments
       where store_id = ? and installation_id = ? and state in ('sending', 'waiting', 'uncertain', 'rejected')`,
      [storeId, installationId],
    );
    const woken = await this.database.one(
      `select 1 from outbox where store_id = ? and installation_id = ? and recheck = 1`,
      [storeId, installationId],
    );
    return row?.at?.getTime() ?? (row?.open || woken ? 0 : undefined);
  }

  /** When something that was rejected is built anew by itself; undefined when nothing is. */
  async nextRebuild({ storeId, installationId }: Shop): Promise<number | undefined> {
    const row = await this.database.one<{ at: Date | null }>(
      "select min(next_try_at) at from outbox where store_id = ? and installation_id = ? and state = 'rejected' and rebuilds < 5",
      [storeId, installationId],
    );
    return row?.at?.getTime();
  }

  private async account(now: Date): Promise<number> {
    const id = await this.ids.next('account');
    await this.database.run('insert into accounts (id, name, created_at) values (?, ?, ?)', [
      id,
      `Merchant ${id}`,
      now,
    ]);
    return id;
  }
}

const quote = (text: string) => `'${text.replace(/[\\']/g, '\\$&').replaceAll('\0', '')}'`;
