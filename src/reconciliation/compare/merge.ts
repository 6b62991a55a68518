import { agree, amountOf, currencyOf, dateOf } from '../face.js';
import { Cursor, type Pages } from './cursor.js';
import type { Agreed, Finding, Rules } from './finding.js';
import { settleGroup } from './settle-group.js';
import { within } from './unit.js';

/** Takes what a comparison finds; agreed ones come summed up, a page at a time. */
export interface Findings {
  found(finding: Finding): void;
  agreed(sum: Agreed, count: number): void;
  /** Between two pages: time to write, and to look whether anybody has cancelled. */
  breathe(): Promise<void>;
}

/** Walks both sides at once, each read ahead by its pages. Nothing but the two pages at hand is held. */
export async function merge(here: Pages, there: Pages, rules: Rules, findings: Findings): Promise<void> {
  const ours = new Cursor(here);
  const theirs = new Cursor(there);
  const tally = new Tally(findings);
  for (;;) {
    if (ours.empty || theirs.empty) {
      tally.flush();
      const [more, moreThere] = await Promise.all([ours.fill(), theirs.fill()]);
      if (!more && !moreThere) return;
      await findings.breathe();
    }
    step(ours, theirs, rules, tally, findings);
  }
}

/** As far as the pages at hand reach. */
function step(ours: Cursor, theirs: Cursor, rules: Rules, tally: Tally, findings: Findings): void {
  const say = (said: (Finding | Agreed)[]) => {
    for (const one of said) {
      if ('cause' in one) findings.found(one);
      else tally.add(one.currency, one.here, one.there);
    }
  };
  while (!ours.empty || !theirs.empty) {
    // A side that is empty but not at its end has to be filled first: its next key may be the smaller one.
    if ((ours.empty && !ours.ended) || (theirs.empty && !theirs.ended)) return;
    const [here, there] = [ours.key, theirs.key];
    if (here !== undefined && here === there) {
      if (agree(ours.face, theirs.face) && ours.isLone() && theirs.isLone()) {
        if (within(dateOf(ours.face), rules)) {
          const amount = amountOf(ours.face);
          tally.add(currencyOf(ours.face), amount, amount);
        }
        ours.next();
        theirs.next();
      } else say(settleGroup(ours.takeGroup(), theirs.takeGroup(), rules));
    } else if (there === undefined || (here !== undefined && here < there)) {
      say(settleGroup(ours.takeGroup(), [], rules));
    } else {
      say(settleGroup([], theirs.takeGroup(), rules));
    }
  }
}

/** Sums what agrees; most of a million rows do. */
class Tally {
  private readonly sums = new Map<string, { here: number; there: number; count: number }>();
  private last = '';
  private current = { here: 0, there: 0, count: 0 };

  constructor(private readonly findings: Findings) {}

  add(currency: string, here: number, there: number): void {
    if (currency !== this.last) {
      this.last = currency;
      this.current = this.sums.get(currency) ?? { here: 0, there: 0, count: 0 };
      this.sums.set(currency, this.current);
    }
    this.current.here += here;
    this.current.there += there;
    this.current.count += 1;
  }

  flush(): void {
    for (const [currency, { here, there, count }] of this.sums) this.findings.agreed({ currency, here, there }, count);
    this.sums.clear();
    this.last = '';
  }
}
