import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Database } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { Account } from './account.entity.js';

export interface AccountRow {
  id: number;
  name: string;
  people: number;
  stores: number;
  created_at: Date;
}

@Injectable()
export class AccountsService {
  constructor(
    @InjectRepository(Account) private readonly accounts: Repository<Account>,
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  async add(name: string): Promise<Account> {
    const account = this.accounts.create({
      id: await this.ids.next('account'),
      name: name.trim(),
      createdAt: new Date(),
    });
    await this.accounts.insert(account);
    return account;
  }

  find(id: number): Promise<Account | null> {
    return this.accounts.findOneBy({ id });
  }

  all(): Promise<Account[]> {
    return this.accounts.find({ order: { name: 'ASC' } });
  }

  /** One page by id, with how many people and stores each has. */
  page(limit: number, after = 0): Promise<AccountRow[]> {
    return this.database.query<AccountRow>(
      `select a.id, a.name, a.created_at,
         (select count(*) from users u where u.account_id = a.id) people,
         (select count(*) from stores s where s.account_id = a.id) stores
       from accounts a where a.id > ? order by a.id limit ?`,
      [after, limit],
    );
  }
}
