import { money } from '../../sdk/index.js';
import type { Look } from '../../web/status.js';
import type { Sum, Totals } from '../totals.js';

const NONE: Sum = { count: 0, here: '0', there: '0' };

/** A report's header, a row of cards for each currency: amounts of two currencies are never added up. */
export function cardsOf(totals: Totals | null) {
  return Object.entries(totals?.currencies ?? {}).map(([currency, cards]) => {
    const { matched = NONE, differs = NONE, onlyHere = NONE, onlyThere = NONE, known = NONE } = cards;
    const all = [matched, differs, onlyHere, onlyThere, known];
    const here = money.add(...all.map((sum) => sum.here));
    const there = money.add(...all.map((sum) => sum.there));
    const difference = money.subtract(there, here);
    return {
      currency,
      here,
      there,
      difference,
      even: money.isZero(difference),
      cards: [
        card('Matched', matched.count, matched.here, 'fine'),
        card('Differs', differs.count, money.subtract(differs.there, differs.here), 'person', 'between both'),
        card('Only in the store', onlyHere.count, onlyHere.here, 'person'),
        card('Only in the app', onlyThere.count, onlyThere.there, 'person'),
        ...(known.count > 0 ? [card('Known and right', known.count, known.here, 'idle')] : []),
      ],
    };
  });
}

function card(label: string, count: number, amount: string, look: Look, detail?: string) {
  return { label, count, amount, look: count === 0 ? 'idle' : look, detail };
}
