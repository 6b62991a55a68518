import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { HubClients } from './hub-clients.js';
import { oauthOf, TokenEndpoint, type TokenUse } from './token-endpoint.js';
import { TokenTable } from './token-table.js';

const HOUR = 3_600_000;
/** Long enough for one try. */
const TRYING = 10 * 60_000;
/** An app that can't be told for so long won't hear of it any more. */
const GIVE_UP = 7 * 24 * HOUR;

/** Consents that nobody uses any more: the app is to be told, and it is tried again until it has been. */
@Injectable()
export class Departures {
  constructor(
    private readonly database: Database,
    private readonly table: TokenTable,
    private readonly endpoint: TokenEndpoint,
    private readonly clients: HubClients,
    private readonly clock: Clock,
  ) {}

  /** False where there is no consent to give back. */
  async begin(connectionId: number): Promise<boolean> {
    const now = this.clock.date();
    const found = await this.database.run(
      `update connection_tokens set leaving_since = ?, leave_at = ? where connection_id = ? and way = 'consent'`,
      [now, now, connectionId],
    );
    return found > 0;
  }

  /** Somebody uses it again. */
  async stay(connectionId: number): Promise<void> {
    await this.database.run(
      'update connection_tokens set leaving_since = null, leave_at = null where connection_id = ?',
      [connectionId],
    );
  }

  async due(): Promise<number[]> {
    const rows = await this.database.query<{ connection_id: number }>(
      'select connection_id from connection_tokens where leave_at <= ? order by leave_at limit 100',
      [this.clock.date()],
    );
    return rows.map(({ connection_id }) => connection_id);
  }

  /** Only one process tries at a time. */
  async claim(connectionId: number): Promise<boolean> {
    const now = this.clock.now();
    const claimed = await this.database.run(
      'update connection_tokens set leave_at = ? where connection_id = ? and leave_at <= ?',
      [new Date(now + TRYING), connectionId, new Date(now)],
    );
    return claimed > 0;
  }

  /** It did not work; false when it is not worth another try. */
  async postpone(connectionId: number): Promise<boolean> {
    const now = this.clock.now();
    const again = await this.database.run(
      'update connection_tokens set leave_at = ? where connection_id = ? and leaving_since > ?',
      [new Date(now + HOUR), connectionId, new Date(now - GIVE_UP)],
    );
    return again > 0;
  }

  /** Another merchant lives on a consent of the same company: what the app ends for the one, it may end for both. */
  async othersStay(connectionId: number): Promise<boolean> {
    const other = await this.database.one(
      `select 1 from connections c
       join connections o on o.plugin = c.plugin and o.tenant_key = c.tenant_key and o.id <> c.id
       join connection_tokens t on t.connection_id = o.id and t.way = 'consent' and t.leaving_since is null
       where c.id = ? limit 1`,
      [connectionId],
    );
    return other !== undefined;
  }

  /** Hands the token back, where the app takes it. */
  async revoke(use: TokenUse & { connectionId: number }): Promise<void> {
    const { revokeUrl } = oauthOf(use);
    const kept = await this.table.read(use.connectionId);
    const client = kept && this.clients.of(kept.plugin);
    if (revokeUrl && kept?.refresh && client) await this.endpoint.revoke(use, client, kept.refresh, revokeUrl);
  }
}
