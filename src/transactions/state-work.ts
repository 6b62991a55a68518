import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CallDesk } from '../plugins/call-desk.js';
import { Records } from '../records/records.service.js';
import type { StateManifest } from '../sdk/host/index.js';
import { NeedsPerson, Reconnect } from '../sdk/index.js';
import type { TaskRef } from '../tasks/run.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { type RunWork, RunWorks } from '../tasks/run-works.js';
import { Schedules } from '../tasks/schedules.service.js';
import { ChangeQuestions } from './change-questions.js';
import { ExportDoors } from './export-doors.js';
import type { StateRun } from './export-run.js';
import { Intake } from './intake.js';
import { ParentWaits } from './parents/parent-waits.store.js';
import { tellUnwritten } from './refusals.js';
import { type StateCandidate, StateStore } from './state.store.js';
import { StateSender } from './state-sender.js';

const CHUNK = 500;
/** One change alone is somebody's own doing, however few things there are. */
const FEW = 1;

/** A run of a task that keeps the app's copy of our records equal to ours. */
@Injectable()
export class StateWork implements OnModuleInit, RunWork<StateManifest> {
  constructor(
    private readonly works: RunWorks,
    private readonly schedules: Schedules,
    private readonly doors: ExportDoors,
    private readonly intake: Intake,
    private readonly desk: CallDesk,
    private readonly records: Records,
    private readonly states: StateStore,
    private readonly sender: StateSender,
    private readonly questions: ChangeQuestions,
    private readonly waits: ParentWaits,
  ) {}

  onModuleInit(): void {
    this.works.register('state', this);
  }

  switched(task: TaskRef): Promise<void> {
    return this.waits.switched(task);
  }

  async work(run: RunInProgress<StateManifest>): Promise<void> {
    const exporting = await this.doors.open(run);
    const { key } = exporting;
    await this.intake.takeIn(exporting);
    await this.askBeforeMany(exporting);
    for await (const candidates of this.chunks(exporting)) {
      await this.sender.tell(exporting, candidates, this.desk);
    }
    await this.questions.forget(key);
    await this.waits.settleUp(key, run.task.follows);
    const next = (await this.waits.leftBehind(key)) ? exporting.clock.date() : await this.states.nextTry(key);
    if (next) await this.schedules.sooner(key, next);
    if (exporting.reconnect instanceof Reconnect) throw exporting.reconnect;
    tellUnwritten(exporting);
  }

  private async *chunks({ run, key, clock }: StateRun): AsyncGenerator<StateCandidate[]> {
    let after = 0;
    for (;;) {
      run.signal.throwIfAborted();
      const candidates = await this.states.candidates(key, clock.date(), after, CHUNK);
      if (candidates.length === 0) return;
      after = candidates.at(-1)!.recordId;
      yield candidates;
    }
  }

  /** Counts, before anything leaves, how many watched values would change. */
  private async askBeforeMany(exporting: StateRun): Promise<void> {
    const { run, key, clock } = exporting;
    const watch = run.task.watch;
    if (!watch) return;
    const known = await this.states.countTold(key);
    const allowed = Math.max(FEW, Math.floor((known * watch.percent) / 100));
    let changes = 0;
    for await (const candidates of this.chunks(exporting)) {
      const before = new Map(
        candidates.flatMap(({ recordId, sent }) => (sent === null ? [] : [[recordId, JSON.parse(sent)]])),
      );
      for (const { id, body } of await this.records.byIds(key.storeId, [...before.keys()])) {
        const sent: Record<string, unknown> = before.get(id);
        if (watch.fields.some((field) => (sent[field] ?? null) !== (body[field] ?? null))) changes++;
      }
    }
    if (changes <= allowed || (await this.questions.agreed(key, changes, known, clock.date()))) return;
    throw new NeedsPerson(
      `This run would change ${changes} of ${known}, more than ${watch.percent} %. Look at the preview, then approve it or correct the source.`,
    );
  }
}
