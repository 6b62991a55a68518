import { hash } from 'node:crypto';
import type { Document, FurtherSteps, SentDocument } from '../sdk/index.js';
import type { Change } from '../sdk/runtime/index.js';
import { hashOf, type Plan } from './plan.js';
import { nextStep, resend, type ShipmentRow } from './shipment.js';

/** A record that changed after it was sent. */
export type Differing = Plan['differing'][number] & { recordId: number; key: string };

/** A further document that makes up for what changed. */
export interface Correction {
  document: Document;
  differing: Differing;
}

/** What is done about records that changed after they were sent. */
export interface Weighed {
  /** Shipments that go on with further steps. */
  continued: ShipmentRow[];
  /** Shipments that stay where they are, with what is known of them now. */
  noted: ShipmentRow[];
  corrections: Correction[];
  /** Records that are looked at again: something of them is finished first. */
  unfinished: Set<number>;
}

export function differingOf(plans: Plan[], keyOf: Map<number, string>): Differing[] {
  return plans.flatMap(({ recordId, differing }) =>
    differing.map((entry) => ({ ...entry, recordId, key: keyOf.get(recordId) ?? '' })),
  );
}

/** What the plugin compares: what the app holds of it by now, and what it would be sent. */
export function pairOf(differing: Differing): { before: SentDocument; now?: Document } {
  const { shipment, holder, recordId, now } = differing;
  const { part, reference, steps, done, payload } = shipment;
  // Of a batch, even of one, what the record alone would have sent.
  const share = memberOf(shipment, recordId)?.payload ?? payload;
  const holds = holder === shipment ? share : holder.standsFor;
  const called = { remoteId: shipment.remoteId ?? undefined, number: shipment.number ?? undefined };
  return { before: { part, reference, steps, payload: holds, done: Object.keys(done), ...called }, now };
}

/** A record of which nothing differs any more: nobody is asked about it. */
export interface Calmed {
  recordId: number;
  shipment: ShipmentRow;
}

export const calmedIn = (plans: Plan[]): Calmed[] =>
  plans.flatMap(({ recordId, calmed }) => calmed.map((shipment) => ({ recordId, shipment })));

/** What a person has seen when they agree to differences: all of a record's, to the letter. */
export function agreementOn(documents: Document[]): Buffer {
  const seen = documents.map((document) => [document.reference, hashOf(document).toString('hex')]);
  return Buffer.from(hash('sha256', JSON.stringify(seen.sort()), 'hex').slice(0, 32), 'hex');
}

/** Sorts out what the plugin answered. `agreed`: what people have said to the differences of a record. */
export function weigh(
  differing: Differing[],
  answers: Change[],
  agreed: Map<number, Buffer | null>,
  calmed: Calmed[],
): Weighed {
  const rows = new Map<number, ShipmentRow>();
  const weighed: Weighed = { continued: [], noted: [], corrections: [], unfinished: new Set() };
  const continued = new Set<number>();
  const seen = seenOf(differing, answers);
  // Several records of one batch may have changed, or be as they were again: each adds to what became of it.
  const current = (row: ShipmentRow) => rows.get(row.id) ?? row;
  for (const [at, entry] of differing.entries()) {
    const answer = verdictOf(entry, answers[at]!);
    if (answer === 'nothing') {
      keep(rows, settled(withHash(current(entry.holder), entry), entry));
      keep(rows, settled(withoutNeedless(current(entry.shipment), entry), entry));
    } else if (answer === 'finish') {
      keep(rows, resend(current(entry.shipment)));
      continued.add(entry.shipment.id);
      weighed.unfinished.add(entry.recordId);
    } else if (typeof answer === 'object' && 'steps' in answer) {
      keep(rows, carryOn(current(entry.shipment), entry, answer));
      continued.add(entry.shipment.id);
    } else if (typeof answer === 'object' && 'difference' in answer) {
      const goes = !answer.ask || (agreed.get(entry.recordId)?.equals(seen.get(entry.recordId)!) ?? false);
      if (goes) weighed.corrections.push({ document: answer.difference, differing: entry });
      const row = current(entry.shipment);
      keep(rows, goes ? settled(row, entry) : ask(row, entry, entry.now ? CHANGED_OFFERED : CANCELLED_OFFERED));
    } else keep(rows, ask(current(entry.shipment), entry, answer === 'ask' ? whyAsk(entry) : answer.problem));
  }
  for (const one of calmed) keep(rows, settled(current(one.shipment), one));
  for (const row of rows.values()) (continued.has(row.id) ? weighed.continued : weighed.noted).push(row);
  return weighed;
}

export type Verdict =
  | 'nothing'
  | 'ask'
  | 'finish'
  | FurtherSteps
  | { difference: Document; ask: boolean }
  | { problem: string };

