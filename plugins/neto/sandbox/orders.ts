import type { StoreClock } from './clock.js';
import type { Answer } from './envelope.js';
import { type Criteria, tests } from './filter.js';
import type { Order, OrderHead } from './order.js';
import { OrderBook } from './order-book.js';
import { changeOrder } from './order-changes.js';
import { enterOrder, type OrderEntryHost } from './order-entry.js';
import { orderTable } from './order-table.js';
import { total } from './order-totals.js';
import type { Payments } from './payments.js';
import type { Reading } from './reading.js';
import { Missing, Refusal } from './refusal.js';
import type { SeededSales } from './seeded-sales.js';
import { type Given, givenList, isTrue, text, texts } from './wire.js';
import { writeEach } from './writing.js';

export interface OrderHost extends OrderEntryHost {
  payments: Payments;
  orderPrefix: string;
  gst(): number;
  changed(): void;
  /** Tells the outside world that an order is new or stands differently. */
  announce(order: Order): void;
}

export class Orders {
  readonly book: OrderBook;
  private lastNumber: number;

  constructor(
    private readonly shop: OrderHost,
    seeded: SeededSales,
    kept: { changed: Order[]; added: Order[] },
  ) {
    this.book = new OrderBook(seeded, kept);
    this.lastNumber = kept.added.reduce(
      (highest, { id }) => Math.max(highest, this.numberIn(id)),
      10_000 + seeded.count,
    );
  }

  read(reading: Reading): Answer {
    const { filter } = reading;
    const heads = reading.tests(headCriteria(this.shop.clock));
    const inside = tests(filter, this.insideCriteria(), this.shop.clock);
    reading.demand(heads.length + inside.length);
    const turned = reading.turn(this.candidates(filter), (head) => {
      if (!heads.every((test) => test(head))) return false;
      if (inside.length === 0) return true;
      const order = this.book.whole(head);
      return inside.every((test) => test(order));
    });
    const orders = turned.map((head) => this.book.whole(head));
    const table = orderTable(
      {
        clock: this.shop.clock,
        warehouse: (id) => this.shop.warehouses.get(id),
        payments: (order) => this.shop.payments.of(order.id),
      },
      isTrue(filter.SplitKitComponents),
    );
    const answer = reading.tell('Order', orders, table);
    this.mark(orders, givenList(filter.UpdateResults)[0]);
    return answer;
  }

  add(body: Given): Answer {
    return writeEach(body, 'Order', (given) => ({ OrderID: this.place(given).id }));
  }

  update(body: Given): Answer {
    return writeEach(body, 'Order', (given) => {
      const id = text(given.OrderID) ?? '';
      this.change(id, (order) => changeOrder(order, given, this.shop));
      return { OrderID: id };
    });
  }

  place(given: Given): Order {
    const id = text(given.OrderID) || `${this.shop.orderPrefix}${this.lastNumber + 1}`;
    if (id.length > 15) throw new Refusal(`OrderID ${id} is longer than 15 characters`);
    if (this.book.get(id)) throw new Refusal(`Order ${id} already exists`);
    const order = enterOrder(given, id, this.shop);
    if (!text(given.OrderID)) this.lastNumber += 1;
    total(order, this.shop.gst());
    if (order.status === 'Dispatched') changeOrder(order, { OrderStatus: 'Dispatched' }, this.shop);
    this.moveStock(order, new Map());
    this.keep(order);
    this.shop.announce(order);
    return order;
  }

  /** Every change works on a copy, so that a refused one leaves no trace. */
  change(id: string, edit: (order: Order) => void): Order {
    const order = this.book.get(id);
    if (!order) throw new Missing('Order', id);
    const { status } = order;
    const before = shippedByLine(order);
    edit(order);
    total(order, this.shop.gst());
    this.moveStock(order, before);
    this.keep(order);
    if (order.status !== status) this.shop.announce(order);
    return order;
  }

  /** Of a number that the shop gave itself; 0 of one that somebody chose. */
  private numberIn(id: string): number {
    const { orderPrefix } = this.shop;
    const number = id.startsWith(orderPrefix) ? id.slice(orderPrefix.length) : '';
    return /^\d+$/.test(number) ? Number(number) : 0;
  }

  private keep(order: Order): void {
    const payments = this.shop.payments.of(order.id);
    const paid = payments.reduce((so, payment) => so + payment.amount, 0);
    order.paymentStatus = paid <= 0 ? 'Pending' : paid < order.grandTotal ? 'PartialPaid' : 'FullyPaid';
    order.datePaid = payments.at(-1)?.datePaid;
    order.dateUpdated = this.shop.clock.now();
    this.book.put(order);
    this.shop.changed();
  }

  private moveStock(order: Order, before: Map<number, number>): void {
    for (const line of order.lines) {
      this.shop.items.take(line.sku, line.warehouseId, line.shipped - (before.get(line.number) ?? 0));
    }
  }

  private mark(orders: Order[], given: Given | undefined): void {
    const exportStatus = text(given?.ExportStatus);
    const exportedToWms = text(given?.ExportedToWMS);
    if (!exportStatus && !exportedToWms) return;
    for (const order of orders) {
      this.change(order.id, (one) => {
        one.exportStatus = exportStatus || one.exportStatus;
        one.exportedToWms = exportedToWms || one.exportedToWms;
      });
    }
  }

  private candidates(filter: Given): Iterable<OrderHead> {
    const ids = [...new Set(texts(filter.OrderID))];
    return ids.length > 0 ? ids.flatMap((id) => this.book.get(id) ?? []) : this.book.heads();
  }

  private insideCriteria(): Criteria<Order> {
    const line = (name: string) => (order: Order) => order.lines.map((one) => one.texts[name] ?? '');
    return {
      texts: {
        SKU: (order) => order.lines.map((one) => one.sku),
        WarehouseID: (order) => order.lines.map((one) => one.warehouseId),
        Supplier: (order) => order.lines.map((one) => this.shop.items.get(one.sku)?.texts.PrimarySupplier ?? ''),
        ShippingMethod: (order) => [order.texts.ShippingOption ?? '', ...line('ShippingMethod')(order)],
        ExternalSystemIdentifier: line('ExternalSystemIdentifier'),
        ExternalOrderReference: line('ExternalOrderReference'),
        ExternalOrderLineReference: line('ExternalOrderLineReference'),
      },
    };
  }
}

function headCriteria(clock: StoreClock): Criteria<OrderHead> {
  return {
    texts: {
      OrderID: (order) => order.id,
      Username: (order) => order.username,
      OrderStatus: (order) => order.status,
      OrderType: (order) => order.orderType,
      OnHoldType: (order) => order.onHoldType,
      CompleteStatus: (order) => order.completeStatus,
      PaymentStatus: (order) => order.paymentStatus,
      ExportStatus: (order) => order.exportStatus,
      ExportedToWMS: (order) => order.exportedToWms,
      SalesChannel: (order) => order.salesChannel,
    },
    instants: {
      DatePaid: (order) => order.datePaid,
      DateRequired: (order) => order.dateRequired,
      // An invoice has a day but no hour, so its day begins the moment it counts from.
      DateInvoiced: (order) => clock.parse(clock.day(order.dateInvoiced)),
      DatePlaced: (order) => order.datePlaced,
      DateUpdated: (order) => order.dateUpdated,
      DateCompleted: (order) => order.dateCompleted,
    },
  };
}

function shippedByLine(order: Order): Map<number, number> {
  return new Map(order.lines.map((line) => [line.number, line.shipped]));
}
