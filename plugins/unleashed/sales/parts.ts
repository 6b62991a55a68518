import { type BuildContext, money } from 'patchbay/sdk';
import type { Settings } from '../settings.js';
import { isBatch, type Order } from './order.js';
import type { Item } from './pricing.js';
import type { PlacedLine, Sale } from './sale.js';

/** One sales order that a sale is split into: an order of the app has one warehouse, and leaves it at one time. */
export interface Part {
  /** 'MAIN', then 'MAIN/2' for what is left behind by the first. */
  name: string;
  /** 1, 2, 3 … within its warehouse. */
  number: number;
  warehouse: string;
  items: Item[];
  /** Its goods have left, so it is completed. */
  left: boolean;
}

interface Shipped {
  part: string;
  order: Order;
  completed: boolean;
}

/** How much of a line a part takes: from so many units to so many. */
interface Taking {
  line: PlacedLine;
  from: string;
  to: string;
}

export function partsOf(sale: Sale, shipped: BuildContext['shipped'], settings: Settings): Part[] {
  const closed = closedParts(shipped);
  const warehouses = [...new Set(sale.lines.map(({ warehouse }) => warehouse))];
  return warehouses.flatMap((warehouse) => {
    const lines = sale.lines.filter((line) => line.warehouse === warehouse);
    const taken = closed.filter(({ order }) => order.warehouse === warehouse);
    return partsOfWarehouse(warehouse, lines, taken, settings).map(({ takings, ...part }) => ({
      ...part,
      items: takings.map((taking) => itemOf(taking, sale.places)),
    }));
  });
}

/** Orders that nothing more can be done to: completed ones keep their goods, deleted ones only their name. */
function closedParts(shipped: BuildContext['shipped']): Shipped[] {
  return shipped
    .filter(({ payload, done }) => !isBatch(payload as Order) && (done.includes('complete') || done.includes('delete')))
    .map(({ part, payload, done }) => ({ part, order: payload as Order, completed: !done.includes('delete') }));
}

type Cut = Omit<Part, 'items'> & { takings: Taking[] };

function partsOfWarehouse(warehouse: string, lines: PlacedLine[], closed: Shipped[], settings: Settings): Cut[] {
  const reached = new Map(lines.map((line) => [line.id, '0']));
  const take = (upTo: (line: PlacedLine, from: string) => string): Taking[] =>
    lines.flatMap((line) => {
      const from = reached.get(line.id)!;
      const to = least(upTo(line, from), line.quantity);
      if (money.compare(to, from) <= 0) return [];
      reached.set(line.id, to);
      return [{ line, from, to }];
    });

  const parts: Cut[] = [];
  const add = (number: number, left: boolean, takings: Taking[]) => {
    const name = number === 1 ? warehouse : `${warehouse}/${number}`;
    if (takings.length > 0) parts.push({ name, number, warehouse, left, takings });
  };
  // Completed orders are built again with what they took and today's prices: if that differs, somebody must know.
  for (const { part, order } of closed.filter(({ completed }) => completed)) {
    const took = new Map(order.lines.map(({ id, quantity }) => [id, quantity]));
    add(
      numberOf(part),
      true,
      take(({ id }, from) => money.add(from, took.get(id) ?? 0)),
    );
  }
  const next = 1 + Math.max(0, ...closed.map(({ part }) => numberOf(part)));
  const whole = lines.every((line) => money.compare(line.dispatched, line.quantity) >= 0);
  if (whole || settings.splitBackorders || settings.exportWhen === 'dispatched') {
    const leaving = take((line) => line.dispatched);
    add(next, true, leaving);
    if (settings.exportWhen === 'approved')
      add(
        leaving.length > 0 ? next + 1 : next,
        false,
        take(({ quantity }) => quantity),
      );
  } else {
    add(
      next,
      false,
      take(({ quantity }) => quantity),
    );
  }
  return parts;
}

const numberOf = (part: string): number => Number(/\/(\d+)$/.exec(part)?.[1] ?? 1);

const least = (one: string, other: string): string => (money.compare(one, other) < 0 ? one : other);

/** A line's price is shared by units; the cents of the parts add up to those of the whole. */
function itemOf({ line, from, to }: Taking, places: number): Item {
  const upTo = (units: string) => money.divide(money.multiply(line.gross, units), line.quantity, places);
  const { id, sku, name, tax } = line;
  return { id, sku, name, tax, quantity: money.subtract(to, from), gross: money.subtract(upTo(to), upTo(from)) };
}
