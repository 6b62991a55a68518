import { callbackify } from 'node:util';
import type { Request } from 'express';
import OAuth2Strategy, { type StateStore } from 'passport-oauth2';
import type { Client, TokenSet } from './grant.js';

/** What a strategy needs to know of one person's way to the app and back. */
export interface ConsentWay {
  authorizeUrl: string;
  tokenUrl: string;
  client: Client;
  redirect: string;
  scopes: string[];
  pkce: boolean;
  /** Notes the verifier; answers the state that goes along. */
  leave(verifier: string | undefined): Promise<string>;
  /** Takes the state back, once: the verifier, or nothing where there was none. False: it was taken already. */
  comeBack(): Promise<{ verifier?: string } | false>;
  /** Asks the app's token address. */
  exchange(form: Record<string, string>): Promise<TokenSet>;
}

type ExchangeDone = (error: unknown, access?: string, refresh?: string, results?: { tokens: TokenSet }) => void;
type Done<T extends unknown[]> = (error: Error | null, ...results: T) => void;

/** passport's OAuth 2, with our own memory for the state and our own door for the code. */
export class ConsentStrategy extends OAuth2Strategy {
  constructor(way: ConsentWay) {
    super(
      {
        authorizationURL: way.authorizeUrl,
        tokenURL: way.tokenUrl,
        clientID: way.client.id,
        clientSecret: way.client.secret,
        callbackURL: way.redirect,
        scope: way.scopes,
        pkce: way.pkce,
        store: new OnceOnly(way) as unknown as StateStore,
        skipUserProfile: true,
      },
      (_access: string, _refresh: string, { tokens }: { tokens: TokenSet }, _profile: unknown, done) =>
        done(null, tokens as unknown as Express.User),
    );
    // The library would talk to the app by itself, past the door that knows limits, time-outs and what must not be kept.
    Object.assign(this._oauth2, {
      getOAuthAccessToken: (code: string, params: Record<string, unknown>, done: ExchangeDone) => {
        const form = Object.entries({ ...params, code }).map(([name, value]) => [name, String(value)]);
        callbackify(() => way.exchange(Object.fromEntries(form)))((error, tokens) =>
          error ? done(error) : done(null, tokens.access, tokens.refresh, { tokens }),
        );
      },
    });
  }
}

/** The numbers of parameters tell passport what to hand over. */
class OnceOnly {
  constructor(private readonly way: ConsentWay) {}

  store(_request: Request, verifier: string | undefined, _state: unknown, _meta: unknown, done: Done<[string?]>): void {
    callbackify(() => this.way.leave(verifier))(done);
  }

  verify(_request: Request, _state: string, done: Done<[(boolean | string)?, unknown?]>): void {
    callbackify(() => this.way.comeBack())((error, back) => {
      if (error) done(error);
      else if (back) done(null, back.verifier ?? true);
      else done(null, false, { message: 'used' });
    });
  }
}
