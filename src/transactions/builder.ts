import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Records } from '../records/records.service.js';
import type { Built, Known, PlainRecord, ShippedPart, ToBuild } from '../sdk/runtime/index.js';
import { calmed, differingOf, pairOf, type Weighed, weigh } from './changes.js';
import { inTheLightOf, type TakenOver, TakeOver } from './earlier/take-over.js';
import { ExportLog } from './export-log.js';
import { type ExportRun, hasChildren, householdOf } from './export-run.js';
import { type Candidate, OutboxStore } from './outbox.store.js';
import { Packing } from './packing.js';
import { ParentWaits } from './parent-waits.store.js';
import { type Family, Parents } from './parents.js';
import { isUntouched, type Plan, planFor } from './plan.js';
import { resend, type ShipmentRow, shipmentsByRecord } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';

const DAY = 24 * 3_600_000;

/** Turns candidates into shipments that are written ahead, frozen, before anything leaves. */
@Injectable()
export class Builder {
  constructor(
    private readonly database: Database,
    private readonly records: Records,
    private readonly outbox: OutboxStore,
    private readonly shipments: ShipmentStore,
    private readonly packing: Packing,
    private readonly log: ExportLog,
    private readonly parents: Parents,
    private readonly waits: ParentWaits,
    private readonly takeOver: TakeOver,
  ) {}

  /** Builds these candidates and writes ahead what is to leave. Answers the shipments to send now. */
  async build(exporting: ExportRun, candidates: Candidate[]): Promise<ShipmentRow[]> {
    const { key } = exporting;
    const recordIds = candidates.map((candidate) => candidate.recordId);
    const [records, carried] = await Promise.all([
      this.records.byIds(key.storeId, recordIds),
      this.shipments.carrying(key, recordIds),
    ]);
    const shipmentsOf = shipmentsByRecord(carried);
    const toBuild = this.toBuild(candidates, records, shipmentsOf);
    const family = await this.parents.of(householdOf(exporting), recordsOf(toBuild));
    const ready = toBuild.filter(({ record }) => !family.held.has(record.id));
    const known = { related: await this.relatedTo(exporting, ready), parents: family.parents };
    const built = await this.ask(exporting, ready, known);
    const takenOver = await this.elsewhere(exporting, ready, built);
    const keyOf = new Map(records.map((record) => [record.id, record.key]));
    const plans = candidates.map((candidate) =>
      planFor({
        candidate,
        key: keyOf.get(candidate.recordId) ?? '',
        built: built.get(candidate.recordId),
        held: family.held.get(candidate.recordId),
        shipments: shipmentsOf.get(candidate.recordId) ?? [],
      }),
    );
    const agreed = new Map(candidates.map((candidate) => [candidate.recordId, candidate.agreed]));
    return this.write(exporting, plans, { keyOf, known, family, agreed, takenOver });
  }

  /** A rule keeps back what hasn't been sent; what has been is always built, for only its build can say that it is cancelled. */
  private toBuild(candidates: Candidate[], records: PlainRecord[], shipmentsOf: Map<number, ShipmentRow[]>): ToBuild[] {
    const byId = new Map(records.map((record) => [record.id, record]));
    return candidates.flatMap(({ recordId, notDue }) => {
      const record = byId.get(recordId);
      const carried = shipmentsOf.get(recordId) ?? [];
      const shipped = carried.filter((shipment) => shipment.corrects === null && !isUntouched(shipment));
      if (!record || (notDue !== null && shipped.length === 0)) return [];
      return [{ record, shipped: shipped.map(asShipped) }];
    });
  }

  private async relatedTo({ run, key, facts }: ExportRun, toBuild: ToBuild[]): Promise<PlainRecord[]> {
    if (toBuild.length === 0) return [];
    const refs = await run.plugin.calls.uses(key.task, recordsOf(toBuild), facts);
    return this.records.load(key.storeId, refs);
  }

  private async ask({ run, key, facts }: ExportRun, toBuild: ToBuild[], known: Known): Promise<Map<number, Built>> {
    if (toBuild.length === 0) return new Map();
    const built = await run.plugin.calls.build(facts, key.task, toBuild, known);
    return new Map(toBuild.map(({ record }, at) => [record.id, built[at]!]));
  }

