/** One process that sends to a tenant. */
export interface Holder {
  name: string;
  /** How many slots it could use right now. */
  wanted: number;
}

/** When slots don't divide evenly, who gets one more changes this often. */
const TURN = 2000;

/**
 * Deals the slots out one at a time, so that nobody has two before everybody who wants one has it. All processes reckon the
 * same from the same rows; with fewer slots than processes they take turns by the clock.
 */
export function fairShares(slots: number, holders: readonly Holder[], now: number): Map<string, number> {
  const order = rotated([...holders].sort(byName), Math.floor(now / TURN));
  const shares = new Map(order.map(({ name }) => [name, 0]));
  let left = slots;
  for (let dealt = true; dealt && left > 0; ) {
    dealt = false;
    for (const { name, wanted } of order) {
      const share = shares.get(name)!;
      if (left === 0 || share >= wanted) continue;
      shares.set(name, share + 1);
      left--;
      dealt = true;
    }
  }
  return shares;
}

function byName(a: Holder, b: Holder): number {
  return a.name < b.name ? -1 : 1;
}

function rotated<T>(items: T[], by: number): T[] {
  const start = items.length ? by % items.length : 0;
  return [...items.slice(start), ...items.slice(0, start)];
}
