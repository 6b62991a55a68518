import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterMySQL, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { TooMany } from '../web/too-many.js';
import { tidyEmail } from './users.service.js';

const QUARTER_HOUR = 900;

/** Guessing passwords must be slow, for one address as for one caller who tries many. Counted in the database, so over all processes. */
@Injectable()
export class SignInLimits {
  private readonly perEmail: RateLimiterMySQL;
  private readonly perCaller: RateLimiterMySQL;

  constructor(dataSource: DataSource) {
    const driver = dataSource.driver as unknown as { pool: unknown; database: string };
    const table = {
      storeClient: driver.pool,
      storeType: 'pool',
      dbName: driver.database,
      tableName: 'sign_in_attempts',
      tableCreated: true,
      duration: QUARTER_HOUR,
    };
    this.perEmail = new RateLimiterMySQL({ ...table, keyPrefix: 'email', points: 8 });
    this.perCaller = new RateLimiterMySQL({ ...table, keyPrefix: 'caller', points: 60 });
  }

  /** Counts this attempt; throws `TooMany` when it is one too many. */
  async count(email: string, caller: string): Promise<void> {
    await consume(this.perCaller, caller);
    await consume(this.perEmail, hashed(email));
  }

  /** Signing in rightly costs nothing: a whole office may come through one address in the morning. */
  async forgive(email: string, caller: string): Promise<void> {
    await this.perEmail.delete(hashed(email));
    await this.perCaller.reward(caller);
  }
}

async function consume(limit: RateLimiterMySQL, key: string): Promise<void> {
  try {
    await limit.consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw new TooMany(Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}

/** Any text may be typed as an address; the key must be short. */
function hashed(email: string): string {
  return createHash('sha256').update(tidyEmail(email)).digest('hex');
}
