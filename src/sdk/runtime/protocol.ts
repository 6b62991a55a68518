import type { Tenant } from '../connection.js';
import type { RecordRef, StoreFacts } from '../context.js';
import type { PlainError } from '../errors.js';
import type { HttpAnswer, HttpRequest } from '../http.js';
import type { Manifest } from '../manifest.js';
import type { PickOption } from '../plugin.js';
import type { RecordType } from '../records/index.js';
import type { StatementKind, StatementRow } from '../statements.js';
import type { AnswerProblem } from '../step.js';
import type {
  Difference,
  Document,
  Found,
  FurtherSteps,
  NotSent,
  Parent,
  ParentRef,
  SentDocument,
  Shipment,
  ShippedPart,
  StateItem,
  StepResult,
} from '../tasks/index.js';
import type { Notification, TenantEvent } from '../webhook.js';

// What the host and a plugin say to each other. Only plain data, in batches: the plugin may be in this process or in one of
// its own, and neither side can tell.

/** What a call may know: all of it plain data, taken when the call begins. */
export interface Facts {
  store: StoreFacts;
  answers: Record<string, unknown>;
  advanced: Record<string, unknown>;
  /** Value maps by id, as [store value, app value] pairs. */
  maps: Record<string, [string, string][]>;
  /** Milliseconds since 1970, UTC. */
  now: number;
}

/** A call that may talk to the app. `id` ties its requests to the host's side of it. */
export interface Call {
  id: number;
  facts: Facts;
}

export interface MappedRow {
  remoteId: string;
  /** Record fields as mapped, not yet checked by the host. */
  values?: Record<string, unknown>;
  /** Why the row can't be imported. */
  refused?: string;
  /** What a person knows a refused row by, as far as the mapping can tell: the record's key and its name. */
  name?: string;
}

export interface MappedPage {
  /** 0, 1, 2 … in the order the app gave them; pages may be committed in any order. */
  seq: number;
  rows: MappedRow[];
  /** Rows passed over because they are none of ours. */
  skipped: number;
  bookmark?: unknown;
  total?: number;
  /** The requests that brought it. */
  exchanges: number[];
}

/** A row of a statement as the host takes it in. */
export interface StatedRow extends StatementRow {
  /** What of it makes no sense, so that it can't be compared: its date or its currency may then be '', its amount is '0'. */
  unreadable?: string;
}

export interface StatedPage {
  /** 0, 1, 2 … in the order the app gave them. */
  seq: number;
  rows: StatedRow[];
  bookmark?: unknown;
  total?: number;
  /** The requests that brought it. */
  exchanges: number[];
}

export interface PlainRecord {
  id: number;
  type: RecordType;
  key: string;
  body: Record<string, unknown>;
  remoteId?: string;
}

export interface ToBuild {
  record: PlainRecord;
  shipped: ShippedPart[];
}

/** Some of the records of which an export owes the app something; `next` while there are more. */
export interface OwedPage {
  records: ToBuild[];
  next?: number;
}

export interface PlainParent extends Parent, ParentRef {}

/** What a build may look at besides its record. */
export interface Known {
  related: PlainRecord[];
  parents: PlainParent[];
}

/** Why nothing can be made of one record: the plugin's own word, or a bug of its. The others are none the worse for it. */
export type Unmade = NotSent | { error: PlainError };

/** What became of one record: its documents, or why there is none. */
export type Built = { documents: Document[] } | { payload: unknown } | { nothing: true } | Unmade;

export type Change = FurtherSteps | Difference | 'ask' | 'nothing' | { error: PlainError };

/** Which part of a statement: 'YYYY-MM-DD', inclusive, from its beginning or from behind the page at which an earlier reading got to. */
export interface StatedRange {
  from: string;
  to: string;
  bookmark?: unknown;
  seq: number;
}

/** What the host asks of a plugin. */
export interface PluginCalls {
  manifest(): Promise<Manifest>;
  check(call: Call, check: number): Promise<Tenant | undefined>;
  /** What a consent covers. */
  tenants(call: Call): Promise<Tenant[]>;
  disconnect(call: Call, tenant: Tenant): Promise<void>;
  checkStep(call: Call, step: number, answers: Record<string, unknown>): Promise<AnswerProblem[]>;
  pickList(call: Call, list: string, search: string): Promise<PickOption[]>;
  create(call: Call, what: string, key: string): Promise<string>;
  /** Ends when the app has no more; pages go to `HostCalls.page` meanwhile. */
  pull(call: Call, task: string, from: { since?: number; bookmark?: unknown; seq: number }): Promise<void>;
  /** Ends when the statement does; pages go to `HostCalls.stated` meanwhile. */
  readStatement(call: Call, kind: StatementKind, range: StatedRange): Promise<void>;
  /** Remote rows through a mapping, for the preview. */
  map(facts: Facts, mapping: string, rows: Record<string, unknown>[]): Promise<MappedRow[]>;
  /** The further records that the build of each of these looks at. */
  uses(task: string, records: PlainRecord[], facts: Facts): Promise<(RecordRef[] | Unmade)[]>;
  /** The parents of each of these. */
  parents(task: string, records: PlainRecord[], facts: Facts): Promise<(ParentRef[] | Unmade)[]>;
  build(facts: Facts, task: string, records: ToBuild[], known: Known): Promise<Built[]>;
  merge(facts: Facts, task: string, documents: Document[], known: Known): Promise<Document | Unmade>;
  change(
    facts: Facts,
    task: string,
    pairs: { before: SentDocument; now?: Document }[],
    known: Known,
  ): Promise<Change[]>;
  prepare(call: Call, task: string, shipment: Shipment): Promise<unknown>;
  step(call: Call, task: string, step: string, shipments: Shipment[]): Promise<StepResult[]>;
  find(call: Call, task: string, shipments: Shipment[]): Promise<(Found | undefined)[]>;
  send(call: Call, task: string, items: StateItem[]): Promise<StepResult[]>;
  notified(webhook: string, notification: Notification): Promise<{ eventId: string; wakes: string[] }>;
  /** The same for a notification that may be about several tenants. */
  events(webhook: string, notification: Notification): Promise<TenantEvent[]>;
  /** Stops a call: its signal aborts. */
  abort(call: number): Promise<void>;
}

/** What a plugin asks of the host while a call lasts. */
export interface HostCalls {
  http(call: number, request: HttpRequest): Promise<HttpAnswer>;
  /** Takes a page; answers when there is room for another. */
  page(call: number, page: MappedPage): Promise<void>;
  /** Takes a page of a statement; answers when there is room for another. */
  stated(call: number, page: StatedPage): Promise<void>;
  /** What an export task owes the app, behind the record with this id. */
  owed(call: number, task: string, after: number): Promise<OwedPage>;
  log(call: number, message: string, details?: Record<string, string | number | boolean | null>): Promise<void>;
}
