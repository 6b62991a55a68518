import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Records } from '../../records/records.service.js';
import type { Document, RecordType } from '../../sdk/index.js';
import type { Built, Known, PlainRecord, ToBuild } from '../../sdk/runtime/index.js';
import { AppsOwn } from '../../transactions/apps-own.js';
import { freshOf } from '../../transactions/builder.js';
import { differingOf, pairOf, type Verdict, verdictOf } from '../../transactions/changes.js';
import { inTheLightOf, TakeOver } from '../../transactions/earlier/take-over.js';
import { Making } from '../../transactions/making.js';
import { type Candidate, candidateOf } from '../../transactions/outbox.store.js';
import { type Plan, planFor } from '../../transactions/plan.js';
import { uniqueReferences } from '../../transactions/references.js';
import { isUntouched, type ShipmentRow, shippedPart } from '../../transactions/shipment.js';
import { ShipmentStore } from '../../transactions/shipments.store.js';
import { isTakingOver } from '../run-task.js';
import { PreviewCandidates, type Stock } from './preview-candidates.js';
import { type Kept, type Packed, type Parcel, packedAsByARun } from './preview-packing.js';
import type { PreviewSubject } from './preview-subject.js';
import { asked } from './preview-trouble.js';

/** So many are made ready; a run does it with all. */
const BUILT = 200;

export interface DocumentPreview {
  stock: Stock[];
  /** Records made ready, of those that are due. */
  built: number;
  /** The last of those, where others that are due stand behind it. */
  behind?: number;
  parcels: Parcel[];
  kept: Kept[];
  /** Shipments of earlier runs whose next try has come. */
  waiting: number;
  doubtful: number;
}

interface Considered {
  candidate: Candidate;
  record: PlainRecord;
  shipments: ShipmentRow[];
  plan: Plan;
  /** What goes first, where it leaves by itself as soon as that is there. */
  follows: RecordType | undefined;
}

/** What an export of documents would send, made by the plugin's own functions. Nothing is written and nothing leaves. */
@Injectable()
export class PreviewDocuments {
  constructor(
    private readonly candidates: PreviewCandidates,
    private readonly records: Records,
    private readonly shipments: ShipmentStore,
    private readonly making: Making,
    private readonly clock: Clock,
    private readonly takeOver: TakeOver,
    private readonly appsOwn: AppsOwn,
  ) {}

  /** `after`: made ready are those behind this record. */
  async of(subject: PreviewSubject, after = 0): Promise<DocumentPreview> {
    const { key } = subject;
    const now = this.clock.now();
    const [stock, next, outdated, waiting, doubtful] = await Promise.all([
      this.candidates.stock(subject),
      this.candidates.next(subject, after, BUILT),
      this.outdated(subject),
      this.shipments.waiting(key, now, 1000),
      this.shipments.due(key, ['uncertain'], now, 1000),
    ]);
    const { considered, known } = await this.consider(
      subject,
      withMembersOf(after > 0 ? [] : outdated, next),
      outdated,
    );
    const { parcels, unmerged } = await this.fresh(subject, considered, known);
    return {
      stock,
      built: considered.length,
      behind: next.length === BUILT ? next.at(-1)!.recordId : undefined,
      parcels: [...parcels, ...repeated(considered)],
      kept: [...unmerged, ...(await this.changed(subject, considered, known)), ...considered.flatMap(keptBack)],
      waiting: waiting.length,
      doubtful: doubtful.length,
    };
  }

  /** Of records that are due, those of which something would leave now. */
  async sendable(subject: PreviewSubject, recordIds: number[]): Promise<number[]> {
    const due = recordIds.map((recordId) => candidateOf(recordId, 'pending'));
    const { considered } = await this.consider(subject, due, []);
    return considered.filter(({ plan }) => plan.fresh.length > 0).map(({ record }) => record.id);
  }

  /** Batches that a run would take apart first: one of their records has changed, and nothing of them has landed. */
  private async outdated({ key }: PreviewSubject): Promise<ShipmentRow[]> {
    const batches = await this.shipments.batchesToRebuild(key);
    return batches.filter((batch) => batch.members.length > 1 && isUntouched(batch));
  }

  /** What another tool has sent already, as far as it has been looked for. */
  private async elsewhere({ key, task, plugin }: PreviewSubject, toBuild: ToBuild[], built: Map<number, Built>) {
    if (!isTakingOver(task)) return;
    const ids = freshOf(toBuild, built).map(({ id }) => id);
    inTheLightOf(await this.takeOver.known(key, ids, plugin.manifest.name), built);
  }

