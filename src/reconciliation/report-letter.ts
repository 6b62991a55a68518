import type { LetterContent, LetterLine, LetterSection } from '../letters/letter.js';
import { money } from '../sdk/index.js';
import { calendarDate } from '../web/times.js';
import { CAUSES, needsSomeone } from './causes.js';
import { KIND_WORDS } from './kind-words.js';
import { CAUSE_WORDS } from './pages/cause-words.js';
import type { Difference } from './pages/differences.service.js';
import { sumsOf } from './pages/sums.js';
import type { Report } from './reports.js';
import type { Since } from './since-last.js';
import type { Totals } from './totals.js';

interface News {
  report: Report;
  totals: Totals;
  since: Since;
  /** The new ones that are named. */
  foremost: Difference[];
  /** What the merchant calls it. */
  app: string;
}

/** What a report has found that people don't know yet: what is new, by number; what is still there, and what was settled. */
export function letterOf({ report, totals, since, foremost, app }: News): LetterContent {
  const href = addressOf(report);
  const fresh = `${documents(since.fresh, since.last && 'more')} no match`;
  const [from, to] = [report.from, report.to].map((day) => calendarDate(day, 'UTC'));
  const compared = `${KIND_WORDS[report.kind]} dated ${from} to ${to} were compared with ${app}.`;
  return {
    subject: `${fresh} in ${app}`,
    intro: [compared, ...(since.last ? changes(since, from!) : [`${fresh}.`])].join(' '),
    sections: [
      { heading: since.last ? 'New' : 'Without a match', lines: named(foremost, since.fresh, href) },
      { heading: 'In money', lines: inMoney(totals, app) },
      whyOf(totals),
    ],
    action: { label: 'See what mends them', href },
  };
}

const addressOf = ({ installationId, kind, id }: Report) =>
  `/admin/reconciliation-report?app=${installationId}&kind=${kind}&report=${id}`;

function changes({ fresh, still, settled, leftBehind }: Since, from: string): string[] {
  return [
    `${documents(fresh + still)} no match: ${count(fresh)} new, ${count(still)} still there.`,
    ...(settled > 0 ? [`Since the last report ${count(settled)} ${settled === 1 ? 'was' : 'were'} settled.`] : []),
    ...(leftBehind > 0
      ? [`${count(leftBehind)} dated before ${from} ${leftBehind === 1 ? 'is' : 'are'} no longer looked at.`]
      : []),
  ];
}

function named(foremost: Difference[], all: number, href: string): LetterLine[] {
  const lines = foremost.map(lineOf);
  const more = all - foremost.length;
  return more > 0 ? [...lines, { text: `and ${count(more)} more`, href }] : lines;
}

/** What could not be read, and is there alone, has no amount. */
function lineOf(one: Difference): LetterLine {
  const number =
    one.here_number ??
    one.here_reference ??
    one.there_number ??
    one.there_reference ??
    one.remote_id ??
    'One without a number';
  const amount = one.amount_here ?? one.amount_there;
  return {
    text: `${number}: ${CAUSE_WORDS[one.cause].word}`,
    amount: amount === null ? undefined : money.shown(amount, one.currency),
  };
}

function inMoney(totals: Totals, app: string): LetterLine[] {
  return sumsOf(totals).flatMap(({ currency, all, explained, left }) => [
    { text: 'In the store', amount: money.shown(all.here, currency) },
    { text: `In ${app}`, amount: money.shown(all.there, currency) },
    { text: 'Difference', amount: money.shown(all.difference, currency) },
    ...explained
      .filter(({ difference }) => !money.isZero(difference))
      .map(({ label, count: n, difference }) => ({
        text: `of it ${label.toLowerCase()} (${count(n)})`,
        amount: money.shown(difference, currency),
      })),
    { text: `${left.label} (${count(left.count)})`, amount: money.shown(left.difference, currency) },
  ]);
}

const whyOf = ({ causes }: Totals): LetterSection => ({
  heading: 'Why',
  lines: CAUSES.filter((cause) => causes[cause] && needsSomeone(cause)).map((cause) => ({
    text: CAUSE_WORDS[cause].word,
    amount: count(causes[cause]!),
  })),
});

const count = (n: number): string => n.toLocaleString('en-AU');

const documents = (n: number, more?: 'more'): string =>
  `${count(n)} ${more ? 'more ' : ''}${n === 1 ? 'document has' : 'documents have'}`;
