import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Outbound } from '../connections/outbound.js';
import { FactsService } from '../installations/facts.service.js';
import type { TaskManifest } from '../sdk/host/index.js';
import { parseDuration } from '../sdk/schedule.js';
import { outgoing, type RunInProgress } from '../tasks/run-in-progress.js';
import type { ExportRun, ExportTask } from './export-run.js';

/** How long an unanswered request may still be carried out where a task doesn't say. */
const SETTLE = '2 minutes';

/** In milliseconds. */
export const settleOf = (task: TaskManifest): number => parseDuration(task.kind === 'document' ? task.settle : SETTLE);

/** Gathers what an export needs for one run and opens its door to the app. */
@Injectable()
export class ExportDoors {
  constructor(
    private readonly factsOf: FactsService,
    private readonly outbound: Outbound,
    private readonly clock: Clock,
  ) {}

  async open<Task extends ExportTask>(run: RunInProgress<Task>): Promise<ExportRun<Task>> {
    const { storeId, installationId, plugin, task } = run;
    const { facts, connectionId } = await this.factsOf.connected(storeId, installationId, plugin.manifest);
    const door = this.outbound.open(outgoing(run, connectionId, { writes: true }));
    const key = { storeId, installationId, task: task.id };
    return {
      run,
      key,
      connectionId,
      facts,
      clock: this.clock,
      settle: settleOf(task),
      http: door.http,
      claimed: new Set(),
      unfinished: new Set(),
      unwritten: new Set(),
    };
  }
}
