import { mapping, transform } from 'patchbay/sdk';
import type { Row } from '../client.js';
import { clip, day, first, isCurrency, number, said, warehouseCode, yes, yesNo } from './transforms.js';

const status = transform('open or closed', (value) => said(value)?.toLowerCase());
const invoice = transform('the order it belongs to', (order, _, { InvoiceNumber }) =>
  clip(said(order) ?? InvoiceNumber, 50),
);
const lines = transform('the lines', (given) =>
  Array.isArray(given) ? given.map((line, at) => returnedLine(Object(line), at)) : [],
);

/** Whether it went back on the shelf is the store's word, not ours to guess from what became of the money. */
function returnedLine(line: Row, at: number): Row {
  return {
    id: said(line.RmaLineID) ?? String(at + 1),
    sku: said(line.SKU),
    name: clip(line.ProductName, 500),
    quantity: said(line.Quantity),
    reason: clip(line.ReturnReason, 200),
    restocked: yes(line.IsRestockIssued),
    warehouse: clip(warehouseCode(line), 50),
    refund: said(line.RefundSubtotal),
    tax: said(line.Tax),
    taxCode: clip(line.TaxCode, 50),
    outcome: clip(line.ResolutionOutcome, 100),
  };
}

export const returnMapping = mapping('returns', 'return', {
  title: 'Returns (RMA)',
  remoteId: 'RmaID',
  rows: [
    { from: 'RmaID', to: 'number', label: 'RMA ID' },
    { from: 'RmaStatus', to: 'status', label: 'RMA status', as: status },
    { from: 'OrderID', to: 'invoice', label: 'Order ID', as: invoice },
    { from: 'CustomerUsername', to: 'username', label: 'Customer', as: first(100) },
    { from: 'CurrencyCode', to: 'currency', label: 'Currency', as: isCurrency },
    { from: 'DateIssued', to: 'issuedOn', label: 'Date issued', as: day },
    { from: 'DateApproved', to: 'approvedOn', label: 'Date approved', as: day },
    { from: 'RefundTotal', to: 'total', label: 'Refund total' },
    { from: 'RefundTaxTotal', to: 'tax', label: 'Refund tax total' },
    { from: 'TaxInclusive', to: 'taxInclusive', label: 'Tax inclusive', as: yesNo },
    { from: 'RefundSubtotal', to: 'subtotal', label: 'Refund subtotal', as: number },
    { from: 'ShippingRefundAmount', to: 'shippingRefund', label: 'Shipping refund', as: number },
    { from: 'ShippingRefundTaxCode', to: 'shippingTaxCode', label: 'Tax code of the shipping refund', as: first(50) },
    { from: 'SurchargeRefundAmount', to: 'surchargeRefund', label: 'Surcharge refund', as: number },
    { from: 'RefundedTotal', to: 'refundedTotal', label: 'Refunded so far', as: number },
    { from: 'RmaLines', to: 'lines', label: 'RMA lines', as: lines },
  ],
});
