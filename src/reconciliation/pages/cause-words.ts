import { money } from '../../sdk/index.js';
import type { Look } from '../../web/status.js';
import { calendarDate } from '../../web/times.js';
import type { Cause } from '../causes.js';
import { dateOf } from '../face.js';
import { prefixOf } from '../match-key.js';
import { RANGE_MARGIN, shift } from '../range.js';
import type { Report } from '../reports.js';
import type { Difference } from './differences.service.js';

/** What a cause is called, where there is no room for a sentence. */
export const CAUSE_WORDS: Record<Cause, { word: string; look: Look }> = {
  amount: { word: 'Amount differs', look: 'person' },
  currency: { word: 'Currency differs', look: 'person' },
  unreadable: { word: 'Could not be read', look: 'person' },
  gone: { word: 'No longer there', look: 'person' },
  voided: { word: 'Voided there', look: 'person' },
  cancelled: { word: 'Cancelled here', look: 'person' },
  duplicate: { word: 'Duplicate', look: 'person' },
  rejected: { word: 'Could not be exported', look: 'person' },
  'not-linked': { word: 'There, not linked', look: 'person' },
  'only-there': { word: 'Only in the app', look: 'person' },
  never: { word: 'Never exported', look: 'person' },
  date: { word: 'Date differs', look: 'person' },
  'copy-changed': { word: 'Number differs', look: 'person' },
  waiting: { word: 'Waiting', look: 'waiting' },
  pending: { word: 'Not yet exported', look: 'waiting' },
  excluded: { word: 'Kept back', look: 'idle' },
  'before-start': { word: 'Before the start date', look: 'idle' },
};

/** A cause in a sentence or two, for somebody who has never heard of it. */
export function causeText(one: Difference, app: string, report: Range): string {
  return TEXTS[one.cause](one, app, report);
}

type Range = Pick<Report, 'from' | 'to'>;
type Say = (one: Difference, app: string, report: Range) => string;

const TEXTS: Record<Cause, Say> = {
  amount: amountText,
  currency: (one, app) =>
    `It is in another currency in ${app}: amounts of two currencies are never compared.${later(one, app)}`,
  unreadable: ({ there_unreadable }, app) =>
    `${app} has it, but what it says of it makes no sense, so it could not be compared: ${there_unreadable}. Look at it there.`,
  gone: (one, app, report) =>
    isKnownGone(one)
      ? `It was exported, but is no longer in ${app}: it has been looked up. Re-exporting sends it anew, under a new number.`
      : `It was exported, but ${app} lists nothing of it dated ${looked(report)}: it was deleted there, or dated otherwise. Re-exporting looks it up first, so it can’t arrive twice.`,
  voided: ({ there_status }, app) =>
    `It was exported, and then ${there_status === 'voided' ? 'voided' : 'deleted'} in ${app}. Re-exporting sends it anew, under a new number.`,
  cancelled: (_, app) => `It was cancelled in the store, but is still there in ${app}.`,
  duplicate: (one, app) =>
    `${app} has two of ${one.here_number ?? one.here_reference}: the one that was sent, and ${one.there_number ?? one.remote_id}${isNamedBeside(one) ? ', which names it beside a number of its own' : ''}. Delete the one too many there.`,
  // What waits for a person may never have left: then the app has refused nothing.
  rejected: ({ state, reason }, app) =>
    state === 'needs-person' && reason ? reason : `${app} refused it: ${reason ?? 'it did not say why.'}`,
  'not-linked': (one, app) =>
    `${app} has it${isNamedBeside(one) ? ` as ${one.there_number ?? one.remote_id}, which names it beside a number of its own` : ''}, though the hub hasn’t sent it. Adopt it, so that it isn’t sent a second time.`,
  'only-there': (_, app) => `Only ${app} has it: nothing in the store goes by its number.`,
  never: (_, app) => `It has never been exported to ${app}.`,
  date: (one, app) => `It is dated differently in ${app}.${later(one, app)}`,
  'copy-changed': ({ here_reference }, app) => `Its number was changed in ${app}. It was sent as ${here_reference}.`,
  waiting: ({ reason }, app) => reason ?? `It is on its way to ${app}.`,
  pending: (_, app) => `It goes to ${app} with the next run of its task.`,
  excluded: (one) =>
    isRightByLog(one)
      ? 'Somebody said in the export log that it is right as it is.'
      : (one.reason ?? 'A rule keeps it back.'),
  'before-start': ({ reason }) => reason ?? 'It is dated before the start date.',
};

