import { Injectable } from '@nestjs/common';
import type { Manifest } from '../../sdk/host/index.js';
import { type HttpAnswer, NoAnswer, TryLater } from '../../sdk/index.js';
import { Door } from '../door/door.js';
import { DoorParts } from '../door/door-parts.js';
import { type Client, fieldsOf, readTokens, type TokenSet, tokensIn } from './grant.js';

/** The app says no, with a code of its standard. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(
    readonly code: string,
    host: string,
  ) {
    super(`${host} refuses to give a token (${code}).`);
  }
}

/** For whom a token is asked for: it decides where the exchange is found in the logs. */
export interface TokenUse {
  storeId: number;
  installationId: number;
  runId?: number;
  connectionId?: number;
  manifest: Pick<Manifest, 'hosts' | 'connection'>;
}

type Form = Record<string, string>;

/** With its repetitions it must end before the lease on a refresh does. */
const TIMEOUT = 10_000;
const ALL_TRIES = 45_000;

/** Talks to an app's token address through the same door as everything else: led, timed and kept, without the secrets. */
@Injectable()
export class TokenEndpoint {
  constructor(private readonly parts: DoorParts) {}

  /** Throws `TokenRefused`, or `TryLater` for everything that may pass. A code is good once, so its exchange isn't repeated. */
  async ask(use: TokenUse, client: Client, form: Form): Promise<TokenSet> {
    const { tokenUrl } = oauthOf(use);
    const answer = await this.post(use, client, form, tokenUrl, PURPOSES[form.grant_type!]);
    const { host } = new URL(tokenUrl);
    const tokens = answer.status === 200 ? readTokens(answer.body, this.parts.clock.now()) : undefined;
    if (tokens) return tokens;
    const { error } = fieldsOf(answer.body);
    if (typeof error === 'string' && answer.status < 500) throw new TokenRefused(error.slice(0, 60), host);
    throw new TryLater({ why: `${host} answered ${answer.status} when it was asked for a token.` });
  }

  /** Hands a token back. */
  async revoke(use: TokenUse, client: Client, refresh: string, url: string): Promise<void> {
    const form = { token: refresh, token_type_hint: 'refresh_token' };
    const { status } = await this.post(use, client, form, url, 'Hand the token back');
    if (status >= 400) throw new TryLater({ why: `${new URL(url).host} answered ${status} to a returned token.` });
  }

  private async post(
    use: TokenUse,
    client: Client,
    form: Form,
    url: string,
    purpose: string | undefined,
  ): Promise<HttpAnswer> {
    const manifest = { hosts: use.manifest.hosts, limits: {} };
    const line = {
      connectionId: use.connectionId,
      credentials: {},
      secrets: [client.secret, ...secretsOfForm(form)],
      secretsIn: tokensIn,
    };
    // Not the signal of whoever asks: others wait for the same token.
    const door = new Door({ ...use, manifest, signal: AbortSignal.timeout(ALL_TRIES), writes: true }, line, this.parts);
    try {
      return await door.send({
        method: 'POST',
        path: url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: basic(client) },
        body: new URLSearchParams(form).toString(),
        timeout: TIMEOUT,
        repeatable: form.grant_type !== 'authorization_code',
        purpose,
      });
    } catch (error) {
      const late = (error as Error).name === 'TimeoutError';
      if (!late && !(error instanceof NoAnswer)) throw error;
      throw new TryLater({ why: late ? `${new URL(url).host} did not answer in time.` : (error as Error).message });
    }
  }
}

const PURPOSES: Record<string, string> = {
  authorization_code: 'Exchange the consent for a token',
  refresh_token: 'Refresh the token',
  client_credentials: 'Ask for a token',
};

export function oauthOf({ manifest }: Pick<TokenUse, 'manifest'>) {
  const oauth = manifest.connection?.oauth;
  if (!oauth) throw new Error('This plugin is not connected by OAuth 2');
  return oauth;
}

function basic({ id, secret }: Client): string {
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function secretsOfForm({ code, code_verifier, refresh_token, token }: Form): string[] {
  return [code, code_verifier, refresh_token, token].filter((secret) => secret !== undefined);
}
