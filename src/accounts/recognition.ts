import { callbackify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Authenticator } from 'passport';
import { JustRead } from '../database/just-read.js';
import type { Store } from './store.entity.js';
import { StoresService } from './stores.service.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

declare module 'express-session' {
  interface SessionData {
    storeId?: number;
  }
}

/** Knows from the session who asks, which stores they may see and which one they are in. */
@Injectable()
export class Recognition {
  constructor(
    private readonly passport: Authenticator,
    private readonly users: UsersService,
    private readonly stores: StoresService,
    private readonly justRead: JustRead,
  ) {
    passport.serializeUser((user, done) => done(null, (user as User).id));
    passport.deserializeUser((id: number, done) => {
      callbackify(() => this.userOf(id))((error, user) => done(error, user ?? false));
    });
  }

  middleware(): RequestHandler[] {
    return [
      this.passport.session(),
      async (request: Request, _response: Response, next: NextFunction) => {
        await this.recognise(request);
        next();
      },
    ];
  }

  private async recognise(request: Request): Promise<void> {
    if (!request.user) return;
    const viewer = request.user as User;
    request.viewer = viewer;
    request.stores = await this.storesOf(viewer);
    const store = await this.storeOf(viewer, request);
    if (store) request.store = store;
  }

  /** A bookkeeper's are asked for each time: who is no longer wanted is out at once, in every process. */
  private storesOf(viewer: User): Promise<Store[]> {
    if (viewer.role === 'bookkeeper') return this.stores.of(viewer);
    return this.justRead.of(`accounts/${viewer.accountId}/stores/${viewer.role}`, () => this.stores.of(viewer));
  }

  /** The session itself is read each time: who is signed out is out at once. */
  private userOf(id: number): Promise<User | null> {
    return this.justRead.of(`users/${id}`, () => this.users.find(id));
  }

  private async storeOf(viewer: User, request: Request): Promise<Store | undefined> {
    const { session, stores = [] } = request;
    const asked = storeAskedFor(request);
    // A link in a letter, or on a document of an app, is about one store, whichever they were in before.
    if (asked && asked.id !== session.storeId) session.storeId = asked.id;
    const visited = stores.find((store) => store.id === session.storeId) ?? stores[0];
    if (visited || viewer.role !== 'staff' || session.storeId === undefined) return visited;
    return (await this.stores.visible(viewer, session.storeId)) ?? undefined;
  }
}

/** The one that an address names, if it is theirs: `/logs/exports?store=7`. */
function storeAskedFor({ method, query, stores = [] }: Request): Store | undefined {
  return method === 'GET' ? stores.find(({ id }) => String(id) === query.store) : undefined;
}
