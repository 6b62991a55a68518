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
