import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Ids } from '../database/ids.js';
import { Store } from './store.entity.js';
import type { User } from './user.entity.js';

export type NewStore = Pick<Store, 'name' | 'timeZone' | 'currency'> & Partial<Pick<Store, 'taxInclusive'>>;

@Injectable()
export class StoresService {
  constructor(
    @InjectRepository(Store) private readonly stores: Repository<Store>,
    private readonly ids: Ids,
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

  /** A merchant's own stores. Vendors have none, and staff go through a merchant's by visiting one. */
  async of(viewer: User): Promise<Store[]> {
    if (viewer.role !== 'merchant' || viewer.accountId === null) return [];
    return this.ofAccount(viewer.accountId);
  }

  ofAccount(accountId: number): Promise<Store[]> {
    return this.stores.find({ where: { accountId }, order: { name: 'ASC', id: 'ASC' } });
  }

  /** The store if this viewer may see it, else null: to a stranger it does not exist. */
  async visible(viewer: User, id: number): Promise<Store | null> {
    if (viewer.role === 'staff') return this.stores.findOne({ where: { id }, relations: { account: true } });
    if (viewer.role !== 'merchant' || viewer.accountId === null) return null;
    return this.stores.findOneBy({ id, accountId: viewer.accountId });
  }

  async change(store: Store, to: Partial<NewStore>): Promise<void> {
    await this.stores.update({ id: store.id }, to);
  }
}
