import type { SqlParameter } from '../../database/database.js';
import type { Branch, KeySet } from '../../records/pages/key-set.js';
import type { LoggedTask } from '../../records/pages/log-apps.js';
import type { OutboxState } from '../states.js';
import { ALL_STATES } from './export-filter.js';

/** The outbox as a log: newest first, and what happened in the same moment in a fixed order. */
export const OUTBOX: KeySet = {
  table: 'outbox',
  key: ['changed_at', 'record_id', 'installation_id', 'task'],
  columns: 'store_id, installation_id, task, record_id, changed_at',
};

/** What a filter leaves of a store's export log, before any status is chosen. */
export interface ExportScope {
  storeId: number;
  /** Undefined: those of all apps. */
  tasks?: LoggedTask[];
  /** Undefined: nothing was searched for. */
  recordIds?: number[];
  since?: Date;
  until?: Date;
}

/** The pieces of indexes in which the lines of a scope lie. None: there can't be any. */
export function branchesOf(scope: ExportScope, states?: OutboxState[]): Branch[] {
  const { tasks, recordIds, since, until } = scope;
  if (tasks?.length === 0 || recordIds?.length === 0) return [];
  const branches = recordIds ? [searched(scope, recordIds, states)] : filtered(scope, states);
  const sql = `${since ? ' and changed_at >= ?' : ''}${until ? ' and changed_at < ?' : ''}`;
  const within = [since, until].filter((at) => at !== undefined);
  return branches.map((branch) => ({ ...branch, where: branch.where + sql, values: [...branch.values, ...within] }));
}

function filtered({ storeId, tasks }: ExportScope, states: OutboxState[] | undefined): Branch[] {
  if (tasks) {
    return tasks.flatMap(({ installation_id, task }) =>
      (states ?? ALL_STATES).map((state) => ({
        index: 'by_task',
        where: 'store_id = ? and installation_id = ? and task = ? and state = ?',
        values: [storeId, installation_id, task, state],
        fixed: { installation_id, task },
      })),
    );
  }
  if (!states) return [{ index: 'by_time', where: 'store_id = ?', values: [storeId] }];
  return states.map((state) => ({ index: 'by_state', where: 'store_id = ? and state = ?', values: [storeId, state] }));
}

/** Few enough to be looked through one by one. */
function searched({ storeId, tasks }: ExportScope, recordIds: number[], states: OutboxState[] | undefined): Branch {
  const conditions = ['store_id = ? and record_id in (?)'];
  const values: SqlParameter[] = [storeId, recordIds];
  if (tasks) {
    conditions.push('(installation_id, task) in (?)');
    values.push(tasks.map(({ installation_id, task }) => [installation_id, task]));
  }
  if (states) {
    conditions.push('state in (?)');
    values.push(states);
  }
  return { index: 'by_record', where: conditions.join(' and '), values };
}