/** What can't be done as the plugin says is for a person. */
export function verdictOf({ shipment, holder }: Differing, answer: Change): Verdict {
  if (answer === 'nothing' || answer === 'ask') return answer;
  if ('error' in answer) return { problem: `The connector could not compare it: ${answer.error.message}` };
  // Steps would be taken with all of a batch, or beside differences that were sent already.
  if ('steps' in answer) return shipment.members.length > 1 || holder !== shipment ? 'ask' : answer;
  if (nextStep(shipment) === undefined) return answer;
  // Of what is on its way nobody can say yet what the app will hold, so nothing can make up for it. What was stopped asks.
  return shipment.state === 'waiting' ? 'finish' : 'ask';
}

/** What is offered of each record. */
function seenOf(differing: Differing[], answers: Change[]): Map<number, Buffer> {
  const offered = new Map<number, Document[]>();
  for (const [at, { recordId }] of differing.entries()) {
    const answer = answers[at]!;
    if (typeof answer !== 'object' || !('difference' in answer)) continue;
    offered.set(recordId, [...(offered.get(recordId) ?? []), answer.difference]);
  }
  return new Map([...offered].map(([recordId, documents]) => [recordId, agreementOn(documents)]));
}

const CHANGED =
  'It was changed in the store after it was sent. Compare both, then mend it in the app or leave it as it is.';
const CHANGED_OFFERED =
  'It was changed in the store after it was sent. Compare both, then send the difference or leave it as it is.';
const CHANGED_IN_BATCH =
  'An order in this batch was changed in the store after it was sent. Compare both, then mend it in the app.';
const CANCELLED = 'It was cancelled in the store after it was sent. Cancel it in the app, or leave it as it is.';
const CANCELLED_OFFERED =
  'It was cancelled in the store after it was sent. Send what makes up for it, or leave it as it is.';

const whyAsk = ({ shipment, now }: Differing): string => {
  if (!now) return CANCELLED;
  return shipment.members.length > 1 ? CHANGED_IN_BATCH : CHANGED;
};

function keep(rows: Map<number, ShipmentRow>, row: ShipmentRow): void {
  rows.set(row.id, row);
}

const memberOf = ({ members }: ShipmentRow, recordId: number) => members.find((member) => member.recordId === recordId);

/** Of a batch only the record that changed asks: the others in it are as the app has them. */
export function ask(shipment: ShipmentRow, { recordId }: Pick<Differing, 'recordId'>, message: string): ShipmentRow {
  if (shipment.members.length > 1) return withMember(shipment, recordId, { changed: message });
  return { ...shipment, state: 'changed', message, nextTryAt: null };
}

/** Nothing is to be asked about it any more. */
function settled(shipment: ShipmentRow, { recordId }: Pick<Differing, 'recordId'>): ShipmentRow {
  const row = withMember(shipment, recordId, { changed: null });
  return row.state === 'changed' ? { ...row, state: 'done', message: null } : row;
}

/** What was to be done only because of a change that has been taken back, such as deleting it, is not done any more. */
function withoutNeedless(shipment: ShipmentRow, { holder, now }: Differing): ShipmentRow {
  if (!now || holder.id !== shipment.id || shipment.members.length > 1) return shipment;
  const steps = shipment.steps.filter((step) => Object.hasOwn(shipment.done, step) || now.steps.includes(step));
  if (steps.length === shipment.steps.length) return shipment;
  const row = { ...shipment, steps };
  return nextStep(row) === undefined ? { ...row, state: 'done', message: null, label: null, nextTryAt: null } : row;
}

const withHash = (shipment: ShipmentRow, { recordId, hash: now }: Differing): ShipmentRow =>
  withMember(shipment, recordId, { hash: now });

function withMember(
  shipment: ShipmentRow,
  recordId: number,
  more: Partial<ShipmentRow['members'][number]>,
): ShipmentRow {
  const members = shipment.members.map((member) => (member.recordId === recordId ? { ...member, ...more } : member));
  return { ...shipment, members };
}

/** Goes on with further steps and the new payload; what was done stays done. */
function carryOn(shipment: ShipmentRow, entry: Differing, { steps, serialBy }: FurtherSteps): ShipmentRow {
  const done = Object.fromEntries(Object.entries(shipment.done).filter(([step]) => !steps.includes(step)));
  const rests = shipment.state === 'changed' ? 'done' : shipment.state;
  return {
    ...withHash(shipment, entry),
    payload: entry.now?.payload ?? shipment.payload,
    prepared: null,
    serialKey: serialBy ?? shipment.serialKey,
    steps: [...Object.keys(done), ...steps],
    done,
    state: steps.length > 0 ? 'sending' : rests,
    message: null,
    label: null,
    nextTryAt: null,
  };
}
