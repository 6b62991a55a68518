import { groupBy } from '../../transactions/group.js';
import { Timeline } from './timeline.js';

/** Something that stands on one side alone. */
export interface Alone {
  /** Currency and amount: only two of the same may be one. */
  money: string;
  /** Whose it is, without what spells it differently; empty where nobody is named. */
  name: string;
  /** Its date, in days. */
  day: number;
  /** The key it is compared by. */
  key: string;
}

type Pair<Here, There> = [here: Here, there: There];

/**
 * Which two may be one: of one amount, first those of one name, then those where a side names nobody. Nearest by date, and only
 * where no other is as near, on either side: of two that are as likely a guess would be right for one in two.
 */
export function likelyPairs<Here extends Alone, There extends Alone>(
  here: Here[],
  there: There[],
  window: number,
): Pair<Here, There>[] {
  const theirs = groupBy(there.toSorted(inOrder), ({ money }) => money);
  const pairs: Pair<Here, There>[] = [];
  for (const [money, ours] of groupBy(here.toSorted(inOrder), (one) => one.money)) {
    pairs.push(...pairUp(ours, theirs.get(money) ?? [], window));
  }
  return pairs;
}

/** Of one amount, each side in order. */
function pairUp<Here extends Alone, There extends Alone>(ours: Here[], theirs: There[], window: number) {
  const pairs: Pair<Here, There>[] = [];
  const mine = new Free(ours);
  const other = new Free(theirs);
  const pass = (which: 'named' | 'any') => {
    for (const one of ours) {
      const best = mine.has(one) ? other.nearest(one, window, which) : undefined;
      if (!best || mine.nearest(best, window, which) !== one) continue;
      mine.take(one);
      other.take(best);
      pairs.push([one, best]);
    }
  };
  pass('named');
  pass('any');
  return pairs;
}

/** One side's documents of one amount that aren't taken yet. */
class Free<Row extends Alone> {
  private readonly all: Timeline<Row>;
  private readonly byName: Map<string, Timeline<Row>>;

  constructor(rows: Row[]) {
    this.all = new Timeline(rows);
    this.byName = new Map([...groupBy(rows, ({ name }) => name)].map(([name, some]) => [name, new Timeline(some)]));
  }

  has(row: Row): boolean {
    return this.all.has(row);
  }

  take(row: Row): void {
    this.all.take(row);
    this.byName.get(row.name)!.take(row);
  }

  /** `named`: of the same name; `any`: whatever has none, or whatever there is for one without. Undefined when two are as near. */
  nearest({ day, name }: Alone, window: number, which: 'named' | 'any'): Row | undefined {
    if (which === 'named') return name === '' ? undefined : this.byName.get(name)?.nearest(day, window);
    return (name === '' ? this.all : this.byName.get(''))?.nearest(day, window);
  }
}

/** By what the rows say, never by where they stand: the order in which they came in is chance. */
function inOrder(a: Alone, b: Alone): number {
  return a.day - b.day || compare(a.key, b.key) || compare(a.name, b.name);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
