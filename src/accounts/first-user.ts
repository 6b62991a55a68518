import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** The hub's first person, who is staff. */
@Injectable()
export class FirstUser {
  constructor(
    private readonly users: UsersService,
    private readonly database: Database,
  ) {}

  /** One at a time, up to the commit of what `setUp` does. Null when somebody was there first, even by a moment. */
  alone<T>(setUp: () => Promise<T>): Promise<T | null> {
    return this.database.transaction(async (tx) => {
      // The row can't be locked, for it isn't there yet.
      await tx.one("select get_lock(concat('first-user-', database()), 10)");
      try {
        return (await this.users.anybody()) ? null : await setUp();
      } finally {
        await tx.one("select release_lock(concat('first-user-', database()))");
      }
    });
  }

  async add(person: { name: string; email: string; password: string }): Promise<User> {
    return (await this.users.add({ ...person, role: 'staff', accountId: null })).user;
  }
}
