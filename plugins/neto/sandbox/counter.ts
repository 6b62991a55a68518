import { cents, divide, formatDecimal, money, quantity, thousandths } from './decimal.js';
import { DEFAULT_GROUP } from './item.js';
import type { OrderEdit, Return, Sale, SaleLine } from './options.js';
import type { Order } from './order.js';
import { approve, shipLine, stand } from './order-changes.js';
import { orderStatus } from './order-entry.js';
import { net } from './order-totals.js';
import { SEEDED_PEOPLE } from './people.js';
import { type KitPart, ware } from './products.js';
import { Missing, Refusal } from './refusal.js';
import type { Rma } from './rma.js';
import type { Shop } from './shop.js';
import type { Given } from './wire.js';

/** What the shop's own people and customers do, without the API. */
export class Counter {
  constructor(
    private readonly shop: Shop,
    private readonly skus: string[],
    private readonly kits: Record<string, KitPart[]>,
  ) {}

  placeOrder(sale: Sale = {}): Order {
    const order = this.shop.orders.place(this.given(sale));
    if (!sale.paidBy) return order;
    const AmountPaid = money(order.grandTotal);
    const paid = this.shop.payments.add({ Payment: { OrderID: order.id, PaymentMethodName: sale.paidBy, AmountPaid } });
    if (paid.errors?.length) throw new Refusal(paid.errors[0]);
    return this.shop.order(order.id)!;
  }

  approve(id: string): Order {
    return this.shop.orders.change(id, (order) => approve(order, true, this.shop.clock.now()));
  }

  dispatch(
    id: string,
    { quantities, close = false }: { quantities?: Record<string, number>; close?: boolean } = {},
  ): Order {
    return this.shop.orders.change(id, (order) => {
      for (const [sku, pieces] of Object.entries(quantities ?? {})) {
        const line = order.lines.find((one) => one.sku === sku);
        if (!line) throw new Refusal(`SKU ${sku} is not on Order ${id}`);
        shipLine(line, thousandths(String(pieces)));
      }
      const all = !quantities || order.lines.every((line) => line.shipped === line.quantity);
      stand(order, all || close ? 'Dispatched' : 'Pack', this.shop.clock.now(), quantities !== undefined);
      if (!all && !close) approve(order, true, this.shop.clock.now());
    });
  }

  cancel(id: string): Order {
    return this.edit(id, { status: 'Cancelled' });
  }

  edit(id: string, edit: OrderEdit): Order {
    return this.shop.orders.change(id, (order) => {
      const now = this.shop.clock.now();
      for (const [sku, change] of Object.entries(edit.lines ?? {})) editLine(order, sku, change);
      if (edit.shipping !== undefined) order.shippingTotal = cents(edit.shipping);
      if (edit.purchaseOrderNumber !== undefined) order.texts.PurchaseOrderNumber = edit.purchaseOrderNumber;
      if (edit.notes !== undefined) order.texts.InternalOrderNotes = edit.notes;
      if (edit.approved !== undefined) approve(order, edit.approved, now);
      if (edit.status !== undefined) stand(order, orderStatus(edit.status), now, false);
    });
  }

  addRma({ orderId, quantities, reason = 'Change of mind', shipping = '0' }: Return): Rma {
    const order = this.shop.order(orderId);
    if (!order) throw new Missing('Order', orderId);
    const pieces = quantities ?? { [order.lines[0]!.sku]: 1 };
    return this.shop.rmas.enter({
      OrderID: orderId,
      InvoiceNumber: orderId,
      CustomerUsername: order.username,
      StaffUsername: 'fern',
      PurchaseOrderNumber: order.texts.PurchaseOrderNumber ?? '',
      InternalNotes: '',
      RmaStatus: 'Open',
      ShippingRefundAmount: shipping,
      ShippingRefundTaxCode: 'GST',
      TaxInclusive: order.taxInclusive,
      RmaLines: { RmaLine: Object.entries(pieces).map(([sku, count]) => returnedLine(order, sku, count, reason)) },
    });
  }

  private given(sale: Sale): Given {
    const buyer = SEEDED_PEOPLE.find((one) => one.username === sale.username);
    const person = buyer ?? SEEDED_PEOPLE[0]!;
    return {
      Username: sale.username ?? person.username,
      Email: person.email,
      ...parts('Bill', person.address),
      ...parts('Ship', person.address),
      OrderStatus: sale.status ?? 'New',
      OrderApproval: sale.approved ?? false,
      TaxInclusive: sale.taxInclusive ?? true,
      CurrencyCode: sale.currency,
      PurchaseOrderNumber: sale.purchaseOrderNumber,
      ShippingMethod: 'Standard Parcel',
      ShippingCost: sale.shipping ?? '9.95',
      SurchargeTotal: sale.surcharge,
      CouponCode: sale.coupon?.code,
      CouponDiscount: sale.coupon?.amount,
      OrderLine: (sale.lines ?? [{ sku: this.anySku() }]).map((line) => this.line(line)),
    };
  }

  /** One after another, so that a visitor who names none still sees different things sold. */
  private anySku(): string {
    return this.skus[this.shop.orders.book.count % this.skus.length]!;
  }

  private line(line: SaleLine): Given {
    const item = this.shop.items.get(line.sku);
    const { name, price } = ware(line.sku);
    const parts = item ? [] : (this.kits[line.sku] ?? []);
    return {
      SKU: line.sku,
      ItemDescription: item ? undefined : name,
      Quantity: line.quantity ?? 1,
      UnitPrice: line.unitPrice ?? (item?.priceGroups[DEFAULT_GROUP] ? undefined : money(price)),
      DiscountPercent: line.percentDiscount,
      TaxFree: line.taxFree,
      WarehouseReference: line.warehouse,
      KitComponents: parts.map((part) => ({ ComponentSKU: part.sku, AssembleQuantity: part.quantity })),
    };
  }
}

function editLine(order: Order, sku: string, change: { quantity?: number; unitPrice?: string }): void {
  const line = order.lines.find((one) => one.sku === sku);
  if (!line) throw new Refusal(`SKU ${sku} is not on Order ${order.id}`);
  if (change.unitPrice !== undefined) line.unitPrice = thousandths(change.unitPrice);
  if (change.quantity === undefined) return;
  const units = thousandths(String(change.quantity));
  if (units < line.shipped) throw new Refusal(`Of ${sku} ${quantity(line.shipped)} have already left`);
  if (units === 0) order.lines.splice(order.lines.indexOf(line), 1);
  else line.quantity = units;
}

function returnedLine(order: Order, sku: string, count: number, reason: string): Given {
  const line = order.lines.find((one) => one.sku === sku);
  if (!line) throw new Refusal(`SKU ${sku} is not on Order ${order.id}`);
  const units = thousandths(String(count));
  return {
    SKU: sku,
    Quantity: quantity(units),
    RefundSubtotal: formatDecimal(divide(net(line) * units, line.quantity), 2),
    TaxCode: line.taxFree ? 'FRE' : 'GST',
    WarehouseID: line.warehouseId,
    ReturnReason: reason,
  };
}

function parts(prefix: 'Bill' | 'Ship', address: Order['bill']): Given {
  return {
    [`${prefix}FirstName`]: address.firstName,
    [`${prefix}LastName`]: address.lastName,
    [`${prefix}Company`]: address.company,
    [`${prefix}Street1`]: address.street1,
    [`${prefix}City`]: address.city,
    [`${prefix}State`]: address.state,
    [`${prefix}PostCode`]: address.postCode,
    [`${prefix}Country`]: address.country,
    [`${prefix}ContactPhone`]: address.phone,
  };
}
