import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Authenticator } from 'passport';
import { AuthorizationError } from 'passport-oauth2';
import type { Manifest } from '../../sdk/host/index.js';
import { DoorParts } from '../door/door-parts.js';
import { ConsentStrategy } from './consent-strategy.js';
import type { TokenSet } from './grant.js';
import { HubClients } from './hub-clients.js';
import { type Applicant, type PendingConsent, PendingConsents } from './pending-consents.js';
import { oauthOf, TokenEndpoint, TokenRefused } from './token-endpoint.js';

/** Why a person came back without a consent, and what to do, in words. */
export class NoConsent extends Error {
  override readonly name = 'NoConsent';
}

type Place = Omit<PendingConsent, 'id'>;
type Query = Readonly<Record<string, unknown>>;

/** Leads a person to the app, where they agree, and takes up what they bring back. */
@Injectable()
export class Consents {
  private readonly passport = new Authenticator();

  constructor(
    private readonly pending: PendingConsents,
    private readonly clients: HubClients,
    private readonly endpoint: TokenEndpoint,
    private readonly parts: DoorParts,
  ) {}

  /** Where a person's browser finds the consent page: at the app, or where its requests are led. */
  pageOf({ connection }: Pick<Manifest, 'connection'>): URL | undefined {
    if (!connection?.oauth) return undefined;
    const page = new URL(connection.oauth.authorizeUrl);
    const led = this.parts.endpoints.of(page.hostname);
    return led ? new URL(`${led.href.replace(/\/$/, '')}${page.pathname}${page.search}`) : page;
  }

  /** The hub has a client of its own with this app. */
  possible({ id, connection }: Pick<Manifest, 'id' | 'connection'>): boolean {
    return connection?.oauth !== undefined && this.clients.of(id) !== undefined;
  }

  /** Answers the address of the consent page, with all that it needs. */
  begin(manifest: Manifest, place: Place, applicant: Applicant, redirect: string): Promise<string> {
    const leave = (verifier: string | undefined) => this.pending.leave(place, applicant, verifier);
    const strategy = this.strategy(manifest, place, redirect, { leave, comeBack: async () => false });
    return new Promise((resolve, reject) => {
      const response = {
        setHeader: (name: string, value: string) => name === 'Location' && resolve(value),
        end: () => undefined,
      };
      const ask = this.passport.authenticate(strategy, { session: false });
      ask({ query: {} } as Request, response as unknown as Response, reject);
    });
  }

  /** Exchanges what a person brings for tokens. Throws `NoConsent`. */
  async exchange(manifest: Manifest, pending: PendingConsent, query: Query, redirect: string): Promise<TokenSet> {
    // passport doesn't look at the state of a person who comes back with an error: it is used up all the same.
    if (query.error !== undefined && !(await this.pending.comeBack(pending))) throw new NoConsent(USED);
    const strategy = this.strategy(manifest, pending, redirect, {
      leave: () => Promise.reject(new NoConsent(NOTHING(manifest.name))),
      comeBack: () => this.pending.comeBack(pending),
    });
    return new Promise((resolve, reject) => {
      const heard = (error: unknown, tokens?: TokenSet | false, info?: { message?: string }) => {
        if (tokens) resolve(tokens);
        else reject(inWords(manifest.name, error, info));
      };
      this.passport.authenticate(strategy, { session: false }, heard)({ query } as Request, {} as Response, reject);
    });
  }

  private strategy(
    manifest: Manifest,
    place: Place,
    redirect: string,
    memory: Pick<ConstructorParameters<typeof ConsentStrategy>[0], 'leave' | 'comeBack'>,
  ): ConsentStrategy {
    const client = this.clients.of(manifest.id);
    if (!client) throw new NoConsent(`This hub has no client with ${manifest.name}.`);
    const { tokenUrl, scopes, pkce } = oauthOf({ manifest });
    return new ConsentStrategy({
      authorizeUrl: this.pageOf(manifest)!.href,
      tokenUrl,
      client,
      redirect,
      scopes,
      pkce,
      ...memory,
      exchange: (form) => this.endpoint.ask({ ...place, manifest }, client, form),
    });
  }
}

const USED = 'This answer was used already. Press Connect again.';
const NOTHING = (app: string) => `${app} sent you back without an answer. Press Connect again.`;

/** What went wrong, with what to do. An app's own words are left out: they are written for developers, by anybody. */
function inWords(app: string, error: unknown, info: { message?: string } | undefined): Error {
  if (error instanceof NoConsent) return error;
  if (error instanceof AuthorizationError) {
    return new NoConsent(
      `${app} could not ask you (${error.code.slice(0, 60)}). Press Connect again; if it happens once more, tell whoever runs this hub.`,
    );
  }
  const cause = (error as { oauthError?: unknown } | null)?.oauthError;
  if (cause instanceof TokenRefused) {
    return cause.code === 'invalid_grant'
      ? new NoConsent(`The answer of ${app} was too old or used already. Press Connect again.`)
      : new NoConsent(`${app} does not accept this hub (${cause.code}): whoever runs it must look at OAUTH_CLIENTS.`);
  }
  if (cause instanceof Error) return new NoConsent(`${cause.message} Press Connect again in a minute.`);
  if (error) return error as Error;
  if (info?.message === 'used') return new NoConsent(USED);
  return new NoConsent(`You did not agree in ${app}, so nothing was connected. Press Connect when you want to.`);
}
