import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { TaskManifest } from '../../sdk/host/index.js';
import { ENDED, type Run } from '../../tasks/run.js';
import { isTakingOver, sweepRun } from '../../tasks/run-task.js';
import { Runs } from '../../tasks/runs.service.js';
import { type ScheduleRow, Schedules } from '../../tasks/schedules.service.js';
import type { Installation } from '../installation.entity.js';
import { workflowTasks } from '../workflow-tasks.js';

/** How far one first import is. */
export interface FirstImport {
  task: TaskManifest;
  run?: Run;
  ended: boolean;
}

/** The imports that bring in what setting up works with: some at once after connecting, the rest with activation. */
@Injectable()
export class FirstImports {
  constructor(
    private readonly schedules: Schedules,
    private readonly runs: Runs,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
  ) {}

  /** Those that later steps, pick-lists and maps look at. `anew`: another company than before, so everything once more. */
  async afterConnecting(installation: Installation, anew: boolean): Promise<void> {
    const plugin = this.plugins.get(installation.plugin)!;
    const first = plugin.manifest.tasks.filter((task) => task.first).map(({ id }) => id);
    const { storeId, id } = installation;
    await this.schedules.install(storeId, id, plugin, first);
    const wanting = anew ? first : await this.wanting(installation);
    await this.start(
      installation,
      first.filter((task) => wanting.includes(task)),
    );
  }

  /** Every import that the merchant has chosen; those that have run already need not again. */
  async atActivation(installation: Installation): Promise<void> {
    const plugin = this.plugins.get(installation.plugin)!;
    const { storeId, id } = installation;
    const active = workflowTasks(plugin.manifest, installation.answers);
    await this.schedules.install(storeId, id, plugin, active);
    const rows = await this.schedules.list(storeId, id);
    for (const row of rows) {
      const should = active.includes(row.task);
      if (Boolean(row.active) !== should)
        await this.schedules.setActive({ storeId, installationId: id, task: row.task }, should);
    }
    await this.schedules.resume(storeId, id);
    const wanting = await this.wanting(installation);
    const imports = plugin.manifest.tasks.filter((task) => task.direction === 'in' && active.includes(task.id));
    await this.start(
      installation,
      imports.map((task) => task.id).filter((task) => wanting.includes(task)),
    );
    for (const { id: task } of imports) await this.schedules.passByNear({ storeId, installationId: id, task });
    const sent = plugin.manifest.tasks.filter(isTakingOver).filter((task) => active.includes(task.id));
    await this.start(
      installation,
      sent.map((task) => sweepRun(task.id)),
    );
  }

  /** Those that run, or have run, for the wizard; in the order the plugin names them. */
  async progress(installation: Installation): Promise<FirstImport[]> {
    const { storeId, id, plugin } = installation;
    const rows = new Map((await this.schedules.list(storeId, id)).map((row) => [row.task, row]));
    const shown = this.plugins
      .get(plugin)!
      .manifest.tasks.filter((task) => task.direction === 'in' && rows.get(task.id)?.active);
    const [first, latest] = await Promise.all([
      this.firstDone(installation),
      this.latestRuns(storeId, [...rows.values()]),
    ]);
    return shown.map((task) => {
      // What a later run found changed says nothing of what came in.
      const run = first.get(task.id) ?? latest.get(task.id);
      return { task, run, ended: run !== undefined && ENDED.includes(run.state) };
    });
  }

  private async wanting({ storeId, id }: Installation): Promise<string[]> {
    const rows = await this.schedules.list(storeId, id);
    const runs = await this.latestRuns(storeId, rows);
    return rows.filter((row) => isWanting(row, runs.get(row.task))).map(({ task }) => task);
  }

  private async firstDone({ storeId, id }: Installation): Promise<Map<string, Run>> {
    const runs = await this.database.query<Run>(
      `select r.* from (select min(id) id from runs where store_id = ? and installation_id = ? and state = 'done' group by task) done
       join runs r on r.store_id = ? and r.id = done.id`,
      [storeId, id, storeId],
    );
    return new Map(runs.map((run) => [run.task, run]));
  }

  private async latestRuns(storeId: number, rows: ScheduleRow[]): Promise<Map<string, Run>> {
    const ids = rows.flatMap(({ last_run_id }) => (last_run_id === null ? [] : [last_run_id]));
    if (ids.length === 0) return new Map();
    const runs = await this.database.query<Run>('select * from runs where store_id = ? and id in (?)', [storeId, ids]);
    return new Map(runs.map((run) => [run.task, run]));
  }

  private async start({ storeId, id }: Installation, tasks: string[]): Promise<void> {
    for (const task of tasks) await this.runs.start(storeId, id, task, 'first');
  }
}

/** Never done, and nobody is at it: not begun, or begun in vain. */
function isWanting({ first_done_at }: ScheduleRow, run: Run | undefined): boolean {
  return first_done_at === null && (!run || (ENDED.includes(run.state) && run.state !== 'done'));
}
