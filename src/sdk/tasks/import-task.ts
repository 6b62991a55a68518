import type { Context, HubRecord } from '../context.js';
import type { Mapping } from '../mapping.js';
import type { RecordType } from '../records/index.js';
import type { ShippedPart } from './exports.js';
import type { TaskOptions } from './options.js';

/** One page of an app's rows. */
export interface Page {
  /** As the app gave them: plain objects, of whatever types the client reads them into. */
  rows: object[];
  /** Plain JSON from which `pull` goes on behind this page. Absent: an interrupted pull starts again from the beginning. */
  bookmark?: unknown;
  /** How many rows the whole pull will have, where the app says so; progress is shown against it. */
  total?: number;
}

/** A record that an export task of this plugin owes the app something of. */
export interface Owed<T extends RecordType = RecordType> {
  record: HubRecord<T>;
  shipped: ShippedPart[];
}

/** What a pull may touch, and from where it is to go on. */
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

/** An import: `importTask<'product', Parcelly>({ … })`, by its record and its client. */
export const importTask = <T extends RecordType, Api>(
  task: Omit<ImportTask<T, Api>, 'direction'>,
): ImportTask<T, Api> => ({
  direction: 'in',
  ...task,
});
