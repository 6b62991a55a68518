import { bytes, instant, quoted, quotedOrNull, statements } from '../records/sql-text.js';
import { nextStep, payloadText, type ShipmentRow } from './shipment.js';
import type { ShipmentState } from './states.js';

export interface Row {
  store_id: number;
  id: number;
  installation_id: number;
  connection_id: number;
  task: string;
  part: string;
  reference: string;
  app_key: string;
  serial_key: string | null;
  batch_key: string | null;
  summary: string | null;
  payload: string | null;
  prepared: string | null;
  take_over: string | null;
  steps: string;
  done: string;
  state: ShipmentState;
  departed: 0 | 1;
  label: string | null;
  message: string | null;
  remote_id: string | null;
  number: string | null;
  url: string | null;
  attempts: number;
  finds: number;
  next_try_at: Date | null;
  created_at: Date;
  corrects: number | null;
  stands_for: string | null;
  doubles: 0 | 1;
}

export interface MemberRow {
  shipment_id: number;
  record_id: number;
  record_key: string;
  part: string;
  hash: Buffer;
  payload: string | null;
  changed: string | null;
}

export const MEMBER_COLUMNS = 'store_id, shipment_id, record_id, part, hash, payload, changed';

type Writers = Record<string, (shipment: ShipmentRow) => string | number>;

/** What every row must say. */
const WHOSE = {
  store_id: ({ storeId }) => storeId,
  id: ({ id }) => id,
  installation_id: ({ installationId }) => installationId,
  connection_id: ({ connectionId }) => connectionId,
  task: ({ task }) => quoted(task),
  part: ({ part }) => quoted(part),
  reference: ({ reference }) => quoted(reference),
  app_key: ({ appKey }) => quoted(appKey),
  steps: ({ steps }) => json(steps),
  created_at: ({ createdAt }) => instant(createdAt),
} satisfies Writers;

const FROZEN = {
  payload: (shipment) => (travelsAlone(shipment) ? 'null' : quoted(payloadText(shipment.payload))),
  serial_key: ({ serialKey }) => quotedOrNull(serialKey),
  batch_key: ({ batchKey }) => quotedOrNull(batchKey),
  summary: ({ summary }) => quotedOrNull(summary),
  corrects: ({ corrects }) => corrects ?? 'null',
  stands_for: ({ corrects, standsFor }) => (corrects === null ? 'null' : json(standsFor)),
  doubles: ({ doubles }) => Number(doubles),
  take_over: ({ takeOver }) => (takeOver ? json(takeOver) : 'null'),
} satisfies Writers;

const PREPARED = {
  prepared: ({ prepared }) => (prepared === null || prepared === undefined ? 'null' : json(prepared)),
} satisfies Writers;

const STANDING = {
  done: ({ done }) => json(done),
  step: (shipment) => quotedOrNull(nextStep(shipment)),
  state: ({ state }) => quoted(state),
  departed: ({ departed }) => Number(departed),
} satisfies Writers;

const TRYING = {
  label: ({ label }) => quotedOrNull(label),
  message: ({ message }) => quotedOrNull(message),
  remote_id: ({ remoteId }) => quotedOrNull(remoteId),
  number: ({ number }) => quotedOrNull(number),
  url: ({ url }) => quotedOrNull(url),
  attempts: ({ attempts }) => attempts,
  finds: ({ finds }) => finds,
  next_try_at: ({ nextTryAt }) => (nextTryAt === null ? 'null' : instant(nextTryAt)),
} satisfies Writers;

/** What a statement writes of shipments. What isn't named has a default: naming it would only make the statement longer. */
export const WRITTEN = {
  new: { ...WHOSE, ...FROZEN, ...STANDING },
  moved: { ...WHOSE, ...STANDING, ...TRYING },
  whole: { ...WHOSE, ...FROZEN, ...PREPARED, ...STANDING, ...TRYING },
};

/** What changes while a shipment goes its way. */
export const MOVING = [...namesOf(STANDING), ...namesOf(TRYING), 'changed_at'];

export const COLUMNS = [...namesOf(WRITTEN.whole), 'changed_at'].join(', ');

/** `insert into shipments (…) values`, in as few statements as their length allows. */
export function insertion(as: Writers, shipments: ShipmentRow[], now: number, otherwise = ''): Generator<string> {
  const columns = [...namesOf(as), 'changed_at'].join(', ');
  return statements(`insert into shipments (${columns}) values `, rowsOf(Object.values(as), shipments, now), otherwise);
}

function* rowsOf(writers: Writers[string][], shipments: ShipmentRow[], now: number): Generator<string> {
  const changedAt = instant(now);
  for (const shipment of shipments) {
    let row = '';
    for (const write of writers) row += `${write(shipment)},`;
    yield row + changedAt;
  }
}

function namesOf(writers: Writers): string[] {
  return Object.keys(writers);
}

/** Rows for `insert into shipment_members (…) values`. */
export function* membersWritten(shipments: ShipmentRow[]): Generator<string> {
  for (const shipment of shipments) {
    const { storeId, id, members } = shipment;
    for (const { recordId, part, hash, payload, changed } of members) {
      const kept = quoted(payloadText(travelsAlone(shipment) ? shipment.payload : payload));
      const print = bytes(hash.toString('hex'));
      yield `${storeId},${id},${recordId},${quoted(part)},${print},${kept},${quotedOrNull(changed)}`;
    }
  }
}

/** Its payload is kept with its one record: that row is never written again, a shipment's is with each step. */
const travelsAlone = ({ batchKey }: ShipmentRow): boolean => batchKey === null;

const json = (value: unknown): string => quoted(JSON.stringify(value ?? null));

const parsed = (text: string | null) => (text === null ? null : JSON.parse(text));

export function fromRow(row: Row, members: MemberRow[]): ShipmentRow {
  return {
    storeId: row.store_id,
    id: row.id,
    installationId: row.installation_id,
    connectionId: row.connection_id,
    task: row.task,
    part: row.part,
    reference: row.reference,
    appKey: row.app_key,
    serialKey: row.serial_key,
    batchKey: row.batch_key,
    summary: row.summary,
    payload: parsed(row.payload ?? members[0]?.payload ?? null),
    prepared: parsed(row.prepared),
    takeOver: parsed(row.take_over),
    steps: JSON.parse(row.steps),
    done: JSON.parse(row.done),
    state: row.state,
    departed: Boolean(row.departed),
    label: row.label,
    message: row.message,
    remoteId: row.remote_id,
    number: row.number,
    url: row.url,
    attempts: row.attempts,
    finds: row.finds,
    nextTryAt: row.next_try_at?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    corrects: row.corrects,
    standsFor: parsed(row.stands_for),
    doubles: Boolean(row.doubles),
    members: members.map(({ record_id, record_key, part, hash, payload, changed }) => ({
      recordId: record_id,
      key: record_key,
      part,
      hash,
      payload: row.batch_key === null ? undefined : parsed(payload),
      changed,
    })),
  };
}
