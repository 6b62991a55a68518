import { Injectable } from '@nestjs/common';
import { Records } from '../records/records.service.js';
import { toPlainError } from '../sdk/host/index.js';
import type { Built, Known, PlainRecord, ToBuild } from '../sdk/runtime/index.js';
import { AppsOwn } from './apps-own.js';
import { inTheLightOf, type TakenOver, TakeOver } from './earlier/take-over.js';
import { type DocumentRun, householdOf } from './export-run.js';
import { Making } from './making.js';
import type { Candidate } from './outbox.store.js';
import type { ParentWait } from './parents/parent-waits.store.js';
import { waitsOf } from './parents/parents.js';
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
    private readonly making: Making,
    private readonly takeOver: TakeOver,
    private readonly appsOwn: AppsOwn,
  ) {}

  async draw(exporting: DocumentRun, candidates: Candidate[]): Promise<Drawn> {
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
    const { built: made, known, family } = await this.making.of(household, toBuild);
    const built = new Map([...kept, ...made].map(([recordId, one]) => [recordId, written(one)]));
    const waits = waitsOf(family, built);
    const takenOver = await this.elsewhere(exporting, toBuild, built);
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

  /** Of what was never sent: what another tool has sent already. Where that is doubtful, a person is asked before anything leaves. */
  private async elsewhere(exporting: DocumentRun, toBuild: ToBuild[], built: Map<number, Built>) {
    const { run, key, connectionId } = exporting;
    if (!run.task.takesOver) return new Map<number, TakenOver>();
    const fresh = freshOf(toBuild, built);
    const { name } = run.plugin.manifest;
    const standing = await this.takeOver.of({ ...key, connectionId }, fresh, name);
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

/** Records of which something would leave for the first time. */
export const freshOf = (toBuild: ToBuild[], built: Map<number, Built>): PlainRecord[] =>
  toBuild.flatMap(({ record, shipped }) =>
    shipped.length === 0 && 'documents' in (built.get(record.id) ?? {}) ? [record] : [],
  );

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
