import { createHash } from 'node:crypto';
import { callbackify } from 'node:util';
import type { Request } from 'express';
import { type Session, type SessionData, Store } from 'express-session';
import type { Database } from '../database/database.js';

const DAY = 86_400_000;
/** Whoever stays away for longer signs in again, */
export const SESSION_DAYS = 14;
/** and so does everybody after this, or a cookie that was stolen would open the hub for ever. */
const LONGEST_DAYS = 30;
/** All that somebody who has not signed in has here is a form that they may send. */
const STRANGERS_DAYS = 1;
/** Moving the expiry on with every request would be a write per page. */
const PROLONG_AFTER = 600_000;

const LAST_DAY = `begun_at + interval ${LONGEST_DAYS} day`;
const AT_ONCE = 10_000;

type Done<T = void> = (error?: unknown, value?: T) => void;

/** Sessions in the database, under a hash of their id: who reads the table can't sign in with it. */
export class SessionStore extends Store {
  private readonly prolonged = new Map<string, number>();
  /** Those that the table has, or had. */
  private readonly kept = new WeakSet<object>();

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

  override createSession(request: Request, data: SessionData): Session & SessionData {
    const session = super.createSession(request, data);
    this.kept.add(session);
    return session;
  }

  /** One that was here and is gone has been ended meanwhile: what still goes on with it must not bring it back. */
  override set(id: string, session: SessionData, done: Done<number> = ignore): void {
    const userId = (session as { passport?: { user?: number } }).passport?.user ?? null;
    const [hash, data, until] = [hashSessionId(id), JSON.stringify(session), expiry(userId !== null)];
    const sql = this.kept.has(session)
      ? `update sessions set user_id = ?, data = ?, expires_at = least(?, ${LAST_DAY}) where id_hash = ?`
      : 'insert into sessions (user_id, data, expires_at, id_hash) values (?, ?, ?, ?)';
    const keeping = this.database.run(sql, [userId, data, until, hash]);
    answer(
      keeping.then((rows) => {
        this.kept.add(session);
        return rows;
      }),
      done,
    );
  }

  override destroy(id: string, done: Done<number> = ignore): void {
    this.prolonged.delete(hashSessionId(id));
    answer(this.database.run('delete from sessions where id_hash = ?', [hashSessionId(id)]), done);
  }

  /** Whoever comes back stays signed in. Not the library's `touch`, which would hold back the end of every answer. */
  private async prolong(hash: string): Promise<void> {
    if (Date.now() - (this.prolonged.get(hash) ?? 0) < PROLONG_AFTER) return;
    this.prolonged.set(hash, Date.now());
    await this.database.run(
      `update sessions set expires_at = least(if(user_id is null, ?, ?), ${LAST_DAY}) where id_hash = ?`,
      [expiry(false), expiry(true), hash],
    );
  }

  /** Forgets what has expired, however many strangers have come by. */
  async sweep(): Promise<void> {
    this.prolonged.clear();
    const now = new Date();
    let gone = AT_ONCE;
    while (gone === AT_ONCE) {
      gone = await this.database.run('delete from sessions where expires_at <= ? limit ?', [now, AT_ONCE]);
    }
  }
}

export function hashSessionId(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

function expiry(signedIn: boolean): Date {
  return new Date(Date.now() + (signedIn ? SESSION_DAYS : STRANGERS_DAYS) * DAY);
}

function answer<T>(work: Promise<T>, done: Done<T>): void {
  callbackify(() => work)((error, value) => (error ? done(error) : done(undefined, value)));
}

function ignore(): void {}
