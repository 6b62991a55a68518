import { money } from 'patchbay/sdk';
import type { Tracking } from '../sales/sales-invoice.js';

/** Goods that left the shelf at what they had cost; those that came back to it have a negative quantity. */
export interface Goods {
  /** The order of the store that they left with. */
  order: string;
  sku: string;
  /** The kit they were part of, and how many of it were sold. */
  kit?: { sku: string; quantity: string };
  quantity: string;
  /** Per unit. */
  cost: string;
  /** The accounts of the cost of goods and of the stock. */
  debit: string;
  credit: string;
  tracking: Tracking[];
}

/** What was sold, off the shelf and into the cost of goods: frozen when it is written ahead, prices and all. */
export interface CostJournal {
  date: string;
  narration: string;
  status: 'POSTED' | 'DRAFT';
  goods: Goods[];
}

/** One line of a journal: a debit, or with a minus a credit. */
export interface Entry {
  account: string;
  tracking: Tracking[];
  amount: string;
}

/** One for each account and tracking. What is debited is credited, for each amount stands on both sides. */
export function entriesOf(goods: Goods[]): Entry[] {
  const sums = new Map<string, Entry>();
  const book = (account: string, tracking: Tracking[], amount: string) => {
    const key = JSON.stringify([account, tracking]);
    const before = sums.get(key)?.amount ?? '0';
    sums.set(key, { account, tracking, amount: money.add(before, amount) });
  };
  for (const { debit, credit, quantity, cost, tracking } of goods) {
    const amount = money.round(money.multiply(quantity, cost), 2);
    book(debit, tracking, amount);
    book(credit, tracking, money.negate(amount));
  }
  const entries = [...sums.values()].filter(({ amount }) => !money.isZero(amount));
  return entries.sort((one, other) => money.compare(other.amount, one.amount));
}

/** What it comes to: one side of it. */
export const debitsOf = (entries: Pick<Entry, 'amount'>[]): string =>
  money.add(0, ...entries.map(({ amount }) => amount).filter((amount) => money.compare(amount, 0) > 0));

export const takenBack = (goods: Goods[]): Goods[] =>
  goods.map((one) => ({ ...one, quantity: money.negate(one.quantity) }));
