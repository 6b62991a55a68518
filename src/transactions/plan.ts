import { hash } from 'node:crypto';
import type { Document } from '../sdk/index.js';
import type { Built } from '../sdk/runtime/index.js';
import { verdictOf } from '../tasks/verdict.js';
import type { Candidate } from './outbox.store.js';
import { isOutdated, isUntouched, payloadText, type ShipmentRow } from './shipment.js';
import type { OutboxState } from './states.js';

/** A record, what its build says now, and what has been shipped of it. */
export interface Considered {
  candidate: Candidate;
  key: string;
  /** Undefined when a rule keeps the record back and nothing of it has been carried out. */
  built: Built | undefined;
  /** Which parent it waits for, in words. */
  held?: string;
  shipments: ShipmentRow[];
}

/** What is to be done about one record. */
export interface Plan {
  recordId: number;
  /** Nothing of it was ever written ahead. */
  first: boolean;
  /** On which day a person wants it, where the day of its own can't be. */
  day: string | null;
  /** Where the record stands when nothing of it is on its way. */
  settle?: { state: OutboxState; reason: string | null };
  /** Documents that go out for the first time. */
  fresh: { document: Document; hash: Buffer }[];
  /** Shipments of which nothing landed: they go out with what the build says now. */
  rebuilt: { shipment: ShipmentRow; document: Document; hash: Buffer }[];
  /** Shipments that go on as they are. */
  again: ShipmentRow[];
  /** Shipments that are done, or half done, and differ from what the build says now. */
  differing: {
    shipment: ShipmentRow;
    /** The shipment itself, or the last that made up for a change of it: it says what the app holds. */
    holder: ShipmentRow;
    now: Document | undefined;
    hash: Buffer;
  }[];
  /** Shipments that a person was asked about, and of which nothing differs any more. */
  calmed: ShipmentRow[];
  /** Shipments that are done while the record can't be built any more, or that come out the same though they are outdated: a person must look. */
  unclear: { shipment: ShipmentRow; reason: string }[];
  /** Shipments of which nothing landed and nothing shall. */
  withdrawn: ShipmentRow[];
  /** Something of it is in doubt: it is looked at again once that is settled. */
  inDoubt: boolean;
}

/** Decides without touching anything what becomes of one record. */
export function planFor({ candidate, built, held, shipments }: Considered): Plan {
  const plan: Plan = {
    recordId: candidate.recordId,
    first: shipments.length === 0,
    day: candidate.day,
    fresh: [],
    rebuilt: [],
    again: [],
    differing: [],
    calmed: [],
    unclear: [],
    withdrawn: [],
    inDoubt: shipments.some(isInDoubt),
  };
  if (plan.inDoubt) return plan;
  const awaits = held ?? (built && 'awaits' in built ? built.awaits : undefined);
  if (awaits !== undefined) return hold(plan, awaits, shipments);

  const documents = built && 'documents' in built ? built.documents : [];
  const own = shipments.filter(({ corrects }) => corrects === null);
  const left = new Map(own.map((shipment) => [partOf(shipment, candidate.recordId), shipment]));
  for (const document of documents) {
    const shipment = left.get(document.part ?? '');
    left.delete(document.part ?? '');
    if (shipment) placeDocument(plan, document, shipment, shipments);
    else plan.fresh.push({ document, hash: hashOf(document) });
  }
  for (const shipment of left.values()) {
    placeLeftover(plan, shipment, built, shipments);
  }
  const stays = shipments.length - plan.withdrawn.length;
  if (documents.length === 0 && stays === 0) plan.settle = withoutDocuments(candidate, built);
  return plan;
}

/** Nothing of it leaves before its parent. What has left already is looked at again once the parent stands still. */
function hold(plan: Plan, held: string, shipments: ShipmentRow[]): Plan {
  if (shipments.every(isUntouched))
    return { ...plan, withdrawn: shipments, settle: { state: 'waiting', reason: held } };
  return { ...plan, inDoubt: true };
}

