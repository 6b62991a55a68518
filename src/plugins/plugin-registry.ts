import { Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { PluginFailure } from './failure.js';
import type { LoadedPlugin } from './loaded-plugin.js';

/** Every plugin of this hub, and why some are missing. */
export class PluginRegistry implements OnModuleDestroy, OnModuleInit {
  private readonly plugins: Map<string, LoadedPlugin>;

  constructor(
    plugins: LoadedPlugin[],
    private readonly broken: PluginFailure[],
  ) {
    const byName = plugins.toSorted((left, right) => left.manifest.name.localeCompare(right.manifest.name));
    this.plugins = new Map(byName.map((plugin) => [plugin.manifest.id, plugin]));
  }

  /** By name. */
  all(): LoadedPlugin[] {
    return [...this.plugins.values()];
  }

  get(id: string): LoadedPlugin | undefined {
    return this.plugins.get(id);
  }

  failures(): PluginFailure[] {
    return [...this.broken];
  }

  onModuleInit(): void {
    for (const failure of this.broken) log.error('A plugin was not loaded', failure);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.all().map((plugin) => plugin.dispose()));
  }
}

const log = new Logger('plugins');
