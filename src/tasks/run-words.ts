import type { TaskManifest } from '../sdk/host/index.js';
import type { Look } from '../web/status.js';
import { ENDED, type Run } from './run.js';

/** How a run's state is shown: for the partial web/_status. */
export function statusOf(run: Run): { state: string; word?: string; look?: Look } {
  const { state } = run;
  if (state === 'needs-person') return { state, word: 'Needs you', look: 'person' };
  if (state === 'running' && run.cancel_requested_at) return { state, word: 'Stopping' };
  if (state === 'running' && run.held) return { state, word: 'Pausing' };
  const percent = percentOf(run);
  if (state === 'running' && percent !== undefined) return { state, word: `Running ${percent} %` };
  if (state === 'done' && run.failed > 0) return { state: 'partly-failed' };
  return { state };
}

export function percentOf({ total, read, sent, skipped, failed }: Run): number | undefined {
  if (!total) return undefined;
  return Math.min(100, Math.floor((Math.max(read, sent + skipped + failed) / total) * 100));
}

/** Records a run has handled: read from the app, or sent to it. */
export function handled(run: Run, direction: TaskManifest['direction'] | undefined): number {
  return direction === 'out' ? run.sent : run.read;
}

/** What a run that stands still has come to; nothing where that is nothing. */
export function soFar({ read, sent, total }: Run, direction: TaskManifest['direction'] | undefined): string {
  const done = direction === 'out' ? sent : read;
  if (done === 0) return '';
  const of = total && total > done ? `${count(done)} of ${count(total)}` : count(done);
  return `${direction === 'out' ? 'Sent' : 'Rows read'} so far: ${of}. It goes on with the rest from there.`;
}

const count = (rows: number) => rows.toLocaleString('en-AU');

export function isOver({ state }: Run): boolean {
  return ENDED.includes(state);
}

/** From its start to its end, or until now; undefined before it has begun. */
export function tookOf({ started_at, finished_at }: Run, now: number): number | undefined {
  return started_at ? Math.max(0, (finished_at?.getTime() ?? now) - started_at.getTime()) : undefined;
}

/** 'under 0.1 s', '0.4 s', '12 s', '3 min 20 s', '2 h 5 min', with spaces that don't break. */
export function duration(milliseconds: number): string {
  if (milliseconds < 50) return 'under\u00a00.1\u00a0s';
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)}\u00a0s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}\u00a0min ${seconds % 60}\u00a0s`
    : `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
}

const TRIGGERS = {
  schedule: 'By schedule',
  person: 'By hand',
  first: 'First import',
  webhook: 'The app announced a change',
  trial: 'One record, to try it out',
};

export function startedBy(run: Run): string {
  return TRIGGERS[run.started_by];
}
