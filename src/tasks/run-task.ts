import { type DocumentManifest, type Manifest, STATEMENT_KINDS, type TaskManifest } from '../sdk/host/index.js';
import type { StatementKind } from '../sdk/index.js';

/** Looking into an app, which is no task of its plugin's: reading one of its statements, or for what another tool has sent. */
export interface Look<Kind extends 'statement' | 'sweep'>
  extends Pick<TaskManifest, 'id' | 'title' | 'record' | 'schedule' | 'after' | 'first'> {
  direction: 'in';
  kind: Kind;
}

/** What is run: a task of a plugin's, or a look into its app. */
export type RunTask = TaskManifest | Look<'statement'> | Look<'sweep'>;

export type RunKind = RunTask['kind'];

/** What the work of a kind runs. */
export type TaskOf<Kind extends RunKind> = Extract<RunTask, { kind: Kind }>;

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

function sweepTask(manifest: Manifest, name: string): TaskOf<'sweep'> | undefined {
  const swept = sweptTask(manifest, name);
  if (!swept) return undefined;
  const { record } = swept;
  const title = 'Look for what another tool has sent';
  return { id: name, title, record, direction: 'in', kind: 'sweep', schedule: '', after: [], first: false };
}

function statementTask({ statements }: Manifest, name: string): TaskOf<'statement'> | undefined {
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
