import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';

/** A store that its merchant offers, or shares, with another merchant. */
export interface Share {
  id: number;
  store_id: number;
  store: string;
  /** Whose store it is. */
  owner: string;
  owner_id: number;
  offered_at: Date;
  expires_at: Date;
  /** Who reads it; null while the offer is open. */
  reader: string | null;
  accepted_at: Date | null;
}

const DAYS = 7;
const SHARE = `select x.id, x.store_id, s.name store, o.name owner, o.id owner_id, x.offered_at, x.expires_at, r.name reader, x.accepted_at
  from store_shares x join stores s on s.id = x.store_id join accounts o on o.id = s.account_id
  left join accounts r on r.id = x.account_id where x.withdrawn_at is null`;

/** Both merchants have a say: one offers a store by a link, the other accepts it, and the first may withdraw it at any time. */
@Injectable()
export class Shares {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Answers the link's secret half, which is kept nowhere. */
  async offer(storeId: number, userId: number): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    const now = this.clock.now();
    await this.database.run(
      'insert into store_shares (store_id, token_hash, offered_by, offered_at, expires_at) values (?)',
      [[storeId, hash(token), userId, new Date(now), new Date(now + DAYS * 86_400_000)]],
    );
    return token;
  }

  /** What stands of a store's shares: those in use, and offers that can still be accepted. */
  of(storeId: number): Promise<Share[]> {
    return this.database.query<Share>(
      `${SHARE} and x.store_id = ? and (x.account_id is not null or x.expires_at > ?) order by x.id desc`,
      [storeId, this.clock.date()],
    );
  }

  /** The offer behind a link, as long as nobody has accepted it. */
  offered(token: string): Promise<Share | undefined> {
    return this.database.one<Share>(`${SHARE} and x.token_hash = ? and x.account_id is null and x.expires_at > ?`, [
      hash(token),
      this.clock.date(),
    ]);
  }

  /** False when somebody else was quicker. */
  async accept({ id }: Share, accountId: number, userId: number): Promise<boolean> {
    const taken = await this.database.run(
      `update store_shares set account_id = ?, accepted_by = ?, accepted_at = ?
       where id = ? and account_id is null and withdrawn_at is null and expires_at > ?`,
      [accountId, userId, this.clock.date(), id, this.clock.date()],
    );
    return taken === 1;
  }

  /** From now on nothing of the store can be read; what has been read stays where it is. */
  async withdraw(storeId: number, id: number): Promise<boolean> {
    const gone = await this.database.run(
      'update store_shares set withdrawn_at = ? where store_id = ? and id = ? and withdrawn_at is null',
      [this.clock.date(), storeId, id],
    );
    return gone === 1;
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
