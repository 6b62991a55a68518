import type { Context, HubRecord, RecordRef, Related } from './context.js';
import type { Mapping } from './mapping.js';
import type { RecordType } from './records/index.js';

interface TaskOptions<T extends RecordType> {
  /** Unique within the plugin; part of addresses: 'import-products'. */
  id: string;
  /** What a merchant calls it: 'Import products'. */
  title: string;
  record: T;
  /** 'every 15 minutes', 'every 2 hours', or five cron fields in the store's time zone: '0 6,18 * * *'. */
  schedule: string;
  /** Tasks of this plugin whose first run must have ended before this one starts. */
  after?: string[];
  /** Run while the addon is activated, so that mapping and pre-flight have something to work on. Imports only. */
  first?: boolean;
}

/** One page of an app's rows. */
export interface Page {
  rows: Record<string, unknown>[];
  /** Plain JSON from which `pull` goes on behind this page. Absent: an interrupted pull starts again from the beginning. */
  bookmark?: unknown;
  /** How many rows the whole pull will have, where the app says so; progress is shown against it. */
  total?: number;
}

/** A record that an export task of this plugin owes the app something of. */
export interface Owed<T extends RecordType = RecordType> {
  record: HubRecord<T>;
  /** What has been written ahead for it, with the steps that have been carried out. Of a batch, the whole batch's payload. */
  shipped: { part: string; reference: string; payload: unknown; done: string[] }[];
}

export interface PullContext<Api> extends Context {
  api: Api;
  /**
   * The records that an export task of this plugin lets through and of which the app doesn't know everything yet, a few hundred at
   * a time: not sent yet, on their way, refused, waiting, or changed since. What the app says is to be read in their light: it
   * still holds as stock what has left the store with them.
   */
  owed<T extends RecordType>(task: string): AsyncIterable<Owed<T>[]>;
  /** Only what changed since then (UTC, overlap included), or undefined for everything. */
  since?: Date;
  /** What an interrupted pull last kept. */
  bookmark?: unknown;
}

/** Moves rows of the app into the hub. */
export interface ImportTask<T extends RecordType = RecordType, Api = unknown> extends TaskOptions<T> {
  direction: 'in';
  mapping: Mapping<T>;
  /**
   * `changes`: answers what changed since the watermark. `snapshot`: answers everything there is; what a complete one lacks
   * is gone in the app.
   */
  pulls: 'changes' | 'snapshot';
  /**
   * How far before the start of this pull the next one asks for changes; '10 minutes' unless said. '1 day' where the app only
   * takes dates.
   */
  overlap?: string;
  /** What to do with linked records that a complete snapshot lacks. */
  missing?: 'keep' | 'retire' | 'zero';
  pull(ctx: PullContext<Api>): AsyncIterable<Page>;
}

export const importTask = <T extends RecordType, Api>(
  task: Omit<ImportTask<T, Api>, 'direction'>,
): ImportTask<T, Api> => ({
  direction: 'in',
  ...task,
});

/** A rule over the typed head of a record, run by the database. The first that fails says why a record is not due. */
export interface EligibleRow {
  head: 'date' | 'status' | 'number' | 'currency';
  /** Inclusive lower bound: a value, or where it is answered ('answers.startDate'). */
  from?: string;
  /** The value must be one of these, or of the answer named by a text. */
  in?: string[] | string;
  notIn?: string[];
  /** What a merchant reads beside a record this rule keeps back. */
  because: string;
}

/** What a build function makes of one record: something that will be created once in the app. */
export interface Document {
  /** The app-side number or key by which it is found again. Kept for good once written. */
  reference: string;
  /** Plain JSON; only the plugin's own steps read it. */
  payload: unknown;
  /** The steps it takes now, in order: ['create', 'complete']. */
  steps: string[];
  /** Distinguishes several documents of one record; kept short: a warehouse. '' when there is only one. */
  part?: string;
  /** Documents of one key go out one after the other, across processes, and wait while one of them is uncertain. */
  serialBy?: string;
  /** Documents with the same key, of several records, go out merged into one; see `merge`. */
  batchKey?: string;
  /** What a person reads beside it. */
  summary?: string;
  /** As the task's own: should it not be found, only a person sends this one again. */
  doublesUnlessFound?: boolean;
}

/** What build says of a record that isn't sent. */
export type NotSent = { notDue: string } | { needsPerson: string } | { rejected: string };

