import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { CallDesk } from '../plugins/call-desk.js';
import type { Manifest } from '../sdk/index.js';
import type { OwedPage } from '../sdk/runtime/index.js';
import { LostLease } from '../tasks/interruptions.js';
import type { Run } from '../tasks/run.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import type { RunTask } from '../tasks/run-task.js';
import { type Owing, type RunWork, RunWorks, type Tried } from '../tasks/run-works.js';
import { Schedules } from '../tasks/schedules.service.js';
import { Batches } from './batches.js';
import { Builder } from './builder.js';
import { ExportDoors, settleOf } from './export-doors.js';
import { ExportLog } from './export-log.js';
import type { ExportRun } from './export-run.js';
import { Intake } from './intake.js';
import { Leftovers } from './leftovers.js';
import { Looker } from './looker.js';
import { OutboxStore } from './outbox.store.js';
import { OwedRecords } from './owed.js';
import { ParentWaits } from './parent-waits.store.js';
import { ResultWriter } from './result-writer.js';
import { Sender } from './sender.js';
import type { ShipmentRow } from './shipment.js';
import { resend } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';
import { Trials } from './trials.js';

/** How many records are built and written ahead at a time. A task that merges wants whole batches together. */
const CHUNK = 100;
const CHUNK_WHEN_MERGING = 2000;
/** After a crash each of these has to be looked up in the app, so there aren't more than keep it busy. */
const CHUNKS_UNDER_WAY = 2;

/** A run of a task that creates documents in the app: take in, settle doubts, build, write ahead, send. */
@Injectable()
export class DocumentWork implements OnModuleInit, RunWork {
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

  async work(run: RunInProgress): Promise<void> {
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
      await this.intake.takeIn(exporting);
      await this.settleDoubts(exporting, looker, sender);
      await this.batches.dissolveOutdated(exporting);
      await this.sendWaiting(exporting, sender);
      await this.sendNew(exporting, sender);
    } finally {
      await this.putBack(exporting);
    }
    await this.waits.settleUp(key, run.task.follows);
    const next = (await this.waits.leftBehind(key)) ? this.clock.date() : await this.shipments.nextTry(key);
    if (next) await this.schedules.sooner(key, next);
    if (exporting.reconnect) throw exporting.reconnect;
  }

  async abandoned(
    { store_id: storeId, installation_id: installationId, task }: Run,
    { settle }: RunTask,
  ): Promise<void> {
    await this.leftovers.sort({ storeId, installationId, task }, this.clock.now(), settleOf({ settle }));
  }

  /** Everything that was on its way has ended when this is called. */
  private async putBack({ run, key, clock }: ExportRun): Promise<void> {
    if (!run.signal.aborted || run.signal.reason instanceof LostLease) return;
    await this.leftovers.putBack(key, clock.now(), (tx) => run.keep(tx, {}));
  }

  private async settleDoubts({ run, key, clock }: ExportRun, looker: Looker, sender: Sender): Promise<void> {
    const due = await this.shipments.due(key, ['uncertain'], clock.now(), 1000);
    await sender.send(await looker.lookUp(wanted(due, run.only)));
  }

  private async sendWaiting({ run, key, clock }: ExportRun, sender: Sender): Promise<void> {
    const due = wanted(await this.shipments.waiting(key, clock.now(), 1000), run.only);
    if (due.length === 0) return;
    const again = due.map(resend);
    await this.database.transaction((tx) => this.shipments.move(tx, again, clock.now()));
    await sender.send(again);
  }

  private async sendNew(exporting: ExportRun, sender: Sender): Promise<void> {
    const { only } = exporting.run;
    if (only === undefined) return this.sendAllNew(exporting, sender);
    const { run, key, facts } = exporting;
    const next = await this.outbox.toBuild(key, run.task.eligible ?? [], facts, only - 1, 1);
    const candidates = next.filter(({ recordId }) => recordId === only);
    if (candidates.length > 0) await sender.send(await this.builder.build(exporting, candidates));
  }

  /** While a chunk is on its way the next is built and follows at once, so that the app is never kept waiting in between. */
  private async sendAllNew(exporting: ExportRun, sender: Sender): Promise<void> {
    const { run, key, facts } = exporting;
    const rules = run.task.eligible ?? [];
    const chunk = run.task.merges ? CHUNK_WHEN_MERGING : CHUNK;
    const underWay: Promise<void>[] = [];
    try {
      for (let after = 0; ; ) {
        if (underWay.length === CHUNKS_UNDER_WAY) await underWay.shift();
        run.signal.throwIfAborted();
        const candidates = await this.outbox.toBuild(key, rules, facts, after, chunk);
        if (candidates.length === 0 || exporting.reconnect) break;
        after = candidates.at(-1)!.recordId;
        const sending = sender.send(await this.builder.build(exporting, candidates));
        // Awaited in a later round; without this a failure meanwhile would count as unhandled.
        sending.catch(() => undefined);
        underWay.push(sending);
      }
      await Promise.all(underWay);
    } finally {
      // Whatever ends the run, nothing of it may still be on its way when it counts as ended.
      await Promise.allSettled(underWay);
    }
  }
}

/** Of a trial's shipments, those that carry its record. */
function wanted(shipments: ShipmentRow[], only: number | undefined): ShipmentRow[] {
  if (only === undefined) return shipments;
  return shipments.filter(({ members }) => members.some(({ recordId }) => recordId === only));
}
