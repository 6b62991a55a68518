import { money } from '../../sdk/index.js';
import type { Look } from '../../web/status.js';
import type { Sum, Totals } from '../totals.js';

const NONE: Sum = { count: 0, here: '0', there: '0' };

/** A report in money, for each currency: amounts of two currencies are never added up. */
export function sumsOf(totals: Totals | null) {
  return Object.entries(totals?.currencies ?? {}).map(([currency, cards]) => {
    const { matched = NONE, differs = NONE, onlyHere = NONE, onlyThere = NONE, onItsWay = NONE, known = NONE } = cards;
    const left = together(differs, onlyHere, onlyThere);
    const four = [
      card('Matched', matched.count, matched.here, 'fine'),
      card('Differs', differs.count, money.subtract(differs.there, differs.here), 'person', 'between both'),
      card('Only in the store', onlyHere.count, onlyHere.here, 'person'),
      card('Only in the app', onlyThere.count, onlyThere.there, 'person'),
    ];
    return {
      currency,
      all: lineOf('Total', together(matched, onItsWay, known, left)),
      left: { ...lineOf('Left to settle', left), uneven: money.compare(left.there, left.here) !== 0 },
      /** What needs nobody, line by line: with what is left it comes to all. */
      explained: [
        lineOf('Matched', matched),
        ...(onItsWay.count > 0 ? [lineOf('On its way', onItsWay)] : []),
        ...(known.count > 0 ? [lineOf('Known and right', known)] : []),
      ],
      // Where all four are of nothing, the table below says all there is to say.
      cards: four.some(({ count }) => count > 0) ? four : [],
    };
  });
}

const together = (...sums: Sum[]): Sum => ({
  count: sums.reduce((all, { count }) => all + count, 0),
  here: money.add(...sums.map(({ here }) => here)),
  there: money.add(...sums.map(({ there }) => there)),
});

const lineOf = (label: string, { count, here, there }: Sum) => ({
  label,
  count,
  here,
  there,
  difference: money.subtract(there, here),
});

function card(label: string, count: number, amount: string, look: Look, detail?: string) {
  return { label, count, amount, look: count === 0 ? 'idle' : look, detail };
}
