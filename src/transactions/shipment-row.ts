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
  label: string | null;
  message: string | null;
  remote_id: string | null;
  number: string | null;
  url: string | null;
  attempts: number;
  finds: number;
  next_try_at: Date | null;
  offered_day: string | null;
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
  chosen_day: string | null;
}

export const MEMBER_COLUMNS = 'store_id, shipment_id, record_id, part, hash, payload, changed';

type Writers = Record<string, (shipment: ShipmentRow) => string | number>;

/** Whose it is, which never changes. */
const WHOSE = {
  store_id: ({ storeId }) => storeId,
  id: ({ id }) => id,
  installation_id: ({ installationId }) => installationId,
  connection_id: ({ connectionId }) => connectionId,
  task: ({ task }) => quoted(task),
  part: ({ part }) => quoted(part),
  reference: ({ reference }) => quoted(reference),
  app_key: ({ appKey }) => quoted(appKey),
  created_at: ({ createdAt }) => instant(createdAt),
} satisfies Writers;

/** What it was built of. */
const BUILT = {
  steps: ({ steps }) => json(steps),
  payload: (shipment) => (travelsAlone(shipment) ? 'null' : quoted(payloadText(shipment.payload))),
  serial_key: ({ serialKey }) => quotedOrNull(serialKey),
  summary: ({ summary }) => quotedOrNull(summary),
  prepared: ({ prepared }) => (prepared === null || prepared === undefined ? 'null' : json(prepared)),
  doubles: ({ doubles }) => Number(doubles),
} satisfies Writers;

/** How it stands to others: never changed. */
const RELATED = {
  batch_key: ({ batchKey }) => quotedOrNull(batchKey),
  corrects: ({ corrects }) => corrects ?? 'null',
  stands_for: ({ corrects, standsFor }) => (corrects === null ? 'null' : json(standsFor)),
  take_over: ({ takeOver }) => (takeOver ? json(takeOver) : 'null'),
} satisfies Writers;

/** What changes while it goes its way. */
const MOVING = {
  done: ({ done }) => json(done),
  step: (shipment) => quotedOrNull(nextStep(shipment)),
  state: ({ state }) => quoted(state),
  label: ({ label }) => quotedOrNull(label),
  message: ({ message }) => quotedOrNull(message),
  remote_id: ({ remoteId }) => quotedOrNull(remoteId),
  number: ({ number }) => quotedOrNull(number),
  url: ({ url }) => quotedOrNull(url),
  attempts: ({ attempts }) => attempts,
  finds: ({ finds }) => finds,
  next_try_at: ({ nextTryAt }) => (nextTryAt === null ? 'null' : instant(nextTryAt)),
  offered_day: ({ offeredDay }) => quotedOrNull(offeredDay),
} satisfies Writers;

const ALL = { ...WHOSE, ...BUILT, ...RELATED, ...MOVING };

export const COLUMNS = [...Object.keys(ALL), 'changed_at'].join(', ');

/** New shipments, in as few statements as their length allows. */
export function inserted(shipments: ShipmentRow[], now: number): Generator<string> {
  const columns = columnsOf(ALL, shipments);
  // What is nothing in all of them is so by itself.
  const said = columns.filter(({ alike, texts }) => !alike || (texts[0] !== 'null' && texts[0] !== 0));
  return insertion(said, shipments.length, now);
}

/** What has changed of shipments that are there already: how they stand, and, where they were `rebuilt`, what they are built of. */
export function overwritten(
  shipments: ShipmentRow[],
  now: number,
  { rebuilt }: { rebuilt: boolean },
): Generator<string> {
  const { steps } = BUILT;
  const changing: Writers = rebuilt ? { ...BUILT, ...MOVING } : MOVING;
  const columns = columnsOf({ ...WHOSE, steps, ...changing }, shipments);
  // A server reads every value of every row: what is the same for all of them is said once.
  const set = columns
    .filter(({ name }) => name in changing)
    .map(({ name, texts, alike }) => `${name} = ${alike ? texts[0] : `values(${name})`}`);
  const said = columns.filter(({ name, alike }) => !alike || NEEDED.has(name));
  const otherwise = ` on duplicate key update ${set.join(', ')}, changed_at = values(changed_at)`;
  return insertion(said, shipments.length, now, otherwise);
}

/** Without one of these no row is taken, not even one that is there already. */
const NEEDED: ReadonlySet<string> = new Set([...Object.keys(WHOSE), 'steps', 'done', 'state']);

interface Column {
  name: string;
  /** As SQL, for each shipment. */
  texts: (string | number)[];
  /** Whether they all say the same. */
  alike: boolean;
}

const columnsOf = (writers: Writers, shipments: ShipmentRow[]): Column[] =>
  Object.entries(writers).map(([name, write]) => {
    const texts = shipments.map(write);
    return { name, texts, alike: texts.every((text) => text === texts[0]) };
  });

function insertion(columns: Column[], count: number, now: number, otherwise = ''): Generator<string> {
  const names = [...columns.map(({ name }) => name), 'changed_at'].join(', ');
  return statements(`insert into shipments (${names}) values `, rowsOf(columns, count, now), otherwise);
}

function* rowsOf(columns: Column[], count: number, now: number): Generator<string> {
  const changedAt = instant(now);
  for (let n = 0; n < count; n++) {
    let row = '';
    for (const { texts } of columns) row += `${texts[n]},`;
    yield row + changedAt;
  }
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
    label: row.label,
    message: row.message,
    remoteId: row.remote_id,
    number: row.number,
    url: row.url,
    attempts: row.attempts,
    finds: row.finds,
    nextTryAt: row.next_try_at?.getTime() ?? null,
    offeredDay: row.offered_day,
    createdAt: row.created_at.getTime(),
    corrects: row.corrects,
    standsFor: parsed(row.stands_for),
    doubles: Boolean(row.doubles),
    members: members.map(({ record_id, record_key, part, hash, payload, changed, chosen_day }) => ({
      recordId: record_id,
      key: record_key,
      part,
      hash,
      payload: row.batch_key === null ? undefined : parsed(payload),
      changed,
      day: chosen_day,
    })),
  };
}
