import { money } from '../sdk/index.js';
import { CARDS, type Card, type Cause, needsSomeone } from './causes.js';

/** Documents of one currency on one card, in exact decimal texts. */
export interface Sum {
  count: number;
  here: string;
  there: string;
}

/** A report in a few numbers: by currency, by card; how many of each cause. */
export interface Totals {
  currencies: Record<string, Partial<Record<Card | 'matched', Sum>>>;
  causes: Partial<Record<Cause, number>>;
  expected: number;
  /** So much was left over on one side that nobody looked for pairs among it. */
  unsuggested?: true;
}

/** How many documents are left that somebody has to look at. */
export function leftToSettle({ causes }: Totals): number {
  const counts = Object.entries(causes) as [Cause, number][];
  return counts.reduce((sum, [cause, n]) => (needsSomeone(cause) ? sum + n : sum), 0);
}

export interface CauseSum {
  cause: Cause;
  expected: 0 | 1;
  currency: string;
  n: number;
  here: string | null;
  there: string | null;
  /** Of documents that are counted elsewhere: their other side. */
  apart?: 1;
}

/** `matched`: by currency. */
export function totalsOf(matched: Iterable<[currency: string, Sum]>, sums: CauseSum[]): Totals {
  const totals: Totals = { currencies: {}, causes: {}, expected: 0 };
  const add = (currency: string, card: Card | 'matched', sum: Sum) => {
    totals.currencies[currency] ??= {};
    const cards = totals.currencies[currency];
    const before = cards[card] ?? { count: 0, here: '0', there: '0' };
    cards[card] = {
      count: before.count + sum.count,
      here: money.add(before.here, sum.here),
      there: money.add(before.there, sum.there),
    };
  };
  for (const [currency, sum] of matched) add(currency, 'matched', sum);
  for (const { cause, expected, currency, n, here, there, apart } of sums) {
    add(currency, expected ? 'known' : CARDS[cause], { count: Number(n), here: here ?? '0', there: there ?? '0' });
    if (apart) continue;
    if (expected) totals.expected += Number(n);
    else totals.causes[cause] = (totals.causes[cause] ?? 0) + Number(n);
  }
  return totals;
}
