import { expect } from 'vitest';
import type { Sale } from '../sandbox/index.js';
import { type connected, NOON } from './neto.js';

export const MINUTE = 60_000;
/** All that the twin was seeded with is older. */
export const SINCE = new Date(NOON - MINUTE);

export type Line = Record<
  'sku' | 'quantity' | 'unitPrice' | 'discount' | 'tax' | 'kit' | 'warehouse' | 'dispatched',
  string
>;
export type Invoice = Record<string, string> & { lines: Line[] };

/** One order, placed and handled at the counter, as the hub then knows it. */
export async function imported(
  { app, shop }: ReturnType<typeof connected>,
  sale: Sale = {},
  handle: (id: string) => unknown = () => undefined,
): Promise<Invoice> {
  const { id } = shop.placeOrder(sale);
  handle(id);
  const { records, refused } = await app.pull('import-orders', { since: SINCE });
  expect(refused).toEqual([]);
  return records.find(({ number }) => number === id) as Invoice;
}
