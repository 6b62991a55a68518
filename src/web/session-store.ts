import { createHash } from 'node:crypto';
import { callbackify } from 'node:util';
import { type SessionData, Store } from 'express-session';
import type { Database } from '../database/database.js';

export const SESSION_DAYS = 14;
const LIFETIME = SESSION_DAYS * 86_400_000;
/** Moving the expiry on with every request would be a write per page. */
const PROLONG_AFTER = 600_000;

type Done<T = void> = (error?: unknown, value?: T) => void;

/** Sessions in the database, under a hash of their id: who reads the table can't sign in with it. */
export class SessionStore extends Store {
  private readonly prolonged = new Map<string, number>();

  constructor(private readonly database: Database) {
    super();
  }

  override get(id: string, done: Done<SessionData | null>): void {
    const sql = 'select data from sessions where id_hash = ? and expires_at > ?';
    const hash = hashSessionId(id);
    const reading = this.database.one<{ data: SessionData | string }>(sql, [hash, new Date()]);
    const session = reading.then(async (row) => {
      if (row) await this.prolong(hash);
      return typeof row?.data === 'string' ? JSON.parse(row.data) : (row?.data ?? null);
    });
    answer(session, done);
  }

  override set(id: string, session: SessionData, done: Done<number> = ignore): void {
    const userId = (session as { passport?: { user?: number } }).passport?.user ?? null;
    const sql = `insert into sessions (id_hash, user_id, data, expires_at) values (?, ?, ?, ?)
      on duplicate key update user_id = values(user_id), data = values(data), expires_at = values(expires_at)`;
    answer(this.database.run(sql, [hashSessionId(id), userId, JSON.stringify(session), expiry()]), done);
  }

  override destroy(id: string, done: Done<number> = ignore): void {
    this.prolonged.delete(hashSessionId(id));
    answer(this.database.run('delete from sessions where id_hash = ?', [hashSessionId(id)]), done);
  }

  /** Whoever comes back stays signed in. Not the library's `touch`, which would hold back the end of every answer. */
  private async prolong(hash: string): Promise<void> {
    if (Date.now() - (this.prolonged.get(hash) ?? 0) < PROLONG_AFTER) return;
    this.prolonged.set(hash, Date.now());
    await this.database.run('update sessions set expires_at = ? where id_hash = ?', [expiry(), hash]);
  }

  /** Forgets what has expired. */
  async sweep(): Promise<number> {
    this.prolonged.clear();
    return this.database.run('delete from sessions where expires_at <= ? limit 10000', [new Date()]);
  }
}

export function hashSessionId(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

function expiry(): Date {
  return new Date(Date.now() + LIFETIME);
}

function answer<T>(work: Promise<T>, done: Done<T>): void {
  callbackify(() => work)((error, value) => (error ? done(error) : done(undefined, value)));
}

function ignore(): void {}
