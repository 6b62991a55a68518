import type { Manifest, TaskManifest } from '../manifest.js';
import type { RecordType } from '../records/index.js';
import type { StatementKind } from '../statements.js';
import { type Problem, thereAre } from './outline.js';

/** Whose amounts a statement can be compared with. */
const RECORDS: Record<StatementKind, RecordType[]> = { invoice: ['invoice', 'return'], payment: ['payment', 'refund'] };

export function checkStatements({ statements, tasks }: Manifest): Problem[] {
  return statements.flatMap((statement) => {
    const at = `statements.${statement.kind}.tasks`;
    if (statement.tasks.length === 0) return [{ field: at, problem: 'names no task to compare the rows with' }];
    return statement.tasks.flatMap((id, index) => {
      const problem = problemOf(id, statement.kind, tasks);
      return problem ? [{ field: `${at}[${index}]`, problem }] : [];
    });
  });
}

function problemOf(id: string, kind: StatementKind, tasks: TaskManifest[]): string | undefined {
  const task = tasks.find((candidate) => candidate.id === id);
  if (!task) return `there is no task '${id}'${thereAre(tasks.map((one) => one.id))}`;
  if (task.kind !== 'document') return `'${id}' exports no documents`;
  if (RECORDS[kind].includes(task.record)) return undefined;
  return `'${id}' exports records of type '${task.record}', which are no ${kind}s`;
}
