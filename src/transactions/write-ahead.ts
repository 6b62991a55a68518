import { Injectable } from '@nestjs/common';
import { Database, isDuplicate, type Transaction } from '../database/database.js';
import type { Drawn } from './builder.js';
import { calmedIn, differingOf, pairOf, type Weighed, weigh } from './changes.js';
import { ExportLog } from './export-log.js';
import { type DocumentRun, hasChildren } from './export-run.js';
import { partition } from './group.js';
import { OutboxStore } from './outbox.store.js';
import { Packing } from './packing.js';
import { ParentWaits } from './parents/parent-waits.store.js';
import type { Plan } from './plan.js';
import { isSole, isUntouched, recordIdsOf, resend, type ShipmentRow } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';

const DAY = 24 * 3_600_000;

/** The shipments of what is written. */
interface Leaving {
  weighed: Weighed;
  fresh: ShipmentRow[];
  rebuilt: ShipmentRow[];
  again: ShipmentRow[];
}

/** Writes what is to leave into the database, frozen, before anything leaves. */
@Injectable()
export class WriteAhead {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly shipments: ShipmentStore,
    private readonly packing: Packing,
    private readonly log: ExportLog,
    private readonly waits: ParentWaits,
  ) {}

  /**
   * Writes down what becomes of these records: all or nothing. Answers the shipments to send now. `written` is called before it
   * counts, and may throw to take it back.
   */
  async write(exporting: DocumentRun, drawn: Drawn, written = () => {}): Promise<ShipmentRow[]> {
    try {
      return await this.attempt(exporting, drawn, written, false);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return this.attempt(exporting, drawn, written, true);
    }
  }

  private async attempt(exporting: DocumentRun, drawn: Drawn, written: () => void, careful: boolean) {
    const { plans, keyOf, known, agreed, takenOver } = drawn;
    const weighed = await this.weighed(exporting, plans, { keyOf, known, agreed });
    const fresh = await this.packing.fresh(exporting, plans, weighed.corrections, { keyOf, known, takenOver, careful });
    try {
      const rebuilt = await this.packing.rebuilt(exporting, plans, known);
      const leaving = { weighed, fresh, rebuilt, again: plans.flatMap((plan) => plan.again.map(resend)) };
      await this.database.transaction(async (tx) => {
        exporting.run.stillOurs();
        await this.put(tx, exporting, drawn, leaving);
        written();
      });
      for (const recordId of weighed.unfinished) exporting.unfinished.add(recordId);
      return [...fresh, ...rebuilt, ...leaving.again, ...weighed.continued];
    } finally {
      for (const { reference } of fresh) exporting.claimed.delete(reference);
    }
  }

  private async put(tx: Transaction, exporting: DocumentRun, { plans, waits }: Drawn, leaving: Leaving): Promise<void> {
    const { key, clock, run } = exporting;
    const { weighed, fresh, rebuilt, again } = leaving;
    const now = clock.now();
    const unclear = plans.flatMap((plan) => plan.unclear.map(({ shipment, reason }) => ask(shipment, reason)));
    const settled = plans.flatMap(({ recordId, settle }) =>
      settle ? [{ recordId, ...settle, ...(settle.state === 'rejected' && { nextTryAt: now + DAY }) }] : [],
    );
    const recordIds = plans.map((plan) => plan.recordId);
    await this.shipments.withdraw(
      tx,
      key.storeId,
      plans.flatMap((plan) => plan.withdrawn.map((shipment) => shipment.id)),
    );
    await this.shipments.insert(tx, fresh, now);
    await this.shipments.replace(tx, [...rebuilt, ...weighed.continued, ...weighed.noted], now);
    await this.shipments.move(tx, [...again, ...unclear], now);
    await this.outbox.settle(tx, key, settled, now);
    await this.log.settled(tx, exporting, settled);
    const [sole, others] = partition(fresh, isSole);
    const first = new Set(recordIdsOf(sole));
    const moved = [
      ...others,
      ...rebuilt,
      ...again,
      ...unclear,
      ...weighed.continued,
      ...weighed.noted,
      // What is left of a record of which a part was taken back is what it shows.
      ...plans.flatMap((plan) => plan.withdrawn),
    ];
    await this.outbox.follow(tx, key, recordIdsOf(moved), now);
    await this.outbox.leave(tx, key, [...first], now);
    const looked = plans.filter(({ inDoubt, recordId }) => !inDoubt && !first.has(recordId));
    await this.outbox.looked(
      tx,
      key,
      looked.map((plan) => plan.recordId).filter((id) => !weighed.unfinished.has(id)),
    );
    await this.waits.write(tx, key, recordIds, waits);
    if (hasChildren(run)) await this.waits.wake(tx, key, recordIds);
    const [failed, waiting] = [settled.filter(isFailure).length, settled.filter(isWaiting).length];
    await run.keep(tx, { add: { read: plans.length, failed, waiting } });
  }

  /** What becomes of records that changed after they were sent: the plugin says, and people where they are asked. */
  private async weighed(
    { run, key, facts }: DocumentRun,
    plans: Plan[],
    { keyOf, known, agreed }: Pick<Drawn, 'keyOf' | 'known' | 'agreed'>,
  ): Promise<Weighed> {
    const differing = differingOf(plans, keyOf);
    const pairs = differing.map(pairOf);
    const answers = pairs.length === 0 ? [] : await run.plugin.calls.change(facts, key.task, pairs, known);
    return weigh(differing, answers, agreed, calmedIn(plans));
  }
}

const isWaiting = ({ state }: { state: string }) => state === 'waiting';

const isFailure = ({ state }: { state: string }) => state === 'rejected' || state === 'needs-person';

const ask = (shipment: ShipmentRow, message: string): ShipmentRow => ({
  ...shipment,
  state: isUntouched(shipment) ? 'needs-person' : 'changed',
  message,
  nextTryAt: null,
});
