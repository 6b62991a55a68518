import { cents, thousandths } from './decimal.js';
import type { Order } from './order.js';
import { textsOf } from './order-entry.js';
import { paymentMethod } from './payment-methods.js';
import { Refusal } from './refusal.js';
import type { Refund, Rma, RmaLine } from './rma.js';
import { RMA_LINE_TEXTS, refundTax } from './rma-table.js';
import type { Warehouses } from './warehouses.js';
import { type Given, givenList, isTrue, text } from './wire.js';

export interface RmaRules {
  order: Order;
  warehouses: Warehouses;
  now: number;
  gst: number;
}

const REQUIRED = [
  'OrderID',
  'InvoiceNumber',
  'CustomerUsername',
  'StaffUsername',
  'PurchaseOrderNumber',
  'InternalNotes',
  'RmaStatus',
  'ShippingRefundAmount',
  'ShippingRefundTaxCode',
];
const LINE_REQUIRED = ['Quantity', 'SKU', 'RefundSubtotal', 'TaxCode', 'WarehouseID'];

/** A return as AddRma writes it. One that is added Closed counts as approved at once. */
export function enterRma(given: Given, id: string, rules: RmaRules): Rma {
  demand(given, REQUIRED);
  const status = text(given.RmaStatus)!.toLowerCase();
  if (status !== 'open' && status !== 'closed') throw new Refusal(`Invalid RmaStatus '${text(given.RmaStatus)}'`);
  const lines = givenList(given.RmaLines ?? given.RmaLine, 'RmaLine');
  if (lines.length === 0) throw new Refusal('RmaLine is required');
  const taxInclusive = given.TaxInclusive === undefined || isTrue(given.TaxInclusive);
  return {
    id,
    orderId: rules.order.id,
    invoiceNumber: text(given.InvoiceNumber)!,
    customerUsername: text(given.CustomerUsername)!,
    staffUsername: text(given.StaffUsername)!,
    purchaseOrderNumber: text(given.PurchaseOrderNumber)!,
    internalNotes: text(given.InternalNotes)!,
    currency: rules.order.currency,
    status: status === 'open' ? 'Open' : 'Closed',
    shippingRefund: cents(text(given.ShippingRefundAmount) || '0'),
    shippingTaxCode: text(given.ShippingRefundTaxCode)!,
    surchargeRefund: cents(text(given.SurchargeRefundAmount) || '0'),
    taxInclusive,
    dateIssued: rules.now,
    dateUpdated: rules.now,
    dateApproved: status === 'closed' ? rules.now : undefined,
    lines: lines.map((line, at) => enterLine(line, at + 1, taxInclusive, rules)),
    refunds: givenList(given.Refunds, 'Refund').map((refund, at) => enterRefund(refund, `${id}${at + 1}`, rules.now)),
  };
}

function enterLine(given: Given, number: number, taxInclusive: boolean, rules: RmaRules): RmaLine {
  demand(given, LINE_REQUIRED);
  const sku = text(given.SKU)!;
  const sold = rules.order.lines.find((line) => line.sku === sku);
  if (!sold) throw new Refusal(`SKU ${sku} is not on Order ${rules.order.id}`);
  const refundSubtotal = cents(text(given.RefundSubtotal)!);
  const taxCode = text(given.TaxCode)!;
  return {
    number,
    sku,
    name: sold.name,
    quantity: thousandths(text(given.Quantity)!),
    refundSubtotal,
    taxCode,
    tax: refundTax(refundSubtotal, taxCode, taxInclusive, rules.gst),
    warehouseId: rules.warehouses.named({ id: text(given.WarehouseID) }).WarehouseID,
    restocked: isTrue(given.IsRestockIssued),
    texts: textsOf(given, RMA_LINE_TEXTS),
  };
}

function enterRefund(given: Given, id: string, now: number): Refund {
  demand(given, ['RefundAmount']);
  const method = paymentMethod(text(given.PaymentMethodID) || text(given.PaymentMethodName) || '');
  const status = text(given.RefundStatus) || 'Pending';
  return {
    id,
    amount: cents(text(given.RefundAmount)!),
    methodId: method?.ID ?? '',
    methodName: method?.Name ?? '',
    dateIssued: now,
    dateRefunded: status === 'Refunded' ? now : undefined,
    status,
  };
}

/** Present, though it may be empty: an order without a purchase order number has none to give. */
function demand(given: Given, names: string[]): void {
  for (const name of names) if (text(given[name]) === undefined) throw new Refusal(`${name} is required`);
}
