import { Bookkeepers } from '../../src/accounts/bookkeepers/bookkeepers.service.js';
import type { User } from '../../src/accounts/user.entity.js';
import { Database } from '../../src/database/database.js';
import { Invitations } from '../../src/installations/connect/invitations.service.js';
import { Shares } from '../../src/peers/shares.service.js';
import { Settings } from '../../src/settings/settings.js';
import { Worker } from '../../src/tasks/worker.js';
import { type Owned, settleIn } from '../hostile/owned.js';
import { ShopHub } from '../hostile/shop-hub.js';
import type { Browser } from '../support/browser.js';
import { refuseRows } from '../support/refuse-rows.js';

/** What the hub notes for itself, whoever does what. */
const NOTES =
  /^(sessions|sign_in_attempts|cookie_secrets|id_blocks|exchanges|long_answers|quota_\w+|tenant_\w+|remote_tenants)$/;

/** A merchant who has one of everything, in a hub where nothing happens but what a form brings about. */
export class Scene {
  private constructor(
    readonly house: ShopHub,
    readonly owned: Owned,
    readonly staff: { user: User; browser: Browser },
    /** What the record is called whose export `owned` names. */
    readonly recordKey: string,
  ) {}

  static async open(): Promise<Scene> {
    const house = await ShopHub.open();
    const owned = await settleIn(house);
    const { app } = house.hub;
    Object.assign(app.get(Settings), { roles: ['web'] });
    await app.get(Worker).beforeApplicationShutdown();
    const staff = await house.hub.staff();
    await staff.browser.post(`/stores/${owned.owner.store.id}/visit`);
    const sql = 'select record_key `key` from records where store_id = ? and id = ?';
    const { key } = (await house.database.one<{ key: string }>(sql, [owned.owner.store.id, owned.params.record!]))!;
    return new Scene(house, owned, staff, key);
  }

  get database(): Database {
    return this.house.hub.app.get(Database);
  }

  sql(statement: string): Promise<number> {
    return this.database.run(statement);
  }

  async one(sql: string): Promise<Record<string, string | number>> {
    return (await this.database.one<Record<string, string | number>>(sql))!;
  }

  /** Everything that the database holds, as a number for each table. */
  async everything(): Promise<Record<string, number>> {
    const tables = await this.database.query<{ name: string }>(
      `select table_name name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'`,
    );
    const names = tables.map(({ name }) => name).filter((name) => !NOTES.test(name));
    const sums = await this.database.query<{ Table: string; Checksum: number }>(`checksum table ${names.join(', ')}`);
    return Object.fromEntries(sums.map(({ Table, Checksum }) => [Table.split('.')[1], Checksum]));
  }

  /** From now on no entry can be written. Answers how that ends. */
  refuseEntries(): Promise<() => Promise<unknown>> {
    return refuseRows(this.database, 'audit_entries');
  }

  line(state: string): () => Promise<void> {
    const { stock, params } = this.owned;
    return async () => {
      await this.sql(
        `update outbox set state = '${state}' where installation_id = ${stock.id} and task = 'export-invoices' and record_id = ${params.record}`,
      );
    };
  }

  /** A line that its app would take on another day. */
  offered(): () => Promise<void> {
    const { stock, owner, params } = this.owned;
    const member = `${owner.store.id}, 9000001, ${params.record}, 'offered', repeat('0', 16)`;
    return async () => {
      await this.line('waiting')();
      await this.sql(
        `replace into shipments (store_id, id, installation_id, connection_id, task, part, reference, app_key, steps, done, state,
           offered_day, created_at, changed_at)
         values (${owner.store.id}, 9000001, ${stock.id}, ${stock.connectionId}, 'export-invoices', 'offered', 'offered', uuid(),
           '["create"]', '{}', 'waiting', '2026-12-01', now(3), now(3))`,
      );
      await this.sql(`replace into shipment_members (store_id, shipment_id, record_id, part, hash) values (${member})`);
      await this.sql(`update outbox set chosen_day = null where store_id = ${owner.store.id}`);
    };
  }

  /** A row that an import has refused. */
  refusedRow(): () => Promise<void> {
    const { stock, owner } = this.owned;
    return async () => {
      await this.sql(
        `replace into refused_rows (store_id, installation_id, task, remote_id, run_id, seq, row_no, at)
         values (${owner.store.id}, ${stock.id}, 'import-products', 'refused', 1, 0, 0, now(3))`,
      );
    };
  }

  invitationOfBookkeeper(): Promise<string> {
    const { owner } = this.owned;
    return this.house.hub.app.get(Bookkeepers).invite(owner.user.accountId!, owner.user, null);
  }

  async bookkeeper(): Promise<number> {
    const { user } = await this.house.hub.bookkeeper();
    const books = this.house.hub.app.get(Bookkeepers);
    await books.accept((await books.find(await this.invitationOfBookkeeper()))!, user);
    return user.id;
  }

  invitation(): Promise<string> {
    return this.house.hub.app.get(Invitations).create(this.owned.stock, this.owned.owner.user.id);
  }

  /** An offer of somebody else's. */
  async offer(): Promise<string> {
    const { store, user } = await this.house.hub.merchant('Quokka Cycles');
    return this.house.hub.app.get(Shares).offer(store.id, user.id);
  }

  stop(): Promise<void> {
    return this.house.stop();
  }
}
