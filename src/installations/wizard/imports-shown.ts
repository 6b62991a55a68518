import { recordWords } from '../record-words.js';
import type { FirstImport } from './first-imports.service.js';

/** First imports as a page shows them: a bar and counts each. */
export function importsShown(imports: FirstImport[]) {
  const shown = imports.map(({ task, run, ended }) => ({
    title: task.title,
    what: recordWords(task.record),
    state: stateOf(run),
    message: run?.message ?? undefined,
    read: run?.read ?? 0,
    total: run?.total ?? undefined,
    kept: (run?.created ?? 0) + (run?.updated ?? 0) + (run?.unchanged ?? 0),
    failed: run?.failed ?? 0,
    detail: detail(run?.read ?? 0, run?.total ?? undefined),
    ended,
    href: run && `/runs/${run.id}`,
  }));
  return {
    imports: shown,
    /** Somebody may still wait for something to move. */
    running: shown.some(({ ended, state }) => !ended && state !== 'never'),
    /** Something is not in because a person has to do something first. */
    open: shown.some(({ state }) => state === 'needs-person' || state === 'failed'),
    failures: shown.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function detail(read: number, total: number | undefined): string {
  const done = read.toLocaleString('en-AU');
  return total === undefined ? done : `${done} of ${total.toLocaleString('en-AU')}`;
}

function stateOf(run: FirstImport['run']): string {
  if (!run) return 'never';
  return run.state === 'done' && run.failed > 0 ? 'partly-failed' : run.state;
}
