import { type DynamicModule, Module } from '@nestjs/common';
import { CallDesk } from './call-desk.js';
import type { FoundPlugin } from './load-plugins.js';
import { guardedCalls, type LoadedPlugin } from './loaded-plugin.js';

/** The token under which a plugin's module offers its `LoadedPlugin`. */
export const pluginToken = (id: string) => `plugin:${id}`;

/** One plugin as a module of the application. */
@Module({})
export class PluginModule {
  static register(definition: FoundPlugin): DynamicModule {
    const token = pluginToken(definition.manifest.id);
    const provider = { provide: token, inject: [CallDesk], useFactory: (desk: CallDesk) => load(definition, desk) };
    return { module: PluginModule, providers: [provider], exports: [token] };
  }
}

function load({ manifest, folder, icon, contained, run }: FoundPlugin, desk: CallDesk): LoadedPlugin {
  const { calls, ...running } = run(desk);
  return { manifest, folder, icon, contained, calls: guardedCalls(manifest.id, desk, calls), ...running };
}
