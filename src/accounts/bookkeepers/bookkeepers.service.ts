import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import type { User } from '../user.entity.js';

export interface BookkeeperInvitation {
  id: number;
  accountId: number;
  /** The business that invites. */
  account: string;
  email: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export interface Bookkeeper {
  id: number;
  name: string;
  email: string;
  since: Date;
}

const DAYS = 7;
const OPEN_AT_MOST = 20;
const COLUMNS = `i.id, i.account_id as accountId, a.name as account, i.email, i.created_at as createdAt, i.expires_at as expiresAt`;

/** People who do the books of several businesses: who invited them, and the links that do it, each good for one person. */
@Injectable()
export class Bookkeepers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Answers the link's secret half. It is kept nowhere: who reads the table can't use it. */
  async invite(accountId: number, by: User, email: string | null): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    const now = this.clock.now();
    await this.database.run(
      'insert into bookkeeper_invitations (account_id, token_hash, email, invited_by, created_at, expires_at) values (?)',
      [[accountId, hash(token), email, by.id, new Date(now), new Date(now + DAYS * 86_400_000)]],
    );
    return token;
  }

  /** The invitation behind a link, as long as it holds. */
  find(token: string): Promise<BookkeeperInvitation | undefined> {
    return this.database.one<BookkeeperInvitation>(
      `select ${COLUMNS} from bookkeeper_invitations i join accounts a on a.id = i.account_id
       where i.token_hash = ? and i.used_at is null and i.withdrawn_at is null and i.expires_at > ?`,
      [hash(token), this.clock.date()],
    );
  }

  /** Those that can still be used, newest first. */
  open(accountId: number): Promise<BookkeeperInvitation[]> {
    return this.database.query<BookkeeperInvitation>(
      `select ${COLUMNS} from bookkeeper_invitations i join accounts a on a.id = i.account_id
       where i.account_id = ? and i.used_at is null and i.withdrawn_at is null and i.expires_at > ? order by i.id desc limit ?`,
      [accountId, this.clock.date(), OPEN_AT_MOST],
    );
  }

  async withdraw(accountId: number, invitation: number): Promise<boolean> {
    const touched = await this.database.run(
      `update bookkeeper_invitations set withdrawn_at = ?
       where account_id = ? and id = ? and used_at is null and withdrawn_at is null`,
      [this.clock.date(), accountId, invitation],
    );
    return touched === 1;
  }

  /** Uses the link up. False when somebody was quicker or it was withdrawn. */
  async accept({ id, accountId }: BookkeeperInvitation, user: Pick<User, 'id'>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const now = this.clock.date();
      const used = await tx.run(
        `update bookkeeper_invitations set used_at = ?
         where id = ? and used_at is null and withdrawn_at is null and expires_at > ?`,
        [now, id, now],
      );
      if (used === 0) return false;
      await tx.run(
        `insert ignore into memberships (account_id, user_id, invited_by, since)
         select account_id, ?, invited_by, ? from bookkeeper_invitations where id = ? and account_id = ?`,
        [user.id, now, id, accountId],
      );
      return true;
    });
  }

  /** Who does the books of an account. */
  of(accountId: number): Promise<Bookkeeper[]> {
    return this.database.query<Bookkeeper>(
      `select u.id, u.name, u.email, m.since from memberships m join users u on u.id = m.user_id
       where m.account_id = ? order by u.name, u.id`,
      [accountId],
    );
  }

  /** From now on they see nothing of it, and what was to be written to them is not. */
  async remove(accountId: number, userId: number): Promise<boolean> {
    await this.database.run(
      `delete from letters where user_id = ? and state = 'pending' and store_id in (select id from stores where account_id = ?)`,
      [userId, accountId],
    );
    const touched = await this.database.run('delete from memberships where account_id = ? and user_id = ?', [
      accountId,
      userId,
    ]);
    return touched === 1;
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
