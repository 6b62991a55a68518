import type { Sale } from './sale.js';
import { piecesOf, WAREHOUSES } from './shop.js';

/** 'sku warehouse' → how many pieces. Kits are counted as what is in them. */
export type Pieces = Map<string, number>;

/** What the app should hold of a sale. */
export interface Expected {
  /** Has left: completed orders. */
  completed: Pieces;
  /** Is still to leave: placed orders. */
  placed: Pieces;
}

/** What the app should hold of a sale that stands like this, by the rules of the merchant and by nothing else. */
export function expectedOf(sale: Sale, answers: Record<string, unknown>): Expected {
  const nothing = { completed: new Map(), placed: new Map() };
  if (String(sale.date) < String(answers.startDate)) return nothing;
  const leaving = sale.status === 'dispatched' || sale.status === 'partly-dispatched';
  if (answers.mode === 'batched') {
    return sale.status === 'dispatched' ? { ...nothing, completed: pieces(sale, gone) } : nothing;
  }
  if (answers.exportWhen === 'dispatched') return leaving ? { ...nothing, completed: pieces(sale, gone) } : nothing;
  if (!leaving && !(sale.status === 'open' && sale.approved)) return nothing;
  return { completed: pieces(sale, gone), placed: pieces(sale, (line) => Number(line.quantity) - gone(line)) };
}

type Line = NonNullable<Sale['lines']>[number];

const gone = ({ dispatched }: Line): number => Number(dispatched ?? 0);

function pieces({ lines }: Sale, count: (line: Line) => number): Pieces {
  const all: Pieces = new Map();
  for (const line of lines ?? []) {
    // A kit's contents are counted where they are listed, or worked out where they aren't.
    if ((lines ?? []).some(({ kit }) => kit === line.sku)) continue;
    const warehouse = WAREHOUSES.find(([store]) => store === line.warehouse)![1];
    put(all, line.kit == null ? piecesOf(line.sku) : [[line.sku, 1]], warehouse, count(line));
  }
  return all;
}

export function put(all: Pieces, contents: [string, number][], warehouse: string, times: number): void {
  for (const [sku, each] of contents) {
    const place = `${sku} ${warehouse}`;
    if (times !== 0) all.set(place, (all.get(place) ?? 0) + each * times);
  }
}

export function sumOf(all: Pieces[]): Pieces {
  const sum: Pieces = new Map();
  for (const one of all) for (const [place, count] of one) sum.set(place, (sum.get(place) ?? 0) + count);
  return sum;
}

/** 'sku warehouse: found instead of expected' for each that differs, and in which direction. */
export function differences(found: Pieces, expected: Pieces): { less: string[]; more: string[] } {
  const less: string[] = [];
  const more: string[] = [];
  for (const place of new Set([...found.keys(), ...expected.keys()])) {
    const [is, should] = [found.get(place) ?? 0, expected.get(place) ?? 0];
    if (is < should) less.push(`${place}: ${is} instead of ${should}`);
    if (is > should) more.push(`${place}: ${is} instead of ${should}`);
  }
  return { less, more };
}