/** Not by its number: somebody entered it by hand, and wrote ours beside. */
function isNamedBeside({ here_number, there_number, there_reference, there_says }: Difference): boolean {
  if (there_says === null || here_number === null) return false;
  return prefixOf(there_reference ?? there_number ?? '', here_number) === undefined;
}

function amountText(one: Difference, app: string): string {
  const { amount_here: here, amount_there: there, here_tax, there_tax, there_rounding: rounding, members } = one;
  const difference = money.subtract(there ?? 0, here ?? 0);
  const more = `${app} has ${money.absolute(difference)} ${money.compare(difference, 0) > 0 ? 'more' : 'less'}.`;
  if ((members?.[0].length ?? 0) > 1)
    return `Together its ${members![0].length} records come to something else. ${more}`;
  const tax = here_tax !== null && there_tax !== null ? money.subtract(there_tax, here_tax) : undefined;
  if (tax !== undefined && money.compare(tax, difference) === 0)
    return `Only the tax differs. ${more}${later(one, app)}`;
  if (rounding !== null && !money.isZero(rounding) && money.compare(rounding, difference) === 0) {
    return `Only the rounding in ${app} makes the difference. ${more}${later(one, app)}`;
  }
  const taxToo = tax !== undefined && !money.isZero(tax) ? 'The lines and the tax differ.' : 'The lines differ.';
  return `${taxToo} ${more}${later(one, app)}`;
}

/** The dates that were read. */
const looked = ({ from, to }: Range): string =>
  [shift(from, -RANGE_MARGIN), shift(to, RANGE_MARGIN)].map((day) => calendarDate(day, 'UTC')).join(' to ');

/** Half a minute: sending and reading back take their time. */
const MOMENT = 30_000;

/** Who changed it last, if it was after it had been sent. */
function later({ state, sent_at, record_changed_at, there_changed_at }: Difference, app: string): string {
  if (!sent_at) return '';
  const after = (at: Date | null) => at !== null && at.getTime() > sent_at.getTime() + MOMENT;
  if (state === 'changed') return ' It was changed in the store after it was sent.';
  if (after(there_changed_at)) return ` It was changed in ${app} after it was sent.`;
  return after(record_changed_at) ? ' It was changed in the store after it was sent.' : '';
}

/** Taken as right where it was sent from: it is asked about again there too, by re-exporting it. */
export const isRightByLog = ({ state, cause }: Difference): boolean => state === 'expected' && cause === 'excluded';

/** Looked up in vain after it had been sent: only a person may say that it goes out once more. */
export const isKnownGone = ({ cause, state }: Difference): boolean => cause === 'gone' && state === 'needs-person';

/** What is mended over there, by hand. */
const MENDED_THERE = new Set<Cause>([
  'amount',
  'currency',
  'unreadable',
  'cancelled',
  'duplicate',
  'only-there',
  'date',
  'copy-changed',
]);

/** What a person may do about it. */
export interface Acts {
  reexport: boolean;
  /** Where it is in the app. */
  open?: string;
  /** It changed in the store after it was sent, and waits in the export log for somebody to say what is to become of it. */
  decide: boolean;
  /** The one in the app that it becomes, by its number. */
  adopt?: string;
}

const REEXPORTED = new Set<Cause>(['gone', 'voided', 'rejected', 'never', 'waiting', 'pending']);

export function actsOf(one: Difference): Acts {
  const { cause, task, state, there_number, there_url, remote_id, suggested_number, suggested_remote_id } = one;
  const open = (MENDED_THERE.has(cause) && there_url) || undefined;
  if (task === null) return { reexport: false, decide: false, open };
  const inPlace = cause === 'not-linked' ? (there_number ?? remote_id) : (suggested_number ?? suggested_remote_id);
  return { reexport: REEXPORTED.has(cause), decide: state === 'changed', adopt: inPlace ?? undefined, open };
}

export const dayOf = (face: string | null): string | undefined => (face === null ? undefined : dateOf(face));
