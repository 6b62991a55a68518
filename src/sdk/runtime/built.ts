import { thereAre } from '../checking/outline.js';
import { NeedsPerson, toPlainError } from '../errors.js';
import type { DocumentTask, NotSent } from '../tasks/index.js';
import { Unsendable } from '../unsendable.js';
import type { Built, Unmade } from './protocol.js';

/** What the build of a document task answers. */
export type DocumentBuild = ReturnType<DocumentTask['build']>;

export function builtDocuments(task: DocumentTask, built: DocumentBuild): Built {
  if (!Array.isArray(built) && isNotSent(built)) return built;
  const documents = [built].flat();
  for (const document of documents) demandSteps(task, document?.steps);
  return { documents };
}

/** A step that there is none of would only be missed once everything has been written ahead. What is no list, the host refuses. */
export function demandSteps({ id, steps }: DocumentTask, wanted: unknown): void {
  const strange: unknown = Array.isArray(wanted) && wanted.find((step) => !Object.hasOwn(steps, step));
  if (typeof strange === 'string') {
    throw new Error(`it takes the step '${strange}', which ${id} doesn't declare${thereAre(Object.keys(steps))}`);
  }
}

export function builtState(built: unknown): Built {
  if (built === undefined) return { nothing: true };
  return isNotSent(built) ? built : { payload: built };
}

/** What comes of one record, or of one batch: the others are none the worse for what goes wrong with it. */
export function orWhyNot<T>(make: () => T): T | Unmade {
  try {
    return make();
  } catch (error) {
    return whyNot(error);
  }
}

function whyNot(error: unknown): Unmade {
  if (error instanceof Unsendable) return error.outcome;
  if (error instanceof NeedsPerson) return { needsPerson: error.message };
  return { error: toPlainError(error) };
}

const NOT_SENT = ['notDue', 'needsPerson', 'rejected', 'awaits'];

function isNotSent(built: unknown): built is NotSent {
  return typeof built === 'object' && built !== null && NOT_SENT.some((name) => name in built);
}
