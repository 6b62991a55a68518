import type { TestProgress } from '../../connections/connection-test.js';

/** One call of the connection test as the page ticks it off. */
export interface Tick {
  title: string;
  state: 'open' | 'trying' | 'passed' | 'failed';
}

/** How a test went. */
export interface Trial {
  ticks: Tick[];
  errors: Record<string, string>;
  error?: string;
  connected?: Extract<TestProgress, { state: 'connected' }>;
}

/** Writes down how far a test has come. */
export function note(trial: Trial, progress: TestProgress): void {
  if (progress.state === 'wrong') {
    for (const { field, message } of progress.problems) trial.errors[field] = message;
  } else if (progress.state === 'connected') {
    trial.connected = progress;
  } else {
    // Before the first check there is nothing to tick off.
    if (trial.ticks[progress.check]) trial.ticks[progress.check]!.state = progress.state;
    if (progress.state === 'failed') trial.error = progress.message;
  }
}