/** A record with the id it has in the app. */
export interface RecordLink extends RecordRef {
  remoteId: string;
}

/** A step's answer about one shipment. */
export type StepResult =
  /**
   * Done. `remoteId` links the record to the app; `number` is what people search for. `links` names further records that were
   * found or made over there on the way, such as the customer of an invoice; `also` names further steps that are done with it.
   */
  | {
      done: true;
      remoteId?: string;
      number?: string;
      url?: string;
      data?: unknown;
      links?: RecordLink[];
      also?: string[];
    }
  /** The app said no. Of a merged shipment, `members` may name the keys of the records at fault: they are taken out, the rest go. */
  | { rejected: string; members?: string[] }
  /** The app says it has this already: the host looks it up by `find`. */
  | { exists: true }
  /** Not yet, through no fault of ours ('2 of 5 in stock'); tried again by itself. `label` replaces the word Waiting. */
  | { waiting: string; label?: string; seconds?: number }
  | { needsPerson: string };

/** A shipment as a step sees it. */
export interface Shipment<Payload = unknown> {
  /** The hub's id; unchanging. */
  id: number;
  reference: string;
  /** A UUID made once per shipment: the id or idempotency key to create it under, so that the app refuses to repeat it. */
  key: string;
  payload: Payload;
  /** What `prepare` read and fixed, once it has run. */
  prepared?: unknown;
  /** Answers of the steps already done, by step. */
  done: Record<string, { remoteId?: string; number?: string; data?: unknown }>;
}

/** What was found in the app for a shipment whose fate was unknown. */
export interface Found {
  remoteId: string;
  number?: string;
  /** The steps that have been carried out over there. */
  steps: string[];
}

/** What may decide which further records a build needs: answers and value maps. */
export type UsesContext = Pick<Context, 'store' | 'answers' | 'advanced' | 'maps'>;

/** A record that another export task of this plugin sends first: the invoice of a payment. */
export interface ParentRef {
  /** One of the task's `follows`; it gives the record's type. */
  task: string;
  /** The record's key. */
  key: string;
}

/** One thing the app holds of a parent. A record that went out in a batch has the batch's remote id and number. */
export interface ParentPart {
  part: string;
  reference: string;
  remoteId?: string;
  number?: string;
  /** As it was sent; of a batch, the whole batch's. */
  payload: unknown;
  /** Answers of the steps that have been carried out, by step. */
  done: Record<string, { remoteId?: string; number?: string; data?: unknown }>;
}

/** Where a parent stands. One that is due and not in the app yet never gets here: the host lets its children wait. */
export interface Parent {
  /** `expected`: a person said that it is right as it is. */
  state: 'exported' | 'not-due' | 'expected';
  /** Why it isn't due, or what the person said. */
  because?: string;
  /** Of the part that was sent first. */
  remoteId?: string;
  number?: string;
  /** What has been sent of it; empty for one that wasn't, and for parents of state tasks. */
  parts: ParentPart[];
}

/** The parents that an export task's `parents` named. */
export interface Parents {
  /** Undefined where the hub has no such record. */
  get(task: string, key: string): Parent | undefined;
}

export interface BuildContext extends UsesContext {
  /** The records that `uses` named. */
  related: Related;
  /** What `parents` named. */
  parents: Parents;
  /** Documents of this record that have left already; what is shipped can't be built anew. */
  shipped: { part: string; reference: string; payload: unknown; done: string[] }[];
}

export interface SendContext<Api> extends Context {
  api: Api;
}

interface StepMethod<Api, Payload> {
  take(shipments: Shipment<Payload>[], ctx: SendContext<Api>): Promise<StepResult[]>;
}
/** Carries out one step for a few shipments. (Typed by way of a method, so that tasks of all plugins fit one list.) */
export type SendStep<Api = unknown, Payload = unknown> = StepMethod<Api, Payload>['take'];

/** What both kinds of export may declare about the order in which things must reach the app. */
interface ExportOptions<T extends RecordType> extends TaskOptions<T> {
  /** Export tasks of this plugin whose records may be parents of this one's: a child waits until its parents are in the app. */
  follows?: string[];
  /** Which those are for one record. Pure. Parents that the hub doesn't have, or that aren't due, hold nothing up: build decides. */
  parents?(record: HubRecord<T>, ctx: UsesContext): ParentRef[];
}