  /** Of what was never sent: what another tool has sent already. Where that is doubtful, a person is asked before anything leaves. */
  private async elsewhere(exporting: ExportRun, ready: ToBuild[], built: Map<number, Built>) {
    const { run, key, connectionId } = exporting;
    if (!run.task.takesOver) return new Map<number, TakenOver>();
    const fresh = ready.filter(({ record, shipped }) => shipped.length === 0 && 'documents' in built.get(record.id)!);
    const { name } = run.plugin.manifest;
    const standing = await this.takeOver.of({ ...key, connectionId }, recordsOf(fresh), name);
    inTheLightOf(standing, built);
    return standing.takeOver;
  }

  private async write(
    exporting: ExportRun,
    plans: Plan[],
    { keyOf, known, family, agreed, takenOver }: Surroundings,
  ): Promise<ShipmentRow[]> {
    const { key, clock, run } = exporting;
    const now = clock.now();
    const weighed = await this.weighed(exporting, plans, { keyOf, known, agreed });
    const fresh = await this.packing.fresh(exporting, plans, weighed.corrections, { keyOf, known, takenOver });
    const rebuilt = await this.packing.rebuilt(exporting, plans, known);
    const again = plans.flatMap((plan) => plan.again.map(resend));
    const unclear = plans.flatMap((plan) => plan.unclear.map(({ shipment, reason }) => ask(shipment, reason)));
    const settled = plans.flatMap(({ recordId, settle }) =>
      settle ? [{ recordId, ...settle, ...(settle.state === 'rejected' && { nextTryAt: now + DAY }) }] : [],
    );
    const recordIds = plans.map((plan) => plan.recordId);
    await this.database.transaction(async (tx) => {
      run.stillOurs();
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
      const moved = [
        ...fresh,
        ...rebuilt,
        ...again,
        ...unclear,
        ...weighed.continued,
        ...weighed.noted,
        // What is left of a record of which a part was taken back is what it shows.
        ...plans.flatMap((plan) => plan.withdrawn),
      ];
      await this.outbox.follow(tx, key, recordIdsOf(moved), now);
      await this.outbox.looked(
        tx,
        key,
        plans.filter((plan) => !plan.inDoubt).map((plan) => plan.recordId),
      );
      await this.waits.write(tx, key, recordIds, family.waits);
      if (hasChildren(run)) await this.waits.wake(tx, key, recordIds);
      const [failed, waiting] = [settled.filter(isFailure).length, settled.filter(isWaiting).length];
      await run.keep(tx, { add: { read: plans.length, failed, waiting } });
    });
    return [...fresh, ...rebuilt, ...again, ...weighed.continued];
  }

  /** What becomes of records that changed after they were sent: the plugin says, and people where they are asked. */
  private async weighed(
    { run, key, facts }: ExportRun,
    plans: Plan[],
    { keyOf, known, agreed }: Pick<Surroundings, 'keyOf' | 'known' | 'agreed'>,
  ): Promise<Weighed> {
    const differing = differingOf(plans, keyOf);
    const pairs = differing.map(pairOf);
    const answers = pairs.length === 0 ? [] : await run.plugin.calls.change(facts, key.task, pairs, known);
    const weighed = weigh(differing, answers, agreed);
    return { ...weighed, noted: [...weighed.noted, ...calmed(plans)] };
  }
}

interface Surroundings {
  keyOf: Map<number, string>;
  known: Known;
  family: Family;
  /** To which differences people have agreed. */
  agreed: Map<number, Buffer | null>;
  /** What stands for records of which nothing has been sent. */
  takenOver: Map<number, TakenOver>;
}

const recordsOf = (toBuild: ToBuild[]) => toBuild.map(({ record }) => record);

const isWaiting = ({ state }: { state: string }) => state === 'waiting';

const isFailure = ({ state }: { state: string }) => state === 'rejected' || state === 'needs-person';

const asShipped = ({ part, reference, payload, done }: ShipmentRow): ShippedPart => {
  return { part, reference, payload, done: Object.keys(done) };
};

const ask = (shipment: ShipmentRow, message: string): ShipmentRow => ({
  ...shipment,
  state: 'changed',
  message,
  nextTryAt: null,
});

const recordIdsOf = (shipments: ShipmentRow[]) => [
  ...new Set(shipments.flatMap((shipment) => shipment.members.map((member) => member.recordId))),
];
