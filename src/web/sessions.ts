import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { RequestHandler } from 'express';
import session from 'express-session';
import { Database } from '../database/database.js';
import { SESSION_DAYS, SessionStore } from './session-store.js';

/** Who comes back with which cookie. All web processes on one database know the same sessions. */
@Injectable()
export class Sessions {
  private readonly store: SessionStore;

  constructor(private readonly database: Database) {
    this.store = new SessionStore(database);
  }

  async middleware(): Promise<RequestHandler> {
    return session({
      name: 'patchbay',
      secret: await this.secret(),
      store: this.store,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', maxAge: SESSION_DAYS * 86_400_000 },
    });
  }

  @Interval(3_600_000)
  async sweep(): Promise<void> {
    await this.store.sweep();
  }

  /** The id itself is what can't be guessed; the signature only spares a look into the database for made-up cookies. */
  private async secret(): Promise<string> {
    const made = randomBytes(32).toString('hex');
    await this.database.run('insert ignore into cookie_secrets (id, secret) values (1, ?)', [made]);
    return (await this.database.one<{ secret: string }>('select secret from cookie_secrets where id = 1'))!.secret;
  }
}
