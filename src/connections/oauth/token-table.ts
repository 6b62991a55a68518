import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { NeedsPerson } from '../../sdk/index.js';
import { BrokenSeal } from '../seals/envelope.js';
import { type SealedColumn, Seals } from '../seals/seals.js';
import type { Grant, TokenSet, Way } from './grant.js';

const COLUMN: SealedColumn = { table: 'connection_tokens', column: 'sealed', key: ['connection_id'] };

/** What a connection's tokens are at one moment. */
export interface KeptTokens extends TokenSet {
  connectionId: number;
  plugin: string;
  way: Way;
  scopes: string[];
  generation: number;
  /** The refresh token before this one, which an app still takes for a while in case its answer was lost. */
  previous?: Previous;
}

interface Previous {
  refresh: string;
  /** When it was used. */
  at: number;
}

interface Row {
  plugin: string;
  way: Way;
  scopes: string[];
  sealed: Buffer;
  generation: number;
  expires_at: Date;
}

type Sealed = Pick<KeptTokens, 'access' | 'refresh' | 'previous'>;

/** Where tokens lie sealed, and who may renew them. Leases run in the database's own time, whatever a test's clock says. */
@Injectable()
export class TokenTable {
  constructor(
    private readonly database: Database,
    private readonly seals: Seals,
    private readonly clock: Clock,
  ) {
    seals.register(COLUMN);
  }

  async read(connectionId: number): Promise<KeptTokens | undefined> {
    const row = await this.database.one<Row>(
      `select c.plugin, t.way, t.scopes, t.sealed, t.generation, t.expires_at
       from connection_tokens t join connections c on c.id = t.connection_id where t.connection_id = ?`,
      [connectionId],
    );
    if (!row) return undefined;
    const { plugin, way, scopes, generation, expires_at } = row;
    const sealed = await this.open(connectionId, row.sealed);
    return { connectionId, plugin, way, scopes, generation, expiresAt: expires_at.getTime(), ...sealed };
  }

  /** What was asked for; without opening anything. */
  async scopes(connectionId: number): Promise<string[] | undefined> {
    const sql = 'select scopes from connection_tokens where connection_id = ?';
    return (await this.database.one<Pick<Row, 'scopes'>>(sql, [connectionId]))?.scopes;
  }

  /** A new beginning: whatever was there counts no more, and whoever is refreshing it finds out. */
  async begin(connectionId: number, { way, tokens, scopes }: Grant): Promise<void> {
    const now = this.clock.date();
    const sealed = this.seal(connectionId, tokens);
    await this.database.run(
      `insert into connection_tokens (connection_id, way, scopes, sealed, generation, expires_at, refreshed_at)
       values (?) on duplicate key update way = values(way), scopes = values(scopes), sealed = values(sealed),
         generation = generation + 1, expires_at = values(expires_at), refreshed_at = values(refreshed_at),
         lease_holder = null, lease_until = null, leaving_since = null, leave_at = null`,
      [[connectionId, way, JSON.stringify(scopes), sealed, 1, new Date(tokens.expiresAt), now]],
    );
  }

  /** Only one holder at a time, and only for what they have read. */
  async lease({ connectionId, generation }: KeptTokens, holder: string, seconds: number): Promise<boolean> {
    const taken = await this.database.run(
      `update connection_tokens set lease_holder = ?, lease_until = now(3) + interval ? second
       where connection_id = ? and generation = ? and (lease_until is null or lease_until < now(3))`,
      [holder, seconds, connectionId, generation],
    );
    return taken > 0;
  }

  async release(connectionId: number, holder: string): Promise<void> {
    await this.database.run(
      'update connection_tokens set lease_holder = null, lease_until = null where connection_id = ? and lease_holder = ?',
      [connectionId, holder],
    );
  }

  /** Keeps new tokens in the place of those that were read; false when somebody else has done so. */
  async renew(before: KeptTokens, tokens: TokenSet, previous: Previous | undefined): Promise<boolean> {
    const { connectionId, generation } = before;
    const sealed = this.seal(connectionId, { ...tokens, previous });
    const kept = await this.database.run(
      `update connection_tokens set sealed = ?, generation = generation + 1, expires_at = ?, refreshed_at = ?,
         lease_holder = null, lease_until = null where connection_id = ? and generation = ?`,
      [sealed, new Date(tokens.expiresAt), this.clock.date(), connectionId, generation],
    );
    return kept > 0;
  }

  async remove(connectionId: number): Promise<void> {
    await this.database.run('delete from connection_tokens where connection_id = ?', [connectionId]);
  }

  private seal(connectionId: number, { access, refresh, previous }: Sealed): Buffer {
    return this.seals.seal(JSON.stringify({ access, refresh, previous }), COLUMN, [connectionId]);
  }

  private async open(connectionId: number, sealed: Buffer): Promise<Sealed> {
    try {
      return JSON.parse(await this.seals.open(sealed, COLUMN, [connectionId])) as Sealed;
    } catch (error) {
      if (!(error instanceof BrokenSeal)) throw error;
      throw new NeedsPerson(`The stored tokens can't be opened. ${error.message} Reconnecting stores new ones.`);
    }
  }
}
