import { Injectable } from '@nestjs/common';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Schedules } from '../tasks/schedules.service.js';
import type { Installation } from './installation.entity.js';
import { type Check, PreFlight } from './pre-flight.service.js';
import { Unmapped } from './unmapped.service.js';

/** What has to be right before anything is written to the app or the shop. */
@Injectable()
export class GoLiveChecks {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly preFlight: PreFlight,
    private readonly unmapped: Unmapped,
    private readonly schedules: Schedules,
  ) {}

  async list(it: Installation): Promise<Check[]> {
    const [answered, mapped, imported] = await Promise.all([this.preFlight.list(it), this.maps(it), this.imports(it)]);
    return [...answered, ...imported, ...mapped];
  }

  private async maps(it: Installation): Promise<Check[]> {
    const maps = (this.plugins.get(it.plugin)?.manifest.valueMaps ?? []).filter(({ required }) => required);
    const counts = await this.unmapped.counts(it, maps);
    return counts.map(({ map, unmapped, total }) => ({
      title: map.title,
      done: unmapped === 0,
      detail: unmapped === 0 ? undefined : `${unmapped} of ${total} have no counterpart yet.`,
      href: `/installations/${it.id}/maps/${map.id}`,
    }));
  }

  /** Each import that is switched on has been through once: what isn't here yet can't be looked over. */
  private async imports({ storeId, id, plugin }: Installation): Promise<Check[]> {
    const tasks = (this.plugins.get(plugin)?.manifest.tasks ?? []).filter(({ direction }) => direction === 'in');
    if (tasks.length === 0) return [];
    const rows = new Map((await this.schedules.list(storeId, id)).map((row) => [row.task, row]));
    const open = tasks.filter((task) => {
      const row = rows.get(task.id);
      return row !== undefined && Boolean(row.active) && row.first_done_at === null;
    });
    const detail = open.length === 0 ? undefined : `Not through yet: ${open.map(({ title }) => title).join(', ')}.`;
    return [{ title: 'First imports', done: open.length === 0, detail, href: `/installations/${id}/tasks` }];
  }
}
