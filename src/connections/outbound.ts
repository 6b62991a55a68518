import { setMaxListeners } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { type HttpAnswer, type HttpRequest, NeedsPerson, Reconnect } from '../sdk/index.js';
import { Settings } from '../settings/settings.js';
import type { Connection } from './connection.entity.js';
import { type Credentials, secretsOf } from './credentials.js';
import { Door, type DoorParts, type Line, type Use } from './door/door.js';
import { Endpoints } from './door/endpoints.js';
import { Wire } from './door/wire.js';
import { Exchanges } from './exchanges/exchanges.service.js';
import { limitsOf } from './limits/remote-tenant.js';
import { Turnstiles } from './limits/turnstiles.js';
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
  private readonly parts: DoorParts;

  constructor(
    private readonly vault: Vault,
    private readonly turnstiles: Turnstiles,
    private readonly exchanges: Exchanges,
    wire: Wire,
    clock: Clock,
    settings: Settings,
  ) {
    this.parts = { clock, wire, exchanges, endpoints: new Endpoints(settings.endpoints) };
  }

  /** A door on a stored connection; it is loaded when the first request comes. */
  open(use: Use & { connectionId: number }): OpenDoor {
    let line: Promise<Line> | undefined;
    let secrets: string[] = [];
    return this.through(
      use,
      () => {
        line ??= this.lineOf(use).then((found) => {
          secrets = secretsIn(use, found.credentials);
          return found;
        });
        return line;
      },
      () => secrets,
    );
  }

  /** A door on credentials that are only being tried. */
  tryOut(use: Use, credentials: Credentials): OpenDoor {
    const secrets = secretsIn(use, credentials);
    return this.through(
      use,
      async () => ({ credentials }),
      () => secrets,
    );
  }

  private through(use: Use, line: () => Promise<Line>, secrets: () => string[]): OpenDoor {
    // A whole page of requests may wait for the same run to be stopped; that is no leak.
    setMaxListeners(0, use.signal);
    return {
      http: async (request) => new Door(use, await line(), this.parts).send(request),
      strikeOut: (text) => strikeOut(text, secrets()),
      flush: () => this.exchanges.flush(),
    };
  }

  private async lineOf({ connectionId, manifest }: Use & { connectionId: number }): Promise<Line> {
    const { connection, credentials } = await this.vault.open(connectionId);
    refuseUnlessConnected(connection);
    const tenant = { plugin: connection.plugin, key: connection.tenantKey };
    return { connectionId, credentials, turnstile: this.turnstiles.of(tenant, limitsOf(manifest.limits)) };
  }
}

function refuseUnlessConnected({ state, stateReason }: Connection): void {
  if (state === 'needs-reconnecting') throw new Reconnect(stateReason ?? undefined);
  if (state === 'broken') throw new NeedsPerson(stateReason ?? 'This connection is broken.');
}

function secretsIn({ manifest }: Use, credentials: Credentials): string[] {
  return manifest.connection ? secretsOf(manifest.connection, credentials) : [];
}
