import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { Records } from '../records/records.service.js';
import type { Document } from '../sdk/index.js';
import type { Built, Known, PlainRecord, ToBuild } from '../sdk/runtime/index.js';
import { ExportLog } from './export-log.js';
import { type ExportRun, hasChildren, householdOf } from './export-run.js';
import { groupBy } from './group.js';
import { type Candidate, OutboxStore } from './outbox.store.js';
import { ParentWaits } from './parent-waits.store.js';
import { type Family, Parents } from './parents.js';
import { hashOf, isUntouched, type Plan, planFor } from './plan.js';
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
    return this.write(exporting, plans, { keyOf, known, family });
  }

  /** A rule keeps back what hasn't been sent; what has been is always built, for only its build can say that it is cancelled. */
  private toBuild(candidates: Candidate[], records: PlainRecord[], shipmentsOf: Map<number, ShipmentRow[]>): ToBuild[] {
    const byId = new Map(records.map((record) => [record.id, record]));
    return candidates.flatMap(({ recordId, notDue }) => {
      const record = byId.get(recordId);
      const shipped = (shipmentsOf.get(recordId) ?? []).filter((shipment) => !isUntouched(shipment));
      if (!record || (notDue !== null && shipped.length === 0)) return [];
      return [{ record, shipped: shipped.map((shipment) => ({ ...asShipped(shipment), part: shipment.part })) }];
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

  private async write(
    exporting: ExportRun,
    plans: Plan[],
    { keyOf, known, family }: { keyOf: Map<number, string>; known: Known; family: Family },
  ): Promise<ShipmentRow[]> {
    const { key, clock, run } = exporting;
    const now = clock.now();
    const fresh = await this.freshShipments(exporting, plans, keyOf, known);
    const changes = await this.changed(exporting, plans, known);
    const rebuilt = plans.flatMap((plan) => plan.rebuilt.map((entry) => rebuild(entry, plan.recordId)));
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
      await this.shipments.replace(tx, [...rebuilt, ...changes.continued, ...changes.noted], now);
      await this.shipments.move(tx, [...again, ...unclear, ...changes.asked], now);
      await this.outbox.settle(tx, key, settled, now);
      await this.log.settled(tx, exporting, settled);
      const moved = [
        ...fresh,
        ...rebuilt,
        ...again,
        ...unclear,
        ...changes.asked,
        ...changes.continued,
        ...changes.noted,
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
    return [...fresh, ...rebuilt, ...again, ...changes.continued];
  }

  private async freshShipments(
    exporting: ExportRun,
    plans: Plan[],
    keyOf: Map<number, string>,
    known: Known,
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
        };
        return { document, member };
      }),
    );
    const parcels = await this.merged(exporting, drafts, known);
    const wanted = parcels.map(({ document }) => document.reference);
    const references = await uniqueReferences(this.shipments, key, wanted);
    const ids = await this.ids.take('shipment', parcels.length);
    return parcels.map(({ document, members }, at) => {
      const owner = { ...key, connectionId, id: ids[at]!, now: clock.now() };
      return shipmentOf({ ...document, reference: references[at]! }, members, owner);
    });
  }

  /** Documents with the same batch key become one; its members are kept with what each would have sent alone. */
  private async merged(
    { run, key, facts }: ExportRun,
    drafts: Draft[],
    known: Known,
  ): Promise<{ document: Document; members: Member[] }[]> {
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

  private async changed({ run, key, facts }: ExportRun, plans: Plan[], known: Known) {
    const differing = plans.flatMap((plan) => plan.differing.map((entry) => ({ ...entry, recordId: plan.recordId })));
    const alone = differing.filter(({ shipment }) => shipment.members.length === 1);
    const pairs = alone.map(({ shipment, now }) => ({ before: asShipped(shipment), now }));
    const answers = pairs.length === 0 ? [] : await run.plugin.calls.change(facts, key.task, pairs, known);
    const asked = differing
      .filter(({ shipment }) => shipment.members.length > 1)
      .map(({ shipment, now }) => ask(shipment, now ? CHANGED_IN_BATCH : CANCELLED));
    const continued: ShipmentRow[] = [];
    const noted: ShipmentRow[] = [];
    alone.forEach((entry, at) => {
      const answer = answers[at]!;
      if (answer === 'nothing') noted.push(carryOn(entry, []));
      else if (answer === 'ask') asked.push(ask(entry.shipment, entry.now ? CHANGED : CANCELLED));
      else if ('error' in answer)
        asked.push(ask(entry.shipment, `The connector could not compare it: ${answer.error.message}`));
      else if ('difference' in answer) asked.push(ask(entry.shipment, entry.now ? CHANGED : CANCELLED));
      else continued.push(carryOn(entry, answer.steps));
    });
    return { asked, continued, noted };
  }
}

const CHANGED =
  'It was changed in the store after it was sent. Compare both, then send the difference or leave it as it is.';
const CHANGED_IN_BATCH =
  'An order in this batch was changed in the store after it was sent. Compare both, then mend it in the app.';
const CANCELLED = 'It was cancelled in the store after it was sent. Cancel it in the app, or leave it as it is.';

const recordsOf = (toBuild: ToBuild[]) => toBuild.map(({ record }) => record);

const isWaiting = ({ state }: { state: string }) => state === 'waiting';

const isFailure = ({ state }: { state: string }) => state === 'rejected' || state === 'needs-person';

function asShipped(shipment: ShipmentRow): Document & { part: string; done: string[] } {
  const { part, reference, payload, steps, done } = shipment;
  return { part, reference, payload, steps, done: Object.keys(done) };
}

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

/** Goes on with further steps and the new payload; what was done stays done. */
function carryOn({ shipment, now, hash }: Plan['differing'][number], steps: string[]): ShipmentRow {
  const done = Object.fromEntries(Object.entries(shipment.done).filter(([step]) => !steps.includes(step)));
  const members = shipment.members.map((member) => ({ ...member, hash: hash ?? hashOf({ payload: null, steps }) }));
  return {
    ...shipment,
    payload: now?.payload ?? shipment.payload,
    prepared: null,
    steps: [...Object.keys(done), ...steps],
    done,
    members,
    state: steps.length > 0 ? 'sending' : shipment.state === 'changed' ? 'done' : shipment.state,
    message: null,
    label: null,
    nextTryAt: null,
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
