import { NeedsPerson, NoAnswer, type StateItem, type StepResult, TryLater } from '../sdk/index.js';
import type { ExportRun } from './export-run.js';
import { pauseAfter } from './outcome.js';
import type { Told } from './state.store.js';

/** A record that is to be told, with what it says. */
export interface Saying {
  item: StateItem;
  attempts: number;
  fingerprint: string;
  said: string;
}

/** What became of telling it, by what the connector answered. */
export function afterAnswer({ item, attempts, said }: Saying, result: StepResult | undefined, now: number): Told {
  const told = { recordId: item.recordId, attempts: 0, nextTryAt: null };
  if (result === undefined)
    return { ...told, state: 'needs-person', reason: 'The connector gave no answer about this one.' };
  if ('done' in result)
    return { ...told, state: 'exported', reason: null, number: result.remoteId ?? item.remoteId ?? null, sent: said };
  if ('rejected' in result) return { ...told, state: 'rejected', reason: result.rejected };
  if ('needsPerson' in result) return { ...told, state: 'needs-person', reason: result.needsPerson };
  const pause = 'waiting' in result && result.seconds !== undefined ? result.seconds * 1000 : pauseAfter(attempts + 1);
  const reason = whyNotYet(result);
  return { ...told, state: 'waiting', reason, attempts: attempts + 1, nextTryAt: now + pause };
}

/** Before it is told again a state is built anew anyway. */
function whyNotYet(result: StepResult): string {
  if ('outdated' in result) return result.outdated;
  return 'waiting' in result ? result.waiting : 'The app is busy with this one.';
}

/** When it threw. `mayHaveLanded`: a request that changes something left. */
export function afterTrouble(
  { item, attempts }: Saying,
  error: unknown,
  { clock, settle }: ExportRun,
  mayHaveLanded: boolean,
): Told {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof NeedsPerson)
    return { recordId: item.recordId, state: 'needs-person', reason, attempts: 0, nextTryAt: null };
  const asked = error instanceof TryLater ? (error.seconds ?? 0) * 1000 : 0;
  const rest = mayHaveLanded || error instanceof NoAnswer ? settle : 0;
  const pause = Math.max(asked, rest, asked || rest ? 0 : pauseAfter(attempts + 1));
  return { recordId: item.recordId, state: 'waiting', reason, attempts: attempts + 1, nextTryAt: clock.now() + pause };
}
