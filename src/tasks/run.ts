/** What set a run off. `first`: the wizard's own imports. `trial`: one record, sent to see whether it arrives as it should. */
export type Trigger = 'schedule' | 'person' | 'first' | 'webhook' | 'trial';

export type RunState =
  /** Waits for a free worker. */
  | 'queued'
  | 'running'
  /** Goes on by itself: the app asked for time, a try failed, or something else has to come first. */
  | 'waiting'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'needs-person';

/** States that a run doesn't leave any more. */
export const ENDED: readonly RunState[] = ['done', 'failed', 'cancelled', 'needs-person'];

export const COUNTERS = ['read', 'created', 'updated', 'unchanged', 'skipped', 'failed', 'sent', 'waiting'] as const;

/** What a run has done so far, in records. */
export type Counters = Record<(typeof COUNTERS)[number], number>;

/** A run's row. */
export interface Run extends Counters {
  store_id: number;
  id: number;
  installation_id: number;
  task: string;
  plugin: string;
  started_by: Trigger;
  state: RunState;
  queued_at: Date;
  run_at: Date | null;
  started_at: Date | null;
  finished_at: Date | null;
  lease_until: Date | null;
  fence: number;
  worker: string | null;
  /** Tries that ended in an error or with the worker's death. */
  attempt: number;
  /** How often in a row the app asked for time. */
  waits: number;
  /** Waits for something other than the time; `message` says what. On a run that is being worked on: it is to stop at its next page and wait. */
  held: 0 | 1;
  /** What it may be about to wait for has come about since it was taken up: instead of standing still it looks again at once. */
  freed: 0 | 1;
  /** Something changed in the app while it ran: run once more. */
  again: 0 | 1;
  bookmark: unknown;
  seq: number;
  since: Date | null;
  mapping_version: number | null;
  total: number | null;
  message: string | null;
  cancel_requested_at: Date | null;
}

/** Names a task of an installation. */
export interface TaskRef {
  storeId: number;
  installationId: number;
  task: string;
}

/** One key for maps; installation ids are unique over all stores. */
export const keyOf = ({ installationId, task }: Pick<TaskRef, 'installationId' | 'task'>): string =>
  `${installationId} ${task}`;

/** The same of a row. */
export const rowKeyOf = ({ installation_id, task }: { installation_id: number; task: string }): string =>
  keyOf({ installationId: installation_id, task });
