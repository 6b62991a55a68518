import type { StoreClock } from './clock.js';
import { cents, thousandths } from './decimal.js';
import type { Items } from './items.js';
import { type Address, ORDER_STATUSES, type Order, type OrderLine, type OrderStatus } from './order.js';
import { LINE_TEXTS, ORDER_TEXTS } from './order-table.js';
import { gross, shareCoupon } from './order-totals.js';
import { Refusal } from './refusal.js';
import type { Warehouses } from './warehouses.js';
import { type Given, givenList, isTrue, text } from './wire.js';

export interface OrderEntryHost {
  clock: StoreClock;
  items: Items;
  warehouses: Warehouses;
  currency(): string;
}

/** An order as AddOrder writes it; its totals are still to be worked out. */
export function enterOrder(given: Given, id: string, shop: OrderEntryHost): Order {
  const lines = givenList(given.OrderLine, 'OrderLine');
  if (lines.length === 0) throw new Refusal('OrderLine is required');
  const status = orderStatus(text(given.OrderStatus) || 'New');
  const approved = isTrue(given.OrderApproval) || status === 'Dispatched';
  const now = shop.clock.now();
  const placed = written(given, 'DatePlaced', shop.clock) ?? now;
  const order: Order = {
    id,
    status,
    completeStatus: approved ? 'Approved' : 'Incomplete',
    onHoldType: holdType(text(given.OnHoldType), status),
    orderType: text(given.OrderType) || 'sales',
    username: required(given, 'Username'),
    email: text(given.Email) ?? '',
    salesChannel: text(given.SalesChannel) || 'Website',
    paymentStatus: 'Pending',
    exportStatus: 'Pending',
    exportedToWms: 'Pending',
    datePlaced: placed,
    dateUpdated: now,
    dateRequired: written(given, 'DateRequired', shop.clock),
    dateInvoiced: written(given, 'DateInvoiced', shop.clock) ?? (approved ? now : undefined),
    datePaymentDue: written(given, 'DateDue', shop.clock),
    bill: address(given, 'Bill'),
    ship: address(given, 'Ship'),
    lines: lines.map((line, number) => enterLine(line, number, shop)),
    taxInclusive: given.TaxInclusive === undefined || isTrue(given.TaxInclusive),
    currency: text(given.CurrencyCode) || shop.currency(),
    shippingTotal: cents(text(given.ShippingCost) || '0'),
    shippingDiscount: cents(text(given.ShippingDiscount) || '0'),
    taxFreeShipping: isTrue(given.TaxFreeShipping),
    surchargeTotal: cents(text(given.SurchargeTotal) || '0'),
    surchargeTaxable: given.SurchargeTaxable === undefined || isTrue(given.SurchargeTaxable),
    couponCode: text(given.CouponCode) ?? '',
    texts: textsOf(given, ORDER_TEXTS),
    stickyNotes: stickyNotes(given),
    productSubtotal: 0,
    couponDiscount: 0,
    shippingTax: 0,
    orderTax: 0,
    grandTotal: 0,
  };
  order.texts.ShippingOption ??= text(given.ShippingMethod) ?? '';
  order.texts.DefaultPaymentType ??= text(given.PaymentMethod) ?? '';
  order.texts.DeliveryInstruction ??= text(given.ShipInstructions) ?? '';
  const coupon = text(given.CouponDiscount);
  if (coupon) shareCoupon(order, cents(coupon));
  return order;
}

export function orderStatus(given: string): OrderStatus {
  const known = ORDER_STATUSES.find((status) => status.toLowerCase() === given.toLowerCase());
  if (!known) throw new Refusal(`Invalid OrderStatus '${given}'`);
  return known;
}

