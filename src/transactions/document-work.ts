import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { CallDesk } from '../plugins/call-desk.js';
import type { DocumentManifest, Manifest } from '../sdk/host/index.js';
import type { OwedPage } from '../sdk/runtime/index.js';
import { LostLease, StoodStill } from '../tasks/interruptions.js';
import type { Run, TaskRef } from '../tasks/run.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { type Owing, type RunWork, RunWorks, type Tried } from '../tasks/run-works.js';
import { Schedules } from '../tasks/schedules.service.js';
import { Batches } from './batches.js';
import { Builder, type Drawn, together, travelTogether } from './builder.js';
import { ExportDoors, settleOf } from './export-doors.js';
import { ExportLog } from './export-log.js';
import type { DocumentRun } from './export-run.js';
import { inOrder, unthrown } from './in-parallel.js';
import { Intake } from './intake.js';
import { Leftovers } from './leftovers.js';
import { Looker } from './looker.js';
import { OutboxStore } from './outbox.store.js';
import { OwedRecords } from './owed.js';
import { ParentWaits } from './parents/parent-waits.store.js';
import { tellUnwritten } from './refusals.js';
import { ResultWriter } from './result-writer.js';
import { Sender } from './sender.js';
import type { ShipmentRow } from './shipment.js';
import { resend } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';
import { Sieve } from './sieve.js';
import { Trials } from './trials.js';

/** How many records are built and written ahead at a time. Documents that travel together want whole batches. */
const CHUNK = 100;
const CHUNK_TOGETHER = 2000;
/** How many of a first export's records are taken in before the first of them leave. */
const AT_FIRST = 1000;
/** Chunks whose statements are under way together. */
const WRITTEN_AT_ONCE = 2;
/** Rounds of requests that wait for their turn. More would only hold memory, and be built on what may change meanwhile. */
const ROUNDS_UNDER_WAY = 3;

/** A run of a task that creates documents in the app: take in, settle doubts, build, write ahead, send. */
@Injectable()
export class DocumentWork implements OnModuleInit, RunWork<DocumentManifest> {
  constructor(
    private readonly works: RunWorks,
    private readonly schedules: Schedules,
    private readonly doors: ExportDoors,
    private readonly intake: Intake,
    private readonly desk: CallDesk,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: OutboxStore,
    private readonly shipments: ShipmentStore,
    private readonly leftovers: Leftovers,
    private readonly builder: Builder,
    private readonly sieve: Sieve,
    private readonly log: ExportLog,
    private readonly batches: Batches,
    private readonly waits: ParentWaits,
    private readonly owing: OwedRecords,
    private readonly trials: Trials,
  ) {}

  onModuleInit(): void {
    this.works.register('document', this);
  }

  tried(run: Run, manifest: Manifest): Promise<Tried | undefined> {
    return this.trials.outcome(run, manifest);
  }

  owed(of: Owing, after: number): Promise<OwedPage> {
    return this.owing.behind(of, after);
  }

  switched(task: TaskRef): Promise<void> {
    return this.waits.switched(task);
  }

  async work(run: RunInProgress<DocumentManifest>): Promise<void> {
    const exporting = await this.doors.open(run);
    const { key, settle } = exporting;
    const stores = { outbox: this.outbox, shipments: this.shipments, log: this.log, waits: this.waits };
    const results = new ResultWriter(exporting, this.database, stores);
    const sender = new Sender(exporting, {
      desk: this.desk,
      results,
      shipments: this.shipments,
      batches: this.batches,
      database: this.database,
    });
    const looker = new Looker(exporting, this.desk, results);

    await this.leftovers.sort(key, this.clock.now(), settle);
    try {
      await this.intake.takeIn(exporting, { first: run.only === undefined ? AT_FIRST : undefined });
      await this.settleDoubts(exporting, looker, sender);
      await this.batches.dissolveOutdated(exporting);
      await this.sendWaiting(exporting, sender);
      await this.sendNew(exporting, sender);
    } finally {
      await Promise.allSettled([exporting.comingIn]);
      await this.putBack(exporting);
    }
    await this.waits.settleUp(key, run.task.follows);
    const next = (await this.waits.leftBehind(key, exporting.unfinished))
      ? this.clock.date()
      : await this.shipments.nextTry(key);
    if (next) await this.schedules.sooner(key, next);
    if (exporting.reconnect) throw exporting.reconnect;
    tellUnwritten(exporting);
  }

  async abandoned(run: Run, task: DocumentManifest): Promise<void> {
    const key = { storeId: run.store_id, installationId: run.installation_id, task: run.task };
    await this.leftovers.sort(key, this.clock.now(), settleOf(task));
  }

  /** Everything that was on its way has ended when this is called. */
  private async putBack({ run, key, clock }: DocumentRun): Promise<void> {
    if (!run.signal.aborted || run.signal.reason instanceof LostLease) return;
    await this.leftovers.putBack(key, clock.now(), (tx) => run.keep(tx, {}));
    if (run.signal.reason instanceof StoodStill) await this.waits.switched(key);
  }

  private async settleDoubts({ run, key, clock }: DocumentRun, looker: Looker, sender: Sender): Promise<void> {
    const due = await this.shipments.due(key, ['uncertain'], clock.now(), 1000);
    await sender.send(await looker.lookUp(wanted(due, run.only)));
  }

