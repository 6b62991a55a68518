import type { Manifest } from '../sdk/host/index.js';
import type { Answers } from './forms/answer-form.js';

/** The tasks that the chosen workflow has running; all of them where the plugin offers no choice. */
export function workflowTasks({ tasks, workflows }: Pick<Manifest, 'tasks' | 'workflows'>, answers: Answers): string[] {
  const chosen = typeof answers.workflow === 'string' ? answers.workflow : undefined;
  if (chosen !== undefined && Object.hasOwn(workflows, chosen)) return workflows[chosen]!.tasks;
  return tasks.map(({ id }) => id);
}
