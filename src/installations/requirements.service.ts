import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository } from 'typeorm';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Manifest } from '../sdk/host/index.js';
import { Installation } from './installation.entity.js';

/** Something that has to be there before an addon may be installed, and the way to it. */
export interface Missing {
  title: string;
  text: string;
  /** An address to go to, or the id of a plugin to install first. */
  go?: { label: string; href: string };
  install?: { label: string; plugin: string };
}

/** What stands in the way of an installation. The message names the first thing. */
export class CannotInstall extends Error {
  override readonly name = 'CannotInstall';

  constructor(readonly missing: Missing[]) {
    super(missing[0]?.text ?? 'This addon can’t be installed here.');
  }
}

/** Which addons stand on which. */
@Injectable()
export class Requirements {
  constructor(
    @InjectRepository(Installation) private readonly installations: Repository<Installation>,
    private readonly plugins: PluginRegistry,
  ) {}

  /** What is missing before this plugin may be installed on a store; undefined stands for having no store yet. */
  async missing(storeId: number | undefined, manifest: Manifest): Promise<Missing[]> {
    if (storeId === undefined) return [noStore];
    const installed = await this.of(storeId);
    return [
      ...this.required(manifest, installed),
      ...this.platform(manifest, installed),
      ...once(manifest, installed, this.plugins),
    ];
  }

  /** Installed addons of the store that need this one. */
  async dependants({ storeId, id, plugin }: Installation): Promise<Installation[]> {
    const installed = await this.of(storeId);
    if (installed.some((other) => other.plugin === plugin && other.id !== id)) return [];
    return installed.filter(({ plugin: other }) => this.plugins.get(other)?.manifest.requires.includes(plugin));
  }

  /** The installation of the store's own platform, once there is one. */
  async platformOf(storeId: number): Promise<Installation | undefined> {
    return (await this.of(storeId)).find(({ plugin }) => this.plugins.get(plugin)?.manifest.platform);
  }

  /** The connections whose records are the store's own: its platform's, and those of other stores that feed it. */
  async ownSides(storeId: number): Promise<number[]> {
    const own = (await this.of(storeId)).filter(({ plugin }) => {
      const manifest = this.plugins.get(plugin)?.manifest;
      return manifest?.platform || manifest?.connection?.peer;
    });
    return own.flatMap(({ connectionId }) => connectionId ?? []);
  }

  platforms(): LoadedPlugin[] {
    return this.plugins.all().filter(({ manifest }) => manifest.platform);
  }

  private of(storeId: number): Promise<Installation[]> {
    return this.installations.find({ where: { storeId, state: Not('uninstalled') }, order: { id: 'ASC' } });
  }

  private required({ requires, name }: Manifest, installed: Installation[]): Missing[] {
    return requires
      .filter((id) => !installed.some(({ plugin }) => plugin === id))
      .map((id) => {
        const needed = this.plugins.get(id)?.manifest;
        return {
          title: `${needed?.name ?? id} comes first`,
          text: `${name} stands on ${needed?.name ?? id}, which is not installed on this store yet.`,
          install: needed && { label: `Install ${needed.name}`, plugin: id },
        };
      });
  }

  /** Records belong to the store's platform: an app beside it has nothing to move before that is connected. */
  private platform({ platform, connection, name }: Manifest, installed: Installation[]): Missing[] {
    if (platform || !connection || this.platforms().length === 0) return [];
    const own = installed.find(({ plugin }) => this.plugins.get(plugin)?.manifest.platform);
    if (!own) {
      return this.platforms().map(({ manifest: { id, name: platformName } }) => ({
        title: 'Connect your store',
        text: `${name} moves records to and from your store, so the store itself is connected first.`,
        go: { label: `Connect ${platformName}`, href: `/addons/${id}` },
      }));
    }
    if (own.connectionId !== null || !this.plugins.get(own.plugin)?.manifest.connection) return [];
    return [
      {
        title: 'Connect your store',
        text: `${own.name} is installed but not connected yet.`,
        go: { label: `Go on with ${own.name}`, href: `/installations/${own.id}/steps/${own.step}` },
      },
    ];
  }
}

const noStore: Missing = {
  title: 'Add a store',
  text: 'Everything you install belongs to one store, and you have none yet.',
  go: { label: 'Add your first store', href: '/stores/new' },
};

/** A store has one platform; and what connects to nothing is there or not, a second one would be the same. */
function once(manifest: Manifest, installed: Installation[], plugins: PluginRegistry): Missing[] {
  const other = installed.find(({ plugin }) =>
    manifest.platform ? plugins.get(plugin)?.manifest.platform : plugin === manifest.id && !manifest.connection,
  );
  if (!other) return [];
  const text =
    other.plugin === manifest.id
      ? `${manifest.name} is installed on this store.`
      : `This store’s platform is ${other.name}. A store has exactly one.`;
  return [{ title: 'Already there', text, go: { label: `Open ${other.name}`, href: `/installations/${other.id}` } }];
}
