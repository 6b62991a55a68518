import { Module, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { OwnInstallations } from '../installations/current-installation.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Frame, type Need } from '../web/frame.js';
import type { RunState } from './run.js';
import { RunPages } from './run-pages.js';
import { RunsController } from './runs.controller.js';
import { TaskController } from './task.controller.js';
import { TaskList } from './task-list.js';
import { TasksController } from './tasks.controller.js';
import { TasksEngineModule } from './tasks-engine.module.js';

interface Stuck {
  id: number;
  state: RunState;
  message: string | null;
  plugin: string;
  task: string;
  installation: string;
}

const NEEDS_SHOWN = 20;

/** Schedules, runs and the queue, with their pages. */
@Module({
  imports: [TasksEngineModule],
  controllers: [TasksController, TaskController, RunsController],
  providers: [OwnInstallations, RunPages, TaskList],
  exports: [TasksEngineModule],
})
export class TasksModule implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({ needs: async (_, store) => (store ? this.needs(store.id) : []) });
  }

  /** Tasks whose latest run only a person can help. */
  private async needs(storeId: number): Promise<Need[]> {
    const stuck = await this.database.query<Stuck>(
      `select r.id, r.state, r.message, r.plugin, r.task, i.name as installation
       from schedules s join runs r on r.store_id = s.store_id and r.id = s.last_run_id
       join installations i on i.store_id = s.store_id and i.id = s.installation_id
       where s.store_id = ? and s.active and r.state in ('needs-person', 'failed') and i.state <> 'uninstalled'
       order by r.id desc limit ?`,
      [storeId, NEEDS_SHOWN],
    );
    return stuck.map((run) => this.needOf(run));
  }

  private needOf({ id, state, message, plugin, task, installation }: Stuck): Need {
    const title = this.plugins.get(plugin)?.manifest.tasks.find(({ id }) => id === task)?.title ?? task;
    return {
      title: `“${title}” of ${installation} ${state === 'failed' ? 'failed' : 'needs you'}`,
      detail: message ?? undefined,
      href: `/runs/${id}`,
      action: 'See the run',
    };
  }
}
