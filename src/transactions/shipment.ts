import { randomUUID } from 'node:crypto';
import type { Document, Shipment, ShippedPart, StepDone } from '../sdk/index.js';
import { groupBy } from './group.js';
import type { ShipmentState } from './states.js';

/** What goes out together, as the database keeps it. Members and reference are frozen once it is written. */
export interface ShipmentRow {
  storeId: number;
  id: number;
  installationId: number;
  connectionId: number;
  task: string;
  part: string;
  reference: string;
  appKey: string;
  serialKey: string | null;
  batchKey: string | null;
  summary: string | null;
  payload: unknown;
  prepared: unknown;
  /** What another tool has made of it: its first step takes that over. */
  takeOver: Shipment['takeOver'] | null;
  steps: string[];
  done: Record<string, StepDone>;
  state: ShipmentState;
  label: string | null;
  message: string | null;
  remoteId: string | null;
  number: string | null;
  url: string | null;
  attempts: number;
  finds: number;
  nextTryAt: number | null;
  /** 'YYYY-MM-DD': dated on this day the app would take it, if a person wants that. */
  offeredDay: string | null;
  createdAt: number;
  /** The shipment that it makes up for: its record changed after that was sent. */
  corrects: number | null;
  /** The payload that it and the shipment it makes up for come to together; null when they cancel each other out. */
  standsFor: unknown;
  /** The app doesn't refuse to make it twice. */
  doubles: boolean;
  members: Member[];
  /** Its record has no other shipment. Known only to the run that wrote it ahead. */
  sole?: boolean;
}

/** One record inside a shipment. */
export interface Member {
  recordId: number;
  key: string;
  part: string;
  hash: Buffer;
  /** Only kept where several records travel together. */
  payload: unknown;
  /** What a person is asked, when it is this one of several that changed. */
  changed: string | null;
  /** 'YYYY-MM-DD': what a person has chosen for whatever is sent of it, where the day of its own can't be. */
  day: string | null;
}

/** A record in a shipment of which nobody is asked. */
export const memberOf = ({
  recordId,
  key,
  part,
  hash,
  day,
}: Pick<Member, 'recordId' | 'key' | 'part' | 'hash' | 'day'>): Member => ({
  recordId,
  key,
  part,
  hash,
  payload: undefined,
  changed: null,
  day,
});

const texts = new WeakMap<object, string>();

/** A payload as it is hashed and kept. It is frozen once it is built, so it is written out once for both. */
export function payloadText(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return JSON.stringify(payload ?? null);
  let text = texts.get(payload);
  if (text === undefined) {
    text = JSON.stringify(payload);
    texts.set(payload, text);
  }
  return text;
}

/** The next step to take, or undefined when all are done. */
export function nextStep(shipment: Pick<ShipmentRow, 'steps' | 'done'>): string | undefined {
  return shipment.steps.find((step) => !Object.hasOwn(shipment.done, step));
}

/** Nothing of it has been carried out, for all the app has said. */
export const isUntouched = ({ done }: Pick<ShipmentRow, 'done'>): boolean => Object.keys(done).length === 0;

/** It waits for no time, but for its record to be built anew: what that was built from didn't hold any more. */
export const isOutdated = (shipment: ShipmentRow): boolean =>
  shipment.state === 'waiting' && shipment.nextTryAt === null && isUntouched(shipment);

/** As a build is told of it. */
export const shippedPart = ({ part, reference, payload, done }: ShipmentRow): ShippedPart => {
  return { part, reference, payload, done: Object.keys(done) };
};

/** As the plugin's steps see it. */
export function toShipment(row: ShipmentRow): Shipment {
  const { id, reference, appKey, payload, prepared, takeOver, done, members } = row;
  const day = latestOf(members.map((member) => member.day));
  return {
    id,
    reference,
    key: appKey,
    payload,
    prepared: prepared ?? undefined,
    done,
    ...(takeOver && { takeOver }),
    ...(day && { day }),
  };
}

/** What travels together is dated together. */
const latestOf = (days: (string | null)[]): string | undefined =>
  days
    .filter((day) => day !== null)
    .sort()
    .at(-1);

/**
 * A shipment that goes out again. What was read for it before is forgotten while nothing of it has been carried out: others of
 * its key may have moved what it was read from.
 */
export function resend(shipment: ShipmentRow): ShipmentRow {
  const prepared = isUntouched(shipment) ? null : shipment.prepared;
  return {
    ...shipment,
    prepared,
    state: 'sending',
    message: null,
    label: null,
    nextTryAt: null,
    offeredDay: null,
    finds: 0,
  };
}

/** How a shipment stands to others, and to what is in the app already. */
type Relations = Partial<Pick<ShipmentRow, 'takeOver' | 'corrects' | 'standsFor' | 'sole'>>;

/** A document, written as a shipment that hasn't left. */
export function shipmentOf(
  document: Document,
  members: Member[],
  owner: { storeId: number; installationId: number; connectionId: number; task: string; id: number; now: number },
  { takeOver = null, corrects = null, standsFor = null, sole = false }: Relations = {},
): ShipmentRow {
  return {
    storeId: owner.storeId,
    id: owner.id,
    installationId: owner.installationId,
    connectionId: owner.connectionId,
    task: owner.task,
    part: document.part ?? '',
    reference: document.reference,
    appKey: randomUUID(),
    serialKey: document.serialBy ?? null,
    batchKey: document.batchKey ?? null,
    summary: document.summary ?? null,
    payload: document.payload,
    prepared: null,
    takeOver,
    steps: document.steps,
    done: {},
    state: 'sending',
    label: null,
    message: null,
    remoteId: null,
    number: null,
    url: null,
    attempts: 0,
    finds: 0,
    nextTryAt: null,
    offeredDay: null,
    createdAt: owner.now,
    corrects,
    standsFor,
    doubles: document.doublesUnlessFound ?? false,
    members,
    sole,
  };
}

export const isSole = ({ sole = false }: ShipmentRow): boolean => sole;

/** Which shipments carry each record. */
export function shipmentsByRecord(shipments: ShipmentRow[]): Map<number, ShipmentRow[]> {
  const pairs = shipments.flatMap((shipment) =>
    shipment.members.map((member) => ({ recordId: member.recordId, shipment })),
  );
  return new Map(
    [...groupBy(pairs, (pair) => pair.recordId)].map(([recordId, group]) => [
      recordId,
      group.map(({ shipment }) => shipment),
    ]),
  );
}

/** Every record that travels in one of these, once. */
export const recordIdsOf = (shipments: ShipmentRow[]): number[] => [
  ...new Set(shipments.flatMap(({ members }) => members.map(({ recordId }) => recordId))),
];
