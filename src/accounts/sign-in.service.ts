import { callbackify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Authenticator } from 'passport';
import { Strategy } from 'passport-local';
import { SignInLimits } from './sign-in-limits.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** Signing in and out. The session gets a new id each time, so one planted before is worth nothing after. */
@Injectable()
export class SignIn {
  constructor(
    private readonly passport: Authenticator,
    private readonly limits: SignInLimits,
    private readonly users: UsersService,
  ) {
    passport.use(
      new Strategy({ usernameField: 'email' }, (email, password, done) => {
        callbackify(() => users.whoSigns(email, password))((error, user) => done(error, user ?? false));
      }),
    );
  }

  /** The person, now signed in; null when address and password don't fit. Throws `TooMany` for the impatient. */
  async begin(request: Request, email: string): Promise<User | null> {
    const user = await this.slowly(request, email, () => this.whoIs(request));
    if (user) await this.enter(request, user);
    return user;
  }

  /** Whether they know their own password, which a session that was left open does not. Guessed no faster than at the door. */
  async knows(request: Request, user: User, password: string): Promise<boolean> {
    return this.slowly(request, user.email, () => this.users.knowsPassword(user, password));
  }

  private async slowly<T>(request: Request, email: string, look: () => Promise<T>): Promise<T> {
    const caller = request.ip ?? '';
    await this.limits.count(email, caller);
    const found = await look();
    if (found) await this.limits.forgive(email, caller);
    return found;
  }

  /** Signs in somebody who needs no password just now: the one who set the hub up. */
  enter(request: Request, user: User): Promise<void> {
    return new Promise((resolve, reject) => {
      request.logIn(user, (error: unknown) => {
        if (error) return reject(error);
        request.viewer = user;
        resolve();
      });
    });
  }

  end(request: Request): Promise<void> {
    return new Promise((resolve, reject) => {
      request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
    });
  }

  private whoIs(request: Request): Promise<User | null> {
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, user?: User | false) => (error ? reject(error) : resolve(user || null));
      this.passport.authenticate('local', answer)(request, request.res, reject);
    });
  }
}
