import { Injectable } from '@nestjs/common';
import { Records } from '../records/records.service.js';
import { toPlainError } from '../sdk/host/index.js';
import type { Built, Known, PlainRecord, ToBuild } from '../sdk/runtime/index.js';
import { AppsOwn } from './apps-own.js';
import { inTheLightOf, type TakenOver, TakeOver } from './earlier/take-over.js';
import { type ExportRun, householdOf } from './export-run.js';
import type { Candidate } from './outbox.store.js';
import type { ParentWait } from './parent-waits.store.js';
import { Parents, waitsOf } from './parents.js';
import { type Plan, planFor } from './plan.js';
import { isUntouched, payloadText, type ShipmentRow, shipmentsByRecord, shippedPart } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';

/** What is to be done about some records, and what was known when that was decided. Nothing of it is written yet. */
export interface Drawn {
  plans: Plan[];
  keyOf: Map<number, string>;
  known: Known;
  /** By which parents they were judged that may still move. */
  waits: ParentWait[];
  /** To which differences people have agreed. */
  agreed: Map<number, Buffer | null>;
  /** What stands for records of which nothing has been sent. */
  takenOver: Map<number, TakenOver>;
  /** Some of what has left carries other records as well: whatever happens to those happens to these. */
  shared: boolean;
}

/** Has candidates built, and decides what becomes of each. */
@Injectable()
export class Builder {
  constructor(
    private readonly records: Records,
    private readonly shipments: ShipmentStore,
    private readonly parents: Parents,
    private readonly takeOver: TakeOver,
    private readonly appsOwn: AppsOwn,
  ) {}

  async draw(exporting: ExportRun, candidates: Candidate[]): Promise<Drawn> {
    const { key, run } = exporting;
    const household = householdOf(exporting);
    const recordIds = candidates.map((candidate) => candidate.recordId);
    const [records, carried] = await Promise.all([
      this.records.byIds(key.storeId, recordIds),
      this.shipments.carrying(key, recordIds),
    ]);
    const shipmentsOf = shipmentsByRecord(carried);
    const due = this.toBuild(candidates, records, shipmentsOf);
    const { toBuild, kept } = await this.appsOwn.sift(household, run.task, due);
    const family = await this.parents.of(household, recordsOf(toBuild));
    const ready = toBuild.filter(({ record }) => !family.held.has(record.id));
    const known = { related: await this.relatedTo(exporting, ready), parents: family.parents };
    const built = new Map([...kept, ...(await this.ask(exporting, ready, known))]);
    const waits = waitsOf(family, built);
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
    const here = new Set(recordIds);
    const shared = carried.some(({ members }) => members.some(({ recordId }) => !here.has(recordId)));
    return { plans, keyOf, known, waits, agreed, takenOver, shared };
  }

  /** A rule keeps back what hasn't been sent; what has been is always built, for only its build can say that it is cancelled. */
  private toBuild(candidates: Candidate[], records: PlainRecord[], shipmentsOf: Map<number, ShipmentRow[]>): ToBuild[] {
    const byId = new Map(records.map((record) => [record.id, record]));
    return candidates.flatMap(({ recordId, notDue }) => {
      const record = byId.get(recordId);
      const carried = shipmentsOf.get(recordId) ?? [];
      const shipped = carried.filter((shipment) => shipment.corrects === null && !isUntouched(shipment));
      if (!record || (notDue !== null && shipped.length === 0)) return [];
      return [{ record, shipped: shipped.map(shippedPart) }];
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
    return new Map(toBuild.map(({ record }, at) => [record.id, written(built[at]!)]));
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
}

/** Whether some of these documents travel together, for which more of their kind may have to be waited for. */
export const travelTogether = ({ plans }: Drawn): boolean =>
  plans.some(({ fresh }) => fresh.some(({ document }) => document.batchKey !== undefined));

/** Two neighbouring chunks as one. */
export function together(one: Drawn, other: Drawn): Drawn {
  return {
    plans: [...one.plans, ...other.plans],
    keyOf: new Map([...one.keyOf, ...other.keyOf]),
    known: {
      related: [...one.known.related, ...other.known.related],
      parents: [...one.known.parents, ...other.known.parents],
    },
    waits: [...one.waits, ...other.waits],
    agreed: new Map([...one.agreed, ...other.agreed]),
    takenOver: new Map([...one.takenOver, ...other.takenOver]),
    shared: one.shared || other.shared,
  };
}

/** What can't be written down can't be sent, and is no reason to keep the others back. */
function written(built: Built): Built {
  if (!('documents' in built)) return built;
  try {
    for (const { payload } of built.documents) payloadText(payload);
    return built;
  } catch (error) {
    const { message } = toPlainError(error);
    return { error: { name: 'Error', message: `Its payload is no plain data: ${message.split('\n')[0]}` } };
  }
}

const recordsOf = (toBuild: ToBuild[]) => toBuild.map(({ record }) => record);
