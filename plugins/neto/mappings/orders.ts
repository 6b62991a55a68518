import { mapping, transform } from 'patchbay/sdk';
import type { Row } from '../client.js';
import { isAboveZero, isBelowZero, less, sum } from '../decimals.js';
import { addressOf } from './address.js';
import { orderCurrency } from './order-currency.js';
import { linesOf, orderLines } from './order-lines.js';
import { orderStatus } from './order-status.js';
import { paidOn } from './payments.js';
import { clip, day, first, instant, said, yes, yesNo } from './transforms.js';

const status = transform('the hub’s word for it', (_, __, order) => orderStatus(order));
const approved = transform('approved or not', (value) => said(value) === 'Approved');
const dispatchedAt = transform('from the store’s clock to UTC', (utc, ctx, order) => {
  const text = said(utc);
  return instant.apply(text ? `${text.replace(/Z$/, '')}Z` : order.DateCompleted, ctx, order);
});
const currency = transform('of its payments, else of its sales channel', (_, ctx, order) => orderCurrency(order, ctx));
const shipping = transform('less the shipping discount', (total, _, order) => less(total, order.ShippingDiscount));
/** Documentation calls it a yes or no in one place and an amount in another. */
const surchargeTaxed = transform('yes or no', (value) => yes(value) ?? isAboveZero(value));
const discount = transform('what the lines don’t share of the coupon', (coupon, _, order) => {
  const rest = less(coupon, sum(...linesOf(order).map((line) => line.CouponDiscount)));
  return isAboveZero(rest) ? rest : '0';
});
/** The store doesn't say when; the day on which it was first seen so stays, whatever happens to the order later. */
const cancelledOn = transform('the day it was last changed, if it is cancelled', (updated, ctx, order) =>
  orderStatus(order) === 'cancelled' ? day.apply(updated, ctx, order) : null,
);
const payments = transform('the payments, first to last', (given, ctx) =>
  (Array.isArray(given) ? (given as Row[]) : [])
    .filter(({ PaymentID, AmountPaid }) => said(PaymentID) && !isBelowZero(AmountPaid))
    .map((row) => ({
      number: said(row.PaymentID),
      amount: said(row.AmountPaid),
      method: clip(row.PaymentMethod, 50),
      paidOn: paidOn.apply(null, ctx, row),
    }))
    .sort(
      (one, other) => `${one.paidOn}`.localeCompare(`${other.paidOn}`) || Number(one.number) - Number(other.number),
    ),
);
const billing = transform('the billing address', (_, __, order) => addressOf(order, 'Bill'));
const delivery = transform('the delivery address', (_, __, order) => addressOf(order, 'Ship'));
const lines = transform('the lines, components behind their kit', (_, __, order) => orderLines(order));

export const orderMapping = mapping('orders', 'invoice', {
  title: 'Orders',
  remoteId: 'OrderID',
  refuse: (order: Row) =>
    orderStatus(order) === undefined
      ? `The order’s status '${said(order.OrderStatus) ?? ''}' is not one this addon knows.`
      : undefined,
  rows: [
    { from: 'OrderID', to: 'number', label: 'Order ID' },
    { from: 'OrderStatus', to: 'status', label: 'Order status', as: status },
    { from: 'CompleteStatus', to: 'approved', label: 'Complete status', as: approved },
    { from: 'DateInvoiced', to: 'date', label: 'Date invoiced', as: day },
    { from: 'DatePaymentDue', to: 'dueOn', label: 'Payment due', as: day },
    { from: 'PaymentTerms', to: 'paymentTerms', label: 'Payment terms', as: first(100) },
    { from: 'DateUpdated', to: 'cancelledOn', label: 'Day of cancelling', as: cancelledOn, master: 'fill' },
    { from: 'DatePlaced', to: 'placedAt', label: 'Date placed', as: instant },
    { from: 'DateCompletedUTC', to: 'dispatchedAt', label: 'Date completed', as: dispatchedAt },
    { from: 'DateUpdated', to: 'updatedAt', label: 'Date updated', as: instant },
    { from: 'Username', to: 'username', as: first(100) },
    { from: 'Email', to: 'email', as: first(255) },
    { from: 'SalesChannel', to: 'channel', label: 'Sales channel', as: first(100) },
    { from: 'PurchaseOrderNumber', to: 'reference', label: 'Purchase order number', as: first(200) },
    { from: 'Payments', to: 'currency', label: 'Currency of its payments', as: currency },
    { from: 'TaxInclusive', to: 'taxInclusive', label: 'Tax inclusive', as: yesNo },
    { from: 'GrandTotal', to: 'total', label: 'Grand total' },
    { from: 'OrderTax', to: 'tax', label: 'Order tax' },
    { from: 'ShippingTotal', to: 'shipping', label: 'Shipping total', as: shipping },
    { from: 'ShippingTax', to: 'shippingTax', label: 'Shipping tax' },
    { from: 'SurchargeTotal', to: 'surcharge', label: 'Surcharge total' },
    { from: 'SurchargeTaxable', to: 'surchargeTaxed', label: 'Surcharge taxable', as: surchargeTaxed },
    { from: 'CouponDiscount', to: 'discount', label: 'Coupon discount', as: discount },
    { from: 'Payments', to: 'payments', label: 'Payments', as: payments },
    { from: '', to: 'billing', label: 'Billing address', as: billing },
    { from: '', to: 'delivery', label: 'Shipping address', as: delivery },
    { from: 'DeliveryInstruction', to: 'deliveryNote', label: 'Delivery instruction', as: first(2000) },
    { from: 'OrderLine', to: 'lines', label: 'Order lines', as: lines },
  ],
});
