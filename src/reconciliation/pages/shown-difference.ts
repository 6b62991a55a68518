import { amountOf, currencyOf, written } from '../face.js';
import type { Report } from '../reports.js';
import { actsOf, CAUSE_WORDS, causeText, dayOf, isRightByLog } from './cause-words.js';
import type { Difference } from './differences.service.js';

/** One side of a row. */
export interface ShownSide {
  number: string;
  href?: string;
  /** In the app: opens elsewhere. */
  outside?: boolean;
  date?: string;
  amount: string | null;
  /** Where it is another one than the row's. */
  currency?: string;
  contact?: string;
  /** How many it is made of, if several. */
  parts?: number;
  status?: string;
}

/** A difference as the page shows it. */
export function shownDifference(one: Difference, report: Report, app: string) {
  const acts = actsOf(one);
  const { word, look } = CAUSE_WORDS[one.cause];
  const here = sideHere(one, report.installationId);
  const there = sideThere(one);
  const both = here !== undefined && there !== undefined;
  return {
    name: String(one.id),
    what: here?.number ?? there?.number,
    here,
    there,
    currency: one.currency,
    differs: {
      amount: both && (one.cause === 'amount' || one.cause === 'currency'),
      date: both && one.cause === 'date',
      number: both && (one.cause === 'copy-changed' || one.cause === 'duplicate'),
    },
    cause: { word, look, text: causeText(one, app, report) },
    nextTry: one.state === 'waiting' ? one.next_try_at : undefined,
    suggestion: one.suggested_face
      ? {
          number: one.suggested_number ?? one.suggested_remote_id,
          date: dayOf(one.suggested_face),
          url: one.suggested_url ?? undefined,
        }
      : undefined,
    acts,
    note: noteOf(one) ?? undefined,
    expected: one.expected === 1,
    byLog: isRightByLog(one),
  };
}

/** What somebody wrote when they took it as right, here or in the log. */
export const noteOf = (one: Difference): string | null => one.note ?? (isRightByLog(one) ? one.reason : null);

function sideHere(one: Difference, installationId: number): ShownSide | undefined {
  if (one.record_id === null) return undefined;
  const number = one.here_number ?? one.here_reference ?? String(one.record_id);
  return {
    number,
    href: one.state === null ? undefined : `/logs/exports/${installationId}/${one.task}/${one.record_id}`,
    date: dayOf(one.here_face),
    amount: one.amount_here,
    contact: one.here_contact ?? undefined,
    parts: several(one.members?.[0]),
  };
}

function sideThere(one: Difference): ShownSide | undefined {
  if (one.there_face === null) return undefined;
  const parts = several(one.members?.[1]);
  return {
    number: one.there_number ?? one.there_reference ?? one.remote_id ?? '',
    href: one.there_url ?? undefined,
    outside: true,
    date: one.cause === 'unreadable' ? undefined : dayOf(one.there_face),
    ...(one.cause === 'currency' ? inTheirs(one.there_face, parts) : { amount: one.amount_there }),
    contact: one.there_contact ?? undefined,
    parts,
    status: one.there_status ?? undefined,
  };
}

/** What the first of several comes to says nothing of them all. */
function inTheirs(face: string, parts: number | undefined): Pick<ShownSide, 'amount' | 'currency'> {
  return parts === undefined ? { amount: written(amountOf(face)), currency: currencyOf(face) } : { amount: null };
}

const several = (entries: number[] | undefined) => (entries && entries.length > 1 ? entries.length : undefined);
