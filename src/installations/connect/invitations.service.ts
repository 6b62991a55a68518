import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import type { Installation } from '../installation.entity.js';

export interface Invitation {
  id: number;
  store_id: number;
  installation_id: number;
  invited_by: number;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

const DAYS = 3;
const OPEN_AT_MOST = 20;

/** Links with which somebody without an account may do exactly one thing: type an addon's credentials. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Answers the link's secret half. It is kept nowhere: who reads the table can't use it. */
  async create({ storeId, id }: Installation, userId: number): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    const now = this.clock.now();
    await this.database.run(
      `insert into invitations (store_id, installation_id, token_hash, invited_by, created_at, expires_at) values (?)`,
      [[storeId, id, hash(token), userId, new Date(now), new Date(now + DAYS * 86_400_000)]],
    );
    return token;
  }

  /** The invitation behind a link, as long as it holds. */
  find(token: string): Promise<Invitation | undefined> {
    return this.database.one<Invitation>(
      'select * from invitations where token_hash = ? and withdrawn_at is null and expires_at > ?',
      [hash(token), this.clock.date()],
    );
  }

  /** Those that can still be used, newest first. */
  open({ storeId, id }: Installation): Promise<Invitation[]> {
    return this.database.query<Invitation>(
      `select * from invitations where store_id = ? and installation_id = ? and withdrawn_at is null and used_at is null
       and expires_at > ? order by id desc limit ?`,
      [storeId, id, this.clock.date(), OPEN_AT_MOST],
    );
  }

  async withdraw({ storeId, id }: Installation, invitation: number): Promise<void> {
    await this.database.run(
      'update invitations set withdrawn_at = ? where store_id = ? and installation_id = ? and id = ? and withdrawn_at is null',
      [this.clock.date(), storeId, id, invitation],
    );
  }

  async markUsed({ id }: Invitation): Promise<void> {
    await this.database.run('update invitations set used_at = ? where id = ?', [this.clock.date(), id]);
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
