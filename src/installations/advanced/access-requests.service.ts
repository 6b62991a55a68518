import { Injectable } from '@nestjs/common';
import type { User } from '../../accounts/user.entity.js';
import { Clock } from '../../clock/clock.js';
import { Database, isDuplicate } from '../../database/database.js';
import type { Installation } from '../installation.entity.js';

export interface AccessRequest {
  id: number;
  state: 'pending' | 'opened' | 'declined' | 'withdrawn';
  reason: string;
  askedBy: string;
  askedAt: Date;
  answeredBy: string | null;
  answeredAt: Date | null;
  answer: string | null;
}

/** An answer that its merchant should see. */
export interface AnsweredRequest extends Pick<AccessRequest, 'answer'> {
  state: 'opened' | 'declined';
  installationId: number;
  installation: string;
}

const DECLINED_SHOWN_MS = 7 * 86_400_000;

/** One in the queue of those who run the hub. */
export interface QueuedRequest extends AccessRequest {
  storeId: number;
  store: string;
  account: string;
  installationId: number;
  installation: string;
  plugin: string;
}

const COLUMNS = `r.id, r.state, r.reason, r.asked_at as askedAt, r.answered_at as answeredAt, r.answer,
  asker.name as askedBy, answerer.name as answeredBy`;
const PEOPLE = 'join users asker on asker.id = r.asked_by left join users answerer on answerer.id = r.answered_by';

/** Merchants who ask for an advanced configuration of their own, and what they were answered. */
@Injectable()
export class AccessRequests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** False when one waits for its answer already. */
  async ask({ storeId, id }: Installation, by: User, reason: string): Promise<boolean> {
    try {
      await this.database.run(
        "insert into access_requests (store_id, installation_id, state, reason, asked_by, asked_at) values (?, ?, 'pending', ?, ?, ?)",
        [storeId, id, reason, by.id, this.clock.date()],
      );
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** The latest of an installation: the one whose answer counts. */
  latest({ storeId, id }: Installation): Promise<AccessRequest | undefined> {
    return this.database.one<AccessRequest>(
      `select ${COLUMNS} from access_requests r ${PEOPLE}
       where r.store_id = ? and r.installation_id = ? order by r.id desc limit 1`,
      [storeId, id],
    );
  }

  /** Of a store's addons, what was answered and not taken up: opened and nothing made of it yet, or declined not long ago. */
  news(storeId: number): Promise<AnsweredRequest[]> {
    return this.database.query<AnsweredRequest>(
      `select i.id as installationId, i.name as installation, r.state, r.answer from access_requests r
       join installations i on i.store_id = r.store_id and i.id = r.installation_id and i.state <> 'uninstalled'
       where r.id in (select max(id) from access_requests where store_id = ? group by installation_id)
         and (r.state = 'opened' and i.advanced_open and not exists (
             select 1 from advanced_versions v where v.store_id = r.store_id and v.installation_id = r.installation_id)
           or r.state = 'declined' and r.answered_at > ?)
       order by r.id`,
      [storeId, new Date(this.clock.now() - DECLINED_SHOWN_MS)],
    );
  }

  /** Those that wait for an answer, oldest first. */
  queue(limit: number): Promise<QueuedRequest[]> {
    return this.queued('r.waiting = 1 order by r.id limit ?', [limit]);
  }

  /** Those that were answered last. */
  answered(limit: number): Promise<QueuedRequest[]> {
    return this.queued("r.waiting is null and r.state <> 'withdrawn' order by r.id desc limit ?", [limit]);
  }

  async waiting(id: number): Promise<QueuedRequest | undefined> {
    return (await this.queued('r.waiting = 1 and r.id = ?', [id]))[0];
  }

  async count(): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `select count(*) as count from access_requests r join installations i on i.store_id = r.store_id and i.id = r.installation_id
       where r.waiting = 1 and i.state <> 'uninstalled'`,
    );
    return Number(row!.count);
  }

  /** False when somebody else was quicker, or the merchant has withdrawn it. */
  async answer(id: number, state: 'opened' | 'declined', by: User, words: string | null): Promise<boolean> {
    const set = 'update access_requests set state = ?, answered_by = ?, answered_at = ?, answer = ?';
    return (
      (await this.database.run(`${set} where id = ? and waiting = 1`, [state, by.id, this.clock.date(), words, id])) ===
      1
    );
  }

  /** Opening access answers what was asked before it. */
  async opened({ storeId, id }: Installation, by: User): Promise<void> {
    await this.database.run(
      `update access_requests set state = 'opened', answered_by = ?, answered_at = ?
       where store_id = ? and installation_id = ? and waiting = 1`,
      [by.id, this.clock.date(), storeId, id],
    );
  }

  async withdraw({ storeId, id }: Installation, request: number): Promise<boolean> {
    const set = "update access_requests set state = 'withdrawn', answered_at = ?";
    return (
      (await this.database.run(`${set} where store_id = ? and installation_id = ? and id = ? and waiting = 1`, [
        this.clock.date(),
        storeId,
        id,
        request,
      ])) === 1
    );
  }

  private queued(where: string, values: number[]): Promise<QueuedRequest[]> {
    return this.database.query<QueuedRequest>(
      `select ${COLUMNS}, r.store_id as storeId, s.name as store, a.name as account, i.id as installationId,
         i.name as installation, i.plugin
       from access_requests r ${PEOPLE} join stores s on s.id = r.store_id join accounts a on a.id = s.account_id
       join installations i on i.store_id = r.store_id and i.id = r.installation_id and i.state <> 'uninstalled'
       where ${where}`,
      values,
    );
  }
}
