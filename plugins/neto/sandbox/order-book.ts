import { COMMITTING, type Order, type OrderHead } from './order.js';
import type { SeededSales } from './seeded-sales.js';

/** All orders: the seeded ones as they are told, those that changed since, and the new ones. */
export class OrderBook {
  private readonly changed: Map<string, Order>;
  private readonly added: Map<string, Order>;

  constructor(
    private readonly seeded: SeededSales,
    kept: { changed: Order[]; added: Order[] },
  ) {
    this.changed = byId(kept.changed);
    this.added = byId(kept.added);
  }

  get count(): number {
    return this.seeded.count + this.added.size;
  }

  get(id: string): Order | undefined {
    const key = id.toUpperCase();
    const known = this.changed.get(key) ?? this.added.get(key);
    if (known) return structuredClone(known);
    const place = this.seeded.place(key);
    return place < 0 ? undefined : this.seeded.order(place);
  }

  put(order: Order): void {
    (this.seeded.place(order.id) < 0 ? this.added : this.changed).set(order.id, order);
  }

  /** Oldest number first. Only the heads are told, so that looking through a hundred thousand stays cheap. */
  *heads(): Generator<OrderHead> {
    for (let place = 0; place < this.seeded.count; place++) yield this.headAt(place);
    yield* this.added.values();
  }

  /** The youngest orders, the last one first. */
  last(count: number): Readonly<Order>[] {
    const added = [...this.added.values()].reverse().slice(0, count);
    const old = Math.min(count - added.length, this.seeded.count);
    const heads = Array.from({ length: old }, (_, at) => this.headAt(this.seeded.count - 1 - at));
    return [...added, ...heads.map((head) => this.whole(head))];
  }

  /** For looking only; who wants to change an order gets one of its own by `get`. */
  whole(head: OrderHead): Readonly<Order> {
    return this.changed.get(head.id) ?? this.added.get(head.id) ?? this.seeded.look(this.seeded.place(head.id));
  }

  /** Thousandths of each SKU that open orders hold back. */
  committed(): Map<string, number> {
    const held = new Map<string, number>();
    const hold = (sku: string, units: number) => held.set(sku, (held.get(sku) ?? 0) + units);
    for (const head of this.heads()) {
      if (!COMMITTING.includes(head.status)) continue;
      for (const line of this.whole(head).lines) {
        const open = line.quantity - line.shipped;
        hold(line.sku, open);
        for (const part of line.kit?.components ?? []) hold(part.sku, (open / 1000) * part.quantity);
      }
    }
    return held;
  }

  kept(): { changed: Order[]; added: Order[] } {
    return { changed: [...this.changed.values()], added: [...this.added.values()] };
  }

  private headAt(place: number): OrderHead {
    const head = this.seeded.head(place);
    return this.changed.size === 0 ? head : (this.changed.get(head.id) ?? head);
  }
}

function byId(orders: Order[]): Map<string, Order> {
  return new Map(orders.map((order) => [order.id, order]));
}
