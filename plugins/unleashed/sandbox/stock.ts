import { twin } from 'patchbay/sdk';
import { quotient, sum, product as times } from './decimals.js';
import { SEEDED_ON, seededMoment } from './seed/moments.js';
import { catalogueRow, neverMoved } from './seed/products.js';

/** What one warehouse holds of one product. */
export interface Level {
  quantity: number;
  value: number;
  modified: number;
  lastSale: number | null;
}

/** What open orders have set aside of one product in one warehouse. */
export interface Allocation {
  quantity: number;
  modified: number;
}

export interface StockState {
  levels: [string, Level][];
  allocations: [string, Allocation][];
}

const key = (product: string, warehouse: string): string => `${product} ${warehouse}`;

/** Levels exist only where a product ever moved; that is why the app has no row for one that never did. */
export class Stock {
  private readonly levels: Map<string, Level>;
  private readonly allocations: Map<string, Allocation>;

  constructor(
    private readonly seed: string,
    private readonly seededAt: (product: string) => number | undefined,
    private readonly warehouses: readonly string[],
    state: StockState = { levels: [], allocations: [] },
  ) {
    this.levels = new Map(state.levels);
    this.allocations = new Map(state.allocations);
  }

  level(product: string, warehouse: string): Level | undefined {
    const changed = this.levels.size > 0 ? this.levels.get(key(product, warehouse)) : undefined;
    if (changed) return changed;
    const at = this.seededAt(product);
    return at === undefined ? undefined : seededLevel(this.seed, at, this.warehouses.indexOf(warehouse));
  }

  onHand(product: string, warehouse: string): number {
    return this.level(product, warehouse)?.quantity ?? 0;
  }

  allocation(product: string, warehouse: string): Allocation | undefined {
    return this.allocations.size > 0 ? this.allocations.get(key(product, warehouse)) : undefined;
  }

  /** Sets the absolute quantity and value, as an adjustment does. */
  set(product: string, warehouse: string, quantity: number, value: number, now: number): void {
    const lastSale = this.level(product, warehouse)?.lastSale ?? null;
    this.levels.set(key(product, warehouse), { quantity, value, modified: now, lastSale });
  }

  receive(product: string, warehouse: string, quantity: number, unitCost: number, now: number): void {
    const before = this.level(product, warehouse);
    const value = sum(before?.value ?? 0, times(4, quantity, unitCost));
    this.set(product, warehouse, sum(before?.quantity ?? 0, quantity), value, now);
  }

  /** Takes stock out at its average cost. */
  issue(product: string, warehouse: string, quantity: number, now: number): void {
    const { quantity: held, value } = this.level(product, warehouse) ?? { quantity: 0, value: 0 };
    const left = sum(held, -quantity);
    const worth = left === 0 ? 0 : sum(value, -times(4, quantity, averageCost(held, value)));
    this.levels.set(key(product, warehouse), { quantity: left, value: worth, modified: now, lastSale: now });
  }

  allocate(product: string, warehouse: string, quantity: number, now: number): void {
    const before = this.allocation(product, warehouse)?.quantity ?? 0;
    this.allocations.set(key(product, warehouse), { quantity: sum(before, quantity), modified: now });
  }

  state(): StockState {
    return { levels: [...this.levels], allocations: [...this.allocations] };
  }
}

export const averageCost = (quantity: number, value: number): number =>
  quantity === 0 ? 0 : quotient(4, value, quantity);

/** The first warehouse holds nearly everything, the second half of it; the old shed was emptied long ago. */
function seededLevel(seed: string, at: number, warehouse: number): Level | undefined {
  if (neverMoved(at) || warehouse > 1 || (warehouse === 1 && at % 2 === 1)) return undefined;
  const few = twin.pick(30, seed, 'east', at);
  const quantity = warehouse === 1 ? few : at % 13 === 8 ? 0 : 12 + twin.pick(90, seed, 'main', at);
  return {
    quantity,
    value: Math.round(quantity * catalogueRow(at)[4] * 100) / 100,
    modified: seededMoment('stock', at, warehouse),
    lastSale: at % 3 === 0 ? SEEDED_ON : null,
  };
}
