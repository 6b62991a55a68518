import { twin } from 'patchbay/sdk';
import { type BillOfMaterial, seededBills } from './bills-of-material.js';
import type { CreditNote } from './credit-notes.js';
import { type Customer, seededCustomers } from './customers.js';
import { wireDate, writtenInstant } from './dates.js';
import type { Invoice } from './invoices.js';
import type { Product } from './product.js';
import { ProductShelf } from './product-shelf.js';
import type { TiersAs } from './product-wire.js';
import type { SalesOrder } from './sales-order.js';
import { SEEDED_ON } from './seed/moments.js';
import { Shelf } from './shelf.js';
import { Stock, type StockState } from './stock.js';
import type { StockAdjustment } from './stock-adjustments.js';
import { type Supplier, seededSuppliers } from './suppliers.js';
import { seededTaxes, type Tax } from './taxes.js';
import { seededWarehouses, type Warehouse } from './warehouses.js';

export interface ShopSettings {
  seed: string;
  products: number;
  tiersAs: TiersAs;
  reasons: readonly string[];
  now: () => number;
}

/** What changed since the seed, and the seed's own measures so that the rest can be made again. */
export interface ShopState {
  version: 1;
  seed: string;
  seededProducts: number;
  revision: number;
  numbers: [string, number][];
  products: Product[];
  bills: BillOfMaterial[];
  customers: Customer[];
  orders: SalesOrder[];
  invoices: Invoice[];
  adjustments: StockAdjustment[];
  /** Absent in what an earlier twin left. */
  credits?: CreditNote[];
  stock: StockState;
}

const QUESTIONS_REMEMBERED = 16;

/** Everything Fern & Fig keeps in the app. */
export class Shop {
  readonly products: ProductShelf;
  readonly bills: Shelf<BillOfMaterial>;
  readonly stock: Stock;
  readonly warehouses: Shelf<Warehouse>;
  readonly suppliers: Shelf<Supplier>;
  readonly taxes: Shelf<Tax>;
  readonly customers: Shelf<Customer>;
  readonly orders: Shelf<SalesOrder>;
  readonly invoices: Shelf<Invoice>;
  readonly adjustments: Shelf<StockAdjustment>;
  readonly credits: Shelf<CreditNote>;
  private readonly numbers: Map<string, number>;
  private readonly memory = new Map<string, readonly number[]>();
  private clock: () => number;
  private changes: number;

  constructor(
    readonly settings: ShopSettings,
    state?: ShopState,
  ) {
    const { seed, products } = settings;
    this.clock = settings.now;
    this.products = new ProductShelf(seed, products, settings.tiersAs, state?.products);
    this.bills = new Shelf(seededBills(seed, products, SEEDED_ON), state?.bills);
    this.warehouses = new Shelf(seededWarehouses(seed, SEEDED_ON));
    this.suppliers = new Shelf(seededSuppliers(seed, SEEDED_ON));
    this.taxes = new Shelf(seededTaxes(seed, SEEDED_ON));
    this.customers = new Shelf(seededCustomers(seed, SEEDED_ON), state?.customers);
    this.orders = new Shelf<SalesOrder>([], state?.orders);
    this.invoices = new Shelf<Invoice>([], state?.invoices);
    this.adjustments = new Shelf<StockAdjustment>([], state?.adjustments);
    this.credits = new Shelf<CreditNote>([], state?.credits);
    const warehouses = this.warehouses.all().map((warehouse) => warehouse.Guid);
    this.stock = new Stock(seed, (guid) => this.seededPosition(guid), warehouses, state?.stock);
    this.numbers = new Map(state?.numbers);
    this.changes = state?.revision ?? 0;
  }

  get revision(): number {
    return this.changes;
  }

  changed(): void {
    this.changes += 1;
    this.memory.clear();
  }

  now(): number {
    return this.clock();
  }

  /** Lets something happen at an earlier time. */
  at<T>(instant: number, happens: () => T): T {
    const usual = this.clock;
    this.clock = () => instant;
    try {
      return happens();
    } finally {
      this.clock = usual;
    }
  }

  guid(...words: (string | number)[]): string {
    return twin.guidFrom(this.settings.seed, ...words);
  }

  /** The next document number of a series, passing over numbers that a client chose itself. */
  nextNumber(series: string, taken: (number: string) => boolean = () => false): string {
    const next = (this.numbers.get(series) ?? 0) + 1;
    this.numbers.set(series, next);
    const number = `${series}-${String(next).padStart(8, '0')}`;
    return taken(number) ? this.nextNumber(series, taken) : number;
  }

  /** Who reads many pages asks the same question many times; the answer holds until something changes. */
  remembered(question: string, answer: () => readonly number[]): readonly number[] {
    const known = this.memory.get(question);
    if (known) return known;
    if (this.memory.size >= QUESTIONS_REMEMBERED) this.memory.clear();
    const positions = answer();
    this.memory.set(question, positions);
    return positions;
  }

  modifiedSince<T extends { LastModifiedOn: string }>(records: T[], since: number | undefined): T[] {
    return since === undefined ? records : records.filter((record) => writtenInstant(record.LastModifiedOn) >= since);
  }

  saveProduct(product: Product): Product {
    return this.products.put({ ...product, LastModifiedOn: wireDate(this.now()) });
  }

  snapshot(): ShopState {
    const state: ShopState = {
      version: 1,
      seed: this.settings.seed,
      seededProducts: this.products.seeded,
      revision: this.revision,
      numbers: [...this.numbers],
      products: this.products.changes(),
      bills: this.bills.changes(),
      customers: this.customers.changes(),
      orders: this.orders.changes(),
      invoices: this.invoices.changes(),
      adjustments: this.adjustments.changes(),
      credits: this.credits.changes(),
      stock: this.stock.state(),
    };
    return structuredClone(state);
  }

  private seededPosition(guid: string): number | undefined {
    const position = this.products.position(guid);
    return position !== undefined && position < this.products.seeded ? position : undefined;
  }
}
