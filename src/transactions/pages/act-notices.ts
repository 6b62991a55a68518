import type { Request } from 'express';
import { notify } from '../../web/notices.js';
import type { Acted } from './line-acts.service.js';
import type { Act } from './line-words.js';

const DONE: Record<Act, (lines: string) => string> = {
  reexport: (lines) =>
    `${lines} on the way: what the app may have already is looked up first, so nothing arrives twice.`,
  expect: (lines) => `${lines} marked as expected. Nothing of it is sent or asked about any more.`,
  leave: (lines) => `${lines} left as the app has it.`,
  difference: (lines) =>
    `${lines} on the way with the difference. Should the record have changed meanwhile, you are asked again.`,
  dated: (lines) =>
    `${lines} on the way with the day that was offered. Should that be closed as well by now, you are asked again.`,
  anew: (lines) => `${lines} to be sent anew, under a new reference.`,
};

const plural = (count: number) => `${count.toLocaleString('en-AU')} ${count === 1 ? 'line' : 'lines'}`;

/** Says what came of an act. */
export function sayWhatCame(request: Request, act: Act, { done, passedOver, more, held }: Acted): void {
  const warn = (text: string) => notify(request, { text, kind: 'warning' });
  if (done + passedOver === 0) warn('Tick at least one line first.');
  if (done > 0) notify(request, DONE[act](plural(done)));
  if (passedOver > 0) warn(`${plural(passedOver)} passed over: that can’t be done where it stands.`);
  if (more) warn('There are more. Press the button again to go on with the next ones.');
  for (const why of held) warn(`It waits for its task, which can’t run now. ${why}`);
}
