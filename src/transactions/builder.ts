import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { Records } from '../records/records.service.js';
import type { Document } from '../sdk/index.js';
import type { Built, Known, PlainRecord, ShippedPart, ToBuild } from '../sdk/runtime/index.js';
import { type Correction, calmed, differingOf, pairOf, type Weighed, weigh } from './changes.js';
import { inTheLightOf, type TakenOver, TakeOver } from './earlier/take-over.js';
import { ExportLog } from './export-log.js';
import { type ExportRun, hasChildren, householdOf } from './export-run.js';
import { groupBy } from './group.js';
import { type Candidate, OutboxStore } from './outbox.store.js';
import { ParentWaits } from './parent-waits.store.js';
import { type Family, Parents } from './parents.js';
import { isUntouched, type Plan, planFor } from './plan.js';
import { uniqueReferences } from './references.js';
import { type Member, resend, type ShipmentRow, shipmentOf, shipmentsByRecord } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';

const DAY = 24 * 3_600_000;

/** A document on its way to being written ahead, with the record it came from. */
interface Draft {
  document: Document;
  member: Member;
}

/** Turns candidates into shipments that are written ahead, frozen, before anything leaves. */
@Injectable()
export class Builder {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly records: Records,
    private readonly outbox: OutboxStore,
    private readonly shipments: ShipmentStore,
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
    const made = await this.freshShipments(exporting, plans, keyOf, known, weighed.corrections);
    const fresh = made.map((shipment) => standingIn(shipment, takenOver));
    const rebuilt = await this.rebuilt(exporting, plans, known);
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

  private async freshShipments(
    exporting: ExportRun,
    plans: Plan[],
    keyOf: Map<number, string>,
    known: Known,
    corrections: Correction[],
  ): Promise<ShipmentRow[]> {
    const { key, connectionId, clock } = exporting;
    const drafts = plans.flatMap(({ recordId, fresh }) =>
      fresh.map(({ document, hash }): Draft => {
        const member = {
          recordId,
          key: keyOf.get(recordId) ?? '',
          part: document.part ?? '',
          hash,
          payload: undefined,
          changed: null,
        };
        return { document, member };
      }),
    );
    const parcels: Parcel[] = [...(await this.merged(exporting, drafts, known)), ...corrections.map(asParcel)];
    const wanted = parcels.map(({ document }) => document.reference);
    const references = await uniqueReferences(this.shipments, key, wanted);
    const ids = await this.ids.take('shipment', parcels.length);
    return parcels.map(({ document, members, corrects = null, standsFor = null }, at) => {
      const owner = { ...key, connectionId, id: ids[at]!, now: clock.now() };
      return { ...shipmentOf({ ...document, reference: references[at]! }, members, owner), corrects, standsFor };
    });
  }

  /** Documents with the same batch key become one; its members are kept with what each would have sent alone. */
  private async merged({ run, key, facts }: ExportRun, drafts: Draft[], known: Known): Promise<Parcel[]> {
    const alone = drafts.filter(({ document }) => document.batchKey === undefined);
    const groups = groupBy(
      drafts.filter(({ document }) => document.batchKey !== undefined),
      ({ document }) => document.batchKey!,
    );
    const merged = [...groups].map(async ([batchKey, group]) => {
      const document = await run.plugin.calls.merge(
        facts,
        key.task,
        group.map((draft) => draft.document),
        known,
      );
      const members = group.map(({ member, document: { payload } }) => ({ ...member, payload }));
      return { document: { ...document, batchKey }, members };
    });
    return [...alone.map(({ document, member }) => ({ document, members: [member] })), ...(await Promise.all(merged))];
  }

  /** What was alone in its batch stays a batch: what is sent of it later must find it as one. */
  private async rebuilt({ run, key, facts }: ExportRun, plans: Plan[], known: Known): Promise<ShipmentRow[]> {
    const entries = plans.flatMap((plan) => plan.rebuilt.map((entry) => ({ ...entry, recordId: plan.recordId })));
    const rows = entries.map(async (entry) => {
      const { document, recordId } = entry;
      if (document.batchKey === undefined) return rebuild(entry, recordId);
      const merged = await run.plugin.calls.merge(facts, key.task, [document], known);
      const row = rebuild({ ...entry, document: { ...merged, batchKey: document.batchKey } }, recordId);
      return { ...row, members: row.members.map((member) => ({ ...member, payload: document.payload })) };
    });
    return Promise.all(rows);
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

/** A document with all whom it is for. */
interface Parcel {
  document: Document;
  members: Member[];
  corrects?: number;
  standsFor?: unknown;
}

/** What makes up for a change travels alone. */
function asParcel({ document, differing }: Correction): Parcel {
  const { recordId, key, hash, shipment, now } = differing;
  const member = { recordId, key, part: document.part ?? '', hash, payload: undefined, changed: null };
  const alone = { ...document, batchKey: undefined };
  return { document: alone, members: [member], corrects: shipment.id, standsFor: now?.payload ?? null };
}

function standingIn(shipment: ShipmentRow, takenOver: Map<number, TakenOver>): ShipmentRow {
  const [member, ...others] = shipment.members;
  const alone = others.length === 0 && shipment.corrects === null;
  return { ...shipment, takeOver: (alone && takenOver.get(member!.recordId)) || null };
}

const recordsOf = (toBuild: ToBuild[]) => toBuild.map(({ record }) => record);

const isWaiting = ({ state }: { state: string }) => state === 'waiting';

const isFailure = ({ state }: { state: string }) => state === 'rejected' || state === 'needs-person';

const asShipped = ({ part, reference, payload, done }: ShipmentRow): ShippedPart => {
  return { part, reference, payload, done: Object.keys(done) };
};

function rebuild({ shipment, document, hash }: Plan['rebuilt'][number], recordId: number): ShipmentRow {
  return {
    ...resend(shipment),
    payload: document.payload,
    prepared: null,
    steps: document.steps,
    summary: document.summary ?? null,
    serialKey: document.serialBy ?? null,
    members: shipment.members.map((member) => (member.recordId === recordId ? { ...member, hash } : member)),
  };
}

const ask = (shipment: ShipmentRow, message: string): ShipmentRow => ({
  ...shipment,
  state: 'changed',
  message,
  nextTryAt: null,
});

const recordIdsOf = (shipments: ShipmentRow[]) => [
  ...new Set(shipments.flatMap((shipment) => shipment.members.map((member) => member.recordId))),
];
