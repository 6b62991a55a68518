import type { HubRecord, RecordRef } from '../context.js';
import type { RecordType } from '../records/index.js';
import type { BuildContext, ExportOptions, NotSent, SendContext, StepResult, UsesContext } from './exports.js';

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
  /** Where it throws before anything has left, it is called again with half of these each, until who is at fault is alone. */
  send(items: StateItem<Payload>[], ctx: SendContext<Api>): Promise<StepResult[]>;
  /** A run that would change one of these fields for more than `percent` of what the app was told before stops and asks. */
  watch?: { fields: string[]; percent: number };
}

/** An export that keeps the app's copy equal: `stateTask<'product', Parcelly, Item>({ … })`, by its record, its client and its payload. */
export const stateTask = <T extends RecordType, Api, Payload>(
  task: Omit<StateTask<T, Api, Payload>, 'direction' | 'kind'>,
): StateTask<T, Api, Payload> => ({ direction: 'out', kind: 'state', ...task });
