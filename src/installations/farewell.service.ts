import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository } from 'typeorm';
import { Connections } from '../connections/connections.service.js';
import { Departures } from '../connections/oauth/departures.js';
import { Outbound } from '../connections/outbound.js';
import { CallDesk } from '../plugins/call-desk.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Reconnect } from '../sdk/index.js';
import { FactsService } from './facts.service.js';
import { Installation } from './installation.entity.js';

/** A person who uninstalls waits for it. */
const PATIENCE = 15_000;

/** When the last installation lets go of a connection its secrets are forgotten; of a consent, the app is told before. */
@Injectable()
export class Farewell {
  private readonly log = new Logger('connections');

  constructor(
    @InjectRepository(Installation) private readonly installations: Repository<Installation>,
    private readonly plugins: PluginRegistry,
    private readonly connections: Connections,
    private readonly departures: Departures,
    private readonly outbound: Outbound,
    private readonly facts: FactsService,
    private readonly desk: CallDesk,
  ) {}

  /** Nobody else uses this one's connection. */
  async isLast({ id, connectionId }: Installation): Promise<boolean> {
    if (connectionId === null) return false;
    return (await this.installations.countBy({ connectionId, state: Not('uninstalled'), id: Not(id) })) === 0;
  }

  /** An installation has let go. Answers why the app could not be told yet; that never stands in the way. */
  async from(it: Installation): Promise<string | undefined> {
    if (it.connectionId === null || !(await this.isLast(it))) return undefined;
    if (await this.departures.begin(it.connectionId)) return this.tell(it.connectionId, it);
    if (this.hasSecrets(it)) await this.connections.letGo(it.connectionId);
    return undefined;
  }

  /** Not where another store of the hub is at the other end. */
  hasSecrets({ plugin }: Pick<Installation, 'plugin'>): boolean {
    return this.plugins.get(plugin)?.manifest.connection?.peer === undefined;
  }

  /** Takes up what did not work before. */
  async tellLeft(): Promise<void> {
    for (const connectionId of await this.departures.due()) {
      const it = await this.installations.findOne({ where: { connectionId }, order: { id: 'DESC' } });
      if (it) await this.tell(connectionId, it);
      else await this.connections.letGo(connectionId);
    }
  }

  private async tell(connectionId: number, it: Installation): Promise<string | undefined> {
    if (!(await this.departures.claim(connectionId))) return undefined;
    if (await this.installations.existsBy({ connectionId, state: Not('uninstalled') })) {
      await this.departures.stay(connectionId);
      return undefined;
    }
    try {
      await this.disconnect(connectionId, it);
    } catch (error) {
      // An access that has ended already needs no end.
      if (!(error instanceof Reconnect)) {
        const { message } = error as Error;
        this.log.warn(`Connection ${connectionId} could not be given back: ${message}`);
        if (await this.departures.postpone(connectionId)) return message;
      }
    }
    await this.connections.letGo(connectionId);
    return undefined;
  }

  private async disconnect(connectionId: number, { storeId, id: installationId, plugin: name }: Installation) {
    const plugin = this.plugins.get(name);
    const connection = await this.connections.get(connectionId);
    const oauth = plugin?.manifest.connection?.oauth;
    if (!plugin || !connection || !oauth) return;
    const { manifest } = plugin;
    const signal = AbortSignal.timeout(PATIENCE);
    const use = { storeId, installationId, connectionId, manifest, signal, writes: true };
    if (oauth.disconnects && !(await this.departures.othersStay(connectionId))) {
      const { facts } = await this.facts.of(storeId, installationId, manifest);
      const tenant = {
        key: connection.tenantKey,
        name: connection.tenantName,
        data: connection.tenantData ?? undefined,
      };
      await this.desk.during({ http: this.outbound.open(use).http, signal }, facts, (call) =>
        plugin.calls.disconnect(call, tenant),
      );
    }
    await this.departures.revoke(use);
  }
}
