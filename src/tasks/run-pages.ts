import { Injectable, type MessageEvent, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import {
  concatMap,
  distinctUntilChanged,
  filter,
  interval,
  map,
  merge,
  type Observable,
  startWith,
  takeWhile,
  throttleTime,
} from 'rxjs';
import { Clock } from '../clock/clock.js';
import { appHeader } from '../installations/app-header.js';
import { OwnInstallations } from '../installations/current-installation.js';
import { placesNamed } from '../installations/places-named.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { TaskManifest } from '../sdk/host/index.js';
import { COUNTERS, type Counters, type Run } from './run.js';
import { RunEvents } from './run-events.js';
import { type RunTask, runTaskOf, statementOf } from './run-task.js';
import { duration, handled, isOver, percentOf, startedBy, statusOf, tookOf } from './run-words.js';
import { RunWorks } from './run-works.js';
import { Runs } from './runs.service.js';

const SECOND = 1000;
const PAGES_SHOWN = 20;

const LABELS: Record<keyof Counters, string> = {
  read: 'Read',
  created: 'Created',
  updated: 'Updated',
  unchanged: 'Unchanged',
  skipped: 'Skipped',
  failed: 'Failed',
  sent: 'Sent',
  waiting: 'Waiting',
};
const SHOWN = {
  in: ['read', 'created', 'updated', 'unchanged', 'failed'],
  out: ['sent', 'unchanged', 'skipped', 'waiting', 'failed'],
} as const;

/** What the page of a run shows, at once and as it goes on. */
@Injectable()
export class RunPages {
  constructor(
    private readonly runs: Runs,
    private readonly works: RunWorks,
    private readonly installations: OwnInstallations,
    private readonly plugins: PluginRegistry,
    private readonly events: RunEvents,
    private readonly clock: Clock,
  ) {}

  /** The run, if its installation is one that the viewer may see. */
  async find(request: Request, id: number): Promise<Run> {
    const run = await this.runs.find(id);
    if (!run) throw new NotFoundException();
    await this.installations.find(request, run.installation_id);
    return run;
  }

  async page({ installation }: Request, run: Run) {
    const manifest = this.plugins.get(run.plugin)?.manifest;
    const task = manifest && runTaskOf(manifest, run.task);
    const [pages, failures, tried] = await Promise.all([
      this.runs.pages(run.store_id, run.id, PAGES_SHOWN),
      task && run.failed > 0 ? this.works.failures(task.kind, run.store_id, run.id) : [],
      task && isOver(run) ? this.works.tried(task.kind, run, manifest) : undefined,
    ]);
    return {
      title: `${task?.title ?? run.task} #${run.id}`,
      header: appHeader(installation!, manifest, 'tasks'),
      taskTitle: task?.title ?? run.task,
      taskHref: statementOf(run.task)
        ? `/admin/reconciliation-report?app=${run.installation_id}&kind=${statementOf(run.task)}`
        : task?.kind === 'sweep'
          ? `/installations/${run.installation_id}/go-live`
          : `/installations/${run.installation_id}/tasks/${run.task}`,
      run,
      status: statusOf(run),
      places: run.message ? placesNamed(run.message, installation!, manifest) : [],
      startedBy: startedBy(run),
      live: !isOver(run),
      incoming: task?.direction !== 'out',
      progress: this.progress(run, task?.direction),
      counters: countersOf(run, task),
      pages: pages.map((page) => ({ ...page, label: page.seq + 1 })),
      tried: tried && {
        ...tried,
        action: `/installations/${run.installation_id}/go-live/trial`,
        goLive: installation!.state === 'importing' ? `/installations/${run.installation_id}/go-live` : undefined,
      },
      failures: failures.map((failure) => ({ ...failure, records: failure.count.toLocaleString('en-AU') })),
    };
  }

  /** Of the run's row, whichever process works on it: told by this one's events, and looked at each second for those of others. */
  follow({ store_id, id }: Run): Observable<MessageEvent> {
    const told = this.events.pipe(
      filter(({ runId }) => runId === id),
      throttleTime(SECOND / 4, undefined, { trailing: true }),
    );
    return merge(interval(SECOND), told).pipe(
      startWith(0),
      concatMap(() => this.runs.progress(store_id, id)),
      filter((run) => run !== undefined),
      map((run) => ({ run, data: this.message(run) })),
      distinctUntilChanged((before, now) => JSON.stringify(before.data) === JSON.stringify(now.data)),
      takeWhile(({ run }) => !isOver(run), true),
      map(({ data }) => ({ data })),
    );
  }

  private message(run: Run) {
    const { id, state, message, total } = run;
    const counters = Object.fromEntries(COUNTERS.map((name) => [name, run[name]]));
    return {
      id,
      state,
      ended: isOver(run),
      message,
      total,
      percent: percentOf(run),
      word: statusOf(run).word,
      ...counters,
    };
  }

  private progress(run: Run, direction: TaskManifest['direction'] | undefined) {
    const took = tookOf(run, this.clock.now());
    const done = handled(run, direction);
    const rate = took && done ? done / (took / SECOND) : undefined;
    const left = rate && run.total && run.state === 'running' ? Math.max(0, run.total - done) / rate : undefined;
    return {
      done,
      total: run.total ?? undefined,
      took: took === undefined ? undefined : duration(took),
      rate: rate === undefined ? undefined : rate < 10 ? rate.toFixed(1) : Math.round(rate),
      left: left === undefined ? undefined : duration(left * SECOND),
    };
  }
}

function countersOf(run: Run, task: RunTask | undefined) {
  return SHOWN[task?.direction ?? 'in'].map((name) => ({
    label: LABELS[name],
    value: run[name].toLocaleString('en-AU'),
    look: name === 'failed' && run.failed > 0 ? 'person' : undefined,
  }));
}
