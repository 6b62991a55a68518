import type { LogApp } from '../../logs/log-apps.js';
import type { Look } from '../../web/status.js';
import type { OutboxState } from '../states.js';
import type { ExportLine } from './export-lines.service.js';

/** How a line's state is shown: for the partial web/_status. */
export function statusOf({ state, label }: ExportLine, app: string): { state: string; word?: string; look?: Look } {
  if (state === 'waiting') return { state, word: label ?? undefined };
  if (state === 'needs-person') return { state, word: 'Needs you', look: 'person' };
  if (state === 'uncertain') return { state, word: `Checking with ${app}` };
  if (state === 'pending') return { state, word: 'Not yet exported', look: 'idle' };
  return { state };
}

export interface Words {
  /** What has happened. */
  happened: string;
  /** What to do about it, if anything. */
  todo: string;
}

type Said = (line: ExportLine, app: string) => Words;

/** What each state means to somebody who has never heard of states. */
const WORDS: Record<OutboxState, Said> = {
  'not-due': () => ({
    happened: 'It is not sent, because a rule keeps it back.',
    todo: 'Nothing, unless it should be sent: then change the record in the store, or the rule under Setup & Tools. It is looked at again by itself.',
  }),
  pending: (_, app) => ({
    happened: `It has not been sent to ${app} yet.`,
    todo: 'Nothing. It goes out with the next run of its task.',
  }),
  sending: (_, app) => ({ happened: `It is on its way to ${app} now.`, todo: 'Nothing. Look again in a moment.' }),
  exported: ({ app_number }, app) => ({
    happened: app_number ? `${app} has it as ${app_number}.` : `${app} has it.`,
    todo: 'Nothing.',
  }),
  changed: (_, app) => ({
    happened: `${app} has it, but the store has changed since it was sent.`,
    todo: `Compare both below. Mend it in ${app} where it matters, then leave it as it is.`,
  }),
  waiting: ({ attempts, next_try_at, offered_day }, app) =>
    next_try_at === null
      ? {
          happened: `Another record has to be in ${app} first.`,
          todo: 'See to the record that the message names, if it needs you. This one follows by itself.',
        }
      : {
          happened: waits(attempts, app),
          todo: offered_day
            ? 'Do what the message says, and it goes by itself; or send this one with the day that the button names.'
            : 'Nothing. It is tried again by itself.',
        },
  rejected: ({ next_try_at }, app) => ({
    happened: `${app} refused it.`,
    todo:
      `Correct what the message names, in the store, in ${app} or in how the two are mapped, then re-export it.` +
      (next_try_at ? ' As soon as the record changes, and once a day for five days, it is tried again by itself.' : ''),
  }),
  uncertain: (_, app) => ({
    happened: `It may have been sent, but no trustworthy answer came. It is in doubt until it has been looked up in ${app}, so that it can’t arrive twice.`,
    todo: 'Nothing. If it is there it counts as exported; if not, it is looked for once more and then sent.',
  }),
  'needs-person': (_, app) => ({
    happened: `It has not been completed in ${app}, and only you can say how to go on.`,
    todo: `Read the message, look in ${app}, then choose one of the buttons.`,
  }),
  expected: ({ reason }) => ({
    happened: reason
      ? `Somebody has said that it is right as it is: “${reason}”`
      : 'Somebody has said that it is right as it is.',
    todo: 'Nothing. It is neither sent nor asked about any more, unless you re-export it.',
  }),
};

function waits(attempts: number, app: string): string {
  if (attempts === 0) return `It has not been completed in ${app} yet.`;
  return attempts > 1 ? `${app} can’t take it yet; it was tried ${attempts} times.` : `${app} can’t take it yet.`;
}

/** Before anything of it was made up to be sent, there is nothing to look for in the app. */
const neverLeft = (app: string): Words => ({
  happened: `It has not been sent to ${app}: something is missing that only you can give.`,
  todo: 'Do what the message says. When that changes the record or a setting, it is looked at again by itself; re-exporting it does so now.',
});

export function inPlainWords(line: ExportLine, { app }: Pick<LogApp, 'app'>, shipments: number): Words {
  return line.state === 'needs-person' && shipments === 0 ? neverLeft(app) : WORDS[line.state](line, app);
}

export type Act = 'reexport' | 'expect' | 'leave' | 'anew' | 'difference' | 'dated';

/** What a person may do in which state. What is on its way, or in doubt, must first come to rest. */
const ACTS: Record<Act, OutboxState[]> = {
  reexport: ['pending', 'exported', 'waiting', 'rejected', 'uncertain', 'needs-person', 'expected'],
  expect: ['not-due', 'pending', 'changed', 'waiting', 'rejected', 'needs-person'],
  leave: ['changed'],
  anew: ['needs-person'],
  difference: ['changed'],
  dated: ['waiting'],
};

export function mayBe(act: Act, { state, offered_day }: Pick<ExportLine, 'state' | 'offered_day'>): boolean {
  return ACTS[act].includes(state) && (act !== 'dated' || offered_day !== null);
}

/** What asking for it again is called, where it isn't simply re-exporting. */
export function reexportWord({ state }: ExportLine): string {
  if (state === 'pending') return 'Export now';
  if (state === 'waiting') return 'Try now';
  if (state === 'uncertain') return 'Look it up now';
  return 'Re-export';
}
