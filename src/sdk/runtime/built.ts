import { NeedsPerson, toPlainError } from '../errors.js';
import type { DocumentTask, NotSent } from '../tasks/index.js';
import { Unsendable } from '../unsendable.js';
import type { Built } from './protocol.js';

/** What the build of a document task answers. */
export type DocumentBuild = ReturnType<DocumentTask['build']>;

export function builtDocuments(built: DocumentBuild): Built {
  if (Array.isArray(built)) return { documents: built };
  return isNotSent(built) ? built : { documents: [built] };
}

export function builtState(built: unknown): Built {
  if (built === undefined) return { nothing: true };
  return isNotSent(built) ? built : { payload: built };
}

/** What became of a record whose build threw. */
export function whyNot(error: unknown): Built {
  if (error instanceof Unsendable) return error.outcome;
  if (error instanceof NeedsPerson) return { needsPerson: error.message };
  return { error: toPlainError(error) };
}

const NOT_SENT = ['notDue', 'needsPerson', 'rejected', 'awaits'];

function isNotSent(built: unknown): built is NotSent {
  return typeof built === 'object' && built !== null && NOT_SENT.some((name) => name in built);
}
