import {
  type DocumentManifest,
  type ImportManifest,
  type Manifest,
  STATEMENT_KINDS,
  type StateManifest,
  type TaskManifest,
} from '../sdk/host/index.js';
import type { StatementKind } from '../sdk/index.js';

/** What a run may do: a task of the plugin's, reading one of its statements, or looking for what another tool has sent. */
export type RunKind = TaskManifest['kind'] | 'statement' | 'sweep';

type Own<Task extends TaskManifest> = Omit<Task, 'kind' | 'direction'>;
type OfAll = Own<ImportManifest> & Own<DocumentManifest> & Own<StateManifest>;
type InEach = Exclude<keyof ImportManifest & keyof DocumentManifest & keyof StateManifest, 'kind' | 'direction'>;

/** What is run, whatever its kind. The work of a kind knows which of the rest it has: `RunWorks` leads to it by the kind. */
export interface RunTask extends Pick<OfAll, InEach>, Partial<Omit<OfAll, InEach>> {
  direction: TaskManifest['direction'];
  kind: RunKind;
}

/** An export for which an app is looked through, before anything leaves, for what another tool has sent of its records. */
export type TakingOver = DocumentManifest & { takesOver: StatementKind };

export const isTakingOver = (task: TaskManifest): task is TakingOver =>
  task.kind === 'document' && task.takesOver !== undefined;

/** Under which name reading a statement is run; no task can have it, for theirs have no colon. */
export const statementRun = (kind: StatementKind): string => `statement:${kind}`;

/** Under which name an app is looked through for what another tool has sent of a task's records. */
export const sweepRun = (task: string): string => `take-over:${task}`;

/** Whose records a run of this name looks for. */
export const sweptTask = ({ tasks }: Manifest, name: string): TakingOver | undefined =>
  tasks.filter(isTakingOver).find(({ id }) => sweepRun(id) === name);

/** What a run of this name does, if the plugin has such a thing. */
export function runTaskOf(manifest: Manifest, name: string): RunTask | undefined {
  return manifest.tasks.find(({ id }) => id === name) ?? statementTask(manifest, name) ?? sweepTask(manifest, name);
}

function sweepTask(manifest: Manifest, name: string): RunTask | undefined {
  const swept = sweptTask(manifest, name);
  if (!swept) return undefined;
  const { record } = swept;
  const title = 'Look for what another tool has sent';
  return { id: name, title, record, direction: 'in', kind: 'sweep', schedule: '', after: [], first: false };
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
