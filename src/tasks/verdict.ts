import type { Built } from '../sdk/runtime/index.js';

/** Where a record stands that a connector makes nothing of, in a preview and in a run. */
export interface Verdict {
  state: 'needs-person' | 'rejected' | 'waiting' | 'not-due';
  reason: string;
}

export function verdictOf(built: Built): Verdict {
  if ('needsPerson' in built) return { state: 'needs-person', reason: built.needsPerson };
  if ('rejected' in built) return { state: 'rejected', reason: built.rejected };
  if ('awaits' in built) return { state: 'waiting', reason: built.awaits };
  if ('error' in built)
    return { state: 'rejected', reason: `The connector could not make it ready: ${built.error.message}` };
  return { state: 'not-due', reason: 'notDue' in built ? built.notDue : 'It is none of the app’s business.' };
}
