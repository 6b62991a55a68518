import { Injectable } from '@nestjs/common';
import type { TaskManifest } from '../sdk/index.js';
import type { RunInProgress } from './run-in-progress.js';

/** What a run of one kind of task does. Returning means that there is no more to do; see `outcomes.ts` for what may be thrown. */
export interface RunWork {
  work(run: RunInProgress): Promise<void>;
}

/** Who does which kind of task. The owning rooms register when their modules start. */
@Injectable()
export class RunWorks {
  private readonly works = new Map<TaskManifest['kind'], RunWork>();

  register(kind: TaskManifest['kind'], work: RunWork): void {
    this.works.set(kind, work);
  }

  for(kind: TaskManifest['kind']): RunWork {
    const work = this.works.get(kind);
    if (!work) throw new Error(`Nobody here does ${kind} tasks`);
    return work;
  }
}
