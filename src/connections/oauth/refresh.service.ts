import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { TryLater } from '../../sdk/index.js';
import { Vault } from '../vault.js';
import type { Client, TokenSet } from './grant.js';
import { HubClients } from './hub-clients.js';
import { oauthOf, TokenEndpoint, TokenRefused, type TokenUse } from './token-endpoint.js';
import type { KeptTokens } from './token-table.js';

type Use = TokenUse & { connectionId: number };

export interface Refreshed {
  tokens: TokenSet;
  /** The refresh token that was spent for it. */
  used?: string;
}

/** How long apps take a refresh token once more whose answer was lost. */
const GRACE = 30 * 60_000;
/** The client is at fault, not the consent: nothing that a merchant could mend. */
const CLIENT_AT_FAULT = new Set(['invalid_client', 'unauthorized_client', 'invalid_request', 'unsupported_grant_type']);

/** Asks an app for new tokens, each way as it is done. Throws `TokenRefused` when only a person can help. */
@Injectable()
export class Refresh {
  constructor(
    private readonly endpoint: TokenEndpoint,
    private readonly clients: HubClients,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async ask(use: Use, kept: KeptTokens): Promise<Refreshed> {
    if (kept.way === 'own-client') return { tokens: await this.byOwnClient(use, await this.ownClient(use)) };
    const client = this.hubClient(kept.plugin);
    if (kept.refresh === undefined) throw new TokenRefused('no_refresh_token', 'The app');
    try {
      return await this.spend(use, client, kept.refresh);
    } catch (error) {
      const { previous } = kept;
      const inGrace = previous && this.clock.now() - previous.at < GRACE;
      if (!inGrace || !isInvalidGrant(error)) throw error;
      // Two answers may have crossed: then the app still waits for the one before.
      return this.spend(use, client, previous.refresh);
    }
  }

  /** A token of a merchant's own client is simply asked for again. */
  byOwnClient(use: TokenUse, client: Client): Promise<TokenSet> {
    const scope = oauthOf(use).clientCredentials?.scopes.join(' ') ?? '';
    return this.endpoint.ask(use, client, { grant_type: 'client_credentials', ...(scope && { scope }) });
  }

  hubClient(plugin: string): Client {
    const client = this.clients.of(plugin);
    if (client) return client;
    throw new TryLater({ why: `The hub has no client with this app: whoever runs it must set OAUTH_CLIENTS.` });
  }

  private async spend(use: Use, client: Client, refresh: string): Promise<Refreshed> {
    try {
      const tokens = await this.endpoint.ask(use, client, { grant_type: 'refresh_token', refresh_token: refresh });
      // Not every app gives a new one each time.
      return { tokens: { refresh, ...tokens }, used: refresh };
    } catch (error) {
      if (!(error instanceof TokenRefused) || !CLIENT_AT_FAULT.has(error.code)) throw error;
      throw new TryLater({ why: `${error.message} Whoever runs the hub must look at OAUTH_CLIENTS.` });
    }
  }

  private async ownClient({ connectionId }: Use): Promise<Client> {
    const { credentials } = await this.vault.open(connectionId);
    return { id: credentials.clientId ?? '', secret: credentials.clientSecret ?? '' };
  }
}

function isInvalidGrant(error: unknown): boolean {
  return error instanceof TokenRefused && error.code === 'invalid_grant';
}