export function textsOf(given: Given, names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = text(given[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function enterLine(given: Given, number: number, shop: OrderEntryHost): OrderLine {
  const sku = required(given, 'SKU');
  const item = shop.items.get(sku);
  const price = text(given.UnitPrice);
  const quantity = thousandths(text(given.Quantity) || '1');
  if (quantity <= 0) throw new Refusal(`Quantity of ${sku} must be above zero`);
  const line: OrderLine = {
    number,
    sku,
    name: text(given.ItemDescription) || item?.texts.Name || sku,
    quantity,
    shipped: thousandths(text(given.QuantityShipped) || '0'),
    backordered: 0,
    unitPrice: price ? thousandths(price) : (item?.priceGroups['1']?.price ?? 0) * 10,
    costPrice:
      given.UnitCost === undefined ? (item?.amounts.CostPrice ?? 0) * 10 : thousandths(text(given.UnitCost) ?? ''),
    percentDiscount: thousandths(text(given.DiscountPercent) || '0'),
    productDiscount: 0,
    couponDiscount: 0,
    tax: 0,
    taxFree: given.TaxFree === undefined ? (item?.flags.TaxFreeItem ?? false) : isTrue(given.TaxFree),
    warehouseId: warehouseOf(given, shop),
    texts: textsOf(given, LINE_TEXTS),
    options: [],
    kit: kitOf(given, sku, shop),
  };
  line.texts.SerialNumber ??= text(given.ItemSerialNumber) ?? '';
  discountBy(line, text(given.DiscountAmount));
  return line;
}

function discountBy(line: OrderLine, given: string | undefined): void {
  if (!given) return;
  const amount = cents(given);
  if (amount > gross(line)) throw new Refusal(`DiscountAmount of ${line.sku} is more than the line`);
  line.discountAmount = amount;
}

function warehouseOf(given: Given, shop: OrderEntryHost): string {
  return shop.warehouses.named({
    id: text(given.WarehouseID),
    reference: text(given.WarehouseReference),
    name: text(given.WarehouseName),
  }).WarehouseID;
}

function kitOf(given: Given, sku: string, shop: OrderEntryHost): OrderLine['kit'] {
  const item = shop.items.get(sku);
  const written = givenList(given.KitComponents, 'KitComponent').map((one) => ({
    sku: required(one, 'ComponentSKU'),
    quantity: thousandths(text(one.AssembleQuantity) || '1'),
  }));
  const components = written.length > 0 ? written : (item?.kit ?? []).map(({ sku, quantity }) => ({ sku, quantity }));
  return components.length > 0 ? { id: String(item?.id ?? 900), components } : undefined;
}

function holdType(given: string | undefined, status: OrderStatus): Order['onHoldType'] {
  if (given?.toLowerCase() === 'layby') return 'Layby';
  return given?.toLowerCase() === 'on hold' || status === 'On Hold' ? 'On Hold' : '';
}

/** The read side's names and the write side's differ; both are understood. */
function address(given: Given, prefix: 'Bill' | 'Ship'): Address {
  const of = (...names: string[]) => names.map((name) => text(given[prefix + name])).find(Boolean) ?? '';
  return {
    firstName: of('FirstName'),
    lastName: of('LastName'),
    company: of('Company'),
    street1: of('Street1', 'StreetLine1'),
    street2: of('Street2', 'StreetLine2'),
    city: of('City'),
    state: of('State'),
    postCode: of('PostCode'),
    country: of('Country'),
    phone: of('ContactPhone', 'Phone'),
    fax: of('Fax'),
  };
}

function stickyNotes(given: Given): Order['stickyNotes'] {
  const single = text(given.StickyNote);
  const listed = givenList(given.StickyNotes, 'StickyNote').map((note) => ({
    title: text(note.Title) ?? '',
    description: text(note.Description) ?? '',
  }));
  return single ? [...listed, { title: text(given.StickyNoteTitle) ?? '', description: single }] : listed;
}

function written(given: Given, name: string, clock: StoreClock): number | undefined {
  const utc = text(given[`${name}UTC`]);
  const said = utc ? `${utc.replace(/Z$/, '')}Z` : text(given[name]);
  if (!said) return undefined;
  const instant = clock.parse(said);
  if (instant === undefined) throw new Refusal(`Invalid ${name}: '${said}' is not a date`);
  return instant;
}

function required(given: Given, name: string): string {
  const value = text(given[name]);
  if (!value) throw new Refusal(`${name} is required`);
  return value;
}
