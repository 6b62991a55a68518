import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ExportLog } from './export-log.js';
import type { DocumentRun } from './export-run.js';
import { OutboxStore } from './outbox.store.js';
import { isUntouched, recordIdsOf, type ShipmentRow } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';
import { Unmergeable, withoutStop } from './unmergeable.js';

const DAY = 24 * 3_600_000;
const LONGEST_WHY = 300;

/** Shipments of several records. Who travels together is settled when they are written ahead; here are the two ways out. */
@Injectable()
export class Batches {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly shipments: ShipmentStore,
    private readonly log: ExportLog,
  ) {}

  /**
   * Takes the records out that the app refused, of a batch of which nothing was carried out. The rest goes on as one, unless the
   * connector can't put it together: then all of it asks a person.
   */
  async without(
    exporting: DocumentRun,
    batch: ShipmentRow,
    refused: string[],
    why: string | null,
  ): Promise<ShipmentRow> {
    const { run, key, facts, clock } = exporting;
    const out = batch.members.filter((member) => refused.includes(member.key));
    const members = batch.members.filter((member) => !refused.includes(member.key));
    const documents = members.map(({ key: reference, payload }) => ({
      reference,
      payload,
      steps: batch.steps,
      batchKey: batch.batchKey ?? undefined,
    }));
    const merged = await run.plugin.calls.merge(facts, key.task, documents, { related: [], parents: [] });
    if (!('reference' in merged)) return this.asking(exporting, batch, new Unmergeable(merged), why);
    const { payload, summary } = merged;
    const rest: ShipmentRow = {
      ...batch,
      members,
      payload,
      summary: summary ?? null,
      state: 'sending',
      message: null,
      nextTryAt: null,
    };
    const now = clock.now();
    const rejected = out.map(({ recordId }) => ({
      recordId,
      state: 'rejected' as const,
      reason: why,
      nextTryAt: now + DAY,
    }));
    await this.database.transaction(async (tx) => {
      await this.shipments.replace(tx, [rest], now);
      await this.outbox.settle(tx, key, rejected, now);
      await this.log.settled(tx, exporting, rejected);
      await this.outbox.follow(
        tx,
        key,
        members.map((member) => member.recordId),
        now,
      );
    });
    return rest;
  }

  private async asking(exporting: DocumentRun, batch: ShipmentRow, unmergeable: Unmergeable, why: string | null) {
    const { key, clock } = exporting;
    const refused = why ? `${withoutStop(why.slice(0, LONGEST_WHY))}.` : '';
    const message = `${refused} ${unmergeable.wordsOfRest()}`.trim();
    const asking: ShipmentRow = { ...batch, state: 'needs-person', message, nextTryAt: null };
    const now = clock.now();
    await this.database.transaction(async (tx) => {
      await this.shipments.move(tx, [asking], now);
      await this.outbox.follow(tx, key, recordIdsOf([asking]), now);
      await this.log.tried(tx, exporting, [
        { shipment: asking, step: null, outcome: 'needs-person', message, exchange: null },
      ]);
    });
    return asking;
  }

  /**
   * Lets batches go of which nothing has landed and a record is to be built anew, so that all their records can be put together
   * again. Otherwise what is left of them would wait for the one that changed, or leave with it as it no longer is.
   */
  async dissolveOutdated({ key, clock, run }: DocumentRun): Promise<void> {
    const outdated = (await this.shipments.batchesToRebuild(key)).filter(
      (batch) => batch.members.length > 1 && isUntouched(batch),
    );
    if (outdated.length === 0) return;
    const recordIds = outdated.flatMap((batch) => batch.members.map((member) => member.recordId));
    await this.database.transaction(async (tx) => {
      run.stillOurs();
      await this.shipments.withdraw(
        tx,
        key.storeId,
        outdated.map((batch) => batch.id),
      );
      await this.outbox.again(tx, key, recordIds, clock.now());
    });
  }
}
