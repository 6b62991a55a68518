import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { Clock } from '../../clock/clock.js';
import { Database, isDuplicate } from '../../database/database.js';
import type { Manifest } from '../../sdk/host/index.js';

export type SetUpState = 'asked' | 'working' | 'done' | 'declined' | 'withdrawn';

/** A merchant who wants an addon set up by those who run the hub. */
export interface SetUpRequest {
  id: number;
  storeId: number;
  accountId: number;
  plugin: string;
  state: SetUpState;
  contact: string;
  price: string;
  currency: string;
  askedBy: string;
  askedAt: Date;
  takenBy: string | null;
  takenAt: Date | null;
  finishedAt: Date | null;
  answer: string | null;
  store: string;
  account: string;
}

const SELECT = `select r.id, r.store_id as storeId, s.account_id as accountId, r.plugin, r.state, r.contact, r.price, r.currency,
    asker.name as askedBy, r.asked_at as askedAt, taker.name as takenBy, r.taken_at as takenAt, r.finished_at as finishedAt,
    r.answer, s.name as store, a.name as account
  from set_up_requests r join stores s on s.id = r.store_id join accounts a on a.id = s.account_id
  join users asker on asker.id = r.asked_by left join users taker on taker.id = r.taken_by`;

/** What is asked for the set-up service, and how far each is: asked → being set up → done, or declined. */
@Injectable()
export class SetUpRequests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** False when it is asked for already. The fee is the one the listing says now. */
  async ask(store: Store, { id, listing }: Manifest, by: User, contact: string): Promise<boolean> {
    const { price, currency } = listing.setUp!;
    try {
      await this.database.run(
        'insert into set_up_requests (store_id, plugin, state, contact, price, currency, asked_by, asked_at) values (?)',
        [[store.id, id, 'asked', contact, price, currency, by.id, this.clock.date()]],
      );
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** The latest of a store for one addon. */
  async latest(storeId: number, plugin: string): Promise<SetUpRequest | undefined> {
    return (await this.find('r.store_id = ? and r.plugin = ? order by r.id desc limit 1', [storeId, plugin]))[0];
  }

  async ofStore(storeId: number, id: number): Promise<SetUpRequest | undefined> {
    return (await this.find('r.store_id = ? and r.id = ?', [storeId, id]))[0];
  }

  async unfinished(id: number): Promise<SetUpRequest | undefined> {
    return (await this.find('r.unfinished = 1 and r.id = ?', [id]))[0];
  }

  /** Oldest first. */
  queue(limit: number): Promise<SetUpRequest[]> {
    return this.find('r.unfinished = 1 order by r.id limit ?', [limit]);
  }

  finished(limit: number): Promise<SetUpRequest[]> {
    return this.find('r.unfinished is null order by r.id desc limit ?', [limit]);
  }

  /** How many nobody has begun with. */
  async waiting(): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      "select count(*) as count from set_up_requests where unfinished = 1 and state = 'asked'",
    );
    return Number(row!.count);
  }

  /** From now on this person sets it up; another may take over. */
  async take(id: number, by: User): Promise<boolean> {
    const set = "update set_up_requests set state = 'working', taken_by = ?, taken_at = ?";
    const where = "where id = ? and unfinished = 1 and (state = 'asked' or taken_by <> ?)";
    return (await this.database.run(`${set} ${where}`, [by.id, this.clock.date(), id, by.id])) === 1;
  }

  /** False when it was finished before. */
  async finish(id: number, state: 'done' | 'declined' | 'withdrawn', answer: string | null): Promise<boolean> {
    const set = 'update set_up_requests set state = ?, finished_at = ?, answer = ?';
    return (
      (await this.database.run(`${set} where id = ? and unfinished = 1`, [state, this.clock.date(), answer, id])) === 1
    );
  }

  private find(where: string, values: (string | number)[]): Promise<SetUpRequest[]> {
    return this.database.query<SetUpRequest>(`${SELECT} where ${where}`, values);
  }
}
