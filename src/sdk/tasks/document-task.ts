import type { HubRecord, RecordRef } from '../context.js';
import type { RecordType } from '../records/index.js';
import type { StatementKind } from '../statements.js';
import type {
  BuildContext,
  ExportOptions,
  NotSent,
  SendContext,
  StepDone,
  StepResult,
  UsesContext,
} from './exports.js';

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
export interface Document<Payload = unknown> {
  /** The app-side number or key by which it is found again; at most 180 characters. Kept for good once written. */
  reference: string;
  /** Plain JSON; only the plugin's own steps read it. */
  payload: Payload;
  /** The steps it takes now, in order: ['create', 'complete']. A name has at most 32 characters. */
  steps: string[];
  /** Distinguishes several documents of one record: a warehouse. At most 50 characters; '' when there is only one. */
  part?: string;
  /**
   * Documents of one key go out one after the other, across processes, and wait while one of them is uncertain. At most 191
   * characters.
   */
  serialBy?: string;
  /** Documents with the same key, of several records, go out merged into one; see `merge`. At most 191 characters. */
  batchKey?: string;
  /** What a person reads beside it; at most 500 characters. */
  summary?: string;
  /** For this one document what the task's own `doublesUnlessFound` is for all: when it can't be found, only a person sends it again. */
  doublesUnlessFound?: boolean;
}

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
  /**
   * What the app has already and stands for it, made by another tool: found by the hub, or said by a person. The first step takes it
   * over (marks it as ours, answers its id) instead of creating anything. Only where the task declares `takesOver`.
   */
  takeOver?: { remoteId: string; number?: string };
  /**
   * 'YYYY-MM-DD': a person has chosen that it be dated on this later day instead of its own, which a step offered before
   * (`offersDay`). Where it can't be any more, offer anew.
   */
  day?: string;
  /** Answers of the steps already done, by step. */
  done: Record<string, StepDone>;
}

/** What was found in the app for a shipment whose fate was unknown. */
export interface Found {
  remoteId: string;
  number?: string;
  /** The steps that have been carried out over there. */
  steps: string[];
  /** On which later day it stands there, where that isn't its own. */
  day?: string;
}

interface StepMethod<Api, Payload> {
  take(shipments: Shipment<Payload>[], ctx: SendContext<Api>): Promise<StepResult[]>;
}
/** Carries out one step for a few shipments. (Typed by way of a method, so that tasks of all plugins fit one list.) */
export type SendStep<Api = unknown, Payload = unknown> = StepMethod<Api, Payload>['take'];

/** A document that has left, as `change` gets to see it. */
export interface SentDocument extends Document {
  /** The steps that have been carried out. */
  done: string[];
  /** What it is called over there, once known; of a batch, the batch. */
  remoteId?: string;
  number?: string;
}

/**
 * The steps that it left with and that are still to be taken, in their order. With an update among them, the app may hold what was
 * sent before that.
 */
export const stepsLeft = ({ steps, done }: Pick<SentDocument, 'steps' | 'done'>): string[] =>
  steps.filter((step) => !done.includes(step));

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
  build(record: HubRecord<T>, ctx: BuildContext): Document<Payload> | Document<Payload>[] | NotSent;
  /**
   * Pure. One document out of many with the same `batchKey`; frozen with its members when written ahead. A record with which it throws
   * is left out, and a person is asked about it; where it is no single one, about all of them.
   */
  merge?(documents: Document<Payload>[], ctx: BuildContext): Document<Payload>;
  /**
   * What to do about a shipped document whose build has changed. Pure. Steps to take with the new payload, a further document
   * that makes up for the difference, or `ask` a person; nothing when the difference doesn't matter. `before` says what the app
   * holds by now, differences that were sent already included (its payload is null once all of it was made up for); of a batch,
   * this record's share. `now` is undefined when the record is no longer sent (cancelled). Steps that are answered take the place of
   * those that are left (`stepsLeft`): an update that may not have landed is answered again, though nothing differs from it.
   * A further document comes only once all steps of what has left are taken: until then those go on as they are, and this is
   * asked again.
   */
  change?(
    before: SentDocument,
    now: Document | undefined,
    ctx: BuildContext,
  ): string[] | FurtherSteps | 'ask' | 'nothing' | Difference;
  /** Reads the app's present state into the shipment before its first step, under `serialBy`; frozen from then on. */
  prepare?(shipment: Shipment<Payload>, ctx: SendContext<Api>): Promise<unknown>;
  /**
   * By name. Each gets at most `batch` shipments and answers one result for each, in their order. One that throws before anything
   * has left is called again with half of them each, until the shipment that it stumbles over is alone.
   */
  steps: Record<string, SendStep<Api, Payload>>;
  /**
   * Looks shipments up in the app by reference or key: which exist, and how far they got. Absent ones are undefined. As with steps,
   * one that it stumbles over is looked up alone.
   */
  find(shipments: Shipment<Payload>[], ctx: SendContext<Api>): Promise<(Found | undefined)[]>;
  /** How long an unanswered request may still be carried out: '2 minutes', never less than one. */
  settle: string;
  /** The app doesn't refuse a second creation: what can't be found is sent again only by a person. */
  doublesUnlessFound?: boolean;
  /**
   * Which of the plugin's statements tells what another tool has sent of this task's records already. It is read once, before the
   * merchant goes live; what is surely one of theirs reaches the first step as `takeOver`, what is doubtful a person decides.
   */
  takesOver?: StatementKind;
  /**
   * Sends something about records that the app itself brought as well, such as a parcel for an order of its own: `build` is told their
   * `remoteId`. Unless said, they are not due: made over there once more, they would be double.
   */
  appsOwn?: boolean;
}

/** An export of documents: `documentTask<'invoice', Parcelly, Order>({ … })`, by its record, its client and its payload. */
export const documentTask = <T extends RecordType, Api, Payload>(
  task: Omit<DocumentTask<T, Api, Payload>, 'direction' | 'kind'>,
): DocumentTask<T, Api, Payload> => ({ direction: 'out', kind: 'document', ...task });
