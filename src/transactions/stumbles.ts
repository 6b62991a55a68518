import { NoAnswer, Reconnect, TryLater } from '../sdk/index.js';

/** What came of giving some things to a connector at once. */
export interface Attempt<Done> {
  done: Done[];
  /** It stumbled over one of them, and nothing can have come of it: each may be tried without the others. */
  stumbled: boolean;
}

const MANY = 10;

/**
 * Has `work` done with all of these at once. Where that stumbles it is done in halves, until whoever is at fault stands alone. Where
 * many stumble even alone and nobody gets through, it isn't theirs: the rest is left as it is.
 */
export async function eachForItself<Item, Done>(
  items: Item[],
  work: (items: Item[]) => Promise<Attempt<Done>>,
): Promise<Done[]> {
  let alone = 0;
  let through = 0;
  const go = async (some: Item[]): Promise<Done[]> => {
    const { done, stumbled } = await work(some);
    if (!stumbled) through++;
    else if (some.length === 1) alone++;
    if (!stumbled || some.length === 1 || (through === 0 && alone >= MANY)) return done;
    const half = some.length >> 1;
    const first = await go(some.slice(0, half));
    return [...first, ...(await go(some.slice(half)))];
  };
  return go(items);
}

/** Whether an error may be about one of the things that were given; not where the app itself, or its connection, is the trouble. */
export const isStumble = (error: unknown): boolean =>
  !(error instanceof TryLater || error instanceof Reconnect || error instanceof NoAnswer) &&
  !['LostLease', 'PluginCrashed'].includes((error as Error | undefined)?.name ?? '');
