import type { Manifest, StatementKind, TaskManifest } from '../sdk/index.js';
import { STATEMENT_KINDS } from '../sdk/index.js';

/** What a run may do: a task of the plugin's, or reading one of its statements. */
export type RunKind = TaskManifest['kind'] | 'statement';
export interface RunTask extends Omit<TaskManifest, 'kind'> {
  kind: RunKind;
}

/** Under which name reading a statement is run; no task can have it, for theirs have no colon. */
export const statementRun = (kind: StatementKind): string => `statement:${kind}`;

/** What a run of this name does, if the plugin has such a thing. */
export function runTaskOf(manifest: Manifest, name: string): RunTask | undefined {
  return manifest.tasks.find(({ id }) => id === name) ?? statementTask(manifest, name);
}

function statementTask({ statements }: Manifest, name: string): RunTask | undefined {
  const statement = statements?.find(({ kind }) => statementRun(kind) === name);
  return (
    statement && {
      id: name,
      title: `Read “${statement.title}”`,
      record: statement.kind,
      direction: 'in',
      kind: 'statement',
      schedule: '',
      after: [],
      first: false,
    }
  );
}

/** Which statement a run of this name reads. */
export function statementOf(name: string): StatementKind | undefined {
  return STATEMENT_KINDS.find((kind) => statementRun(kind) === name);
}
