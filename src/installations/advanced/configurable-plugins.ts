import { Injectable, NotFoundException } from '@nestjs/common';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { Manifest } from '../../sdk/host/index.js';
import type { Installation } from '../installation.entity.js';
import { declaredMasters } from './snapshot.js';

/** Addons that have something to configure. */
@Injectable()
export class ConfigurablePlugins {
  constructor(private readonly plugins: PluginRegistry) {}

  /** An installation's; where there is nothing to configure, the page does not exist. */
  of({ plugin: id }: Installation): LoadedPlugin {
    const plugin = this.plugins.get(id);
    if (!plugin || !isConfigurable(plugin.manifest)) throw new NotFoundException();
    return plugin;
  }
}

export function isConfigurable(manifest: Manifest | undefined): boolean {
  return manifest !== undefined && (manifest.advanced.length > 0 || declaredMasters(manifest).size > 0);
}
