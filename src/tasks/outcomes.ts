import { TROUBLE, troubleOf } from '../database/trouble.js';
import { NeedsPerson, NoAnswer, Reconnect, TryLater } from '../sdk/index.js';
import type { RunState } from './run.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** After a bug, from the bookmark. One pause per retry; then it has failed. */
const RETRY_PAUSES = [10 * SECOND, MINUTE, 5 * MINUTE];
/** When the app asks for time without saying how much. */
const WAIT_PAUSES = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE];
/** When the hub's own database is the trouble: it may be back at once. */
const TROUBLE_PAUSES = [SECOND, 5 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE];
/** How often a run that waits for something else is looked at, should nobody wake it. */
export const HELD_PAUSE = 5 * MINUTE;

/**
 * What becomes of a run. Those that go on by themselves say when, and what for, where it isn't for time to pass alone: for a `change`
 * elsewhere, such as a new consent, or to `retry` after a bug.
 */
export type Outcome =
  | { state: Extract<RunState, 'done' | 'cancelled'>; message?: string }
  | { state: Extract<RunState, 'failed' | 'needs-person'>; message: string }
  | { state: 'waiting'; message: string; pause: number; attempt: number; waits: number; for?: 'change' | 'retry' };

/** What an error that ended a run's work means for the run. `attempt` and `waits`: how often it had to stop before. */
export function outcomeOf(error: unknown, { attempt, waits }: { attempt: number; waits: number }): Outcome {
  const trouble = troubleOf(error);
  if (trouble) {
    const message = TROUBLE[trouble];
    return { state: 'waiting', message, pause: at(TROUBLE_PAUSES, waits), attempt, waits: waits + 1 };
  }
  const message = messageOf(error);
  if (error instanceof Reconnect)
    return { state: 'waiting', message, pause: HELD_PAUSE, attempt, waits, for: 'change' };
  if (error instanceof NeedsPerson) return { state: 'needs-person', message };
  // No answer at this level: nothing was left uncertain, the app is just not there.
  if (error instanceof TryLater || error instanceof NoAnswer) {
    const asked = error instanceof TryLater && error.seconds ? error.seconds * SECOND : undefined;
    return { state: 'waiting', message, pause: asked ?? at(WAIT_PAUSES, waits), attempt, waits: waits + 1 };
  }
  const pause = RETRY_PAUSES[attempt];
  if (pause === undefined) return { state: 'failed', message };
  return { state: 'waiting', message, pause, attempt: attempt + 1, waits, for: 'retry' };
}

/** A worker that dies takes no outcome with it: the next one sees only that the run was tried so often. */
export function diedTooOften(attempt: number): boolean {
  return attempt > RETRY_PAUSES.length;
}

function at(pauses: number[], index: number): number {
  return pauses[Math.min(index, pauses.length - 1)]!;
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message || 'It stopped without saying why.';
}
