import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Reconnect, TryLater } from '../../sdk/index.js';
import { Connections } from '../connections.service.js';
import type { LineTokens } from '../door/door.js';
import type { TokenSet } from './grant.js';
import { Refresh } from './refresh.service.js';
import { TokenRefused, type TokenUse } from './token-endpoint.js';
import { type KeptTokens, TokenTable } from './token-table.js';

type Use = TokenUse & { connectionId: number };

/** With less than this left, a token is renewed. */
const AHEAD = 5 * 60_000;
/** With more than this left, it may still be used while it can't be renewed. */
const BRIEFLY = 30_000;
/** Longer than asking for a new one may take with all its repetitions. */
const LEASE_SECONDS = 60;
const PATIENCE = 65_000;
const LOOK_AGAIN = 40;
/** After trouble at the app's token address, before the next try. */
const REST = 30_000;

/**
 * The one place where a connection's tokens are renewed: once however many ask, in this process and in all others. No
 * transaction is open while the app is asked, and nobody uses a new token before it is stored.
 */
@Injectable()
export class Tokens {
  private readonly log = new Logger('connections');
  private readonly known = new Map<number, TokenSet>();
  private readonly flights = new Map<string, Promise<string>>();
  private readonly resting = new Map<number, { until: number; error: unknown }>();

  constructor(
    private readonly table: TokenTable,
    private readonly refresh: Refresh,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {}

  /**
   * For a door on a stored connection. Each looks once for itself: what this process remembers may be from before somebody
   * reconnected.
   */
  of(use: Use): LineTokens {
    let looked = false;
    return {
      access: async () => {
        const known = looked ? this.known.get(use.connectionId) : undefined;
        looked = true;
        return known && this.lasts(known, AHEAD) ? known.access : this.onceFor(use);
      },
      renew: (refused) => this.renew(use, refused),
    };
  }

  private async renew(use: Use, refused: string): Promise<string> {
    this.known.delete(use.connectionId);
    return this.onceFor(use, refused);
  }

  /** Renews a token that nobody needs at the moment, so that the app doesn't forget the consent. */
  async keepAlive(use: Use): Promise<void> {
    const kept = await this.table.read(use.connectionId);
    if (kept) await this.onceFor(use, kept.access);
  }

  /** What a connection's consent was asked for. */
  scopes(connectionId: number): Promise<string[] | undefined> {
    return this.table.scopes(connectionId);
  }

  /** However many ask in this process, one looks. */
  private onceFor(use: Use, refused?: string): Promise<string> {
    const name = `${use.connectionId} ${refused ?? ''}`;
    const running = this.flights.get(name);
    if (running) return running;
    const flight = this.find(use, refused).finally(() => this.flights.delete(name));
    this.flights.set(name, flight);
    return flight;
  }

  private async find(use: Use, refused?: string): Promise<string> {
    const giveUp = performance.now() + PATIENCE;
    for (;;) {
      const asOf = this.clock.date();
      const kept = await this.table.read(use.connectionId);
      if (!kept) throw new Reconnect('There is no consent any more. Connect again.');
      if (kept.access !== refused && this.lasts(kept, AHEAD)) return this.remember(use, kept);
      const usable = kept.access !== refused && this.lasts(kept, BRIEFLY);
      const rest = this.resting.get(use.connectionId);
      if (rest && rest.until > this.clock.now()) return usable ? kept.access : fail(rest.error);
      const holder = randomUUID();
      if (await this.table.lease(kept, holder, LEASE_SECONDS)) {
        const token = await this.renewed(use, kept, { holder, asOf, usable });
        if (token !== undefined) return token;
        continue;
      }
      // Somebody else is at it.
      if (usable) return kept.access;
      if (performance.now() > giveUp) throw new TryLater({ why: 'Another process has not renewed the token yet.' });
      await sleep(LOOK_AGAIN);
    }
  }

  /** Undefined when somebody else has put other tokens there meanwhile. */
  private async renewed(use: Use, kept: KeptTokens, { holder, asOf, usable }: Renewing): Promise<string | undefined> {
    try {
      const { tokens, used } = await this.refresh.ask(use, kept);
      const previous = used === undefined ? undefined : { refresh: used, at: this.clock.now() };
      this.resting.delete(use.connectionId);
      return (await this.table.renew(kept, tokens, previous)) ? this.remember(use, tokens) : undefined;
    } catch (error) {
      await this.table.release(use.connectionId, holder);
      if (error instanceof TokenRefused) return this.refused(use, kept, error, asOf);
      if (!(error instanceof TryLater)) throw error;
      this.log.warn(`The token of connection ${use.connectionId} could not be renewed: ${error.message}`);
      this.resting.set(use.connectionId, { until: this.clock.now() + REST, error });
      if (usable) return kept.access;
      throw error;
    }
  }

  /** Only a new consent helps; unless somebody has just given one. */
  private async refused(use: Use, kept: KeptTokens, { code }: TokenRefused, asOf: Date): Promise<string | undefined> {
    const now = await this.table.read(use.connectionId);
    if (now && now.generation !== kept.generation) return undefined;
    const why =
      kept.way === 'consent'
        ? 'The app has ended our access, or it was not used for too long. Reconnect to go on.'
        : `The app no longer accepts your client id and secret (${code}). Reconnect with new ones.`;
    await this.connections.markNeedsReconnecting(use.connectionId, why, asOf);
    throw new Reconnect(why);
  }

  private remember({ connectionId }: Use, { access, expiresAt }: TokenSet): string {
    this.known.set(connectionId, { access, expiresAt });
    return access;
  }

  private lasts({ expiresAt }: Pick<TokenSet, 'expiresAt'>, left: number): boolean {
    return expiresAt - this.clock.now() > left;
  }
}

interface Renewing {
  holder: string;
  asOf: Date;
  /** What is there may still be used. */
  usable: boolean;
}

function fail(error: unknown): never {
  throw error;
}
