import { Injectable } from '@nestjs/common';
import type { DocumentManifest, Manifest, StateManifest } from '../sdk/host/index.js';
import type { Facts, OwedPage } from '../sdk/runtime/index.js';
import type { Run, TaskRef } from './run.js';
import type { RunInProgress } from './run-in-progress.js';
import type { RunKind, RunTask, TaskOf } from './run-task.js';

/** Records of a run that failed for the same reason. */
export interface FailureCause {
  cause: string;
  count: number;
  /** Where they are listed. */
  href?: string;
}

/** What became of the one record that a trial was about. */
export interface Tried {
  /** 'invoice N10012' */
  record: string;
  /** Its line in the log. */
  href: string;
  words: string;
  /** The record that it waits for, if a trial can send that one as well. */
  first?: { task: string; key: string; record: string };
}

/** What a run of one kind of task does. Returning means that there is no more to do; see `outcomes.ts` for what may be thrown. */
export interface RunWork<Task extends RunTask = RunTask> {
  work(run: RunInProgress<Task>): Promise<void>;
  /** The worker of this run died: says what of it is in doubt, before anybody knows whether the run can go on. */
  abandoned?(run: Run, task: Task): Promise<void>;
  /** Why records of a run failed, grouped by cause, most frequent first. Shown on the run's page. */
  failures?(storeId: number, runId: number): Promise<FailureCause[]>;
  /** A task was paused or resumed: whether its records are waited for depends on that. */
  switched?(task: TaskRef): Promise<void>;
  /** Of a trial: what became of its record. Shown on the run's page. */
  tried?(run: Run, manifest: Manifest): Promise<Tried | undefined>;
  /** What an export task owes the app, behind the record with this id. */
  owed?(of: Owing, after: number): Promise<OwedPage>;
}

interface Importing extends Pick<RunInProgress, 'storeId' | 'installationId' | 'plugin'> {
  facts: Facts;
}

/** An export task of an installation, with what its plugin may know. */
export interface Owing {
  storeId: number;
  installationId: number;
  task: DocumentManifest | StateManifest;
  facts: Facts;
}

/** Who does which kind of task. The owning rooms register when their modules start. */
@Injectable()
export class RunWorks {
  private readonly works = new Map<RunKind, RunWork>();

  register<Kind extends RunKind>(kind: Kind, work: RunWork<TaskOf<Kind>>): void {
    this.works.set(kind, work);
  }

  /** Empty where nobody keeps account of them. */
  async failures(kind: RunKind, storeId: number, runId: number): Promise<FailureCause[]> {
    return (await this.works.get(kind)?.failures?.(storeId, runId)) ?? [];
  }

  async switched(kind: RunKind, task: TaskRef): Promise<void> {
    await this.works.get(kind)?.switched?.(task);
  }

  async tried(kind: RunKind, run: Run, manifest: Manifest): Promise<Tried | undefined> {
    return this.works.get(kind)?.tried?.(run, manifest);
  }

  /** What an import of an installation may ask of its exports, by their names. */
  owedOf({ storeId, installationId, plugin: { manifest }, facts }: Importing) {
    return async (id: string, after: number): Promise<OwedPage> => {
      const task = manifest.tasks.find((one) => one.id === id);
      if (task?.direction !== 'out') throw new Error(`${manifest.id} exports nothing by the name of '${id}'`);
      const owing = { storeId, installationId, task, facts };
      return (await this.works.get(task.kind)?.owed?.(owing, after)) ?? { records: [] };
    };
  }

  for(kind: RunKind): RunWork {
    const work = this.works.get(kind);
    if (!work) throw new Error(`Nobody here does ${kind} tasks`);
    return work;
  }
}
