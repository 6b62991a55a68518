import { setMaxListeners } from 'node:events';
import { Injectable } from '@nestjs/common';
import { PeerWires } from '../peers/peer-wires.js';
import { type HttpAnswer, type HttpRequest, Reconnect } from '../sdk/index.js';
import type { Connection } from './connection.entity.js';
import { type Credentials, secretsOf } from './credentials.js';
import { Door, type Line, type Use } from './door/door.js';
import { DoorParts } from './door/door-parts.js';
import { limitsOf } from './limits/remote-tenant.js';
import { Turnstiles } from './limits/turnstiles.js';
import { Tokens } from './oauth/tokens.service.js';
import { strikeOut } from './strike-out.js';
import { Vault } from './vault.js';

/** The only way out of the house. */
export interface OpenDoor {
  http(request: HttpRequest): Promise<HttpAnswer>;
  /** Hides this connection's secrets in a text, such as a log line of the plugin. */
  strikeOut(text: string): string;
  /** Everything this process kept of requests and answers so far can be read when this resolves. */
  flush(): Promise<void>;
}

/** Opens doors to the connected apps: declared hosts only, signed, within limits, every request kept. */
@Injectable()
export class Outbound {
  constructor(
    private readonly vault: Vault,
    private readonly turnstiles: Turnstiles,
    private readonly tokens: Tokens,
    private readonly peers: PeerWires,
    private readonly parts: DoorParts,
  ) {}

  /** A door on a stored connection; it is loaded when the first request comes. */
  open(use: Use & { connectionId: number }): OpenDoor {
    let line: Promise<Line> | undefined;
    const secrets: string[] = [];
    return this.through(
      use,
      () => {
        line ??= this.lineOf(use).then((found) => {
          secrets.push(...secretsIn(use, found.credentials));
          return overheard(found, secrets);
        });
        return line;
      },
      () => secrets,
    );
  }

  /** A door on credentials that are only being tried, or on a token that is no connection's yet. */
  tryOut(use: Use, credentials: Credentials, { token, headers }: { token?: string; headers?: Line['headers'] } = {}) {
    const secrets = [...secretsIn(use, credentials), ...(token === undefined ? [] : [token])];
    const tokens = token === undefined ? undefined : { access: async () => token, renew: async () => undefined };
    return this.through(
      use,
      async () => ({
        credentials,
        tokens,
        headers,
        wire: this.peers.to(use.manifest, credentials.store, { storeId: use.storeId }),
      }),
      () => secrets,
    );
  }

  private through(use: Use, line: () => Promise<Line>, secrets: () => string[]): OpenDoor {
    // A whole page of requests may wait for the same run to be stopped; that is no leak.
    setMaxListeners(0, use.signal);
    return {
      http: async (request) => new Door(use, await line(), this.parts).send(request),
      strikeOut: (text) => strikeOut(text, secrets()),
      flush: () => this.parts.exchanges.flush(),
    };
  }

  private async lineOf(use: Use & { connectionId: number }): Promise<Line> {
    const { connectionId, storeId, manifest } = use;
    const { connection, credentials } = await this.vault.open(connectionId);
    refuseUnlessConnected(connection);
    const tenant = { plugin: connection.plugin, key: connection.tenantKey };
    const turnstile = this.turnstiles.of(tenant, limitsOf(manifest.limits));
    const oauth = manifest.connection?.oauth;
    const wire = this.peers.to(manifest, credentials.store, { storeId, connectionId });
    if (!oauth) return { connectionId, credentials, turnstile, wire };
    return {
      connectionId,
      credentials: { ...credentials, tenant: connection.tenantKey },
      turnstile,
      tokens: this.tokens.of(use),
      // Only who has a client of their own has typed anything.
      headers: credentials.clientId === undefined ? undefined : oauth.clientCredentials?.headers,
    };
  }
}

function refuseUnlessConnected({ state, stateReason }: Connection): void {
  if (state === 'needs-reconnecting') throw new Reconnect(stateReason ?? undefined);
}

/** Notes each token that a line hands out, so that it can be struck out of what a plugin writes. */
function overheard(line: Line, secrets: string[]): Line {
  const { tokens } = line;
  if (!tokens) return line;
  const note = <T extends string | undefined>(token: T): T => {
    if (token !== undefined && !secrets.includes(token)) secrets.push(token);
    return token;
  };
  return {
    ...line,
    tokens: {
      access: async () => note(await tokens.access()),
      renew: async (refused) => note(await tokens.renew(refused)),
    },
  };
}

function secretsIn({ manifest }: Use, credentials: Credentials): string[] {
  return manifest.connection ? secretsOf(manifest.connection, credentials) : [];
}
