import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { Database } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { Store } from './store.entity.js';
import type { User } from './user.entity.js';

export type NewStore = Pick<Store, 'name' | 'timeZone' | 'currency'> & Partial<Pick<Store, 'taxInclusive'>>;

/** A store as those who run the hub list it. */
export interface StoreRow extends Pick<Store, 'id' | 'name' | 'accountId' | 'timeZone' | 'createdAt'> {
  account: string;
  addons: number;
}

@Injectable()
export class StoresService {
  constructor(
    @InjectRepository(Store) private readonly stores: Repository<Store>,
    private readonly ids: Ids,
    private readonly database: Database,
  ) {}

  async add(accountId: number, store: NewStore): Promise<Store> {
    const added = this.stores.create({
      id: await this.ids.next('store'),
      accountId,
      name: store.name.trim(),
      timeZone: store.timeZone,
      currency: store.currency,
      taxInclusive: store.taxInclusive ?? null,
      createdAt: new Date(),
    });
    await this.stores.insert(added);
    return added;
  }

  /** A merchant's own stores, and for bookkeepers those of everybody who invited them. Vendors have none, and staff go through a merchant's by visiting one. */
  async of(viewer: User): Promise<Store[]> {
    const accounts = await this.accountsOf(viewer);
    if (accounts.length === 0) return [];
    return this.stores.find({ where: { accountId: In(accounts) }, order: { name: 'ASC', id: 'ASC' } });
  }

  ofAccount(accountId: number): Promise<Store[]> {
    return this.stores.find({ where: { accountId }, order: { name: 'ASC', id: 'ASC' } });
  }

  /** The store if this viewer may see it, else null: to a stranger it does not exist. */
  async visible(viewer: User, id: number): Promise<Store | null> {
    if (viewer.role === 'staff') return this.stores.findOne({ where: { id }, relations: { account: true } });
    const accounts = await this.accountsOf(viewer);
    return accounts.length === 0 ? null : this.stores.findOneBy({ id, accountId: In(accounts) });
  }

  /** Of all businesses, newest first, for those who run the hub. `typed`: some of its name or its business's. */
  async page(typed: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<StoreRow[]> {
    const like = `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.database.query<StoreRow>(
      `select s.id, s.name, s.account_id as accountId, a.name as account, s.time_zone as timeZone, s.created_at as createdAt,
         (select count(*) from installations i where i.store_id = s.id and i.state <> 'uninstalled') as addons
       from stores s join accounts a on a.id = s.account_id
       where s.id < ? and (s.name like ? or a.name like ?) order by s.id desc limit ?`,
      [before, like, like, limit],
    );
    return rows.map((row) => ({ ...row, addons: Number(row.addons) }));
  }

  /** Whose stores a person sees without visiting: their own business's, or those whose books they do. */
  private async accountsOf({ id, role, accountId }: User): Promise<number[]> {
    if (role === 'merchant') return accountId === null ? [] : [accountId];
    if (role !== 'bookkeeper') return [];
    const rows = await this.database.query<{ account_id: number }>(
      'select account_id from memberships where user_id = ?',
      [id],
    );
    return rows.map(({ account_id }) => account_id);
  }

  async change(store: Store, to: Partial<NewStore>): Promise<void> {
    await this.stores.update({ id: store.id }, to);
  }
}