  private async consider(subject: PreviewSubject, candidates: Candidate[], outdated: ShipmentRow[]) {
    const { key } = subject;
    const ids = candidates.map(({ recordId }) => recordId);
    const gone = new Set(outdated.map(({ id }) => id));
    const records = await this.records.byIds(key.storeId, ids);
    const carried = (await this.shipments.carrying(key, ids)).filter(({ id }) => !gone.has(id));
    const byId = new Map(records.map((record) => [record.id, record]));
    const all = candidates.flatMap((candidate) => {
      const record = byId.get(candidate.recordId);
      const shipments = carried.filter(({ members }) =>
        members.some(({ recordId }) => recordId === candidate.recordId),
      );
      return record ? [{ candidate, record, shipments }] : [];
    });
    const due = all.flatMap(({ candidate, record, shipments }): ToBuild[] => {
      const shipped = shipments.filter((shipment) => shipment.corrects === null && !isUntouched(shipment));
      return candidate.notDue === null || shipped.length > 0 ? [{ record, shipped: shipped.map(shippedPart) }] : [];
    });
    const { toBuild, kept } = await this.appsOwn.sift(subject, subject.task, due);
    const made = await asked(this.making.of(subject, toBuild));
    const { known, family } = made;
    const built = new Map([...kept, ...made.built]);
    await this.elsewhere(subject, toBuild, built);
    const considered = all.map((one): Considered => {
      const { id } = one.record;
      const plan = planFor({ ...one, key: one.record.key, built: built.get(id), held: family.held.get(id) });
      return { ...one, plan, follows: plan.settle?.state === 'waiting' ? family.following.get(id) : undefined };
    });
    return { considered, known };
  }

  /** What leaves for the first time, put together as a run would. */
  private async fresh(subject: PreviewSubject, considered: Considered[], known: Known): Promise<Packed> {
    const drafts = considered.flatMap(({ record, plan }) =>
      [...plan.fresh, ...plan.rebuilt].map(({ document }) => ({ document, member: record.key })),
    );
    const packed = await packedAsByARun(subject, drafts, known);
    const wanted = packed.parcels.map(({ reference }) => reference);
    const references = await uniqueReferences(this.shipments, subject.key, wanted);
    return { ...packed, parcels: packed.parcels.map((parcel, at) => ({ ...parcel, reference: references[at]! })) };
  }

  /** What differs from what was sent, and what would be done about it. */
  private async changed(
    { key, plugin, facts }: PreviewSubject,
    considered: Considered[],
    known: Known,
  ): Promise<Kept[]> {
    const keyOf = new Map(considered.map(({ record }) => [record.id, record.key]));
    const differing = differingOf(
      considered.map(({ plan }) => plan),
      keyOf,
    );
    if (differing.length === 0) return [];
    const answers = await asked(plugin.calls.change(facts, key.task, differing.map(pairOf), known));
    return differing.flatMap((entry, at): Kept[] => {
      const reason = changeInWords(verdictOf(entry, answers[at]!), entry.now);
      return reason ? [{ key: entry.key, state: 'changed', reason }] : [];
    });
  }
}

/** The records of a batch that is taken apart are built with the others. */
function withMembersOf(batches: ShipmentRow[], candidates: Candidate[]): Candidate[] {
  const known = new Set(candidates.map(({ recordId }) => recordId));
  const members = new Set(batches.flatMap((batch) => batch.members.map(({ recordId }) => recordId)));
  const more = [...members].filter((recordId) => !known.has(recordId));
  return [...candidates, ...more.map((recordId) => candidateOf(recordId, 'pending'))];
}

/** What goes out again as it is. */
function repeated(considered: Considered[]): Parcel[] {
  const again = new Map(considered.flatMap(({ plan }) => plan.again.map((shipment) => [shipment.id, shipment])));
  return [...again.values()].map((shipment) => ({
    reference: shipment.reference,
    members: shipment.members.map((member) => member.key),
    steps: shipment.steps.filter((step) => !(step in shipment.done)),
    summary: shipment.summary ?? undefined,
    payload: shipment.payload,
    again: true,
  }));
}

function keptBack({ record, plan, follows }: Considered): Kept[] {
  const { key } = record;
  // Not by its name: there may be as many as there are records.
  if (follows) {
    const reason = `Waits for its ${follows.replaceAll('-', ' ')}, which goes first.`;
    return [{ key, state: 'waiting', reason, follows: true }];
  }
  if (plan.inDoubt)
    return [{ key, state: 'uncertain', reason: 'It is looked up first: nobody knows yet whether it arrived.' }];
  if (plan.settle) return [{ key, state: plan.settle.state, reason: plan.settle.reason ?? '' }];
  return plan.unclear.map(({ reason }) => ({ key, state: 'needs-person', reason }));
}

function changeInWords(verdict: Verdict, now: Document | undefined): string | undefined {
  if (verdict === 'nothing') return undefined;
  const what = `It was ${now ? 'changed' : 'cancelled'} after it was sent`;
  if (verdict === 'ask') return `${what}: you would be asked.`;
  if (verdict === 'finish') return `${what}: it is finished first, and looked at again.`;
  if ('problem' in verdict) return verdict.problem;
  if ('steps' in verdict) return `${what}, and goes on: ${verdict.steps.join(', ')}.`;
  const { reference, summary } = verdict.difference;
  const makesUp = `${[reference, summary].filter(Boolean).join(', ')} makes up for it`;
  return verdict.ask ? `${what}: you would be asked. ${makesUp}.` : `${what}, and ${makesUp}.`;
}
