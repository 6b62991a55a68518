import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

@Injectable()
export class FirstUser {
  constructor(
    private readonly users: UsersService,
    private readonly database: Database,
  ) {}

  /** Adds the hub's first person, who is staff. Null when somebody was there first, even by a moment. */
  add(person: { name: string; email: string; password: string }): Promise<User | null> {
    return this.database.transaction(async (tx) => {
      // The row can't be locked, for it isn't there yet.
      await tx.one("select get_lock(concat('first-user-', database()), 10)");
      try {
        if (await this.users.anybody()) return null;
        return (await this.users.add({ ...person, role: 'staff', accountId: null })).user;
      } finally {
        await tx.one("select release_lock(concat('first-user-', database()))");
      }
    });
  }
}
