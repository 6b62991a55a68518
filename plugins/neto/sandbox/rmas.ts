import type { StoreClock } from './clock.js';
import type { Answer } from './envelope.js';
import type { Criteria } from './filter.js';
import type { Items } from './items.js';
import type { Order } from './order.js';
import { PAYMENT_METHODS } from './payment-methods.js';
import type { Reading } from './reading.js';
import { Missing } from './refusal.js';
import type { Rma } from './rma.js';
import { enterRma } from './rma-entry.js';
import { refundTotals, rmaTable } from './rma-table.js';
import type { Warehouses } from './warehouses.js';
import { type Given, text } from './wire.js';
import { writeEach } from './writing.js';

export interface RmaHost {
  clock: StoreClock;
  items: Items;
  warehouses: Warehouses;
  order(id: string): Order | undefined;
  gst(): number;
  changed(): void;
}

const CRITERIA: Criteria<Rma> = {
  texts: {
    RmaID: (rma) => rma.id,
    OrderID: (rma) => rma.orderId,
    Username: (rma) => rma.customerUsername,
    InvoiceNumber: (rma) => rma.invoiceNumber,
    RmaStatus: (rma) => rma.status,
  },
  instants: {
    DateIssued: (rma) => rma.dateIssued,
    DateUpdated: (rma) => rma.dateUpdated,
    DateApproved: (rma) => rma.dateApproved,
  },
};

/** Returns. There is no UpdateRma: what happens to one later happens in the control panel. */
export class Rmas {
  private readonly byId: Map<string, Rma>;

  constructor(
    private readonly shop: RmaHost,
    rows: Rma[],
  ) {
    this.byId = new Map(rows.map((rma) => [rma.id, rma]));
  }

  get(id: string): Rma | undefined {
    return this.byId.get(id);
  }

  all(): Rma[] {
    return [...this.byId.values()];
  }

  read(reading: Reading): Answer {
    const table = rmaTable({
      clock: this.shop.clock,
      warehouse: (id) => this.shop.warehouses.get(id),
      gst: () => this.shop.gst(),
    });
    return reading.answer('Rma', this.byId.values(), CRITERIA, table);
  }

  add(body: Given): Answer {
    return writeEach(body, 'Rma', (given) => ({ RmaID: this.enter(given).id }));
  }

  enter(given: Given): Rma {
    const order = this.shop.order(text(given.OrderID) ?? '');
    if (!order) throw new Missing('Order', text(given.OrderID) ?? '');
    const rma = enterRma(given, String(5001 + this.byId.size), {
      order,
      warehouses: this.shop.warehouses,
      now: this.shop.clock.now(),
      gst: this.shop.gst(),
    });
    for (const line of rma.lines) if (line.restocked) this.shop.items.take(line.sku, line.warehouseId, -line.quantity);
    this.keep(rma);
    return rma;
  }

  /** What the staff do in the control panel: approve, put the goods back on the shelf, refund and close. */
  approve(id: string, { restock = true }: { restock?: boolean } = {}): Rma {
    const known = this.byId.get(id);
    if (!known) throw new Missing('Rma', id);
    const rma = structuredClone(known);
    const now = this.shop.clock.now();
    rma.dateApproved ??= now;
    rma.dateUpdated = now;
    rma.status = 'Closed';
    for (const line of rma.lines) {
      if (!restock || line.restocked) continue;
      line.restocked = true;
      this.shop.items.take(line.sku, line.warehouseId, -line.quantity);
    }
    this.refund(rma, now);
    this.keep(rma);
    return rma;
  }

  private refund(rma: Rma, now: number): void {
    if (rma.refunds.length === 0) {
      const { total: amount } = refundTotals(rma, this.shop.gst());
      const { ID: methodId, Name: methodName } = PAYMENT_METHODS[0]!;
      rma.refunds.push({ id: `${rma.id}1`, amount, methodId, methodName, dateIssued: now, status: 'Pending' });
    }
    for (const refund of rma.refunds)
      Object.assign(refund, { status: 'Refunded', dateRefunded: refund.dateRefunded ?? now });
  }

  private keep(rma: Rma): void {
    this.byId.set(rma.id, rma);
    this.shop.changed();
  }
}
