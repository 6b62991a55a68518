import type { Cause } from '../causes.js';
import { amountOf, currencyOf, dateOf, linkOf, standingOf } from '../face.js';
import type { Agreed, Finding, Row, Rules } from './finding.js';

/** Rows of one side that are one document: the records of a batch, or the parts of a split payment. */
export interface Unit {
  rows: Row[];
  currency: string;
  date: string;
  standing: string;
  link?: string;
  /** The sum, in ten-thousandths. */
  amount: number;
}

export function unitOf(rows: Row[]): Unit {
  // A batch stands as those of its records do that weren't cancelled.
  const { face } = rows.find((row) => standingOf(row.face) !== 'C') ?? rows[0]!;
  return {
    rows,
    currency: currencyOf(face),
    date: dateOf(face),
    standing: standingOf(face),
    link: linkOf(face),
    amount: rows.reduce((sum, row) => sum + amountOf(row.face), 0),
  };
}

/** Records that left together have one link; those that haven't left are each their own. */
export function unitsOf(rows: Row[]): Unit[] {
  const byLink = new Map<string, Row[]>();
  for (const row of rows) {
    const link = linkOf(row.face) ?? `#${row.entry}`;
    const mates = byLink.get(link);
    if (mates) mates.push(row);
    else byLink.set(link, [row]);
  }
  return [...byLink.values()].map(unitOf);
}

/** What was sent, and is not one document over there. */
export const leftInParts = ({ standing, link }: Unit): boolean =>
  (standing === 'a' || standing === 'C') && link === undefined;

/** What there is to say about two that belong together, or what they agree about. */
export function compareUnits(here: Unit, there: Unit, rules: Rules): Finding | Agreed | undefined {
  if (!within(here.date, rules) && !within(there.date, rules)) return undefined;
  const cause = causeBetween(here, there, rules);
  return cause ? findingOf(cause, here, there) : { currency: here.currency, here: here.amount, there: there.amount };
}

function causeBetween(here: Unit, there: Unit, { tolerance, days }: Rules): Cause | undefined {
  if (there.standing === 'u') return 'unreadable';
  const isCancelled = here.standing === 'C' || here.standing === 'c';
  // Credited in full it may well be there.
  if (isCancelled && Math.abs(there.amount) > tolerance) return 'cancelled';
  if (NOT_SENT.has(here.standing)) return 'not-linked';
  if (here.currency !== there.currency) return 'currency';
  if (Math.abs(here.amount - there.amount) > tolerance) return 'amount';
  if (days !== undefined && daysBetween(here.date, there.date) > days) return 'date';
  return undefined;
}

/** The hub would still send it, though the app has it. */
const NOT_SENT = new Set(['o', 'p', 'w', 'r']);

/** What a record without a counterpart in the app means, by how it stands. A cancelled one is right to have none. */
const ALONE: Record<string, Cause> = {
  a: 'gone',
  s: 'waiting',
  w: 'waiting',
  p: 'pending',
  r: 'rejected',
  n: 'excluded',
  x: 'excluded',
  b: 'before-start',
  o: 'never',
};

export function onlyHere(here: Unit, rules: Rules, suggested?: Row): Finding[] {
  const cause = ALONE[here.standing];
  if (!cause || !within(here.date, rules)) return [];
  const expected = here.standing === 'x' || undefined;
  return [{ ...findingOf(cause, here, undefined), suggested: suggested?.entry, expected }];
}

export function onlyThere(there: Unit, rules: Rules): Finding[] {
  const cause = there.standing === 'u' ? 'unreadable' : 'only-there';
  return within(there.date, rules) ? [findingOf(cause, undefined, there)] : [];
}

export function findingOf(cause: Cause, here: Unit | undefined, there: Unit | undefined): Finding {
  const one = (here ?? there)!;
  const several = (here?.rows.length ?? 0) > 1 || (there?.rows.length ?? 0) > 1;
  return {
    cause,
    here: here?.rows[0]?.entry,
    there: there?.rows[0]?.entry,
    members: several ? [entriesOf(here), entriesOf(there)] : undefined,
    currency: one.currency,
    date: one.date,
    amountHere: here?.amount,
    amountThere: there && isComparable(here, there) ? there.amount : undefined,
    link: (here ?? there)!.link,
  };
}

/** Amounts of two currencies are never put side by side in one sum; and one that can't be read is none. */
const isComparable = (here: Unit | undefined, there: Unit): boolean =>
  there.standing !== 'u' && (here === undefined || here.currency === there.currency);

export const within = (date: string, { from, to }: Pick<Rules, 'from' | 'to'>): boolean => date >= from && date <= to;

const DAY = 86_400_000;

export const daysBetween = (one: string, other: string): number => Math.abs(Date.parse(one) - Date.parse(other)) / DAY;

const entriesOf = (unit: Unit | undefined): number[] => unit?.rows.map(({ entry }) => entry) ?? [];
