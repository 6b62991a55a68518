import { hash } from 'node:crypto';
import { setImmediate as othersGoFirst } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database, type SqlValue } from '../../database/database.js';
import { packBody } from './bodies.js';
import type { Sent } from './exchange.js';
import { forget } from './forget.js';

/** From here on it is worth asking whether the same answer came before. */
const LONG = 4096;
const DAY = 86_400_000;
/** One statement must stay well under the database's packet size; blobs travel as hexadecimal, twice their length. */
const BYTES = 2 * 1024 * 1024;
const SWEPT_AT_ONCE = 100;

/** What an app said, secrets struck out, and what tells it from everything else. */
export interface LongAnswer {
  storeId: number;
  digest: Buffer;
  bytes: Buffer;
}

/** Only what was merely asked for may come again; undefined for anything else, and for what is short. */
export function longAnswerIn({ method, storeId }: Sent, bytes: Buffer): LongAnswer | undefined {
  if (method !== 'GET' || bytes.length < LONG) return undefined;
  return { storeId, bytes, digest: Buffer.from(hash('sha256', bytes, 'hex').slice(0, 32), 'hex') };
}

/**
 * Long answers, each kept once however often it comes: an app that is asked for its whole list every night says most of it again,
 * letter for letter. Each says when it last came, to the day, and goes when no exchange that is still kept can mean it.
 */
@Injectable()
export class LongAnswers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** All of these are in the database when this resolves. */
  async keep(answers: LongAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    const fresh = await this.fresh(answers);
    const wanting = new Map(answers.map((answer) => [nameOf(answer), answer]));
    for (const name of fresh) wanting.delete(name);
    let rows: SqlValue[][] = [];
    let bytes = 0;
    for (const { storeId, digest, bytes: text } of wanting.values()) {
      const body = packBody(text);
      rows.push([storeId, digest, body, this.clock.date()]);
      bytes += body?.length ?? 0;
      if (bytes > BYTES) {
        await this.insert(rows);
        rows = [];
        bytes = 0;
      }
      await othersGoFirst();
    }
    if (rows.length > 0) await this.insert(rows);
  }

  /** Forgets what came last before then. */
  async sweep(before: Date, chunks: number): Promise<void> {
    // An exchange may be younger by a day than what is said of its answer, and be kept that much longer.
    const last = new Date(before.getTime() - 2 * DAY);
    const old = { table: 'long_answers', at: 'came_at', before: last, atOnce: SWEPT_AT_ONCE, chunks };
    await forget(this.database, old);
  }

  /** Those which came within the last day, so that nothing need be written. */
  private async fresh(answers: LongAnswer[]): Promise<Set<string>> {
    const rows = await this.database.query<{ store_id: number; digest: Buffer }>(
      'select store_id, digest from long_answers where (store_id, digest) in (?) and came_at > ?',
      [answers.map(({ storeId, digest }) => [storeId, digest]), new Date(this.clock.now() - DAY)],
    );
    return new Set(rows.map(({ store_id, digest }) => nameOf({ storeId: store_id, digest })));
  }

  private async insert(rows: SqlValue[][]): Promise<void> {
    await this.database.run(
      `insert into long_answers (store_id, digest, body, came_at) values ?
       on duplicate key update came_at = values(came_at)`,
      [rows],
    );
  }
}

const nameOf = ({ storeId, digest }: Pick<LongAnswer, 'storeId' | 'digest'>) => `${storeId} ${digest.toString('hex')}`;
