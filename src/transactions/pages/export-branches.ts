import type { Branch, KeySet } from '../../logs/key-set.js';
import type { OutboxState } from '../states.js';

/** The outbox as a log: newest first, and what happened in the same moment in a fixed order. */
export const OUTBOX: KeySet = {
  table: 'outbox',
  key: ['changed_at', 'record_id', 'installation_id', 'task'],
  columns: 'store_id, installation_id, task, record_id, changed_at',
};

/** A state in which lines of a task stand. */
export interface Standing {
  installation_id: number;
  task: string;
  state: OutboxState;
}

/** What a filter leaves of a store's export log, before any status is chosen. */
export interface ExportScope {
  storeId: number;
  standings: Standing[];
  /** Undefined: nothing was searched for. */
  recordIds?: number[];
  since?: Date;
  until?: Date;
}

/** The pieces of an index in which the lines of a scope lie. None: there can't be any. */
export function branchesOf(
  { storeId, recordIds, since, until, ...scope }: ExportScope,
  states?: OutboxState[],
): Branch[] {
  const standings = states ? scope.standings.filter(({ state }) => states.includes(state)) : scope.standings;
  if (standings.length === 0 || recordIds?.length === 0) return [];
  const branches = recordIds
    ? [searched(storeId, recordIds, standings)]
    : standings.map((one) => branchOf(storeId, one));
  const sql = `${since ? ' and changed_at >= ?' : ''}${until ? ' and changed_at < ?' : ''}`;
  const within = [since, until].filter((at) => at !== undefined);
  return branches.map((branch) => ({ ...branch, where: branch.where + sql, values: [...branch.values, ...within] }));
}

const branchOf = (storeId: number, { installation_id, task, state }: Standing): Branch => ({
  index: 'by_task',
  where: 'store_id = ? and installation_id = ? and task = ? and state = ?',
  values: [storeId, installation_id, task, state],
  fixed: { installation_id, task },
});

/** Few enough to be looked through one by one. */
const searched = (storeId: number, recordIds: number[], standings: Standing[]): Branch => ({
  index: 'by_record',
  where: 'store_id = ? and record_id in (?) and (installation_id, task, state) in (?)',
  values: [storeId, recordIds, standings.map(({ installation_id, task, state }) => [installation_id, task, state])],
});
