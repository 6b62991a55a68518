import { money } from 'patchbay/sdk';

/** One stock adjustment of one warehouse and reason: frozen when it is written ahead. */
export interface Adjustment {
  number: string;
  date: string;
  warehouse: string;
  reason: string;
  account?: string;
  lines: AdjustmentLine[];
}

export interface AdjustmentLine {
  sku: string;
  quantity: string;
  comment: string;
  /** How many of them came back on which line of the return, by the line's id. */
  of: Record<string, string>;
}

/** What the comments of our own lines begin with. Several adjustments of one return name its number. */
export const OURS = 'Return ';

/** What was on hand when it was last looked at. The app takes new totals, not differences. */
export interface Reading {
  /** Milliseconds since 1970, UTC. */
  at: number;
  lines: Level[];
}

export interface Level {
  sku: string;
  guid: string;
  onHand: string;
  value: string;
  /** What one more of it is worth. */
  unitCost: string;
}

/** What there is to be of a product, and what that is worth. */
export interface Total {
  sku: string;
  quantity: string;
  value: string;
}

/** What there was, and what came back at what one more of it is worth. */
export const totalsOf = ({ lines }: Reading, { lines: back }: Adjustment): Total[] =>
  lines.map(({ sku, onHand, value, unitCost }, at) => {
    const { quantity } = back[at]!;
    const worth = money.round(money.multiply(quantity, unitCost), 4);
    return { sku, quantity: money.add(onHand, quantity), value: money.add(value, worth) };
  });

/** Which lines of the return the goods came back on says nothing to the app; and another account is chosen for those to come. */
export const sameGoods = (one: Adjustment, other: Adjustment): boolean => asBooked(one) === asBooked(other);

const asBooked = ({ lines, number, date, warehouse, reason }: Adjustment): string =>
  JSON.stringify([
    number,
    date,
    warehouse,
    reason,
    lines.map(({ sku, quantity, comment }) => [sku, quantity, comment]),
  ]);
