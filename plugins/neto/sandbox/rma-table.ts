import type { StoreClock } from './clock.js';
import { divide, money, quantity } from './decimal.js';
import type { Refund, Rma, RmaLine } from './rma.js';
import { inside, type Table } from './selectors.js';
import type { Warehouse } from './warehouses.js';
import { flag } from './wire.js';

/** The free words a merchant keeps about a returned line. */
export const RMA_LINE_TEXTS = [
  'ItemNumber',
  'Extra',
  'ItemNotes',
  'ResolutionOutcome',
  'ReturnReason',
  'ItemStatusType',
  'ItemStatus',
  'ResolutionStatus',
  'ManufacturerClaims',
];

export interface RmaSurroundings {
  clock: StoreClock;
  warehouse(id: string): Warehouse | undefined;
  gst(): number;
}

/**
 * RefundSubtotal = Σ of the lines; RefundTotal = RefundSubtotal + shipping + surcharge (+ RefundTaxTotal when TaxInclusive is
 * False); RefundTaxTotal = Σ Tax of the lines + the shipping refund's tax.
 */
export function refundTotals(rma: Rma, gst: number) {
  const subtotal = rma.lines.reduce((so, line) => so + line.refundSubtotal, 0);
  const shippingTax = refundTax(rma.shippingRefund, rma.shippingTaxCode, rma.taxInclusive, gst);
  const tax = rma.lines.reduce((so, line) => so + line.tax, shippingTax);
  const total = subtotal + rma.shippingRefund + rma.surchargeRefund + (rma.taxInclusive ? 0 : tax);
  return { subtotal, tax, total };
}

export function refundTax(amount: number, taxCode: string, inclusive: boolean, gst: number): number {
  return taxCode.toUpperCase() === 'GST' ? divide(amount * gst, inclusive ? 100 + gst : 100) : 0;
}

export function rmaTable(shop: RmaSurroundings): Table<Rma> {
  const { clock } = shop;
  const totals = (rma: Rma) => refundTotals(rma, shop.gst());
  return {
    always: { RmaID: (rma) => rma.id },
    columns: {
      OrderID: (rma) => rma.orderId,
      InvoiceNumber: (rma) => rma.invoiceNumber,
      CustomerUsername: (rma) => rma.customerUsername,
      StaffUsername: (rma) => rma.staffUsername,
      PurchaseOrderNumber: (rma) => rma.purchaseOrderNumber,
      InternalNotes: (rma) => rma.internalNotes,
      CurrencyCode: (rma) => rma.currency,
      RmaStatus: (rma) => rma.status,
      ShippingRefundAmount: (rma) => money(rma.shippingRefund),
      ShippingRefundTaxCode: (rma) => rma.shippingTaxCode,
      SurchargeRefundAmount: (rma) => money(rma.surchargeRefund),
      RefundSubtotal: (rma) => money(totals(rma).subtotal),
      RefundTotal: (rma) => money(totals(rma).total),
      RefundTaxTotal: (rma) => money(totals(rma).tax),
      RefundedTotal: (rma) => money(refunded(rma)),
      TaxInclusive: (rma) => flag(rma.taxInclusive),
      DateIssued: (rma) => clock.local(rma.dateIssued),
      DateUpdated: (rma) => clock.local(rma.dateUpdated),
      DateApproved: (rma) => clock.local(rma.dateApproved),
    },
    lists: {
      RmaLine: inside('RmaLines', (rma) => rma.lines, lineTable(shop), 'RmaLine'),
      Refund: inside('Refunds', (rma) => rma.refunds, refundTable(clock), 'Refund'),
    },
  };
}

function refunded(rma: Rma): number {
  return rma.refunds.reduce((so, refund) => so + (refund.dateRefunded === undefined ? 0 : refund.amount), 0);
}

function lineTable(shop: RmaSurroundings): Table<RmaLine> {
  return {
    always: {
      RmaLineID: (line) => String(line.number),
      SKU: (line) => line.sku,
      Quantity: (line) => quantity(line.quantity),
    },
    columns: {
      ...Object.fromEntries(RMA_LINE_TEXTS.map((name) => [name, (line: RmaLine) => line.texts[name] ?? ''])),
      ProductName: (line) => line.name,
      RefundSubtotal: (line) => money(line.refundSubtotal),
      Tax: (line) => money(line.tax),
      TaxCode: (line) => line.taxCode,
      WarehouseID: (line) => line.warehouseId,
      WarehouseName: (line) => shop.warehouse(line.warehouseId)?.WarehouseName ?? '',
      WarehouseReference: (line) => shop.warehouse(line.warehouseId)?.WarehouseReference ?? '',
      IsRestockIssued: (line) => flag(line.restocked),
    },
  };
}

function refundTable(clock: StoreClock): Table<Refund> {
  return {
    always: { RefundID: (refund) => refund.id, RefundAmount: (refund) => money(refund.amount) },
    columns: {
      PaymentMethodID: (refund) => refund.methodId,
      PaymentMethodName: (refund) => refund.methodName,
      DateIssued: (refund) => clock.local(refund.dateIssued),
      DateRefunded: (refund) => clock.local(refund.dateRefunded),
      RefundStatus: (refund) => refund.status,
    },
  };
}
