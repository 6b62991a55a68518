import type { Context, HubRecord, RecordRef, Related } from '../context.js';
import type { RecordType } from '../records/index.js';
import type { TaskOptions } from './options.js';

/** What build says of a record that isn't sent. */
export type NotSent = { notDue: string } | { needsPerson: string } | { rejected: string } | { awaits: string };

/** A record with the id it has in the app. */
export interface RecordLink extends RecordRef {
  remoteId: string;
}

/** A step's answer about one shipment. */
export type StepResult =
  /**
   * Done. `remoteId` links the record to the app; `number` is what people search for. `links` names further records that were
   * found or made over there on the way, such as the customer of an invoice; `also` names further steps that are done with it.
   * `day`: on which later day it stands over there, where that isn't its own: no report calls that a difference. At most 191
   * characters of `remoteId`, 100 of `number`, 500 of `url`.
   */
  | {
      done: true;
      remoteId?: string;
      number?: string;
      url?: string;
      data?: unknown;
      links?: RecordLink[];
      also?: string[];
      day?: string;
    }
  /** The app said no. Of a merged shipment, `members` may name the keys of the records at fault: they are taken out, the rest go. */
  | { rejected: string; members?: string[] }
  /** The app says it has this already: the host looks it up by `find`. */
  | { exists: true }
  /**
   * Not yet, through no fault of ours ('2 of 5 in stock'); tried again by itself. `label`, of at most 40
   * characters, replaces the word Waiting. One that `yields` keeps no other of its `serialBy` key waiting meanwhile. `offersDay`:
   * dated on that later day ('YYYY-MM-DD') it would go now. A person may choose that, for this one alone; `shipment.day` tells.
   */
  | { waiting: string; label?: string; seconds?: number; yields?: boolean; offersDay?: string }
  /**
   * Nothing was carried out, for what it was built from no longer holds: its order has been credited as a whole meanwhile. It is
   * built anew at once; where it comes out the same, a person reads this.
   */
  | { outdated: string }
  | { needsPerson: string };

/** What the app answered to a step that has been carried out. */
export interface StepDone {
  remoteId?: string;
  number?: string;
  /** What the step kept for those that come after it. */
  data?: unknown;
  /** On which later day it stands over there, where that isn't its own. */
  day?: string;
}

/** What has been written ahead for a record; of a batch, with the whole batch's payload. */
export interface ShippedPart {
  part: string;
  reference: string;
  payload: unknown;
  /** The steps that have been carried out. */
  done: string[];
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
  done: Record<string, StepDone>;
}

/** Where a parent stands. One that is due and not in the app yet never gets here: the host lets its children wait. */
export interface Parent {
  /** `expected`: a person said that it is right as it is. */
  state: 'exported' | 'not-due' | 'expected';
  /** Why it isn't due, what the person said, or why it isn't looked at `soon`. */
  because?: string;
  /**
   * Of one that has changed since it was sent, while what becomes of that is open: its task looks at it `soon`, or a person is `asked`.
   * What depends on it may say that it `awaits` the outcome.
   */
  changed?: 'soon' | 'asked';
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

/** What a build may look at: facts, answers and the records it named. No calls: a build is the same whenever it is made. */
export interface BuildContext extends UsesContext {
  /** The records that `uses` named. */
  related: Related;
  /** What `parents` named. */
  parents: Parents;
  /** Documents of this record that have left already; what is shipped can't be built anew. */
  shipped: ShippedPart[];
}

/** What a step may touch: the app, through the plugin's own client. */
export interface SendContext<Api> extends Context {
  api: Api;
}

/** What both kinds of export may declare about the order in which things must reach the app. */
export interface ExportOptions<T extends RecordType> extends TaskOptions<T> {
  /** Export tasks of this plugin whose records may be parents of this one's: a child waits until its parents are in the app. */
  follows?: string[];
  /** Which those are for one record. Pure. Parents that the hub doesn't have, or that aren't due, hold nothing up: build decides. */
  parents?(record: HubRecord<T>, ctx: UsesContext): ParentRef[];
}
