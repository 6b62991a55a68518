/** Which part of a preview an address asks for. */
export interface Leafing {
  /** An import as if the app had never been asked before. */
  everything: boolean;
  /** Made ready for the page are the records behind this one. */
  after: number;
  /** Of what was made ready, from 1 on. */
  leaf: number;
}

export const FIRST: Leafing = { everything: false, after: 0, leaf: 1 };

export function readLeafing({ everything, after, leaf }: Record<string, unknown>): Leafing {
  return { everything: everything !== undefined, after: whole(after) ?? 0, leaf: whole(leaf) ?? 1 };
}

const whole = (word: unknown): number | undefined =>
  typeof word === 'string' && /^[1-9]\d{0,14}$/.test(word) ? Number(word) : undefined;

/** A part of a list, where in it that stands, and the addresses of what is before and behind. */
export interface Leaf<Row> {
  rows: Row[];
  first: number;
  last: number;
  of: number;
  start?: string;
  back?: string;
  next?: string;
}

/** `behind`: the last record that was made ready, where there are others. */
export function leafOf<Row>(all: Row[], size: number, asked: Leafing, behind?: number): Leaf<Row> {
  const leaves = Math.max(1, Math.ceil(all.length / size));
  const leaf = Math.min(asked.leaf, leaves);
  const rows = all.slice((leaf - 1) * size, leaf * size);
  const first = (leaf - 1) * size + 1;
  const address = (change: Partial<Leafing>) => addressOf({ ...asked, leaf, ...change });
  const further = behind === undefined ? undefined : address({ after: behind, leaf: 1 });
  return {
    rows,
    first,
    last: first + rows.length - 1,
    of: all.length,
    start: asked.after > 0 ? address({ after: 0, leaf: 1 }) : undefined,
    back: leaf > 1 ? address({ leaf: leaf - 1 }) : undefined,
    next: leaf < leaves ? address({ leaf: leaf + 1 }) : further,
  };
}

function addressOf({ everything, after, leaf }: Leafing): string {
  const query = new URLSearchParams();
  if (everything) query.set('everything', '1');
  if (after > 0) query.set('after', String(after));
  if (leaf > 1) query.set('leaf', String(leaf));
  return `?${query}`;
}
