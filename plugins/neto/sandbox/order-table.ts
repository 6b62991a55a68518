import type { StoreClock } from './clock.js';
import { money, price, quantity } from './decimal.js';
import type { Address, KitPart, Order, OrderLine } from './order.js';
import type { Payment } from './payment.js';
import { inside, type Table } from './selectors.js';
import type { Warehouse } from './warehouses.js';
import { flag, type Row } from './wire.js';

/** The texts an order keeps as they were written. */
export const ORDER_TEXTS = [
  'RelatedOrderID',
  'UserGroup',
  'SalesPerson',
  'PurchaseOrderNumber',
  'InternalOrderNotes',
  'DeliveryInstruction',
  'ShippingOption',
  'ShippingSignature',
  'RealtimeConfirmation',
  'ClientIPAddress',
  'DefaultPaymentType',
  'PaymentTerms',
  ...Array.from({ length: 10 }, (_, at) => `CustomerRef${at + 1}`),
];

/** The same for its lines. */
export const LINE_TEXTS = [
  'ItemNotes',
  'SerialNumber',
  'ShippingMethod',
  'ShippingServiceID',
  'ShippingServiceName',
  'ShippingTracking',
  'ShippingCarrierCode',
  'ShippingCarrierName',
  'ShippingTrackingUrl',
  'Weight',
  'Cubic',
  'BinLoc',
  'Extra',
  'ExternalSystemIdentifier',
  'ExternalOrderReference',
  'ExternalOrderLineReference',
];

export interface OrderSurroundings {
  clock: StoreClock;
  warehouse(id: string): Warehouse | undefined;
  payments(order: Order): Payment[];
}

export function orderTable(store: OrderSurroundings, splitKits: boolean): Table<Order> {
  const { clock } = store;
  return {
    always: { OrderID: (order) => order.id },
    columns: {
      ID: (order) => order.id,
      ...kept(ORDER_TEXTS),
      OrderStatus: (order) => order.status,
      OrderType: (order) => order.orderType,
      OnHoldType: (order) => order.onHoldType,
      CompleteStatus: (order) => order.completeStatus,
      SalesChannel: (order) => order.salesChannel,
      Username: (order) => order.username,
      Email: (order) => order.email,
      GrandTotal: (order) => money(order.grandTotal),
      TaxInclusive: (order) => flag(order.taxInclusive),
      OrderTax: (order) => money(order.orderTax),
      ProductSubtotal: (order) => money(order.productSubtotal),
      SurchargeTotal: (order) => money(order.surchargeTotal),
      SurchargeTaxable: (order) => flag(order.surchargeTaxable),
      ShippingTotal: (order) => money(order.shippingTotal),
      ShippingTax: (order) => money(order.shippingTax),
      ShippingDiscount: (order) => money(order.shippingDiscount),
      CouponCode: (order) => order.couponCode,
      CouponDiscount: (order) => money(order.couponDiscount),
      DatePlaced: (order) => clock.local(order.datePlaced),
      DateUpdated: (order) => clock.local(order.dateUpdated),
      DateRequired: (order) => clock.local(order.dateRequired),
      DateInvoiced: (order) => clock.day(order.dateInvoiced),
      DatePaid: (order) => clock.local(order.datePaid),
      DateCompleted: (order) => clock.local(order.dateCompleted),
      DateCompletedUTC: (order) => clock.utc(order.dateCompleted),
      DatePaymentDue: (order) => clock.local(order.datePaymentDue),
      StickyNotes: (order) =>
        order.stickyNotes.map((note, at) => ({
          StickyNoteID: String(at + 1),
          Title: note.title,
          Description: note.description,
        })),
    },
    spread: {
      BillAddress: (order) => flatAddress('Bill', order.bill),
      ShipAddress: (order) => flatAddress('Ship', order.ship),
    },
    lists: {
      OrderLine: inside('OrderLine', (order) => toldLines(order, splitKits), lineTable(store)),
      OrderPayment: inside('OrderPayment', (order) => store.payments(order), paymentTable(clock)),
    },
  };
}

