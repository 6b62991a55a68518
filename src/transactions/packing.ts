import { Injectable } from '@nestjs/common';
import { Ids } from '../database/ids.js';
import type { Document } from '../sdk/index.js';
import type { Known } from '../sdk/runtime/index.js';
import type { Correction } from './changes.js';
import type { TakenOver } from './earlier/take-over.js';
import type { DocumentRun } from './export-run.js';
import { groupBy } from './group.js';
import type { Plan } from './plan.js';
import { uniqueReferences } from './references.js';
import { type Member, memberOf, resend, type ShipmentRow, shipmentOf } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';
import { mergedFrom } from './unmergeable.js';

/** A document on its way to being written ahead, with the record it came from. */
interface Draft {
  document: Document;
  member: Member;
  /** Nothing else of its record has ever left. */
  sole: boolean;
}

/** A document with all whom it is for. */
interface Parcel {
  document: Document;
  members: Member[];
  sole?: boolean;
  corrects?: number;
  standsFor?: unknown;
}

interface Around {
  keyOf: Map<number, string>;
  known: Known;
  /** What stands for records of which nothing has been sent. */
  takenOver: Map<number, TakenOver>;
  /** Also of what leaves for the first time it is asked whether its reference is taken. It hardly ever is. */
  careful: boolean;
}

/** Puts documents into shipments: who travels together, and under which reference. */
@Injectable()
export class Packing {
  constructor(
    private readonly ids: Ids,
    private readonly shipments: ShipmentStore,
  ) {}

  /** What leaves for the first time, and what makes up for changes. */
  async fresh(
    exporting: DocumentRun,
    plans: Plan[],
    corrections: Correction[],
    { keyOf, known, takenOver, careful }: Around,
  ): Promise<ShipmentRow[]> {
    const { key, connectionId, clock, claimed } = exporting;
    const drafts = plans.flatMap(({ recordId, fresh, first, day }) =>
      fresh.map(({ document, hash }): Draft => {
        const member = memberOf({ recordId, key: keyOf.get(recordId) ?? '', part: document.part ?? '', hash, day });
        return { document, member, sole: first && fresh.length === 1 };
      }),
    );
    const parcels: Parcel[] = [...(await this.merged(exporting, drafts, known)), ...corrections.map(asParcel)];
    const wanted = parcels.map(referenceOf);
    const doubtful = parcels.filter(({ sole }) => !sole || careful).map(referenceOf);
    const ids = await this.ids.take('shipment', parcels.length);
    // Last, for whoever fails between this and the writing would have to give them back.
    const references = await uniqueReferences(this.shipments, key, wanted, claimed, doubtful);
    const now = clock.now();
    return parcels.map((parcel, at) => {
      const { document, members, corrects, standsFor, sole } = parcel;
      const owner = { ...key, connectionId, id: ids[at]!, now };
      const relations = { takeOver: takenOverBy(parcel, takenOver), corrects, standsFor, sole };
      return shipmentOf({ ...document, reference: references[at]! }, members, owner, relations);
    });
  }

  /** What was alone in its batch stays a batch: what is sent of it later must find it as one. */
  async rebuilt({ run, key, facts }: DocumentRun, plans: Plan[], known: Known): Promise<ShipmentRow[]> {
    const entries = plans.flatMap((plan) => plan.rebuilt.map((entry) => ({ ...entry, recordId: plan.recordId })));
    const rows = entries.map(async (entry) => {
      const { document, recordId } = entry;
      if (document.batchKey === undefined) return rebuild(entry, recordId);
      const merged = mergedFrom(await run.plugin.calls.merge(facts, key.task, [document], known));
      const row = rebuild({ ...entry, document: { ...merged, batchKey: document.batchKey } }, recordId);
      return { ...row, members: row.members.map((member) => ({ ...member, payload: document.payload })) };
    });
    return Promise.all(rows);
  }

  /** Documents with the same batch key become one; its members are kept with what each would have sent alone. */
  private async merged({ run, key, facts }: DocumentRun, drafts: Draft[], known: Known): Promise<Parcel[]> {
    const alone = drafts.filter(({ document }) => document.batchKey === undefined);
    const groups = groupBy(
      drafts.filter(({ document }) => document.batchKey !== undefined),
      ({ document }) => document.batchKey!,
    );
    const merged = [...groups].map(async ([batchKey, group]) => {
      const documents = group.map((draft) => draft.document);
      const document = mergedFrom(await run.plugin.calls.merge(facts, key.task, documents, known));
      const members = group.map(({ member, document: { payload } }) => ({ ...member, payload }));
      return { document: { ...document, batchKey }, members };
    });
    const single = alone.map(({ document, member, sole }) => ({ document, members: [member], sole }));
    return [...single, ...(await Promise.all(merged))];
  }
}

const referenceOf = ({ document }: Parcel) => document.reference;

/** What makes up for a change travels alone. */
function asParcel({ document, differing }: Correction): Parcel {
  const { recordId, key, hash, shipment, now } = differing;
  const day = shipment.members.find((member) => member.recordId === recordId)?.day ?? null;
  const member = memberOf({ recordId, key, part: document.part ?? '', hash, day });
  const alone = { ...document, batchKey: undefined };
  return { document: alone, members: [member], corrects: shipment.id, standsFor: now?.payload ?? null };
}

/** What stands in the app already for the record that a parcel is for. */
function takenOverBy({ members, corrects }: Parcel, takenOver: Map<number, TakenOver>): TakenOver | undefined {
  const [member, ...others] = members;
  return others.length === 0 && corrects === undefined ? takenOver.get(member!.recordId) : undefined;
}

function rebuild({ shipment, document, hash }: Plan['rebuilt'][number], recordId: number): ShipmentRow {
  return {
    ...resend(shipment),
    payload: document.payload,
    prepared: null,
    steps: document.steps,
    summary: document.summary ?? null,
    serialKey: document.serialBy ?? null,
    doubles: document.doublesUnlessFound ?? false,
    members: shipment.members.map((member) => (member.recordId === recordId ? { ...member, hash } : member)),
  };
}
