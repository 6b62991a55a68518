import type { Manifest } from '../sdk/host/index.js';
import { money, type RecordType } from '../sdk/index.js';
import { rulesOf } from '../transactions/eligibility.js';
import type { OutboxState } from '../transactions/states.js';
import { type StandingHere, writeFace } from './face.js';
import { matchKey } from './match-key.js';
import { HERE, type StatementEntry } from './statement-rows.store.js';

/** A record with where it stands in the outbox of one task. */
export interface OurRecord {
  id: number;
  type: RecordType;
  record_key: string;
  number: string | null;
  /** 'YYYY-MM-DD'; a stray one may have none. */
  date: string | null;
  amount: string | null;
  currency: string | null;
  status: string | null;
  tax: string | null;
  contact: string | null;
  /** Null when the task has never looked at it. */
  state: OutboxState | null;
  reason: string | null;
}

/** A shipment that carries it. */
export interface Sent {
  reference: string;
  remote_id: string | null;
  url: string | null;
  changed_at: Date;
  /** On which days the steps say that it stands over there, where it isn't the record's; a JSON list. */
  days: string | null;
}

interface Around {
  manifest: Manifest;
  facts: { store: { currency: string } };
  prefixes: string[];
  task: string;
  /** Where the task stands in its statement. */
  place: number;
  /** Another task before it is over the same records, and answers for those that this one doesn't send. */
  isFurther: boolean;
}

/** How many tasks a statement may have: an entry is a record's id and the task's place in one number. */
const TASKS_AT_MOST = 16;

/** As a row of the store's side. Undefined for what no date or no money can be compared of. */
export function entryOf(record: OurRecord, sent: Sent[], around: Around): StatementEntry | undefined {
  const { date, amount } = record;
  if (date === null || amount === null || (around.isFurther && !isSent(record))) return undefined;
  const negative = record.type === 'return' || record.type === 'refund';
  const standing = standingOf(record, sent, around);
  // What was cancelled is worth nothing here, whatever it came to before: what makes up for it over there takes it back to that.
  const isWorthless = standing === 'C' || standing === 'c';
  const signed = (value: string) => (isWorthless ? '0' : negative ? money.negate(value) : value);
  // What left in parts has no one id over there.
  const remoteId = sent.length === 1 ? sent[0]!.remote_id : null;
  return {
    side: HERE,
    entry: record.id * TASKS_AT_MOST + around.place,
    key: matchKey(sent[0]?.reference ?? record.number ?? record.record_key, around.prefixes),
    face: writeFace({
      currency: record.currency ?? around.facts.store.currency,
      date: dayThere(date, sent[0]),
      standing,
      remoteId,
      amount: signed(amount),
    }),
    task: around.task,
    remoteId,
    number: record.number,
    reference: sent[0]?.reference,
    contact: record.contact,
    status: record.state ?? 'none',
    tax: record.tax === null || !money.isDecimal(record.tax) ? null : signed(record.tax),
    url: sent[0]?.url,
    changedAt: sent.at(-1)?.changed_at,
  };
}

/** Where the day of its own was closed there, a later one was given on purpose; one that the record has moved to since counts. */
function dayThere(own: string, first: Sent | undefined): string {
  const days: string[] = first?.days ? JSON.parse(first.days) : [];
  return [own, ...days].sort().at(-1)!;
}

const isSent = ({ state }: OurRecord) => state !== null && state !== 'not-due';

const STANDINGS: Record<Exclude<OutboxState, 'not-due'>, StandingHere> = {
  exported: 'a',
  changed: 'a',
  sending: 's',
  uncertain: 's',
  waiting: 'w',
  pending: 'p',
  rejected: 'r',
  'needs-person': 'r',
  expected: 'x',
};

function standingOf(record: OurRecord, sent: Sent[], around: Around): StandingHere {
  const { state, reason, status } = record;
  const isThere = sent.some(({ remote_id }) => remote_id !== null);
  if (state === 'expected') return 'x';
  if (status === 'cancelled') return isThere ? 'C' : 'c';
  if (state === 'not-due' || (state === null && reason !== null)) return isTooOld(reason, around) ? 'b' : 'n';
  if (state === null) return 'o';
  const standing = STANDINGS[state];
  if (!isThere) return standing;
  // A first step has been carried out: the app has it, whatever keeps the rest. What waits for a person is on no way.
  return standing === 'r' || standing === 'a' ? 'a' : 's';
}

function isTooOld(reason: string | null, { manifest, task }: Around): boolean {
  const rules = rulesOf(manifest.tasks.find(({ id }) => id === task)!);
  return rules.some(({ head, from, because }) => head === 'date' && from !== undefined && because === reason);
}
