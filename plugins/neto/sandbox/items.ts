import type { StoreClock } from './clock.js';
import type { Answer } from './envelope.js';
import type { Item } from './item.js';
import { writeItem } from './item-entry.js';
import { ITEM_CRITERIA, ITEM_ORDERS, itemTable } from './item-table.js';
import type { Reading } from './reading.js';
import { Missing, Refusal } from './refusal.js';
import type { Warehouses } from './warehouses.js';
import { type Given, own, text, texts } from './wire.js';
import { writeEach } from './writing.js';

const LONGEST_SKU = 25;

export interface ItemHost {
  clock: StoreClock;
  warehouses: Warehouses;
  /** Thousandths of each SKU that open orders hold back. */
  committed(): Map<string, number>;
  changed(): void;
}

/** The catalogue. */
export class Items {
  private readonly bySku: Map<string, Item>;
  private lastId: number;

  constructor(
    private readonly shop: ItemHost,
    rows: Item[],
  ) {
    this.bySku = new Map(rows.map((item) => [item.sku, item]));
    this.lastId = rows.reduce((highest, item) => Math.max(highest, item.id), 100);
  }

  get(sku: string): Item | undefined {
    return this.bySku.get(sku);
  }

  all(): Item[] {
    return [...this.bySku.values()];
  }

  get count(): number {
    return this.bySku.size;
  }

  /** The youngest items, the last one first. */
  last(count: number): Item[] {
    return this.all().slice(-count).reverse();
  }

  read(reading: Reading): Answer {
    const withBands = reading.selectors.includes('PriceGroups.MultilevelBands');
    // Counting what open orders hold back means looking through them all: only for those who ask, and once per page.
    const asked = ['CommittedQuantity', 'AvailableSellQuantity'].some((name) => reading.selectors.includes(name));
    const held = asked ? this.shop.committed() : new Map<string, number>();
    const table = itemTable(
      {
        clock: this.shop.clock,
        stock: (item) => this.stock(item),
        committed: (item) => held.get(item.sku) ?? 0,
      },
      withBands,
    );
    return reading.answer('Item', this.candidates(reading.filter), ITEM_CRITERIA, table);
  }

  add(body: Given): Answer {
    return writeEach(body, 'Item', (given, warn) => {
      const sku = text(given.SKU) ?? '';
      if (!sku) throw new Refusal('SKU is required');
      if (sku.length > LONGEST_SKU) throw new Refusal(`SKU ${sku} is longer than ${LONGEST_SKU} characters`);
      if (this.bySku.has(sku)) throw new Refusal(`Item ${sku} already exists`);
      return this.write(this.blank(sku), given, warn);
    });
  }

  /** Never creates: an unknown SKU is a warning. */
  update(body: Given): Answer {
    return writeEach(body, 'Item', (given, warn) => {
      const sku = text(given.SKU) ?? '';
      const item = this.bySku.get(sku);
      if (!item) throw new Missing('Item', sku);
      return this.write(structuredClone(item), given, warn);
    });
  }

  /** By warehouse id. As many kits as the scarcest component allows, warehouse by warehouse. */
  stock(item: Item, seen: readonly string[] = []): Record<string, number> {
    if (item.kit.length === 0 || seen.includes(item.sku)) return item.stock;
    const parts = item.kit.map(({ sku, quantity }) => {
      const component = this.bySku.get(sku);
      return { quantity, stock: component ? this.stock(component, [...seen, item.sku]) : {} };
    });
    return Object.fromEntries(
      this.shop.warehouses.all().map(({ WarehouseID }) => {
        const kits = parts.map(({ quantity, stock }) => Math.floor((stock[WarehouseID] ?? 0) / quantity));
        return [WarehouseID, Math.max(0, Math.min(...kits)) * 1000];
      }),
    );
  }

  /** Goods leave a warehouse, or come back with a minus. What the catalogue does not hold has no stock to take from. */
  take(sku: string, warehouseId: string, units: number, seen: readonly string[] = []): void {
    const item = this.bySku.get(sku);
    if (!item || units === 0 || seen.includes(sku)) return;
    for (const part of item.kit) this.take(part.sku, warehouseId, (units / 1000) * part.quantity, [...seen, sku]);
    if (item.kit.length > 0) return;
    item.stock[warehouseId] = (item.stock[warehouseId] ?? 0) - units;
    item.dateUpdated = this.shop.clock.now();
  }

  private write(item: Item, given: Given, warn: (message: string) => void) {
    writeItem(item, given, {
      exists: (sku) => this.bySku.has(sku),
      warehouseExists: (id) => this.shop.warehouses.get(id) !== undefined,
      warn,
    });
    item.id ||= ++this.lastId;
    item.dateUpdated = this.shop.clock.now();
    this.bySku.set(item.sku, item);
    this.shop.changed();
    return { InventoryID: String(item.id), SKU: item.sku };
  }

  private blank(sku: string): Item {
    const now = this.shop.clock.now();
    return {
      id: 0,
      sku,
      dateAdded: now,
      dateUpdated: now,
      texts: {},
      amounts: {},
      flags: { IsActive: true, Visible: true, Approved: true, TaxInclusive: true, IsInventoried: true },
      stock: {},
      priceGroups: {},
      kit: [],
      lists: {},
    };
  }

  private candidates(filter: Given): Iterable<Item> {
    const skus = texts(filter.SKU);
    const wanted = skus.length > 0 ? [...new Set(skus)].flatMap((sku) => this.bySku.get(sku) ?? []) : this.all();
    const by = own(ITEM_ORDERS, text(filter.OrderBy) ?? '');
    if (!by) return wanted;
    const turn = text(filter.OrderDirection)?.toUpperCase() === 'DESC' ? -1 : 1;
    return wanted.sort((one, other) => turn * compare(by(one), by(other)) || one.id - other.id);
  }
}

function compare(one: string | number, other: string | number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