/** A document that has left, as `change` gets to see it. */
export interface SentDocument extends Document {
  /** The steps that have been carried out. */
  done: string[];
  /** What it is called over there, once known; of a batch, the batch. */
  remoteId?: string;
  number?: string;
}

/** A further document that makes up for what changed after another was sent, with a part and a reference of its own. */
export interface Difference {
  difference: Document;
  /** A person is asked first, and sees it; otherwise it goes by itself. */
  ask: boolean;
}

/** Further steps of a document that has left, one after the other with whatever else has this key; see `Document.serialBy`. */
export interface FurtherSteps {
  steps: string[];
  serialBy?: string;
}

/** Creates things in the app, once each. */
export interface DocumentTask<T extends RecordType = RecordType, Api = unknown, Payload = unknown>
  extends ExportOptions<T> {
  direction: 'out';
  kind: 'document';
  /** How many shipments one step call gets at most; 1 unless said. */
  batch?: number;
  eligible: EligibleRow[];
  /** Further records the build looks at. Pure. */
  uses?(record: HubRecord<T>, ctx: UsesContext): RecordRef[];
  /** Pure: the preview calls it too. Several documents when a record is split. */
  build(record: HubRecord<T>, ctx: BuildContext): Document | Document[] | NotSent;
  /** Pure. One document out of many with the same `batchKey`; frozen with its members when written ahead. */
  merge?(documents: Document[], ctx: BuildContext): Document;
  /**
   * What to do about a shipped document whose build has changed. Pure. Steps to take with the new payload, a further document
   * that makes up for the difference, or `ask` a person; nothing when the difference doesn't matter. `before` says what the app
   * holds by now, differences that were sent already included (its payload is null once all of it was made up for); of a batch,
   * this record's share. `now` is undefined when the record is no longer sent (cancelled).
   */
  change?(
    before: SentDocument,
    now: Document | undefined,
    ctx: BuildContext,
  ): string[] | FurtherSteps | 'ask' | 'nothing' | Difference;
  /** Reads the app's present state into the shipment before its first step, under `serialBy`; frozen from then on. */
  prepare?(shipment: Shipment<Payload>, ctx: SendContext<Api>): Promise<unknown>;
  /** By name. Each gets at most `batch` shipments and answers one result for each, in their order. */
  steps: Record<string, SendStep<Api, Payload>>;
  /** Looks shipments up in the app by reference or key: which exist, and how far they got. Absent ones are undefined. */
  find(shipments: Shipment<Payload>[], ctx: SendContext<Api>): Promise<(Found | undefined)[]>;
  /** How long an unanswered request may still be carried out: '2 minutes', never less than one. */
  settle: string;
  /** The app doesn't refuse a second creation: what can't be found is sent again only by a person. */
  doublesUnlessFound?: boolean;
}

export const documentTask = <T extends RecordType, Api, Payload>(
  task: Omit<DocumentTask<T, Api, Payload>, 'direction' | 'kind'>,
): DocumentTask<T, Api, Payload> => ({ direction: 'out', kind: 'document', ...task });

/** What goes to the app for one record of a state task. */
export interface StateItem<Payload = unknown> {
  recordId: number;
  key: string;
  remoteId?: string;
  payload: Payload;
}

/** Keeps the app's copy of a record equal to ours: sent whenever what we would say differs from what it last said or was told. */
export interface StateTask<T extends RecordType = RecordType, Api = unknown, Payload = unknown>
  extends ExportOptions<T> {
  direction: 'out';
  kind: 'state';
  /** The record fields that travel, and the same ones compared when the app's own rows come in. */
  fields: string[];
  batch?: number;
  uses?(record: HubRecord<T>, ctx: UsesContext): RecordRef[];
  /** Pure. `undefined` when this record is none of the app's business. */
  build(record: HubRecord<T>, ctx: BuildContext): Payload | NotSent | undefined;
  send(items: StateItem<Payload>[], ctx: SendContext<Api>): Promise<StepResult[]>;
  /** A run that would change one of these fields for more than `percent` of what the app was told before stops and asks. */
  watch?: { fields: string[]; percent: number };
}

export const stateTask = <T extends RecordType, Api, Payload>(
  task: Omit<StateTask<T, Api, Payload>, 'direction' | 'kind'>,
): StateTask<T, Api, Payload> => ({ direction: 'out', kind: 'state', ...task });

/** Any task, seen without its plugin's own types. */
export type Task = ImportTask | DocumentTask | StateTask;
