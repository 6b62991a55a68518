import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Clock } from '../../clock/clock.js';
import { PendingConsents } from '../../connections/oauth/pending-consents.js';
import { Tokens } from '../../connections/oauth/tokens.service.js';
import { Database } from '../../database/database.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Chores } from '../../settings/chores.js';
import { Farewell } from '../farewell.service.js';

interface Resting {
  connection_id: number;
  plugin: string;
  store_id: number;
  installation_id: number;
}

/** A little less than a day, so that each day's turn finds what the last one renewed. */
const UNUSED = 23 * 3_600_000;

/** What workers do for connections that live on consents: keep those alive that nobody uses, give back those that nobody wants. */
@Injectable()
export class ConnectionUpkeep {
  private readonly log = new Logger('connections');

  constructor(
    private readonly chores: Chores,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly tokens: Tokens,
    private readonly pending: PendingConsents,
    private readonly farewell: Farewell,
    private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_HOUR)
  sayGoodbye(): Promise<void> {
    return this.chores.do('give back connections that nobody uses', () => this.farewell.tellLeft());
  }

  @Cron(CronExpression.EVERY_DAY_AT_4AM)
  async daily(): Promise<void> {
    await this.chores.do('keep connections alive', () => this.keepAlive());
    await this.chores.do('forget consents that nobody came back from', () => this.pending.sweep());
  }

  /**
   * An app forgets a consent that isn't used for long: a paused store must find it again. And where somebody has ended it over there, its
   * merchant hears of it within a day.
   */
  async keepAlive(): Promise<void> {
    for (const { connection_id, plugin, store_id, installation_id } of await this.resting()) {
      const manifest = this.plugins.get(plugin)?.manifest;
      if (!manifest) continue;
      const use = { connectionId: connection_id, storeId: store_id, installationId: installation_id, manifest };
      // One that fails says so on its connection; the others are not its business.
      await this.tokens
        .keepAlive(use)
        .catch((error: Error) => this.log.warn(`Connection ${connection_id} was not kept alive: ${error.message}`));
    }
  }

  private resting(): Promise<Resting[]> {
    return this.database.query<Resting>(
      `select t.connection_id, c.plugin, i.store_id, i.id installation_id
       from connection_tokens t
       join connections c on c.id = t.connection_id and c.state = 'connected'
       join installations i on i.id = (
         select min(id) from installations where connection_id = c.id and state <> 'uninstalled')
       where t.way = 'consent' and t.refreshed_at < ?`,
      [new Date(this.clock.now() - UNUSED)],
    );
  }
}
