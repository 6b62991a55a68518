import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Settings } from '../settings/settings.js';
import { CallDesk } from './call-desk.js';
import { IconsController } from './icons.controller.js';
import { type LoadOptions, loadPlugins } from './load-plugins.js';
import type { LoadedPlugin } from './loaded-plugin.js';
import { PluginModule, pluginToken } from './plugin.module.js';
import { PluginRegistry } from './plugin-registry.js';

/** What of the plugins' loading is not the operator's to set. */
export type PluginOptions = Omit<LoadOptions, 'pluginPaths' | 'dataDir'>;

/** The desk stands in a module of its own: each plugin's module needs it, and the registry needs them. */
@Global()
@Module({ providers: [CallDesk], exports: [CallDesk] })
class DeskModule {}

/** Every plugin that is there, each a module of its own, and the registry over them. */
@Global()
@Module({})
export class PluginsModule {
  static async with(
    settings: Pick<Settings, 'pluginPaths' | 'dataDir'>,
    options: PluginOptions = {},
  ): Promise<DynamicModule> {
    const { plugins, failures } = await loadPlugins({
      pluginPaths: settings.pluginPaths,
      dataDir: settings.dataDir,
      ...options,
    });
    const registry = {
      provide: PluginRegistry,
      inject: plugins.map(({ manifest }) => pluginToken(manifest.id)),
      useFactory: (...loaded: LoadedPlugin[]) => new PluginRegistry(loaded, failures),
    };
    return {
      module: PluginsModule,
      imports: [DeskModule, ...plugins.map((plugin) => PluginModule.register(plugin))],
      controllers: [IconsController],
      providers: [registry],
      exports: [PluginRegistry],
    };
  }
}
