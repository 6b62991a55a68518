import { StoreClock } from './clock.js';
import { CurrencySettings, SEEDED_SETTINGS, type Settings } from './currency-settings.js';
import { type Customer, Customers, seededCustomers } from './customers.js';
import type { Item } from './item.js';
import { Items } from './items.js';
import { Notifications } from './notifications.js';
import type { Order } from './order.js';
import { Orders } from './orders.js';
import type { Payment } from './payment.js';
import { Payments } from './payments.js';
import type { Rma } from './rma.js';
import { Rmas } from './rmas.js';
import { seededItems } from './seeded-items.js';
import { seededRmas } from './seeded-rmas.js';
import { type Seed, SeededSales, shopIn } from './seeded-sales.js';
import { SEEDED_SUPPLIERS, type Supplier, Suppliers } from './suppliers.js';
import { SEEDED_WAREHOUSES, type Warehouse, Warehouses } from './warehouses.js';

/** Everything the shop holds, as plain JSON. */
export interface ShopState {
  version: 1;
  revision: number;
  timeZone: string;
  webhookUrl?: string;
  lastEvent: number;
  seed: Seed;
  orders: { changed: Order[]; added: Order[] };
  payments: Payment[];
  rmas: Rma[];
  items: Item[];
  customers: Customer[];
  warehouses: Partial<Warehouse>[];
  suppliers: Partial<Supplier>[];
  settings: Settings;
}

export function seededState(seed: Seed, timeZone: string, products: number, returns: number): ShopState {
  return {
    version: 1,
    revision: 0,
    timeZone,
    lastEvent: 0,
    seed,
    orders: { changed: [], added: [] },
    payments: [],
    rmas: seededRmas(new SeededSales(seed), returns),
    items: seededItems(seed.at, products),
    customers: seededCustomers(seed.at),
    warehouses: SEEDED_WAREHOUSES,
    suppliers: SEEDED_SUPPLIERS,
    settings: { ...SEEDED_SETTINGS },
  };
}

/** Fern & Fig: every noun of the store, and what they must know of each other. */
export class Shop {
  readonly clock: StoreClock;
  readonly notifications: Notifications;
  readonly warehouses: Warehouses;
  readonly suppliers: Suppliers;
  readonly settings: CurrencySettings;
  readonly customers: Customers;
  readonly items: Items;
  readonly payments: Payments;
  readonly orders: Orders;
  readonly rmas: Rmas;
  revision: number;
  /** Which shop it is, and how its sales began. */
  readonly seed: Seed;

  constructor(
    state: ShopState,
    around: { now: () => number; webhookToken: string; notify?: (request: Request) => Promise<void> },
  ) {
    this.seed = state.seed;
    this.revision = state.revision;
    this.clock = new StoreClock(state.timeZone, around.now);
    this.notifications = new Notifications(
      this.clock,
      around.webhookToken,
      around.notify,
      state.webhookUrl,
      state.lastEvent,
    );
    const changed = () => this.changed();
    const sales = new SeededSales(state.seed);
    this.warehouses = new Warehouses(state.warehouses, changed);
    this.suppliers = new Suppliers(state.suppliers, changed);
    this.settings = new CurrencySettings(state.settings, changed);
    this.customers = new Customers(this, state.customers);
    this.items = new Items(this, state.items);
    this.payments = new Payments(this, sales, state.payments);
    this.orders = new Orders(this, sales, state.orders);
    this.rmas = new Rmas(this, state.rmas);
  }

  get name(): string {
    return shopIn(this.seed).name;
  }

  get orderPrefix(): string {
    return shopIn(this.seed).orderPrefix;
  }

  changed(): void {
    this.revision += 1;
  }

  order(id: string): Order | undefined {
    return this.orders.book.get(id);
  }

  settle(orderId: string): void {
    this.orders.change(orderId, () => undefined);
  }

  announce(order: Order): void {
    this.notifications.announce(order);
  }

  committed(): Map<string, number> {
    return this.orders.book.committed();
  }

  currency(): string {
    return this.settings.settings.currency;
  }

  gst(): number {
    return this.settings.gst;
  }

  state(): ShopState {
    return {
      version: 1,
      revision: this.revision,
      timeZone: this.clock.timeZone,
      webhookUrl: this.notifications.url,
      lastEvent: this.notifications.lastEvent,
      seed: this.seed,
      orders: this.orders.book.kept(),
      payments: this.payments.kept(),
      rmas: this.rmas.all(),
      items: this.items.all(),
      customers: this.customers.all(),
      warehouses: this.warehouses.all(),
      suppliers: this.suppliers.all(),
      settings: this.settings.settings,
    };
  }
}
