import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Repository } from 'typeorm';
import { Store } from '../accounts/store.entity.js';
import { StoresService } from '../accounts/stores.service.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Schedules } from '../tasks/schedules.service.js';
import { StuckRuns } from '../tasks/stuck-runs.js';
import type { Answers } from './forms/answer-form.js';
import { answersInWords } from './forms/in-words.js';
import { Installation } from './installation.entity.js';
import { storeFactsIn } from './store-facts.js';
import { Trail } from './trail.service.js';
import { workflowTasks } from './workflow-tasks.js';

/** What follows from changed answers: the trail, the store's own facts, which tasks run. */
@Injectable()
export class Consequences {
  constructor(
    @InjectRepository(Store) private readonly allStores: Repository<Store>,
    @InjectRepository(Installation) private readonly installations: Repository<Installation>,
    private readonly stores: StoresService,
    private readonly plugins: PluginRegistry,
    private readonly schedules: Schedules,
    private readonly stuck: StuckRuns,
    private readonly trail: Trail,
  ) {}

  async follow(
    installation: Installation,
    before: Pick<Installation, 'answers' | 'picked'>,
    userId?: number,
  ): Promise<void> {
    const { answers: after } = installation;
    const { manifest } = this.plugins.get(installation.plugin)!;
    const inWords = ({ answers, picked }: typeof before) => answersInWords(manifest.wizard, answers, picked);
    await this.trail.noteChange(
      installation,
      'settings changed',
      { before: inWords(before), after: inWords(installation) },
      userId,
    );
    if (manifest.platform) await this.tellStore(installation.storeId, after);
    if (installation.state === 'installing') return;
    const [was, is] = [workflowTasks(manifest, before.answers), workflowTasks(manifest, after)];
    for (const { id: task } of manifest.tasks) {
      // Only what the workflow itself changes: a task that the merchant switched off stays off.
      if (was.includes(task) === is.includes(task)) continue;
      await this.schedules.setActive(
        { storeId: installation.storeId, installationId: installation.id, task },
        is.includes(task),
      );
    }
    await this.stuck.retry(installation.storeId, installation.id);
  }

  private async tellStore(storeId: number, answers: Answers): Promise<void> {
    const store = await this.allStores.findOneByOrFail({ id: storeId });
    const facts = storeFactsIn(answers);
    const differs = Object.entries(facts).some(([name, value]) => store[name as keyof typeof facts] !== value);
    if (!differs) return;
    await this.stores.change(store, facts);
    if (facts.timeZone !== undefined && facts.timeZone !== store.timeZone) await this.planAnew(storeId);
  }

  /** '6 am' is at another moment in another time zone. */
  private async planAnew(storeId: number): Promise<void> {
    const running = await this.installations.findBy({ storeId, state: In(['importing', 'live']), pausedAt: IsNull() });
    for (const { id } of running) await this.schedules.resume(storeId, id);
  }
}
