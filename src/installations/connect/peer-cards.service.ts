import { Injectable } from '@nestjs/common';
import { type Peer, PeerStores } from '../../peers/peer-stores.service.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Schedules } from '../../tasks/schedules.service.js';
import type { FieldView } from '../forms/field-view.js';
import { InstallationLife } from '../installation-life.service.js';
import { peersShown } from './peers-shown.js';

/** The stores that another one may take from, with what speaks against each. */
@Injectable()
export class PeerCards {
  constructor(
    private readonly peers: PeerStores,
    private readonly life: InstallationLife,
    private readonly plugins: PluginRegistry,
    private readonly schedules: Schedules,
  ) {}

  async of(storeId: number, chosen?: string, error?: string): Promise<FieldView | undefined> {
    const peers = await this.peers.choices(storeId);
    const warned = await Promise.all(peers.map(async (peer) => ({ ...peer, warning: await this.warning(peer) })));
    return peersShown(warned, chosen, error);
  }

  private async warning({ id, owner, unknown }: Peer): Promise<string | undefined> {
    if (unknown) return 'Nothing of it is here yet: connect its platform first.';
    // What another merchant has installed is nobody else's business.
    const apps = owner === null ? await this.sendingOrders(id) : [];
    if (apps.length === 0) return undefined;
    return `Its orders go to ${apps.join(' and ')} from there already. Sent from here as well, they would stand there twice.`;
  }

  private async sendingOrders(storeId: number): Promise<string[]> {
    const running = (await this.life.of(storeId)).filter(({ state }) => state === 'importing' || state === 'live');
    const names = running.map(async ({ id, plugin }) => {
      const manifest = this.plugins.get(plugin)?.manifest;
      const active = await this.schedules.active(storeId, id);
      const sends = manifest?.tasks.some(
        (task) => task.kind === 'document' && task.record === 'invoice' && active.has(task.id),
      );
      return sends ? [manifest!.name] : [];
    });
    return [...new Set((await Promise.all(names)).flat())];
  }
}