  private async sendWaiting({ run, key, clock }: DocumentRun, sender: Sender): Promise<void> {
    const due = wanted(await this.shipments.waiting(key, clock.now(), 1000), run.only);
    if (due.length === 0) return;
    const again = due.map(resend);
    await this.database.transaction((tx) => this.shipments.move(tx, again, clock.now()));
    await sender.send(again);
  }

  private async sendNew(exporting: DocumentRun, sender: Sender): Promise<void> {
    const { only } = exporting.run;
    if (only === undefined) return this.sendAllNew(exporting, sender);
    const { run, key, facts } = exporting;
    const next = await this.outbox.toBuild(key, run.task.eligible, facts, only - 1, 1);
    const candidates = next.filter(({ recordId }) => recordId === only);
    if (candidates.length === 0) return;
    const drawn = await this.builder.draw(exporting, candidates);
    await sender.send(await this.sieve.write(exporting, drawn));
  }

  /**
   * While some chunks are on their way the next ones are written ahead and another is built, so that the app is never kept waiting
   * in between.
   */
  private async sendAllNew(exporting: DocumentRun, sender: Sender): Promise<void> {
    const { run } = exporting;
    const most = mostUnderWay(run);
    const underWay: { records: number; sending: Promise<void> }[] = [];
    let written: Promise<unknown> = Promise.resolve();
    const write = (drawn: Drawn) => {
      const writing = this.sieve.write(exporting, drawn);
      written = Promise.allSettled([written, writing]);
      return writing;
    };
    const send = async (shipments: ShipmentRow[]) => {
      run.signal.throwIfAborted();
      const records = sumOf(shipments, ({ members }) => members.length);
      underWay.push({ records, sending: unthrown(sender.send(shipments)) });
      while (sumOf(underWay, (chunk) => chunk.records) > most) await underWay.shift()!.sending;
    };
    try {
      await inOrder(
        this.chunks(exporting, () => written),
        WRITTEN_AT_ONCE,
        write,
        send,
      );
      await Promise.all(underWay.map(({ sending }) => sending));
    } finally {
      // Whatever ends the run, nothing of it may still be on its way when it counts as ended.
      await Promise.allSettled(underWay.map(({ sending }) => sending));
    }
  }

  /** `written`: when everything that was given so far has been. */
  private async *chunks(exporting: DocumentRun, written: () => Promise<unknown>): AsyncGenerator<Drawn> {
    for (let [after, drawn] = [0, 0]; !exporting.reconnect; ) {
      const size = sizeOf(exporting.run, drawn);
      let chunk = await this.nextChunk(exporting, after, size);
      if (chunk?.shared) {
        // What it shares with an earlier chunk may be about to change: it is looked at again when that is done.
        await written();
        chunk = await this.nextChunk(exporting, after, size);
      }
      if (!chunk) return;
      after = chunk.plans.at(-1)!.recordId;
      drawn += chunk.plans.length;
      yield chunk;
    }
  }

  private async nextChunk(exporting: DocumentRun, after: number, size: number): Promise<Drawn | undefined> {
    let chunk = await this.draw(exporting, after, size);
    while (chunk && travelTogether(chunk) && chunk.plans.length < CHUNK_TOGETHER) {
      const more = await this.draw(exporting, chunk.plans.at(-1)!.recordId, chunkOf(exporting.run));
      if (!more) break;
      chunk = together(chunk, more);
    }
    return chunk;
  }

  private async draw(exporting: DocumentRun, after: number, size: number): Promise<Drawn | undefined> {
    const { run, key, facts } = exporting;
    const read = () => this.outbox.toBuild(key, run.task.eligible, facts, after, size);
    let candidates = await read();
    if (candidates.length < size && exporting.comingIn) {
      await exporting.comingIn;
      exporting.comingIn = undefined;
      candidates = await read();
    }
    return candidates.length === 0 ? undefined : this.builder.draw(exporting, candidates);
  }
}

type Sending = DocumentRun['run'];

/** As many records as keep the app busy for a round of requests. */
const chunkOf = (run: Sending): number => Math.max(CHUNK, roundOf(run));

/** Where many share a request, the first ones shall each be on their way as soon as they are full. */
const sizeOf = (run: Sending, drawn: number): number => {
  const { batch } = run.task;
  return batch > 1 && drawn < roundOf(run) ? batch : chunkOf(run);
};

/** Records. */
const mostUnderWay = (run: Sending): number =>
  Math.ceil((ROUNDS_UNDER_WAY * roundOf(run)) / chunkOf(run)) * chunkOf(run);

const sumOf = <Row>(rows: Row[], count: (row: Row) => number): number => rows.reduce((sum, row) => sum + count(row), 0);

const roundOf = ({ task: { batch }, plugin }: Sending): number => batch * (plugin.manifest.limits.concurrent ?? 1);

/** Of a trial's shipments, those that carry its record. */
function wanted(shipments: ShipmentRow[], only: number | undefined): ShipmentRow[] {
  if (only === undefined) return shipments;
  return shipments.filter(({ members }) => members.some(({ recordId }) => recordId === only));
}