/** A line as told: itself, or one component of the kit it sells. */
interface ToldLine {
  order: Order;
  line: OrderLine;
  id: string;
  part?: KitPart & { number: number };
}

/** Components follow their kit at no price of their own: the kit's line carries the whole amount. */
function toldLines(order: Order, splitKits: boolean): ToldLine[] {
  const lines = order.lines.map((line): ToldLine => ({ order, line, id: lineId(order, line) }));
  if (!splitKits) return lines;
  return lines.flatMap((told) => [
    told,
    ...(told.line.kit?.components ?? []).map((part, at) => ({
      ...told,
      id: `${told.id}-${at + 1}`,
      part: { ...part, number: at + 1 },
    })),
  ]);
}

export function lineId(order: Order, line: OrderLine): string {
  return `${order.id}-${line.number}`;
}

function lineTable(store: OrderSurroundings): Table<ToldLine> {
  const times = (told: ToldLine, units: number) => quantity(told.part ? (units / 1000) * told.part.quantity : units);
  const own = (of: (line: OrderLine) => string, otherwise: string) => (told: ToldLine) =>
    told.part ? otherwise : of(told.line);
  return {
    always: {
      OrderLineID: (told) => told.id,
      SKU: (told) => told.part?.sku ?? told.line.sku,
      ComponentOfKit: (told) => (told.part ? told.line.kit!.id : ''),
      KitPartID: (told) => (told.part ? String(told.part.number) : ''),
    },
    columns: {
      ...Object.fromEntries(LINE_TEXTS.map((name) => [name, (told: ToldLine) => told.line.texts[name] ?? ''])),
      ProductName: (told) => told.part?.sku ?? told.line.name,
      Quantity: (told) => times(told, told.line.quantity),
      QuantityShipped: (told) => times(told, told.line.shipped),
      PickQuantity: (told) => times(told, Math.max(0, told.line.quantity - told.line.shipped - told.line.backordered)),
      BackorderQuantity: (told) => times(told, told.line.backordered),
      UnitPrice: own((line) => price(line.unitPrice), '0.000'),
      CostPrice: own((line) => price(line.costPrice), '0.000'),
      PercentDiscount: own((line) => price(line.percentDiscount).replace(/0$/, ''), '0.00'),
      ProductDiscount: own((line) => money(line.productDiscount), '0.00'),
      CouponDiscount: own((line) => money(line.couponDiscount), '0.00'),
      Tax: own((line) => money(line.tax), '0.00'),
      TaxCode: (told) => (told.line.taxFree ? 'FRE' : 'GST'),
      WarehouseID: (told) => told.line.warehouseId,
      WarehouseName: (told) => store.warehouse(told.line.warehouseId)?.WarehouseName ?? '',
      WarehouseReference: (told) => store.warehouse(told.line.warehouseId)?.WarehouseReference ?? '',
      ExtraOptions: (told) => ({
        ExtraOption: told.line.options.map((option) => ({ Name: option.name, Value: option.value })),
      }),
    },
  };
}

function paymentTable(clock: StoreClock): Table<Payment> {
  return {
    always: {
      Id: (payment) => payment.id,
      Amount: (payment) => money(payment.amount),
      DatePaid: (payment) => clock.local(payment.datePaid),
    },
    columns: { PaymentType: (payment) => payment.methodName },
  };
}

function kept(names: string[]): Record<string, (order: Order) => string> {
  return Object.fromEntries(names.map((name) => [name, (order: Order) => order.texts[name] ?? '']));
}

function flatAddress(prefix: 'Bill' | 'Ship', address: Address): Row {
  return {
    [`${prefix}FirstName`]: address.firstName,
    [`${prefix}LastName`]: address.lastName,
    [`${prefix}Company`]: address.company,
    [`${prefix}StreetLine1`]: address.street1,
    [`${prefix}StreetLine2`]: address.street2,
    [`${prefix}City`]: address.city,
    [`${prefix}State`]: address.state,
    [`${prefix}PostCode`]: address.postCode,
    [`${prefix}Country`]: address.country,
    [`${prefix}Phone`]: address.phone,
    [`${prefix}Fax`]: address.fax,
  };
}
