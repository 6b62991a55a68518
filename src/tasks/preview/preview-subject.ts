import { Injectable } from '@nestjs/common';
import { FactsService } from '../../installations/facts.service.js';
import type { Installation } from '../../installations/installation.entity.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { TaskManifest } from '../../sdk/host/index.js';
import type { Master } from '../../sdk/index.js';
import type { Facts } from '../../sdk/runtime/index.js';
import type { TaskKey } from '../../transactions/shipments.store.js';

/** What a preview is of: a task, with all that its functions may know. */
export interface PreviewSubject<Task extends TaskManifest = TaskManifest> {
  key: TaskKey;
  plugin: LoadedPlugin;
  task: Task;
  facts: Facts;
  /** Null before the app is connected. */
  connectionId: number | null;
  masters: Map<string, Master>;
}

@Injectable()
export class PreviewSubjects {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly factsOf: FactsService,
  ) {}

  /** Undefined when the addon has no such task. */
  async of({ storeId, id, plugin: pluginId }: Installation, taskId: string): Promise<PreviewSubject | undefined> {
    const plugin = this.plugins.get(pluginId);
    const task = plugin?.manifest.tasks.find((candidate) => candidate.id === taskId);
    if (!plugin || !task) return undefined;
    const known = await this.factsOf.of(storeId, id, plugin.manifest);
    return { key: { storeId, installationId: id, task: taskId }, plugin, task, ...known };
  }
}