function placeDocument(plan: Plan, document: Document, shipment: ShipmentRow, all: ShipmentRow[]): void {
  const hash = hashOf(document);
  const holder = holderOf(plan, shipment, all, hash);
  const same = holds(plan, holder, hash);
  if (shipment.state === 'done' || shipment.state === 'changed') {
    if (!same) plan.differing.push({ shipment, holder, now: document, hash });
    else if (asks(plan, shipment)) plan.calmed.push(shipment);
  } else if (same && isOutdated(shipment)) {
    plan.unclear.push({ shipment, reason: shipment.message ?? '' });
  } else if (same) {
    plan.again.push(shipment);
  } else if (isUntouched(shipment) && shipment.members.length === 1) {
    plan.rebuilt.push({ shipment, document, hash });
  } else {
    plan.differing.push({ shipment, holder, now: document, hash });
  }
}

/** A shipment that the build says nothing of any more. Only the build's own word is a cancellation: a rule that was tightened is none. */
function placeLeftover(plan: Plan, shipment: ShipmentRow, built: Built | undefined, all: ShipmentRow[]): void {
  if (isUntouched(shipment)) plan.withdrawn.push(shipment);
  else if (built && ('documents' in built || 'notDue' in built || 'nothing' in built)) {
    const holder = holderOf(plan, shipment, all, NOTHING);
    if (holder === shipment || !holds(plan, holder, NOTHING))
      plan.differing.push({ shipment, holder, now: undefined, hash: NOTHING });
  } else if (built) plan.unclear.push({ shipment, reason: reasonOf(built) });
}

/**
 * Who says what the app holds of a shipment: itself, or the last that made up for a change. One of those that hasn't landed goes on
 * if it still says what is right, and is taken back if not.
 */
function holderOf(plan: Plan, shipment: ShipmentRow, all: ShipmentRow[], hash: Buffer): ShipmentRow {
  const corrections = all.filter(({ corrects }) => corrects === shipment.id);
  let holder = shipment;
  for (const correction of corrections) {
    if (isUntouched(correction) && !holds(plan, correction, hash)) {
      plan.withdrawn.push(correction);
      continue;
    }
    if (correction.state !== 'done') plan.again.push(correction);
    holder = correction;
  }
  return holder;
}

const holds = (plan: Plan, holder: ShipmentRow, hash: Buffer): boolean =>
  memberOf(holder, plan.recordId)?.hash.equals(hash) ?? false;

/** A person was asked about it, and meanwhile the record is as it was again. */
const asks = (plan: Plan, shipment: ShipmentRow): boolean =>
  shipment.state === 'changed' || Boolean(memberOf(shipment, plan.recordId)?.changed);

function reasonOf(built: Built): string {
  if ('needsPerson' in built) return built.needsPerson;
  if ('rejected' in built) return built.rejected;
  return 'error' in built
    ? `The connector could not make it ready: ${built.error.message}`
    : 'It can no longer be made ready.';
}

function withoutDocuments(candidate: Candidate, built: Built | undefined): Plan['settle'] {
  if (candidate.notDue !== null) return { state: 'not-due', reason: candidate.notDue };
  if (!built || 'nothing' in built || 'documents' in built)
    return { state: 'not-due', reason: 'There is nothing of it to send.' };
  return verdictOf(built);
}

/** Nobody can say yet what is to be done about it. A batch that is half done is finished first, for the sake of the others in it. */
const isInDoubt = (shipment: ShipmentRow) =>
  shipment.state === 'uncertain' ||
  shipment.state === 'sending' ||
  (shipment.state === 'waiting' && shipment.members.length > 1 && !isUntouched(shipment));

const memberOf = (shipment: ShipmentRow, recordId: number) =>
  shipment.members.find((member) => member.recordId === recordId);

const partOf = (shipment: ShipmentRow, recordId: number) => memberOf(shipment, recordId)?.part ?? shipment.part;

/** Two documents with the same hash would do the same in the app. */
export function hashOf({ payload, steps }: Pick<Document, 'payload' | 'steps'>): Buffer {
  return Buffer.from(hash('sha256', `[${payloadText(payload)},${JSON.stringify(steps)}]`, 'hex').slice(0, 32), 'hex');
}

/** What a record comes to that is no longer sent. */
const NOTHING = hashOf({ payload: null, steps: [] });
